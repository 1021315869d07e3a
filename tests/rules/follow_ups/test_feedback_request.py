"""A question what could be done better, after a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.application import Application, ContactRole, Interview, Stage
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.after_occasion import after_occasion
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.signal import SignalKind
from rules.builders import (
    GRANT,
    HANNAH,
    OWNER,
    PAIGE,
    PRIYA,
    application,
    at,
    contact,
    conversation,
    letter_from,
    letter_to,
    step,
)

CADENCE = load_cadences()[0]["feedback_request"]
TALK = conversation("3-10 10:30", GRANT, organizer=None)
REFUSAL = letter_from(HANNAH, "3-13 16:00", SignalKind.REJECTED)
ROBOTS = replace(REFUSAL, human=False, correspondent="no-reply@hire.lever.co")


def refused(*interviews: Interview, **changes: object) -> Application:
    """An application that was refused on Friday the 13th by Hannah's letter."""
    steps = (
        step(Stage.APPLIED, "3-02 10:00"),
        step(Stage.INTERVIEW, "3-04 10:00"),
        step(Stage.REJECTED, "3-13 16:00", REFUSAL.message_id),
    )
    found = application(
        *steps, contacts=[contact(HANNAH, ContactRole.RECRUITER)], interviews=interviews, letters=(REFUSAL,)
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def requests(found: Application) -> list[FollowUp]:
    return list(after_occasion(found, CADENCE, OWNER))


def recipient(found: Application) -> str | None:
    """The address of the one request."""
    (only,) = requests(found)
    return only.recipient.email if only.recipient else None


def test_request_is_due_the_next_business_morning() -> None:
    """Refused on Friday: Monday at nine."""
    (only,) = requests(refused(TALK))

    assert at("3-16 09:00") == only.due


def test_one_request_after_several_interviews() -> None:
    """Not one for each."""
    assert 1 == len(requests(refused(TALK, conversation("3-11 10:30", PRIYA))))


@pytest.mark.parametrize(
    "interviews",
    [
        (),
        (replace(TALK, cancelled=True),),
        (replace(TALK, declined=True),),
        (conversation("3-17 10:30", GRANT),),
    ],
    ids=["none", "cancelled", "declined", "still ahead"],
)
def test_no_request_without_an_interview_that_was_held(interviews: tuple[Interview, ...]) -> None:
    """Nobody there could say anything."""
    assert [] == requests(refused(*interviews))


@pytest.mark.parametrize("stage", [Stage.AWAITING_DECISION, Stage.OFFER, Stage.WITHDRAWN, Stage.ACCEPTED])
def test_no_request_without_a_refusal(stage: Stage) -> None:
    """Also not when an offer came after it."""
    found = refused(TALK)

    assert [] == requests(replace(found, history=(*found.history, step(stage, "3-13 17:00"))))


def test_no_request_when_the_owner_already_answered() -> None:
    """In the owner's own words."""
    assert [] == requests(refused(TALK, letters=(REFUSAL, letter_to(HANNAH, "3-13 17:00"))))


def test_request_answers_whoever_wrote_the_refusal() -> None:
    """In its thread."""
    (only,) = requests(refused(TALK))

    assert (HANNAH.email, REFUSAL.message_id) == (only.recipient.email if only.recipient else None, only.thread)


def test_request_after_a_robots_refusal_goes_to_the_recruiter() -> None:
    """Never to the robot, and not into its thread."""
    found = refused(TALK, letters=(ROBOTS,))
    (only,) = requests(found)

    assert HANNAH.email == recipient(found)
    assert only.thread is None


def test_recruiter_comes_before_an_interviewer_who_arranged_it() -> None:
    """The hiring manager was alone with the owner: organizer and interviewer in one."""
    found = refused(conversation("3-10 10:30", GRANT, organizer=GRANT), letters=(ROBOTS,))

    assert HANNAH.email == recipient(found)


def test_request_without_a_recruiter_goes_to_whoever_arranged_it() -> None:
    """The coordinator, say."""
    talk = replace(TALK, organizer=contact(PAIGE, ContactRole.COORDINATOR))

    assert PAIGE.email == recipient(refused(talk, letters=(ROBOTS,), contacts=()))


def test_request_goes_to_an_interviewer_where_nobody_else_is_known() -> None:
    """Who can be written to."""
    assert GRANT.email == recipient(refused(TALK, letters=(ROBOTS,), contacts=(contact(GRANT),)))


def test_request_to_an_interviewer_without_an_address_has_an_empty_to() -> None:
    """The name still stands in the letter."""
    unknown = replace(contact(GRANT), email="")

    assert "" == recipient(refused(replace(TALK, interviewers=(unknown,)), letters=(ROBOTS,), contacts=()))
