"""`afterword run` as a process of its own: signals, changed files, and ends without a word."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from daemon.homes import DAY, Home, confirmation

PATIENCE = 60.0
"""Nothing here takes so long; only what never ends does."""

# The program, whose every draft takes for ever: before the file is there, or after it.
HANGS = """
import sys, time
from afterword.__main__ import main
from afterword.mailboxes.maildir import MaildirMailbox
place = MaildirMailbox.place_draft
def hang(self, raw):
    ref = place(self, raw) if {stored} else None
    print("placing", file=sys.stderr, flush=True)
    time.sleep(3600)
MaildirMailbox.place_draft = hang
sys.argv = ["afterword", "run"]
main()
"""


class Running:
    """The program, and the lines it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def until(self, words: str) -> str:
        """Wait for a line with these words."""
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"it ended and never said {words!r}: {self.said}")

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self) -> int:
        """Its exit code, once it has ended."""
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(line)
        return self.process.wait(timeout=PATIENCE)

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)


@contextmanager
def running(home: Home, *command: str) -> Generator[Running]:
    environment = {**os.environ, **home.environment}
    with subprocess.Popen(
        command or home.command("run"),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Running(process)
        finally:
            process.kill()


@pytest.fixture(name="applied")
def _applied(home: Home) -> Home:
    """Two applications a few days ago: two drafts are due now."""
    now = datetime.now(UTC)
    home.deliver(confirmation(now - 4 * DAY), now - 4 * DAY)
    home.deliver(confirmation(now - 4 * DAY, "Quillfeather Press", "Proof Reader"), now - 4 * DAY)
    return home


def subjects(home: Home) -> int:
    """How many different drafts stand there, which must be as many as there are files."""
    drafts = home.drafts()
    assert len(drafts) == len({path.read_bytes().partition(b"Message-ID: ")[2].partition(b"\n")[0] for path in drafts})
    return len(drafts)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_signal_ends_it_while_it_sleeps(applied: Home, number: int, code: int) -> None:
    """Clean, with the last words of the log, and the lock is free again."""
    with running(applied) as program:
        program.until("placed")
        program.until("placed")
        program.signal(number)
        ended = program.end()

    assert (code, "stopping") == (ended, program.said[-1])
    assert 2 == subjects(applied)
    assert 0 == applied.run("run", "--once").code
    assert 2 == subjects(applied)


@pytest.mark.parametrize("stored", [False, True])
def test_signal_ends_it_in_the_middle_of_a_placing(applied: Home, stored: bool) -> None:
    """Whether the draft was stored is unknown: the next start finds it or makes it, once."""
    with running(applied, sys.executable, "-c", HANGS.format(stored=stored)) as program:
        program.until("placing")
        program.signal(signal.SIGTERM)
        ended = program.end()

    assert 0 == ended
    assert (1 if stored else 0) == subjects(applied)
    assert 0 == applied.run("run", "--once").code
    assert 2 == subjects(applied)


def test_second_signal_ends_it_at_once(applied: Home) -> None:
    """As the system ends a process that listens to nobody."""
    with running(applied, sys.executable, "-c", HANGS.format(stored=True)) as program:
        program.until("placing")
        program.signal(signal.SIGTERM)
        program.signal(signal.SIGTERM)
        ended = program.end()

    assert ended in {0, -signal.SIGTERM}
    assert 0 == applied.run("run", "--once").code
    assert 2 == subjects(applied)


def test_hangup_reads_the_files_anew(applied: Home) -> None:
    """The second kind of draft is switched off, a broken file is told with its line, a mended one too."""
    with running(applied) as program:
        program.until("placed")
        program.until("placed")
        applied.write("rules.yaml", "rulez: []\n")
        program.signal(signal.SIGHUP)
        told = program.until("rules.yaml:1:1")
        status = applied.run("status")
        plan = applied.run("plan")
        second = applied.run("run", "--once")
        applied.write("rules.yaml", "signals: []\n")
        program.signal(signal.SIGHUP)
        program.until("right again: rules.yaml:1:1")
        program.signal(signal.SIGTERM)
        ended = program.end()

    assert 0 == ended
    assert told.strip() in status.err
    assert (0, 0) == (status.code, plan.code)
    assert "Larkspur Atlas" in status.out
    assert "As the running program saw it" in plan.err
    assert 1 == second.code


def test_run_once_beside_it_is_refused(applied: Home) -> None:
    """Two at once would disturb each other; the line tells whom to stop."""
    with running(applied) as program:
        program.until("placed")
        second = applied.run("run", "--once")

    assert (1, "") == (second.code, second.out)
    assert f"another afterword (pid {program.process.pid}) is already running" in second.err


def test_killed_again_and_again_it_makes_each_draft_once(applied: Home) -> None:
    """SIGKILL at ever later moments of its life, and then a life to its end."""
    for moment in range(12):
        with running(applied) as program:
            try:
                program.process.wait(timeout=0.1 + moment * 0.15)
            except subprocess.TimeoutExpired:
                program.signal(signal.SIGKILL)
            program.process.wait(timeout=PATIENCE)
        assert subjects(applied) <= 2

    assert 0 == applied.run("run", "--once").code
    assert 2 == subjects(applied)
