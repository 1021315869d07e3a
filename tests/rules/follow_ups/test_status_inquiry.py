"""The honest question after the promised day, or after a silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.application import Application, ContactRole, Stage
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.status_inquiry import status_inquiry
from afterword_rules.signal import SignalKind
from rules.builders import (
    GRANT,
    HANNAH,
    OWNER,
    PAIGE,
    application,
    at,
    contact,
    conversation,
    letter_from,
    letter_to,
    promise,
    step,
    waiting_since,
)

CADENCE = load_cadences()[0]["status_inquiry"]
TALK = conversation("3-10 10:30", GRANT, minutes=45)
BY_FRIDAY = promise("3-13", "3-10 15:00")


def inquiries(found: Application) -> list[FollowUp]:
    return list(status_inquiry(found, CADENCE, OWNER))


def the_inquiry(found: Application) -> FollowUp:
    """The one that is wanted."""
    (only,) = inquiries(found)
    return only


def test_seventh_business_day_after_a_silence() -> None:
    """The interview ended on Tuesday, March 10: Thursday, March 19, at nine."""
    assert at("3-19 09:00") == the_inquiry(waiting_since(TALK)).due


def test_last_interview_counts() -> None:
    """Not the first of several."""
    later = conversation("3-12 10:00")

    assert at("3-23 09:00") == the_inquiry(waiting_since(TALK, interviews=(TALK, later))).due


def test_interview_that_was_called_off_does_not_count() -> None:
    """The silence began after the one that took place."""
    off = conversation("3-12 10:00", cancelled=True)

    assert at("3-19 09:00") == the_inquiry(waiting_since(TALK, interviews=(TALK, off))).due


def test_promised_day_wins_over_the_silence() -> None:
    """Promised for Friday: Monday at nine."""
    assert at("3-16 09:00") == the_inquiry(waiting_since(TALK, promise=BY_FRIDAY)).due


def test_promise_later_than_the_silence_wins_too() -> None:
    """They said three weeks."""
    assert at("4-01 09:00") == the_inquiry(waiting_since(TALK, promise=promise("3-31", "3-10 15:00"))).due


def test_promise_before_any_interview_is_asked_about() -> None:
    """The confirmation named a day."""
    waiting = application(step(Stage.APPLIED, "3-02 10:00"), promise=promise("3-13", "3-02 10:00"))

    assert at("3-16 09:00") == the_inquiry(waiting).due


def test_promise_that_an_interview_has_overtaken_is_none() -> None:
    """The silence counts from the interview after it."""
    assert at("3-19 09:00") == the_inquiry(waiting_since(TALK, promise=promise("3-06", "3-02 10:00"))).due


def test_without_interview_and_promise_nobody_is_asked() -> None:
    """An application alone is followed by one note."""
    assert [] == inquiries(application(step(Stage.APPLIED, "3-02 10:00")))


@pytest.mark.parametrize("stage", [Stage.INTERVIEW, Stage.OFFER, Stage.ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN])
def test_other_stages_ask_nothing(stage: Stage) -> None:
    """The next conversation is fixed, or the answer is known."""
    found = waiting_since(TALK, promise=BY_FRIDAY)
    moved_on = replace(found, history=(*found.history, step(stage, "3-12 10:00")))

    assert [] == inquiries(moved_on)


def test_second_inquiry_counts_from_the_day_the_first_was_sent() -> None:
    """Sent on Friday the 20th: Tuesday the 31st."""
    found = the_inquiry(waiting_since(TALK, letters=(letter_to(HANNAH, "3-20 10:00", asks=True),)))

    assert at("3-31 09:00") == found.due


def test_second_inquiry_is_another_one() -> None:
    """So that the first's draft is not taken for it."""
    first = the_inquiry(waiting_since(TALK))
    second = the_inquiry(waiting_since(TALK, letters=(letter_to(HANNAH, "3-20 10:00", asks=True),)))

    assert first.key != second.key


def test_never_a_third() -> None:
    """Two questions without an answer are an answer."""
    asked = (letter_to(HANNAH, "3-20 10:00", asks=True), letter_to(HANNAH, "3-31 10:00", asks=True))

    assert [] == inquiries(waiting_since(TALK, letters=asked))


def test_inquiry_the_owner_wrote_early_counts() -> None:
    """A question is a question, whoever had the idea."""
    early = letter_to(HANNAH, "3-13 10:00", asks=True)

    assert at("3-24 09:00") == the_inquiry(waiting_since(TALK, letters=(early,))).due


def test_thanks_do_not_count_as_an_inquiry() -> None:
    """They ask nothing."""
    assert at("3-19 09:00") == the_inquiry(waiting_since(TALK, letters=(letter_to(GRANT, "3-10 12:00"),))).due


def test_any_letter_after_the_due_moment_counts_as_an_inquiry() -> None:
    """The owner edited the draft until nothing of it was left."""
    assert at("3-31 09:00") == the_inquiry(waiting_since(TALK, letters=(letter_to(HANNAH, "3-20 10:00"),))).due


def test_inquiry_before_the_interview_does_not_count() -> None:
    """It was about the application."""
    assert (
        at("3-19 09:00") == the_inquiry(waiting_since(TALK, letters=(letter_to(HANNAH, "3-03 10:00", asks=True),))).due
    )


def test_answer_to_the_inquiry_ends_it() -> None:
    """In any words."""
    letters = (letter_to(HANNAH, "3-20 10:00", asks=True), letter_from(HANNAH, "3-23 10:00"))

    assert [] == inquiries(waiting_since(TALK, letters=letters))


def test_answer_after_the_due_moment_ends_it_before_it_was_sent() -> None:
    """The draft becomes pointless."""
    assert [] == inquiries(waiting_since(TALK, letters=(letter_from(HANNAH, "3-19 12:00"),)))


def test_news_before_the_due_moment_ends_it() -> None:
    """They have said where things stand."""
    assert [] == inquiries(waiting_since(TALK, letters=(letter_from(HANNAH, "3-12 12:00", SignalKind.STATUS_UPDATE),)))


def test_kind_word_before_the_due_moment_ends_nothing() -> None:
    """ "It was a pleasure to meet you" says nothing of the decision."""
    kind = letter_from(HANNAH, "3-11 12:00")

    assert at("3-16 09:00") == the_inquiry(waiting_since(TALK, promise=BY_FRIDAY, letters=(kind,))).due


@pytest.mark.parametrize(
    "letter",
    [letter_from(HANNAH, "3-23 10:00", automatic_reply=True), letter_from(HANNAH, "3-23 10:00", human=False)],
    ids=["holiday notice", "robot"],
)
def test_what_is_no_answer(letter: object) -> None:
    """The second inquiry is still due."""
    asked = letter_to(HANNAH, "3-20 10:00", asks=True)

    assert at("3-31 09:00") == the_inquiry(waiting_since(TALK, letters=(asked, letter))).due


def test_renewed_promise_is_waited_for() -> None:
    """They answered with another day."""
    letters = (
        letter_to(HANNAH, "3-16 10:00", asks=True),
        letter_from(HANNAH, "3-17 10:00", SignalKind.STATUS_UPDATE),
    )

    assert (
        at("3-30 09:00") == the_inquiry(waiting_since(TALK, promise=promise("3-27", "3-17 10:00"), letters=letters)).due
    )


def test_inquiry_goes_to_whoever_arranged_the_conversation() -> None:
    """Before any recruiter."""
    talk = conversation("3-10 10:30", GRANT, organizer=PAIGE)
    found = the_inquiry(waiting_since(talk, contacts=(contact(HANNAH, ContactRole.RECRUITER),)))

    assert found.recipient is not None
    assert PAIGE.email == found.recipient.email


def test_inquiry_goes_to_the_recruiter_where_nobody_arranged_it() -> None:
    """Before an interviewer."""
    talk = conversation("3-10 10:30", GRANT, organizer=None)
    found = the_inquiry(waiting_since(talk, contacts=(contact(GRANT), contact(HANNAH, ContactRole.RECRUITER))))

    assert found.recipient is not None
    assert HANNAH.email == found.recipient.email


def test_inquiry_goes_to_an_interviewer_where_nobody_else_is_known() -> None:
    """Who can be written to."""
    talk = conversation("3-10 10:30", GRANT, organizer=None)
    found = the_inquiry(waiting_since(talk, contacts=(contact(GRANT),)))

    assert found.recipient is not None
    assert GRANT.email == found.recipient.email


def test_inquiry_answers_the_recipients_latest_letter() -> None:
    """It stands in their thread."""
    latest = letter_from(HANNAH, "3-10 15:00")

    assert latest.message_id == the_inquiry(waiting_since(TALK, letters=(latest,), promise=BY_FRIDAY)).thread
