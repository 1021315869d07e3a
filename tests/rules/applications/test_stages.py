"""The stage of an application, fact by fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from afterword_parsers.invitation import Invitation, Method
from afterword_rules.application import Interview, Stage
from afterword_rules.applications.events import events_of
from afterword_rules.applications.stages import history
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import GRANT, OWNER, at, confirmation, conversation, entry, invitation, mail, robot_mail, sent

APPLIED = confirmation("3-02 10:00")
INVITED = mail(SignalKind.INTERVIEW_SCHEDULED, "3-04 10:00")
REFUSED = robot_mail(SignalKind.REJECTED, "3-12 10:00")
OFFERED = mail(SignalKind.OFFER, "3-13 10:00")
TALK = conversation("3-10 10:00", GRANT)
LATER = "4-30 10:00"


def stages(
    *readings: Reading,
    interviews: Sequence[Interview] = (),
    events: Sequence[Invitation] = (),
    now: str = LATER,
) -> list[tuple[Stage, str]]:
    """Every stage with the moment at which it was reached; `events` came into the calendar on the 5th."""
    found = events_of(readings, [entry(event, "3-05 10:00") for event in events], OWNER)
    return [(step.stage, f"{step.at:%-m-%d %H:%M}") for step in history(readings, found, interviews, at(now))]


def stage(*readings: Reading, **changes: Any) -> Stage:
    """The last of them."""
    return stages(*readings, **changes)[-1][0]


def test_application_begins_as_applied() -> None:
    """At the moment at which the confirmation arrived."""
    assert [(Stage.APPLIED, "3-02 10:00")] == stages(APPLIED)


def test_application_may_begin_with_an_interview() -> None:
    """No confirmation ever came."""
    assert [(Stage.INTERVIEW, "3-04 10:00")] == stages(INVITED)


def test_nothing_known_is_no_history() -> None:
    """A kind word proves no application."""
    assert [] == stages(mail(SignalKind.HUMAN_REPLY, "3-02 10:00"))


def test_second_confirmation_leads_back_nowhere() -> None:
    """Forward only."""
    assert Stage.INTERVIEW == stage(APPLIED, INVITED, confirmation("3-05 10:00"))


def test_task_after_an_invitation_leads_back_nowhere() -> None:
    """An assessment beside an interview leaves the interview."""
    task = robot_mail(SignalKind.ASSESSMENT_REQUESTED, "3-05 10:00")

    assert Stage.INTERVIEW == stage(APPLIED, INVITED, task)


@pytest.mark.parametrize(
    "kind",
    [
        SignalKind.HUMAN_REPLY,
        SignalKind.STATUS_UPDATE,
        SignalKind.ACTION_REQUIRED,
        SignalKind.INTERVIEW_CANCELLED,
        SignalKind.JOB_ALERT,
        SignalKind.NONE,
    ],
)
def test_what_changes_no_stage(kind: SignalKind) -> None:
    """A kind word, being on hold, a cancelled interview: it stays where it stood."""
    assert [Stage.APPLIED, Stage.INTERVIEW] == [
        where for where, _ in stages(APPLIED, INVITED, mail(kind, "3-05 10:00"))
    ]


def test_decision_is_awaited_since_the_end_of_the_interview() -> None:
    """Not since the next mail."""
    assert (Stage.AWAITING_DECISION, "3-10 11:00") == stages(APPLIED, INVITED, interviews=[TALK])[-1]


def test_decision_is_not_awaited_before_the_end() -> None:
    """A fact counts from its moment on."""
    assert Stage.INTERVIEW == stage(APPLIED, INVITED, interviews=[TALK], now="3-10 10:59")


def test_decision_is_awaited_only_after_the_last_of_a_loop() -> None:
    """Three conversations, one end."""
    loop = [conversation("3-10 10:00"), conversation("3-10 11:00"), conversation("3-10 13:00")]

    assert [(Stage.AWAITING_DECISION, "3-10 14:00")] == stages(APPLIED, INVITED, interviews=loop)[2:]


def test_cancelled_conversation_of_a_loop_is_not_waited_for() -> None:
    """The last that takes place counts."""
    loop = [conversation("3-10 10:00"), conversation("3-10 13:00", cancelled=True)]

    assert [(Stage.AWAITING_DECISION, "3-10 11:00")] == stages(APPLIED, INVITED, interviews=loop)[2:]


@pytest.mark.parametrize("off", [replace(TALK, cancelled=True), replace(TALK, declined=True)])
def test_conversation_that_did_not_take_place_awaits_nothing(off: Interview) -> None:
    """It stays an interview for which a new time is to come."""

    assert Stage.INTERVIEW == stage(APPLIED, INVITED, interviews=[off])


def test_second_round_leads_back_to_the_interview() -> None:
    """And its end to the decision again."""
    again = mail(SignalKind.INTERVIEW_PROPOSED, "3-16 09:00")
    second = conversation("3-18 10:00", known=at("3-16 12:00"))

    assert [
        (Stage.AWAITING_DECISION, "3-10 11:00"),
        (Stage.INTERVIEW, "3-16 09:00"),
        (Stage.AWAITING_DECISION, "3-18 11:00"),
    ] == stages(APPLIED, INVITED, again, interviews=[TALK, second])[2:]


def test_second_round_that_was_not_yet_known_does_not_delay_the_first_end() -> None:
    """What became known later changes nothing before."""
    second = conversation("3-18 10:00", known=at("3-16 12:00"))

    assert (Stage.AWAITING_DECISION, "3-10 11:00") in stages(APPLIED, INVITED, interviews=[TALK, second])


def test_moving_an_interview_changes_no_stage() -> None:
    """It was one and it is one."""
    moved = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-06 10:00")

    assert 2 == len(stages(APPLIED, INVITED, moved))


def test_event_that_lies_ahead_is_an_interview() -> None:
    """Whatever its mail said."""
    assert (Stage.INTERVIEW, "3-05 10:00") == stages(APPLIED, events=[invitation("3-10 10:00", GRANT)])[-1]


def test_event_that_was_over_when_it_became_known_is_none() -> None:
    """A calendar that is read for the first time holds the past too."""
    assert Stage.APPLIED == stage(APPLIED, events=[invitation("3-03 10:00", GRANT)])


def test_event_that_was_called_off_was_an_interview_until_then() -> None:
    """What became known on the 5th is not undone by what came on the 6th."""
    event = invitation("3-10 10:00", GRANT)
    brought = mail(SignalKind.HUMAN_REPLY, "3-05 10:00", invitations=(replace(event, method=Method.REQUEST),))
    cancel = replace(event, method=Method.CANCEL, sequence=1)
    off = mail(SignalKind.INTERVIEW_CANCELLED, "3-06 10:00", invitations=(cancel,))

    assert (Stage.INTERVIEW, "3-05 10:00") == stages(APPLIED, brought, off)[-1]


def test_event_does_not_begin_the_history_before_the_application() -> None:
    """A meeting with the employer stood in the calendar before the owner applied."""
    applied = confirmation("3-06 10:00")

    assert (Stage.APPLIED, "3-06 10:00") == stages(applied, events=[invitation("3-10 10:00", GRANT)])[0]


def test_refusal_ends_any_stage() -> None:
    """Also that of an offer."""
    assert Stage.REJECTED == stage(APPLIED, REFUSED)
    assert Stage.REJECTED == stage(APPLIED, INVITED, REFUSED, interviews=[TALK])
    assert Stage.REJECTED == stage(APPLIED, OFFERED, robot_mail(SignalKind.REJECTED, "3-20 10:00"))


def test_end_of_an_interview_after_a_refusal_changes_nothing() -> None:
    """Nobody decides any more."""
    late = conversation("3-17 10:00", GRANT)

    assert Stage.REJECTED == stage(APPLIED, INVITED, REFUSED, interviews=[late])


def test_offer_after_a_refusal_is_contrary_proof() -> None:
    """The first choice said no to them."""
    assert Stage.OFFER == stage(APPLIED, REFUSED, OFFERED)


def test_invitation_after_an_offer_leads_back_nowhere() -> None:
    """A call about the contract is no interview."""
    talk = mail(SignalKind.INTERVIEW_SCHEDULED, "3-14 10:00")

    assert Stage.OFFER == stage(APPLIED, OFFERED, talk, events=[invitation("3-16 10:00", GRANT)])


def test_owner_accepts_an_offer() -> None:
    """At the moment of the owner's letter."""
    yes = sent("3-16 10:00", kind=SignalKind.ACCEPTED)

    assert (Stage.ACCEPTED, "3-16 10:00") == stages(APPLIED, OFFERED, yes)[-1]


def test_nothing_is_accepted_without_an_offer() -> None:
    """ "I accept" may be about an invitation."""
    assert Stage.INTERVIEW == stage(APPLIED, INVITED, sent("3-05 10:00", kind=SignalKind.ACCEPTED))


def test_their_word_accepts_nothing() -> None:
    """Only the owner accepts."""
    assert Stage.OFFER == stage(APPLIED, OFFERED, mail(SignalKind.ACCEPTED, "3-16 10:00"))


@pytest.mark.parametrize("before", [(APPLIED,), (APPLIED, INVITED), (APPLIED, OFFERED)])
def test_owner_withdraws_from_any_open_stage(before: tuple[Reading, ...]) -> None:
    """To decline an offer is to withdraw."""
    assert Stage.WITHDRAWN == stage(*before, sent("3-20 10:00", kind=SignalKind.WITHDRAWN))


def test_refusal_after_a_withdrawal_changes_nothing() -> None:
    """The owner was first."""
    gone = sent("3-06 10:00", kind=SignalKind.WITHDRAWN)

    assert Stage.WITHDRAWN == stage(APPLIED, INVITED, gone, REFUSED)


def test_what_lies_after_now_is_not_known() -> None:
    """The fold may be asked about any moment."""
    assert [Stage.APPLIED] == [where for where, _ in stages(APPLIED, INVITED, REFUSED, now="3-03 10:00")]


def test_event_known_before_the_application_is_an_interview_since_the_application() -> None:
    """It still lies ahead when the application begins."""
    applied = confirmation("3-06 10:00")

    assert [(Stage.APPLIED, "3-06 10:00"), (Stage.INTERVIEW, "3-06 10:00")] == stages(
        applied, events=[invitation("3-10 10:00", GRANT)]
    )


def test_letter_before_the_application_hides_no_event() -> None:
    """A newsletter of the employer, a meeting, and then the application."""
    newsletter = mail(SignalKind.NONE, "2-10 10:00")

    assert (Stage.INTERVIEW, "3-06 10:00") == stages(
        newsletter, confirmation("3-06 10:00"), events=[invitation("3-10 10:00", GRANT)]
    )[-1]


def test_event_that_was_over_before_the_application_is_none() -> None:
    """They met, and the owner applied the day after."""
    assert [(Stage.APPLIED, "3-08 10:00")] == stages(
        confirmation("3-08 10:00"), events=[invitation("3-07 10:00", GRANT)]
    )


def test_event_that_was_called_off_before_the_application_is_none() -> None:
    """Nothing lies ahead when the application begins."""
    event = invitation("3-10 10:00", GRANT)
    cancel = mail(SignalKind.NONE, "3-05 18:00", invitations=(replace(event, method=Method.CANCEL, sequence=1),))

    assert [(Stage.APPLIED, "3-06 10:00")] == stages(cancel, confirmation("3-06 10:00"), events=[event])
