"""Whatever lies in a mailbox or calendar: it is named, and everything else goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword_parsers.calendar.ics_text import MOST_BYTES
from daemon.calendars.calendar_files import calendar_file, event
from daemon.homes import DAY, NOON, Home, confirmation, letter

UNDECODABLE = (
    b'From: =?x-nonsense?q?=FF=FE?= <a@b.example>\nSubject: =?utf-8?b?////?= \xff\xfe\nContent-Type: text/plain; charset="x-nonsense"\n'
    b"Content-Transfer-Encoding: base64\n\n\xff\xfe!!!not base64\x00\n"
)
TRUNCATED = b"From: a@b.example\nSubject: cut\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Hel"
NO_BOUNDARY = (
    b"From: a@b.example\nSubject: parts\nMIME-Version: 1.0\nContent-Type: multipart/alternative\n\n--y\n\nHello\n"
)
DEEP = b"From: a@b.example\nSubject: deep\nMIME-Version: 1.0\n" + b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(2000)
)
HUGE = b"From: a@b.example\nSubject: huge\n\n" + b"word " * (10 * 1024 * 1024)


@pytest.fixture(name="bad", scope="module")
def _bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, Path]]:
    """A home with every kind of bad message and calendar file, and two good messages among them."""
    home = Home(tmp_path_factory.mktemp("bad") / "home")
    files = {
        name: home.deliver(raw, NOON)
        for name, raw in {
            "empty": b"",
            "undecodable": UNDECODABLE,
            "first good": confirmation(NOON - DAY),
            "truncated": TRUNCATED,
            "no boundary": NO_BOUNDARY,
            "deep": DEEP,
            "no message": b"\x7fELF\x02\x01\x01\xff\xfe" * 500,
            "huge": HUGE,
            "second good": confirmation(NOON - DAY, "Quillfeather Press", "Proof Reader"),
        }.items()
    }
    files["unreadable"] = home.mail / "INBOX" / "cur" / "9.unreadable.desk:2,S"
    files["unreadable"].symlink_to("/proc/self/mem")
    files["broken.ics"] = home.calendar / "broken.ics"
    files["broken.ics"].write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:yesterday\r\nUID")
    files["huge.ics"] = home.calendar / "huge.ics"
    # A hole in the file costs no disk.
    with files["huge.ics"].open("wb") as file:
        file.write(calendar_file(event("one", NOON)))
        file.truncate(MOST_BYTES * 4)
    (home.calendar / "good.ics").write_bytes(calendar_file(event("two", NOON)))
    return home, files


def test_bad_input_is_named_and_the_rest_goes_on(bad: tuple[Home, dict[str, Path]]) -> None:
    """`run --once` reads every message but the one that cannot be read, names what is bad, and ends with 0."""
    home, files = bad
    said = home.run("run", "--once")
    base = {name: path.name.partition(":")[0] for name, path in files.items()}

    assert 0 == said.code, said.err
    assert "9 new messages read, 2 applications known." in said.out
    for name in (
        "undecodable",
        "truncated",
        "no boundary",
        "deep",
        "no message",
        "huge",
        "unreadable",
        "broken.ics",
        "huge.ics",
    ):
        assert base[name] in said.err, name
    for name in ("first good", "second good", "empty"):
        assert base[name] not in said.err, name
    assert "Traceback" not in said.err


def test_what_stays_bad_is_told_again_and_what_was_read_is_not(bad: tuple[Home, dict[str, Path]]) -> None:
    """The second pass names the file that still cannot be read; the broken messages were read as far as they go."""
    home, files = bad
    home.run("run", "--once")
    said = home.run("run", "--once")

    assert said.out.startswith("0 new messages read, 2 applications known.")
    assert str(files["unreadable"]) in said.err
    assert files["deep"].name.partition(":")[0] not in said.err


def test_explain_reads_the_same_mailbox(bad: tuple[Home, dict[str, Path]]) -> None:
    """One line a message that can be read, the other one named, exit code 1."""
    home, files = bad
    said = home.run("explain", home.mail / "INBOX", "--json")

    assert 1 == said.code
    assert 9 == len(said.out.splitlines())
    assert [f"cannot read {files['unreadable']}: Input/output error"] == said.err.splitlines()


def test_strange_characters_reach_neither_the_terminal_nor_the_layout(home: Home) -> None:
    """Control characters of a subject are not printed, and a terminal of few letters stops nothing."""
    raw = letter("Thank you for applying to Larkspur Atlas", "Thank you for applying.", NOON - DAY)
    raw = raw.replace(b"Subject: Thank", b"Subject: =?utf-8?q?=1B]0;owned=07=E2=9C=93?= Thank")
    path = home.deliver(raw, NOON - DAY)

    said = home.run("explain", path, PYTHONIOENCODING="latin-1")
    json_said = home.run("explain", path, "--json", PYTHONIOENCODING="latin-1")

    assert (0, 0) == (said.code, json_said.code)
    assert "\\u2713" in said.out
    assert "\x1b" not in said.out
    assert "\x07" not in said.out
    assert json_said.out.isascii()
