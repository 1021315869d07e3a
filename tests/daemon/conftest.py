"""An owner's home for the tests of whole commands: configuration, Maildir, calendar and ledger in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from daemon.homes import NOON, Home, Said
from servers.cyrus import Cyrus
from servers.dovecot import Dovecot


@pytest.fixture(name="home")
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A configured home; commands that run in this process find it too."""
    home = Home(tmp_path / "home")
    for name, value in home.environment.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture(name="say")
def _say(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Runs a command in this process, at the moment `at`."""
    from afterword.__main__ import run

    def say(*arguments: str | Path, at: datetime = NOON) -> Said:
        capsys.readouterr()
        monkeypatch.setattr("afterword.cli.opened.current_moment", lambda: at)
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return say


@pytest.fixture(name="dovecot", scope="session")
def _dovecot() -> Iterator[Dovecot]:
    """One for all tests: each makes users of its own, and leaves the server as it was."""
    with Dovecot(()) as server:
        yield server


@pytest.fixture(name="cyrus", scope="session")
def _cyrus() -> Iterator[Cyrus]:
    """As `dovecot`."""
    with Cyrus(()) as server:
        yield server
