"""A letter to each interviewer, within hours of the conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_parsers.person import Person
from afterword_rules.application import Application, ContactRole, Interview, Stage
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.thank_you import thank_you
from rules.builders import (
    GRANT,
    HANNAH,
    OWNER,
    PRIYA,
    application,
    at,
    contact,
    conversation,
    letter_from,
    letter_to,
    step,
    waiting_since,
)

CADENCE = load_cadences()[0]["thank_you"]
TALK = conversation("3-10 10:00", GRANT, PRIYA, minutes=45)


def thanks(found: Application) -> list[FollowUp]:
    return list(thank_you(found, CADENCE, OWNER))


def recipients(found: Application) -> list[str]:
    """The addresses of all thank-yous; empty where none is known."""
    return [one.recipient.email if one.recipient else "" for one in thanks(found)]


def interviewing(*interviews: Interview, stage: Stage = Stage.INTERVIEW) -> Application:
    """An application with these conversations."""
    return application(step(Stage.APPLIED, "3-02 10:00"), step(stage, "3-04 10:00"), interviews=interviews)


def test_thanks_are_due_half_an_hour_after_the_end() -> None:
    """Ended at a quarter to eleven, due at a quarter past."""
    assert {at("3-10 11:15")} == {one.due for one in thanks(waiting_since(TALK))}


def test_thanks_are_best_sent_within_twelve_hours_of_the_end() -> None:
    """The draft says until when."""
    assert {at("3-10 22:45")} == {one.best_before for one in thanks(waiting_since(TALK))}


def test_each_interviewer_gets_thanks_of_their_own() -> None:
    """With keys of their own."""
    found = thanks(waiting_since(TALK))

    assert [GRANT.email, PRIYA.email] == [one.recipient.email for one in found if one.recipient]
    assert 2 == len({one.key for one in found})


def test_whoever_only_arranged_it_gets_none() -> None:
    """The organizer is no interviewer here."""
    assert HANNAH.email not in recipients(waiting_since(TALK))


def test_named_interviewer_without_an_address_gets_thanks_without_one() -> None:
    """To stays empty, and the name stands in the letter."""
    (only,) = thanks(waiting_since(conversation("3-10 10:00", Person("Grant Ellery"))))

    assert only.recipient is not None
    assert ("Grant Ellery", "") == (only.recipient.name, only.recipient.email)


def test_two_interviewers_without_addresses_get_two() -> None:
    """Their names tell them apart."""
    talk = conversation("3-10 10:00", Person("Grant Ellery"), Person("Priya Raman"))

    assert 2 == len({one.key for one in thanks(waiting_since(talk))})


def test_whoever_arranged_it_is_thanked_when_nobody_is_named() -> None:
    """One letter."""
    assert [HANNAH.email] == recipients(waiting_since(conversation("3-10 10:00")))


def test_recruiter_is_thanked_when_nobody_is_named_and_nobody_arranged_it() -> None:
    """Known from earlier mail."""
    talk = conversation("3-10 10:00", organizer=None)

    assert [HANNAH.email] == recipients(waiting_since(talk, contacts=(contact(HANNAH, ContactRole.RECRUITER),)))


@pytest.mark.parametrize(
    "talk",
    [replace(TALK, cancelled=True), replace(TALK, declined=True), replace(TALK, zone_known=False)],
    ids=["cancelled", "declined", "nobody knows when"],
)
def test_no_thanks_for_what_did_not_take_place(talk: Interview) -> None:
    """Or for what may still lie ahead in another zone."""
    assert [] == thanks(interviewing(talk))


@pytest.mark.parametrize("stage", [Stage.OFFER, Stage.ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN])
def test_no_thanks_when_it_is_over(stage: Stage) -> None:
    """Other letters fit then, or none."""
    assert [] == thanks(interviewing(TALK, stage=stage))


def test_no_thanks_to_whom_the_owner_already_wrote() -> None:
    """The owner was faster; the other interviewer is still thanked."""
    assert [PRIYA.email] == recipients(waiting_since(TALK, letters=(letter_to(GRANT, "3-10 11:05"),)))


def test_letter_before_the_end_is_no_thanks() -> None:
    """ "Looking forward to it.\""""
    assert [GRANT.email, PRIYA.email] == recipients(waiting_since(TALK, letters=(letter_to(GRANT, "3-10 09:00"),)))


def test_letter_to_the_recruiter_thanks_no_interviewer() -> None:
    """Each separately."""
    assert [GRANT.email, PRIYA.email] == recipients(waiting_since(TALK, letters=(letter_to(HANNAH, "3-10 11:05"),)))


def test_each_conversation_of_a_loop_has_its_own_moment() -> None:
    """Half an hour after that person's own end."""
    loop = interviewing(conversation("3-10 10:00", GRANT, minutes=45), conversation("3-10 11:00", PRIYA))

    assert [(GRANT.email, at("3-10 11:15")), (PRIYA.email, at("3-10 12:30"))] == [
        (one.recipient.email, one.due) for one in thanks(loop) if one.recipient
    ]


def test_person_met_twice_in_a_round_is_thanked_once() -> None:
    """After the later conversation."""
    loop = interviewing(conversation("3-10 10:00", GRANT), conversation("3-10 13:00", GRANT, PRIYA))

    assert [(GRANT.email, at("3-10 14:30")), (PRIYA.email, at("3-10 14:30"))] == [
        (one.recipient.email, one.due) for one in thanks(loop) if one.recipient
    ]


def test_person_met_again_in_the_next_round_is_thanked_again() -> None:
    """It is another conversation."""
    rounds = interviewing(conversation("3-10 10:00", GRANT), conversation("3-17 10:00", GRANT, round=2))

    assert [GRANT.email, GRANT.email] == recipients(rounds)


def test_thanks_answer_the_latest_letter_of_that_person() -> None:
    """And nobody else's."""
    old, new = letter_from(GRANT, "3-05 10:00"), letter_from(GRANT, "3-06 10:00")
    found = thanks(waiting_since(TALK, letters=(old, letter_from(HANNAH, "3-05 12:00"), new)))

    assert [new.message_id, None] == [one.thread for one in found]


def test_thanks_answer_no_automatic_reply() -> None:
    """A holiday notice is no thread with a person."""
    notice = letter_from(GRANT, "3-06 10:00", automatic_reply=True)

    assert [None, None] == [one.thread for one in thanks(waiting_since(TALK, letters=(notice,)))]


def test_thanks_are_no_longer_made_a_day_later() -> None:
    """The machine slept; late thanks are worse than the owner's own."""
    assert {at("3-11 11:15")} == {one.not_after for one in thanks(waiting_since(TALK))}
