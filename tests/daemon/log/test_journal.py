"""The log: how its lines look where, and that nothing private stands in them."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from afterword.log.crash_report import traceback_without_values
from afterword.log.journal import LOG, set_up, without_addresses
from afterword.log.passes import PassLog
from afterword.passes import Outcome, run_pass
from afterword.replay import replay
from afterword.story import load_story
from afterword.world import World
from daemon.homes import Home

STORIES = Path(__file__).parents[2] / "stories"
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")


@dataclass(frozen=True, slots=True)
class Log:
    stream: io.StringIO

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()


@pytest.fixture(name="logging_put_back", autouse=True)
def _logging_put_back() -> Iterator[None]:
    """Logging belongs to the whole process."""
    before = [(one, one.handlers, one.level, one.propagate) for one in (LOG, logging.getLogger())]
    yield
    logging.captureWarnings(capture=False)
    for logger, handlers, level, propagate in before:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture(name="log")
def _log() -> Callable[..., Log]:
    """The log, set up, as it is read afterwards."""

    def start(*, debug: bool = False) -> Log:
        stream = io.StringIO()
        set_up(debug=debug, stream=stream, environment={})
        return Log(stream)

    return start


def test_lines_are_plain_in_a_terminal(log: Callable[..., Log]) -> None:
    """No priority, no time: who reads them sits before them."""
    written = log()
    LOG.info("placed %s", "thank_you")
    LOG.debug("not told")

    assert ["placed thank_you"] == written.lines


def test_lines_carry_their_priority_to_the_journal(tmp_path: Path) -> None:
    """Every line of a record, where $JOURNAL_STREAM names the very file that the lines go to."""
    with (tmp_path / "journal").open("w+", encoding="utf-8") as stream:
        there = os.fstat(stream.fileno())
        set_up(stream=stream, environment={"JOURNAL_STREAM": f"{there.st_dev}:{there.st_ino}"}, debug=True)
        for say in (LOG.debug, LOG.info, LOG.warning, LOG.error, LOG.critical):
            say("one\ntwo")
        stream.seek(0)
        told = stream.read().splitlines()[1:]

    assert [f"<{level}>{word}" for level in (7, 6, 4, 3, 2) for word in ("one", "two")] == told


def test_stream_that_was_led_elsewhere_is_plain(tmp_path: Path) -> None:
    """`afterword run 2>file` inside a service: the variable is there, the journal is not."""
    with (tmp_path / "file").open("w+", encoding="utf-8") as stream:
        set_up(stream=stream, environment={"JOURNAL_STREAM": "8:1234"})
        LOG.info("one")
        stream.seek(0)

        assert "one\n" == stream.read()


@pytest.mark.filterwarnings("always")
def test_libraries_are_heard_in_debug_only(log: Callable[..., Log]) -> None:
    """They may quote mail, and so may Python's warnings about it."""
    quiet = log()
    logging.getLogger("imapclient.tls").error("cannot parse 'Dear Nell'")
    warnings.warn("guessing the zone of 'Interview with Kit'", stacklevel=1)
    assert [] == quiet.lines

    loud = log(debug=True)
    logging.getLogger("imapclient.tls").error("cannot parse 'Dear Nell'")
    assert "imapclient.tls: cannot parse 'Dear Nell'" == loud.lines[-1]
    assert "look through it before you show it" in loud.lines[0]


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("account nell@home.example is away", "account ‹address› is away"),
        ("<b1@mail.home.example>, (kit@x.example)", "<‹address›>, (‹address›)"),
        ("no Drafts folder; 100% at 9", "no Drafts folder; 100% at 9"),
    ],
)
def test_addresses_are_struck_out(told: str, written: str) -> None:
    """Whoever wrote the line: a server's answer may quote one."""
    assert written == without_addresses(told)


def test_trouble_is_told_with_the_next_step(log: Callable[..., Log]) -> None:
    """A folder that the service may not write to: `install` lets it."""
    written = log()
    voice = PassLog({"INVOCATION_ID": "1"})
    voice.trouble("cannot write /home/nell/Mail/Drafts/tmp: Read-only file system")
    voice.mended("mail.home.example does not answer")
    PassLog({}).trouble("cannot write /media/x: Read-only file system")

    assert written.lines[0].endswith("(the service may not write there: run `afterword install` again, which lets it)")
    assert "right again: mail.home.example does not answer" == written.lines[1]
    assert "cannot write /media/x: Read-only file system" == written.lines[2]


def test_bug_is_told_with_its_way_and_leaves_a_report(log: Callable[..., Log], home: Home) -> None:
    """The loop goes on after it, so that nobody would see it otherwise; the words of the exception stay out."""
    written = log()
    error = ValueError("Dear Nell")
    PassLog().bug(error, "\n".join(traceback_without_values(error)))
    (report,) = (home.state / "crashes").iterdir()

    assert f"a bug of ours; the service goes on, and please report it with the file {report}:" == written.lines[0]
    assert "Traceback (most recent call last):" in written.lines
    assert "Dear Nell" not in "\n".join(written.lines) + report.read_text()


@pytest.mark.parametrize(
    "story", ["101-happy-path-to-offer", "109-rejected-after-interview", "115-three-employers-interleaved"]
)
def test_story_leaves_no_word_of_its_mail_in_the_log(
    story: str, log: Callable[..., Log], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each draft has its line with application and kind; no subject, no sentence and no address has one."""
    written, outcomes = log(), _played(story, tmp_path, monkeypatch)
    placed = [
        letter
        for outcome in outcomes
        for letter in outcome.decision.letters
        if letter.draft and letter.draft.key in outcome.placed
    ]
    text = "\n".join(written.lines)

    assert len(placed) == sum(line.startswith("placed ") for line in written.lines)
    for letter in placed:
        one = letter.follow_up
        assert f"placed {one.kind} for {one.company}" in text
    assert any(" -> " in line for line in written.lines)
    drafts = [letter.draft for letter in placed if letter.draft]
    private = {line for draft in drafts for line in (draft.subject, *sentences(draft.body))} | words_of_mail(story)
    assert len(private) > 20
    assert [] == [words for words in private if words in text]
    assert not ADDRESS.search(text)


def test_debug_explains(log: Callable[..., Log], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whom, why, and what still waits."""
    written = log(debug=True)
    _played("101-happy-path-to-offer", tmp_path, monkeypatch)

    assert any(line.startswith("thank_you for ") and "@" in line for line in written.lines)
    assert any(line.startswith("waiting ") and ": due " in line for line in written.lines)


def _played(story: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    """The whole story with the log as the voice of each pass; problems are told as the loop tells them."""
    outcomes: list[Outcome] = []
    voice = PassLog()

    def told(world: World, now: datetime, *, yes: bool) -> Outcome:
        outcome = run_pass(world, now, yes=yes)
        for line in outcome.problems:
            voice.trouble(line)
        voice.passed(outcome, world.configuration, now)
        # The next pass must not tell it again.
        voice.passed(replace(outcome, read=0, placed=(), withdrawn=()), world.configuration, now)
        outcomes.append(outcome)
        return outcome

    monkeypatch.setattr("afterword.replay.run_pass", told)
    replay(load_story(STORIES / story), folder)
    return outcomes


def words_of_mail(story: str) -> set[str]:
    """Subjects, sentences and addresses of everything that came."""
    found: set[str] = set()
    for path in (STORIES / story).rglob("*.eml"):
        raw = path.read_bytes()
        message = message_from_bytes(raw, policy=default)
        found.add(str(message["Subject"]))
        found |= set(ADDRESS.findall(raw.decode("utf-8", "replace")))
        body = message.get_body(("plain", "html"))
        found |= sentences(body.get_content() if body else "")
    return found


def sentences(text: str) -> set[str]:
    """Lines long enough to be somebody's words."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 25}


def test_debug_stays_on(log: Callable[..., Log]) -> None:
    """`afterword --debug run`: the command sets its log up once more."""
    log(debug=True)
    written = log()
    LOG.debug("one")

    assert ["one"] == written.lines


def test_command_line_explains_with_debug(tmp_path: Path) -> None:
    """`afterword --debug COMMAND`, for any command."""
    done = subprocess.run(
        [sys.executable, "-m", "afterword", "--debug", "config", "sample"],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode
    assert "look through it before you show it" in done.stderr
