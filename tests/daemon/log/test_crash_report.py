"""The report of a bug: enough to find it, and nothing of the owner's."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import click
import jinja2
import pytest

from afterword.cli.group import cli
from afterword.log.crash_report import report_text, traceback_without_values, write_report
from daemon.homes import NOON, Home, Said

SECRET = "Dear Nell, the salary of kit@larkspur.example"


def caught(action: Callable[[], object]) -> BaseException:
    try:
        action()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is reported
        return error
    raise AssertionError("nothing was raised")


def fails() -> None:
    """The mail stands in a variable and in the message, as it does in real bugs."""
    text = SECRET
    dict[str, str]()[text]


def fails_behind() -> None:
    try:
        fails()
    except KeyError as error:
        raise ValueError(SECRET) from error


def test_report_tells_versions_and_the_way_and_no_value() -> None:
    """Types of exceptions and lines of our code; neither variables nor words of exceptions."""
    text = report_text(caught(fails_behind), "run", NOON)

    for told in (
        "afterword: ",
        "python: 3.",
        "imapclient ",
        "doing: run",
        "when: 2026-03-10 12:00",
        "in fails_behind",
        "dict[str, str]()[text]",
    ):
        assert told in text
    assert text.index("KeyError (") < text.index("direct cause") < text.index("ValueError (")
    assert "Dear Nell" not in text
    assert "larkspur" not in text


def test_files_are_named_without_the_way_to_them() -> None:
    """A home's name is a person's."""
    text = report_text(caught(lambda: jinja2.Environment(autoescape=True).from_string("{{")), "run", NOON)

    assert 'File "jinja2/environment.py", line ' in text
    assert 'File "log/test_crash_report.py", line ' in text


def test_lines_of_a_template_are_the_owners() -> None:
    """jinja2 puts them into the traceback as if they were code."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string("Dear Nell, I still think of our gull\n{{ gull }}")
    text = report_text(caught(template.render), "run", NOON)

    assert "UndefinedError" in text
    assert "Nell" not in text


def test_number_of_a_system_error_is_told() -> None:
    """The number, and not the file."""
    text = report_text(caught((Path("/") / "nell" / "gone").read_text), "run", NOON)

    assert "FileNotFoundError [errno 2]" in text
    assert "nell" not in text


def test_recursion_is_cut_in_the_middle() -> None:
    """A thousand frames are no report."""

    def deep() -> None:
        deep()

    lines = traceback_without_values(caught(deep))

    assert 200 > len(lines)
    assert any(line.endswith(" more") for line in lines)


def test_report_is_the_owners_alone_and_made_once(home: Home) -> None:
    """Mode 0600 in a folder of mode 0700; the same bug gives the same file."""
    paths = {write_report(caught(fails), "run", NOON, home.environment) for _ in range(3)}
    (path,) = paths

    assert path is not None
    assert (0o600, 0o700) == (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode))
    assert home.state / "crashes" == path.parent
    assert 1 == len(list(path.parent.iterdir()))


def test_only_the_newest_are_kept(home: Home) -> None:
    """A program that fails in many ways does not fill the disk."""
    for i in range(9):
        path = write_report(caught(lambda i=i: int("x", 2 + i) if i else fails()), f"run{i}", NOON, home.environment)  # type: ignore[misc]
        assert path is not None
        renamed = path.with_name(f"crash-{i}.txt")
        path.rename(renamed)
        os.utime(renamed, (i, i))
    write_report(caught(fails), "run", NOON, home.environment)

    assert 5 == len(list((home.state / "crashes").iterdir()))


def test_report_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    """The state folder is a file."""
    (tmp_path / "state").write_text("")

    assert write_report(caught(fails), "run", NOON, {"AFTERWORD_STATE_DIR": str(tmp_path / "state")}) is None


def test_command_that_fails_says_where_the_report_is(
    home: Home, say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way through the code on the screen too, and not a word of the mail; `--debug` shows all."""
    monkeypatch.setattr(cli, "get_command", lambda *_: click.Command("status", callback=fails))
    said = say("status")
    (report,) = (home.state / "crashes").iterdir()

    assert 3 == said.code
    assert f"Please report it with the file {report}" in said.err
    assert "in fails" in said.err
    assert "Dear Nell" not in said.err + report.read_text()
    assert "doing: status" in report.read_text()
