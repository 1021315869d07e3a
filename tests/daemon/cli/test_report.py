"""`afterword report`: the page as a file."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation, letter

Say = Callable[..., Said]
# How long a program that hangs is waited for; one that works answers within seconds.
PATIENCE = 60.0


@pytest.fixture(name="applied")
def _applied(home: Home, say: Say) -> Home:
    """One application, and a pass."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    say("run", "--once")
    return home


def test_report_lies_beside_the_ledger_for_its_owner_alone(applied: Home, say: Say) -> None:
    """Mode 0600, whatever the umask; the line tells where it is and how old."""
    umask = os.umask(0)
    try:
        said = say("report")
    finally:
        os.umask(umask)
    file = applied.state / "report.html"

    assert Said(0, f"{file}: 1 application, as of Tue 10 Mar 12:00\n", "") == said
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert "Map Librarian" in file.read_text(encoding="utf-8")


def test_report_changes_nothing_else(applied: Home, say: Say) -> None:
    """Neither the mailbox nor the ledger, and no half-written file stays."""
    before = applied.mailbox(), (applied.state / "ledger.sqlite3").read_bytes(), set(applied.state.iterdir())
    say("report")

    assert before[:2] == (applied.mailbox(), (applied.state / "ledger.sqlite3").read_bytes())
    assert {applied.state / "report.html"} == set(applied.state.iterdir()) - before[2]


def test_report_goes_where_it_is_told(applied: Home, say: Say) -> None:
    """In place of what stood there; behind a link, the link stays."""
    file, link = applied.folder / "search.html", applied.folder / "link.html"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o644)
    link.symlink_to(file)
    said = say("report", "--output", link)

    assert 0 == said.code
    assert link.is_symlink()
    assert "Map Librarian" in file.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert not (applied.state / "report.html").exists()


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("nowhere/report.html", "{0}/nowhere: there is no such folder; make it, or give --output another place"),
        (".", "{0}: is no ordinary file; give --output a name that ends in .html"),
        ("/dev/full", "/dev/full: is no ordinary file; give --output a name that ends in .html"),
    ],
)
def test_place_that_cannot_be_written_is_told(applied: Home, say: Say, where: str, line: str) -> None:
    """One line with the next step, code 1, and nothing is left behind."""
    said = say("report", "--output", applied.folder / where)

    assert Said(1, "", f"{line.format(applied.folder)}\n") == said


def test_closed_folder_is_told(applied: Home, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """The world's error, with the file."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)

    assert f"afterword: cannot write {applied.state / 'report.html'}: Permission denied\n" == say("report").err


def test_report_before_the_first_pass_says_what_to_do(home: Home, say: Say) -> None:
    """The page is there, and tells the same."""
    said = say("report")

    assert said.out.endswith("report.html: empty, for no pass was made yet; `afterword run --once` makes one\n")
    assert "No pass was made yet" in (home.state / "report.html").read_text(encoding="utf-8")


def test_what_could_not_be_read_is_on_the_page(applied: Home, say: Say) -> None:
    """Old figures say that they are old, and why: as `status` does."""
    applied.calendar.rmdir()
    applied.mail.rename(applied.folder / "elsewhere")
    say("run", "--once")
    say("report")
    page = (applied.state / "report.html").read_text(encoding="utf-8")

    assert "Account home: not read since Tue 10 Mar 12:00" in page
    assert "Calendar home: " in page


@pytest.mark.parametrize(("found", "err"), [(True, ""), (False, "no browser was found; open {0} yourself\n")])
def test_open_hands_the_file_to_the_browser(
    applied: Home, say: Say, monkeypatch: pytest.MonkeyPatch, *, found: bool, err: str
) -> None:
    """As an address that a browser understands; without a browser the address is told."""
    opened: list[str] = []

    def browser(url: str) -> bool:
        opened.append(url)
        return found

    monkeypatch.setattr("webbrowser.open", browser)
    said = say("report", "--open", "--output", applied.folder / "my search.html")
    address = (applied.folder / "my search.html").as_uri()

    assert ([address], 0, err.format(address)) == (opened, said.code, said.err)
    assert "my%20search" in address


def test_hostile_mail_stays_text(home: Home, say: Say) -> None:
    """From the Maildir to the page: names and subjects out of mail are never markup."""
    script = "<script>document.title='hostile'</script>"
    text = f"Hi Nell,\n\nThank you for applying for the position of Clerk at Larkspur Atlas {script}. We have received it.\n"
    home.deliver(letter(f"Your application {script}", text, NOON, f'"{script}" <no-reply@larkspur.example>'), NOON)
    home.deliver(letter(f"Hello {script}", "Can we talk?", NOON, f'"Ada {script}" <ada@larkspur.example>'), NOON)
    say("run", "--once")
    say("report")
    page = (home.state / "report.html").read_text(encoding="utf-8")

    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.fixture(name="watching")
def _watching(applied: Home) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", "import afterword.cli.report as r, sys; r._LOOK_EVERY = 0.05\n" + _RUN]
    with subprocess.Popen(
        [*command, "report", "--watch"],
        env={**os.environ, **applied.environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        # Whoever waits for its next line is not kept for ever.
        patience = Timer(PATIENCE, process.kill)
        patience.start()
        yield process
        patience.cancel()
        process.kill()


_RUN = "from afterword.__main__ import run; sys.exit(run(sys.argv[1:]))"


def says(process: subprocess.Popen[str], words: str) -> bool:
    """Whether it comes to say so; what it says before is passed over."""
    assert process.stdout is not None
    return any(words in line for line in process.stdout)


def test_watch_writes_after_each_pass_until_it_is_interrupted(applied: Home, watching: subprocess.Popen[str]) -> None:
    """A pass by somebody else: the page is new. A file that is wrong meanwhile leaves it as it was. Ctrl-C is no error."""
    file = applied.state / "report.html"
    assert says(watching, "1 application,")
    assert says(watching, "Watching")

    applied.deliver(confirmation(NOON, "Heron Press", "Binder"), NOON)
    applied.run("run", "--once")
    assert says(watching, "2 applications,")
    page = file.read_text(encoding="utf-8")
    assert "Heron Press" in page

    applied.write("follow_ups.yaml", "follow_ups: [\n")
    assert says(watching, "follow_ups.yaml:")
    assert page == file.read_text(encoding="utf-8")

    watching.send_signal(signal.SIGINT)
    assert 0 == watching.wait(PATIENCE)


def test_link_in_the_help_is_no_promise_of_more(say: Say) -> None:
    """What --watch and --open do is told where it is asked for."""
    said = say("report", "--help")

    assert "--watch" in said.out
    assert "hidden folders" in " ".join(said.out.split())


def test_report_works_from_any_folder(applied: Home, tmp_path: Path) -> None:
    """A name alone is a file in the folder one stands in."""
    done = subprocess.run(
        applied.command("report", "--output", "here.html"),
        cwd=tmp_path,
        env={**os.environ, **applied.environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert (tmp_path / "here.html").is_file()
