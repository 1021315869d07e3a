"""`afterword install`: what can be told without a service manager. tests/daemon/test_user_service.py has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from afterword.cli import install
from afterword.service.systemd import Answer, UserSystemd
from afterword.service.unit import ServiceFacts
from daemon.homes import Home, Said

FACTS = ServiceFacts(program=("/usr/bin/afterword",), version="0.1.0", home="/home/nell")


@pytest.mark.parametrize(
    ("commands", "told"),
    [((), []), (("sh",), []), (("sh", "my-pass"), ["my-pass"]), (("/home/nell/bin/my-pass", "~/bin/x"), [])],
)
def test_program_that_the_service_will_not_find_is_named(
    commands: tuple[str, ...], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in a folder that only the owner's shell knows; a whole path needs no search."""
    answer = Answer(0, "HOME=/home/nell\nPATH=/usr/bin:/bin\n", "")
    monkeypatch.setattr(UserSystemd, "control", lambda *_: answer)

    assert told == install._unknown_to(UserSystemd(Path("/run"), {}), replace(FACTS, commands=commands))


def test_sudo_is_refused(home: Home, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    """The service is the owner's, and so are the files it would make."""
    monkeypatch.setattr("os.getuid", lambda: 0)
    monkeypatch.setenv("SUDO_USER", "nell")
    said = say("install")

    assert (1, "") == (said.code, said.out)
    assert "as yourself, without sudo" in said.err


def test_missing_configuration_comes_first(home: Home, say: Callable[..., Said]) -> None:
    """Whatever else is wrong with the machine."""
    (home.config / "config.yaml").unlink()
    said = say("install", "--dry-run")

    assert (1, "") == (said.code, said.out)
    assert "there is no configuration yet" in said.err
