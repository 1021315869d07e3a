"""The one boundary of the command line: what went wrong becomes an exit code."""

from __future__ import annotations

import errno
from collections.abc import Callable

import click
import pytest

from afterword.cli.group import cli
from afterword.errors import OwnersError, WorldError
from daemon.homes import Home, Said

Say = Callable[..., Said]


@pytest.fixture(name="failing")
def _failing(say: Say, monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], Said]:
    """Runs a command that ends in the given way."""

    def run(error: BaseException) -> Said:
        @click.command()
        def command() -> None:
            raise error

        monkeypatch.setattr(cli, "get_command", lambda *_: command)
        return say("status")

    return run


def test_owners_mistakes_are_lines_and_code_1(failing: Callable[[BaseException], Said]) -> None:
    """Every problem on a line of its own, as it is."""
    assert Said(1, "", "config.yaml:1:1: one\nrules.yaml:2:2: two\n") == failing(
        OwnersError("config.yaml:1:1: one", "rules.yaml:2:2: two")
    )


def test_trouble_of_the_world_is_a_line_and_code_1(failing: Callable[[BaseException], Said]) -> None:
    """Who speaks is said, since the line may stand in a log."""
    assert Said(1, "", "afterword: the server is away\n") == failing(WorldError("the server is away"))


def test_full_disk_is_no_bug(failing: Callable[[BaseException], Said]) -> None:
    """Wherever it is noticed."""
    error = OSError(errno.ENOSPC, "No space left on device", "/mail/x")

    assert Said(1, "", "afterword: No space left on device: /mail/x\n") == failing(error)


@pytest.mark.parametrize("error", [KeyError("x"), AssertionError("x"), OSError(errno.ENOENT, "x"), RecursionError("x")])
def test_bug_is_code_3_with_a_traceback(failing: Callable[[BaseException], Said], error: Exception) -> None:
    """The owner can tell our mistake from theirs, and is told what to do."""
    said = failing(error)

    assert (3, "") == (said.code, said.out)
    assert "Traceback (most recent call last)" in said.err
    assert "this is a bug of ours" in said.err
    assert "Please report" in said.err


def test_interrupted_is_code_130(failing: Callable[[BaseException], Said]) -> None:
    """Ctrl-C ends quietly."""
    said = failing(KeyboardInterrupt())

    assert 130 == said.code
    assert "Traceback" not in said.err


@pytest.mark.parametrize("answer", [0, 1])
def test_code_of_a_command_is_handed_on(say: Say, monkeypatch: pytest.MonkeyPatch, answer: int) -> None:
    """What the command returns is the exit code."""

    @click.command()
    def command() -> int:
        return answer

    monkeypatch.setattr(cli, "get_command", lambda *_: command)

    assert answer == say("status").code


def test_program_ends_with_the_code(home: Home) -> None:
    """`python -m afterword` exits with what `run` returned."""
    assert [0, 1, 2] == [home.run("--version").code, home.run("why", "x").code, home.run("why").code]
