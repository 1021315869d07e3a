"""How long an employer says nothing: from each stage to the next word, and since the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from afterword.report.silence import days_of_silence, silences, words_from_them
from afterword_rules.application import Application, Letter, Stage
from afterword_rules.signal import SignalKind
from rules.builders import CHICAGO, HANNAH, application, at, conversation, letter_from, letter_to, step, waiting_since

NOW = at("3-24 12:00")
APPLIED = step(Stage.APPLIED, "3-02 10:00")


def row(stage: Stage, *applications: Application, now: datetime = NOW) -> tuple[float | None, list[int], list[int]]:
    """Median, ended and running waits of one stage."""
    (found,) = (one for one in silences(applications, now, CHICAGO) if one.stage is stage)
    return found.median, [one.days for one in found.ended], [one.days for one in found.running]


def test_nobody_is_waited_for_in_an_empty_search() -> None:
    """No row without a wait."""
    assert () == silences([], NOW, CHICAGO)


def test_wait_runs_until_they_write() -> None:
    """Without a word it is counted up to now; the day changes at the owner's midnight."""
    assert (None, [], [22]) == row(Stage.APPLIED, application(APPLIED))
    assert (None, [], [21]) == row(Stage.APPLIED, application(APPLIED), now=at("3-23 23:59"))


def test_first_word_ends_the_wait() -> None:
    """Later words change nothing of it; since the last of them they are silent again."""
    letters = (letter_from(HANNAH, "3-05 10:00"), letter_from(HANNAH, "3-20 10:00"))

    assert (3, [3], [4]) == row(Stage.APPLIED, application(APPLIED, letters=letters))


@pytest.mark.parametrize(
    "letter",
    [
        letter_from(HANNAH, "3-02 10:05", SignalKind.APPLICATION_RECEIVED),
        letter_from(HANNAH, "3-02 10:05", automatic_reply=True),
        letter_from(HANNAH, "3-02 10:05", SignalKind.JOB_ALERT),
        letter_from(HANNAH, "3-02 10:05", SignalKind.NONE, human=False),
        letter_to(HANNAH, "3-02 10:05"),
    ],
)
def test_what_tells_nothing_is_no_word(letter: Letter) -> None:
    """Confirmations, automatic replies, newsletters, and what the owner wrote."""
    assert (None, [], [22]) == row(Stage.APPLIED, application(APPLIED, letters=(letter,)))


def test_person_who_writes_anything_is_heard() -> None:
    """A human's few words count even where no rule knows them."""
    letter = letter_from(HANNAH, "3-05 10:00", SignalKind.NONE)

    assert [letter] == list(words_from_them(application(APPLIED, letters=(letter,))))


def test_further_step_ends_the_wait() -> None:
    """An event in the calendar is a word, too; the end of the conversation is none."""
    made = waiting_since(conversation("3-11 14:00"))

    assert (2, [2], []) == row(Stage.APPLIED, made)
    assert (7, [7], []) == row(Stage.INTERVIEW, made)
    assert (None, [], [13]) == row(Stage.AWAITING_DECISION, made)


def test_median_is_that_of_all_applications() -> None:
    """Of 2, 3 and 10 days it is 3; of an even number the middle of the two in the middle."""
    heard = [application(APPLIED, letters=(letter_from(HANNAH, f"3-{day} 10:00"),)) for day in ("04", "05", "12")]

    assert 3 == row(Stage.APPLIED, *heard)[0]
    assert 2.5 == row(Stage.APPLIED, *heard[:2])[0]


@pytest.mark.parametrize("stage", [Stage.OFFER, Stage.ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN])
def test_nothing_is_waited_for_after_the_end(stage: Stage) -> None:
    """What is over keeps nobody waiting."""
    assert None is days_of_silence(application(APPLIED, step(stage, "3-05 10:00")), NOW, CHICAGO)


def test_nobody_is_silent_before_a_conversation() -> None:
    """While one stands in the calendar there is nothing to wait for; one that was called off does not count."""
    steps = (APPLIED, step(Stage.INTERVIEW, "3-05 10:00"))
    ahead = conversation("3-30 14:00")

    assert None is days_of_silence(application(*steps, interviews=(ahead,)), NOW, CHICAGO)
    assert 19 == days_of_silence(application(*steps, interviews=(replace(ahead, cancelled=True),)), NOW, CHICAGO)
