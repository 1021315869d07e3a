"""Kinds of follow-ups that the owner describes in YAML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.application import Application, ContactRole, Stage
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.due import follow_ups
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
    promise,
    step,
    waiting_since,
)

APPLIED = step(Stage.APPLIED, "3-02 10:00")
RECRUITER = contact(HANNAH, ContactRole.RECRUITER)
COORDINATOR = contact(PAIGE, ContactRole.COORDINATOR)
TALK = conversation("3-10 10:00", GRANT, PRIYA)


def wanted(found: Application, more: str, kind: str = "mine") -> list[FollowUp]:
    """The follow-ups of one kind, with these lines in the owner's entry."""
    cadences, problems = load_cadences(
        f"follow_ups:\n  - id: {kind}\n" + "".join(f"    {line}\n" for line in more.split("\n"))
    )
    assert () == problems
    return [one for one in follow_ups([found], cadences, OWNER) if one.kind == kind]


def test_two_weeks_after_applying() -> None:
    """Counted in days, at nine, in the owner's words."""
    (mine,) = wanted(
        application(APPLIED, contacts=[RECRUITER]), 'after: applied\nwait: 14 days\nwhy: "two weeks, no word"'
    )

    assert (at("3-16 09:00"), RECRUITER, "two weeks, no word") == (mine.due, mine.recipient, mine.why)


@pytest.mark.parametrize(
    "changes",
    [
        {"letters": (letter_from(HANNAH, "3-04 10:00"),)},
        {"letters": (letter_to(HANNAH, "3-04 10:00"),)},
        {"history": (APPLIED, step(Stage.ASSESSMENT, "3-04 10:00"))},
    ],
    ids=["they answered", "the owner wrote", "the stage moved"],
)
def test_own_kind_is_quiet_as_soon_as_anything_happened(changes: dict[str, object]) -> None:
    """Unless the owner says otherwise."""
    found = replace(application(APPLIED), **changes)  # type: ignore[arg-type]

    assert [] == wanted(found, "after: applied\nwait: 14 days")
    assert 1 == len(wanted(found, "after: applied\nwait: 14 days\nunless: []"))


def test_promise_and_its_day() -> None:
    """Counted from the promised day; what was said since the promise answers it."""
    told = waiting_since(TALK, promise=promise("3-13", "3-11 09:00"))
    answered = replace(told, letters=(letter_from(HANNAH, "3-12 10:00"),))

    assert [at("3-17 09:00")] == [one.due for one in wanted(told, "after: promise\nwait: 2 business days")]
    assert [] == wanted(answered, "after: promise\nwait: 2 business days")
    assert [] == wanted(waiting_since(TALK), "after: promise\nwait: 2 business days")


def test_call_that_was_called_off() -> None:
    """One for it, while no other is ahead."""
    lines = "after: interview_cancelled\nwait: 1 business day\nunless: [interview_ahead]"
    off = waiting_since(replace(TALK, cancelled=True))
    again = replace(off, interviews=(*off.interviews, conversation("3-12 10:00", GRANT)))

    assert [(at("3-11 09:00"), TALK.key)] == [(one.due, one.occasion) for one in wanted(off, lines)]
    assert [] == wanted(again, lines)
    assert [] == wanted(waiting_since(TALK), lines)


def test_interview_held_is_followed_once_and_not_by_each_interviewer() -> None:
    """To the first of the people the owner prefers."""
    (mine,) = wanted(
        waiting_since(TALK), "after: interview_held\nwait: 2 hours\nto: [interviewer]\nbest_before: 8 hours"
    )

    assert (at("3-10 13:00"), GRANT.email) == (mine.due, mine.recipient and mine.recipient.email)
    assert at("3-10 19:00") == mine.best_before


def test_second_one_waits_from_the_letter_that_was_sent() -> None:
    """And has a name of its own; a third is not made."""
    lines = "after: applied\nwait: 3 days\nat_most: 2\nunless: [stage_moved]"
    once = application(APPLIED, letters=(letter_to(HANNAH, "3-06 10:00"),))
    twice = replace(once, letters=(*once.letters, letter_to(HANNAH, "3-10 10:00")))
    (first,), (second,) = wanted(application(APPLIED), lines), wanted(once, lines)

    assert at("3-09 09:00") == second.due
    assert first.key != second.key
    assert [] == wanted(twice, lines)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("[coordinator, recruiter]", PAIGE.email),
        ("[recruiter, coordinator]", HANNAH.email),
        ("[arranger, coordinator]", HANNAH.email),
        ("[interviewer]", GRANT.email),
        ("[author]", None),
    ],
)
def test_order_of_people_is_the_owners(order: str, expected: str | None) -> None:
    """The first who is known; nobody is nobody."""
    found = waiting_since(TALK, contacts=(RECRUITER, COORDINATOR))
    (mine,) = wanted(found, f"after: awaiting_decision\nwait: 1 day\nto: {order}")

    assert expected == (mine.recipient.email if mine.recipient else None)


def test_kinds_that_ship_read_their_people_and_conditions_too() -> None:
    """The owner's order and conditions hold for them."""
    found = waiting_since(TALK, contacts=(RECRUITER, COORDINATOR), letters=(letter_to(GRANT, "3-10 12:00"),))

    assert [PAIGE.email] == [
        one.recipient and one.recipient.email for one in wanted(found, "to: [coordinator]", "status_inquiry")
    ]
    assert [PRIYA.email] == [one.recipient and one.recipient.email for one in wanted(found, "at_most: 1", "thank_you")]
    assert 2 == len(wanted(found, "unless: [over]", "thank_you"))
    assert [PAIGE.email] == [
        one.recipient and one.recipient.email for one in wanted(found, "to: [coordinator, interviewer]", "thank_you")
    ]


def test_template_may_be_another_kinds() -> None:
    """The letter is written from it."""
    (mine,) = wanted(application(APPLIED), "after: applied\nwait: 14 days\ntemplate: outreach")

    assert "outreach" == mine.template
