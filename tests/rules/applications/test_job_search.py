"""The whole fold: mail and calendar in, applications out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from afterword_parsers.invitation import Invitation, Method
from afterword_parsers.message import Marks
from afterword_parsers.person import Person
from afterword_rules.application import Application, Stage
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.note import Note
from afterword_rules.owners_word import OwnersWord
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import (
    CALLOWAY,
    GRANT,
    HANNAH,
    OWNER,
    PRIYA,
    RAJIV,
    STRANGER,
    TIDEWATER,
    UNTOLD,
    appointment,
    at,
    confirmation,
    entry,
    invitation,
    mail,
    named,
    promised,
    robot_mail,
    sent,
)

LATER = "7-31 12:00"


def search(
    *readings: Reading, entries: Sequence[CalendarEntry] = (), notes: Sequence[Note] = (), now: str = LATER
) -> JobSearch:
    """Everything known at `now`."""
    return job_search(readings, entries, OWNER, at(now), OwnersWord(notes=tuple(notes)))


def only(found: JobSearch) -> Application:
    """The one application of these."""
    (application,) = found.applications
    return application


def invited(event: Invitation, arrived: str, sender: Person = HANNAH, **changes: Any) -> Reading:
    """An invitation by mail, whose words name neither employer nor role."""
    request = replace(event, method=Method.REQUEST)
    return mail(SignalKind.HUMAN_REPLY, arrived, sender, UNTOLD, invitations=(request,), **changes)


def test_strangers_invitation_founds_nothing() -> None:
    """It looks like an interview and speaks of no application of the owner's."""
    event = replace(invitation("3-10 10:00", organizer=STRANGER), method=Method.REQUEST)
    stranger = mail(
        SignalKind.INTERVIEW_SCHEDULED, "3-04 10:00", STRANGER, invitations=(event,), about_own_application=False
    )

    assert () == search(stranger).applications


def test_colleagues_invitation_founds_nothing() -> None:
    """The owner is asked to interview somebody else."""
    colleague = Person("Kim Dahl", "kim.dahl@lindqvist-home.example", source=HANNAH.source)
    event = replace(invitation("3-10 10:00", organizer=colleague), method=Method.REQUEST)
    asked = mail(SignalKind.INTERVIEW_SCHEDULED, "3-04 10:00", colleague, TIDEWATER, invitations=(event,))

    assert () == search(asked).applications


def test_calendar_alone_founds_nothing() -> None:
    """The owner's other appointments are nobody's business."""
    assert () == search(entries=[entry(invitation("3-10 10:00", GRANT), "3-04 10:00")]).applications


def test_appointment_beside_an_application_is_no_interview() -> None:
    """Lunch with a friend."""
    lunch = invitation("3-10 12:00", organizer=STRANGER, summary="Lunch")

    assert () == only(search(confirmation("3-02 10:00"), entries=[entry(lunch, "3-04 10:00")])).interviews


@pytest.mark.parametrize(
    "event",
    [
        invitation("3-10 00:00", organizer=None, summary="Interview with Calloway Freight", minutes=1440, all_day=True),
        invitation("3-10 10:00", organizer=None, summary="Calloway Freight: prepare for the interview"),
        invitation("3-10 10:00", organizer=None, summary="Calloway Freight"),
        invitation("3-10 10:00", organizer=None, summary="Weekly call with Calloway Freight", recurs=True),
    ],
    ids=["all day", "preparation", "no word of a talk", "every week"],
)
def test_private_entry_that_is_no_interview(event: Invitation) -> None:
    """The owner's own plans around an application."""
    assert () == only(search(confirmation("3-02 10:00"), entries=[entry(event, "3-04 10:00")])).interviews


@pytest.mark.parametrize(
    "summary",
    [
        "Interview: Theo Lindqvist",
        "Research Engineer interview",
        "Conference call with Theo",
        "Follow-up interview",
        "Final interview (Practice Lead)",
    ],
)
def test_employers_invitation_in_the_calendar_is_an_interview(summary: str) -> None:
    """Its guests are the employer's people, whatever else the title holds."""
    event = invitation("3-10 10:00", GRANT, summary=summary)

    assert 1 == len(only(search(confirmation("3-02 10:00"), entries=[entry(event, "3-04 10:00")])).interviews)


def test_invitation_of_the_employers_is_an_interview_whatever_its_words() -> None:
    """The organizer's domain is known, and the event lies ahead."""
    found = search(confirmation("3-02 10:00"), invited(invitation("3-10 10:00", GRANT), "3-04 10:00"), now="3-05 10:00")

    assert [(Stage.APPLIED, at("3-02 10:00")), (Stage.INTERVIEW, at("3-04 10:00"))] == [
        (step.stage, step.at) for step in only(found).history
    ]


def test_event_that_was_over_before_the_application_is_none_of_its() -> None:
    """A meeting with the employer last year."""
    event = invitation("3-01 10:00", GRANT)

    assert () == only(search(confirmation("3-02 10:00"), entries=[entry(event, "2-20 10:00")])).interviews


def test_loop_of_three_awaits_a_decision_only_after_the_last() -> None:
    """Three events of one day, by mail and in the calendar."""
    starts = {"3-26 10:00": PRIYA, "3-26 11:00": GRANT, "3-26 13:00": RAJIV}
    events = [invitation(start, HANNAH, person, minutes=45) for start, person in starts.items()]
    by_mail = [invited(event, f"3-17 11:3{i}") for i, event in enumerate(events)]
    found = only(search(confirmation("3-16 09:50"), *by_mail, entries=[entry(event, "3-17 11:40") for event in events]))

    assert [
        (Stage.APPLIED, at("3-16 09:50")),
        (Stage.INTERVIEW, at("3-17 11:30")),
        (Stage.AWAITING_DECISION, at("3-26 13:45")),
    ] == [(step.stage, step.at) for step in found.history]
    assert [["Priya Raman"], ["Grant Ellery"], ["Rajiv Menon"]] == [
        [person.name for person in interview.interviewers] for interview in found.interviews
    ]


def test_words_invitation_and_calendar_tell_of_one_interview() -> None:
    """Whichever came."""
    event = invitation("3-10 10:00", GRANT)
    words = mail(SignalKind.INTERVIEW_SCHEDULED, "3-04 10:00", dates=(appointment("3-10 10:00"),))
    found = search(
        confirmation("3-02 10:00"), words, invited(event, "3-04 10:05"), entries=[entry(event, "3-04 10:06")]
    )

    assert 1 == len(only(found).interviews)


def test_interview_agreed_in_words_only_is_held_and_awaited() -> None:
    """Two proposals, a counter-proposal, and their yes."""
    asked = mail(
        SignalKind.INTERVIEW_PROPOSED, "3-03 10:00", dates=(appointment("3-04 09:00"), appointment("3-05 14:00"))
    )
    counter = sent("3-03 12:00", dates=(appointment("3-10 10:30"),), agrees=False)
    agreed = mail(SignalKind.HUMAN_REPLY, "3-03 15:00", agrees=True, people=(HANNAH, named(GRANT)))
    found = only(search(confirmation("3-02 10:00"), asked, counter, agreed))

    assert [(Stage.AWAITING_DECISION, at("3-10 11:30"))] == [(s.stage, s.at) for s in found.history[2:]]
    assert ["Grant Ellery"] == [person.name for person in found.interviews[0].interviewers]


def test_promise_of_a_letter_is_the_applications() -> None:
    """And news takes it away again."""
    letter = mail(SignalKind.STATUS_UPDATE, "3-11 10:00", dates=(promised("3-20"),))
    refusal = robot_mail(SignalKind.REJECTED, "3-16 10:00")

    before = only(search(confirmation("3-02 10:00"), letter, refusal, now="3-15 10:00"))
    after = only(search(confirmation("3-02 10:00"), letter, refusal))

    assert before.promise is not None
    assert after.promise is None


def test_promise_in_an_events_description_is_the_applications() -> None:
    """Read at the moment the event was written."""
    event = invitation("3-10 10:00", GRANT, description="You will hear from us by March 20.", stamp=at("3-04 10:00"))
    found = only(search(confirmation("3-02 10:00"), invited(event, "3-04 10:00")))

    assert found.promise is not None
    assert at("3-20 23:59") == found.promise.until


def test_note_on_another_employer_promises_nothing_here() -> None:
    """Each note belongs to the employer it names."""
    note = Note(at("3-10 12:00"), "Tidewater Labs", "They decide by Friday.")

    assert only(search(confirmation("3-02 10:00"), notes=[note])).promise is None


def test_role_said_later_is_the_applications() -> None:
    """The confirmation named none."""
    vague = confirmation("3-02 10:00", replace(CALLOWAY, role=None))

    assert "Backend Developer" == only(search(vague, mail(SignalKind.INTERVIEW_PROPOSED, "3-04 10:00"))).role


def test_automatic_reply_is_a_letter_of_nobodys() -> None:
    """It stands in the correspondence, and answers nothing."""
    notice = mail(SignalKind.NONE, "3-03 10:00", marks=Marks(auto_reply=True))

    assert [False, False] == [letter.human for letter in only(search(confirmation("3-02 10:00"), notice)).letters]


def test_key_of_an_application_rests_on_the_message_that_founded_it() -> None:
    """Whatever comes later."""
    later = mail(SignalKind.REJECTED, "3-12 10:00")

    assert only(search(confirmation("3-02 10:00"))).key == only(search(confirmation("3-02 10:00"), later)).key
