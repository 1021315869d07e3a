"""Which application a message or an event belongs to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_parsers.message import Address
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.applications.attaching import correspondents, event_belongs, internal, is_humans, may_found
from afterword_rules.applications.case import Case
from afterword_rules.applications.case_book import CaseBook
from afterword_rules.signal import SignalKind
from rules.builders import (
    CALLOWAY,
    HANNAH,
    OWNER,
    PRIYA,
    ROBOT,
    STRANGER,
    TIDEWATER,
    UNTOLD,
    at,
    confirmation,
    invitation,
    mail,
    named,
    robot_mail,
    sent,
)


def a_case(about: SubjectMatter = CALLOWAY, **changes: object) -> Case:
    """An application as it stands after its confirmation."""
    founder = confirmation("3-02 10:00", about)
    case = Case(founder=founder, company=about.company or "", role=about.role, readings=[founder])
    for name, value in changes.items():
        setattr(case, name, value)
    return case


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("hannah.voss@calloway.example", True),
        ("careers@calloway.example", False),
        ("no-reply@calloway.example", False),
        ("privacy@calloway.example", False),
        ("hannah.voss@hire.lever.co", True),
        ("no-reply@hire.lever.co", False),
        ("notifications@hire.lever.co", False),
    ],
)
def test_only_a_humans_address_is_a_humans(email: str, expected: bool) -> None:
    """A vendor's relay counts when it carries a person's name, a task's mailbox never does."""
    assert expected == is_humans(email)


def test_owners_recipients_are_the_other_side_of_sent_mail() -> None:
    """The owner's own second address, in copy, is not the other side."""
    mine = Address("Theo", OWNER.addresses[1])
    letter = sent("3-03 09:00", recipients=(Address("Hannah", HANNAH.email), mine))

    assert {HANNAH.email} == correspondents(letter, OWNER)


def test_guests_and_copied_people_are_the_other_side_of_received_mail() -> None:
    """An address that only stands in the text is a hint, and no correspondent."""
    aside = named(STRANGER, email=STRANGER.email)
    copied = replace(PRIYA, source=PersonSource.CC)
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 09:00", people=(HANNAH, copied, aside))

    assert {HANNAH.email, PRIYA.email} == correspondents(letter, OWNER)


@pytest.mark.parametrize(
    ("kind", "own", "expected"),
    [
        (SignalKind.APPLICATION_RECEIVED, False, True),
        (SignalKind.INTERVIEW_SCHEDULED, True, True),
        (SignalKind.INTERVIEW_SCHEDULED, False, False),
        (SignalKind.REJECTED, True, True),
        (SignalKind.RECRUITER_OUTREACH, True, False),
        (SignalKind.JOB_ALERT, True, False),
        (SignalKind.HUMAN_REPLY, True, False),
        (SignalKind.NONE, True, False),
    ],
)
def test_what_founds_an_application(kind: SignalKind, own: bool, expected: bool) -> None:
    """A confirmation does; other news only when it speaks of the reader's own application."""
    assert expected == may_found(mail(kind, "3-03 09:00", about_own_application=own))


def test_nothing_is_founded_without_an_employer() -> None:
    """Nobody could say whose application it is."""
    assert not may_found(confirmation("3-03 09:00", UNTOLD))


def test_sent_mail_founds_nothing() -> None:
    """That the owner wrote somewhere is no proof that an application arrived."""
    assert not may_found(sent("3-03 09:00", kind=SignalKind.APPLICATION_RECEIVED, about=CALLOWAY))


def test_colleagues_are_those_in_the_owners_own_domain() -> None:
    """A domain at which anybody has a mailbox makes no colleagues."""
    public = replace(OWNER, addresses=("theo@gmail.com",))

    assert internal("boss@lindqvist-home.example", OWNER)
    assert not internal("stranger@gmail.com", public)


def test_event_of_a_known_person_belongs_to_their_application() -> None:
    """The guest list names somebody who wrote in this application."""
    calloway, tidewater = a_case(emails={HANNAH.email}), a_case(TIDEWATER)

    assert event_belongs(invitation("3-10 10:00"), CaseBook([calloway, tidewater]), OWNER, at("3-20 10:00")) is calloway


def test_event_of_the_employers_domain_belongs_to_its_application() -> None:
    """Nobody of the guests is known, but their domain bears the employer's name."""
    case = a_case()

    assert event_belongs(invitation("3-10 10:00", organizer=PRIYA), CaseBook([case]), OWNER, at("3-20 10:00")) is case


def test_event_that_names_the_employer_belongs_to_its_application() -> None:
    """The owner wrote it into the calendar without any guest."""
    case = a_case()
    event = invitation("3-10 10:00", organizer=None, summary="Interview with Calloway Freight")

    assert event_belongs(event, CaseBook([case]), OWNER, at("3-20 10:00")) is case


def test_event_without_any_sign_belongs_nowhere() -> None:
    """The dentist is no interview."""
    event = invitation("3-10 10:00", organizer=STRANGER, summary="Check-up")

    assert event_belongs(event, CaseBook([a_case(), a_case(TIDEWATER)]), OWNER, at("3-20 10:00")) is None


def test_event_of_a_colleague_belongs_nowhere() -> None:
    """The owner interviews for the present employer, and the title names a customer."""
    colleague = Person("Kim Dahl", "kim@lindqvist-home.example")
    event = invitation("3-10 10:00", organizer=colleague, summary="Calloway Freight weekly")

    assert event_belongs(event, CaseBook([a_case()]), OWNER, at("3-20 10:00")) is None


def test_event_of_two_roles_at_one_employer_belongs_to_the_role_it_names() -> None:
    """The title decides between two applications of the same recruiter."""
    backend = a_case(emails={HANNAH.email})
    data = a_case(replace(CALLOWAY, role="Data Engineer"), emails={HANNAH.email})
    event = invitation("3-10 10:00", summary="Data Engineer interview")

    assert event_belongs(event, CaseBook([backend, data]), OWNER, at("3-20 10:00")) is data


def test_event_of_two_roles_at_one_employer_belongs_nowhere_without_a_role() -> None:
    """It may be either, and a wrong guess is worse than none."""
    backend = a_case(emails={HANNAH.email})
    data = a_case(replace(CALLOWAY, role="Data Engineer"), emails={HANNAH.email})

    assert event_belongs(invitation("3-10 10:00"), CaseBook([backend, data]), OWNER, at("3-20 10:00")) is None


def test_event_of_a_refused_role_stays_with_it() -> None:
    """What the title names is stronger than that the application has ended since."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00")
    backend = a_case(emails={HANNAH.email})
    backend.readings.append(refusal)
    data = a_case(replace(CALLOWAY, role="Data Engineer"), emails={HANNAH.email})
    event = invitation("3-10 10:00", summary="Backend Developer interview")

    assert event_belongs(event, CaseBook([backend, data]), OWNER, at("3-20 10:00")) is backend


def test_event_the_owner_wrote_at_a_domain_of_their_own_belongs_to_its_application() -> None:
    """Calendars enter the owner as organizer, and the owner is no colleague."""
    me = Person(OWNER.name, OWNER.addresses[0])
    case = a_case()
    event = invitation("3-10 10:00", organizer=me, summary="Interview with Calloway Freight")

    assert event_belongs(event, CaseBook([case]), OWNER, at("3-20 10:00")) is case


@pytest.mark.parametrize(
    ("company", "summary"),
    [
        ("Apple", "Opening an account at Apple Bank"),
        ("Apple", "Apple picking with the children"),
        ("Target", "Target practice"),
    ],
)
def test_everyday_word_in_a_title_is_no_employer(company: str, summary: str) -> None:
    """By its name alone an event belongs only when it also speaks of a conversation."""
    event = invitation("3-10 10:00", organizer=None, summary=summary)

    assert event_belongs(event, CaseBook([a_case(replace(CALLOWAY, company=company))]), OWNER, at("3-20 10:00")) is None


def test_robots_address_teaches_no_way_to_reach_a_human() -> None:
    """Neither the robot nor its domain counts as the employer's."""
    assert set() == correspondents(confirmation("3-02 10:00", email=ROBOT), OWNER)
