"""The note to a human after applying."""

from __future__ import annotations

import pytest

from afterword_parsers.person import Person
from afterword_rules.application import Application, ContactRole, Stage
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

CADENCE = load_cadences()[0]["outreach"]
APPLIED = step(Stage.APPLIED, "3-02 10:00")
RECRUITER = contact(HANNAH, ContactRole.RECRUITER)


def notes(found: Application) -> list[FollowUp]:
    return list(after_occasion(found, CADENCE, OWNER))


def test_note_is_due_the_next_business_morning() -> None:
    """Applied on Monday, the note on Tuesday at nine."""
    (note,) = notes(application(APPLIED))

    assert at("3-03 09:00") == note.due


def test_note_after_a_friday_waits_for_labor_day() -> None:
    """Received on Friday, September 4: Tuesday, September 8."""
    (note,) = notes(application(step(Stage.APPLIED, "9-04 15:00")))

    assert at("9-08 09:00") == note.due


def test_note_goes_to_the_recruiter() -> None:
    """Not to whoever else is known."""
    (note,) = notes(application(APPLIED, contacts=[contact(GRANT, ContactRole.OTHER), RECRUITER]))

    assert RECRUITER == note.recipient


def test_note_goes_to_the_coordinator_where_no_recruiter_is_known() -> None:
    """Whoever looks after applications."""
    coordinator = contact(PAIGE, ContactRole.COORDINATOR)
    (note,) = notes(application(APPLIED, contacts=[contact(GRANT, ContactRole.OTHER), coordinator]))

    assert coordinator == note.recipient


def test_note_goes_to_any_human_of_the_employer_where_nobody_recruits() -> None:
    """Who signed the confirmation, for instance."""
    (note,) = notes(application(APPLIED, contacts=[contact(PRIYA, ContactRole.OTHER)]))

    assert note.recipient is not None
    assert PRIYA.email == note.recipient.email


def test_note_to_nobody_is_made_all_the_same() -> None:
    """Its To stays empty."""
    (note,) = notes(application(APPLIED))

    assert note.recipient is None


def test_contact_without_an_address_is_nobody_to_write_to() -> None:
    """A robot's mail named a recruiter and no address."""
    unknown = contact(Person("Hannah Voss"), ContactRole.RECRUITER)
    (note,) = notes(application(APPLIED, contacts=[unknown]))

    assert note.recipient is None


def test_note_has_one_key_whoever_receives_it() -> None:
    """A recruiter who becomes known later makes no second note."""
    (to_nobody,), (to_somebody,) = notes(application(APPLIED)), notes(application(APPLIED, contacts=[RECRUITER]))

    assert to_nobody.key == to_somebody.key


@pytest.mark.parametrize(
    "stage", [Stage.ASSESSMENT, Stage.INTERVIEW, Stage.REJECTED, Stage.OFFER, Stage.WITHDRAWN, Stage.ACCEPTED]
)
def test_no_note_when_something_better_came_first(stage: Stage) -> None:
    """They are already speaking with each other, or no longer."""
    assert [] == notes(application(APPLIED, step(stage, "3-02 15:00")))


def test_no_note_when_the_application_began_with_an_interview() -> None:
    """There was no silence."""
    assert [] == notes(application(step(Stage.INTERVIEW, "3-02 10:00"), interviews=(conversation("3-10 10:00"),)))


def test_no_note_when_a_human_answered_first() -> None:
    """In any words."""
    assert [] == notes(application(APPLIED, letters=(letter_from(HANNAH, "3-02 16:00"),)))


@pytest.mark.parametrize(
    "letter",
    [
        letter_from(HANNAH, "3-02 16:00", automatic_reply=True),
        letter_from(HANNAH, "3-02 16:00", human=False),
        letter_from(HANNAH, "3-02 16:00", SignalKind.APPLICATION_RECEIVED),
    ],
    ids=["holiday notice", "robot", "second confirmation"],
)
def test_what_is_no_answer(letter: object) -> None:
    """The note is still due."""
    assert 1 == len(notes(application(APPLIED, letters=(letter,))))


def test_no_note_when_the_owner_already_wrote() -> None:
    """To a human there, after applying."""
    assert [] == notes(application(APPLIED, contacts=[RECRUITER], letters=(letter_to(HANNAH, "3-02 11:00"),)))


def test_letter_before_the_application_is_no_note_after_it() -> None:
    """A question about the advertisement."""
    assert 1 == len(notes(application(APPLIED, letters=(letter_to(HANNAH, "3-01 11:00"),))))


def test_letter_to_a_robot_is_no_note() -> None:
    """The owner answered the confirmation's mailbox, which nobody reads."""
    robot = Person("", "no-reply@hire.lever.co")

    assert 1 == len(notes(application(APPLIED, letters=(letter_to(robot, "3-02 11:00"),))))


def test_note_answers_the_recruiters_letter() -> None:
    """Where there is a thread with that person."""
    confirmed = letter_from(HANNAH, "3-02 10:00", SignalKind.APPLICATION_RECEIVED)
    (note,) = notes(application(APPLIED, contacts=[RECRUITER], letters=(confirmed,)))

    assert confirmed.message_id == note.thread
    assert (*confirmed.references, confirmed.message_id) == note.references
