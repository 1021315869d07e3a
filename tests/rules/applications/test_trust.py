"""Whom to believe: the employer's side is known by its address, never by a thread, an event or a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_parsers.invitation import Method
from afterword_parsers.message import Address
from afterword_parsers.person import Person, PersonSource
from afterword_rules.application import Application, Stage
from afterword_rules.applications.doubts import doubts
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.owners_word import NOTHING_SAID
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import (
    CALLOWAY,
    GRANT,
    HANNAH,
    OWNER,
    STRANGER,
    UNTOLD,
    at,
    confirmation,
    guest,
    invitation,
    mail,
    robot_mail,
    sent,
)

NOW = at("3-20 10:00")
FIRST = confirmation("3-02 10:00")
LETTER = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", HANNAH)


def search(*readings: Reading, entries: tuple[CalendarEntry, ...] = ()) -> JobSearch:
    return job_search(readings, entries, OWNER, NOW)


def the_one(*readings: Reading, entries: tuple[CalendarEntry, ...] = ()) -> Application:
    (application,) = search(*readings, entries=entries).applications
    return application


def person(email: str, name: str = "Ola Berg") -> Person:
    return Person(name, email, source=PersonSource.SENDER)


def refusal_by(email: str, **changes: object) -> Reading:
    return mail(SignalKind.REJECTED, "3-10 10:00", person(email), UNTOLD, references=(LETTER.message_id,), **changes)


@pytest.mark.parametrize(
    "email",
    [
        "ola.berg@nowhere.example",
        "ola.berg@callovvay.example",
        "ola.berg@calloway.example.nowhere.example",
        "ola.berg@mccalloway.example",
        "ola.berg@loway.example",
        "hannah.voss.calloway@gmail.com",
        "",
    ],
)
def test_a_strangers_refusal_in_the_thread_ends_nothing(email: str) -> None:
    """It stands among the letters as not believed, and brings no contact."""
    found = the_one(FIRST, LETTER, refusal_by(email))

    assert Stage.APPLIED == found.stage
    assert ["", "", "trust.stranger"] == [letter.disbelieved for letter in found.letters]
    assert [HANNAH.email] == [contact.email for contact in found.contacts]


@pytest.mark.parametrize(
    "email",
    [
        "ola.berg@calloway.example",
        "ola.berg@hiring.calloway.example",
        "ola.berg@calloway-group.example",
        "ola.berg@calloway.jobs",
        "ola.berg@us.greenhouse-mail.io",
    ],
)
def test_the_employers_own_domains_and_vendors_are_believed(email: str) -> None:
    """Somebody new, from the same domain, a part of it, another that bears the employer's name, or a vendor's."""
    assert Stage.REJECTED == the_one(FIRST, LETTER, refusal_by(email)).stage


def test_whoever_the_owner_wrote_to_is_no_stranger() -> None:
    """An agent whom the owner answered speaks for the employer, in earlier letters too."""
    answer = sent("3-11 10:00", to=STRANGER)

    assert Stage.REJECTED == the_one(FIRST, LETTER, refusal_by(STRANGER.email), answer).stage


def test_whom_the_employer_copies_is_no_stranger() -> None:
    """Known people introduce others."""
    copied = replace(LETTER, people=(HANNAH, replace(STRANGER, source=PersonSource.CC)))

    assert Stage.REJECTED == the_one(FIRST, copied, refusal_by(STRANGER.email)).stage


def test_a_stranger_becomes_known_to_nobody_by_writing() -> None:
    """Neither a second letter of theirs, nor one of whom they copied, counts for more than the first."""
    introduced = replace(STRANGER, source=PersonSource.CC, email="eve@elsewhere.example")
    first = mail(
        SignalKind.HUMAN_REPLY, "3-09 10:00", STRANGER, references=(LETTER.message_id,), people=(STRANGER, introduced)
    )

    assert Stage.APPLIED == the_one(FIRST, LETTER, first, refusal_by(STRANGER.email)).stage
    assert Stage.APPLIED == the_one(FIRST, LETTER, first, refusal_by("eve@elsewhere.example")).stage


def test_where_only_a_vendor_wrote_nobody_is_a_stranger() -> None:
    """The first human's address need not resemble the employer's name."""
    first = robot_mail(SignalKind.APPLICATION_RECEIVED, "3-02 10:00")
    letter = mail(SignalKind.REJECTED, "3-10 10:00", STRANGER, CALLOWAY)

    assert Stage.REJECTED == the_one(first, letter).stage


def test_an_unlisted_vendors_machine_is_believed_outside_of_threads() -> None:
    """No letter goes to a machine; one that answers in a thread is not believed all the same."""
    machine = robot_mail(SignalKind.REJECTED, "3-10 10:00", CALLOWAY, "no-reply@hiring-tool.example")

    assert Stage.REJECTED == the_one(FIRST, LETTER, machine).stage
    assert Stage.APPLIED == the_one(FIRST, LETTER, replace(machine, references=(LETTER.message_id,))).stage
    free = replace(machine, sender=Address("Calloway Freight", "noreply.calloway@gmail.com"))
    assert Stage.APPLIED == the_one(FIRST, LETTER, free).stage


@pytest.mark.parametrize("method", [Method.CANCEL, Method.REQUEST, Method.PUBLISH, Method.ADD])
def test_a_strangers_event_changes_nothing(method: Method) -> None:
    """Whatever it says of its organizer: the sender is the stranger."""
    event = invitation("3-16 10:00", GRANT)
    invited = mail(SignalKind.INTERVIEW_SCHEDULED, "3-05 10:00", HANNAH, invitations=(event,))
    later = replace(event, method=method, sequence=9, start=at("3-18 15:00"), end=at("3-18 16:00"))
    strange = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-06 10:00", STRANGER, invitations=(later,))

    assert the_one(FIRST, LETTER, invited).interviews == the_one(FIRST, LETTER, invited, strange).interviews


def test_an_event_that_a_stranger_put_into_the_calendar_is_no_interview() -> None:
    """Calendars take in invitations unasked; an event of a known person, or of the owner, is one."""
    planted = replace(invitation("3-16 10:00", GRANT), organizer=guest(STRANGER))
    entry = CalendarEntry(planted, at("3-05 10:00"))
    own = replace(entry, invitation=replace(planted, organizer=None))

    assert () == the_one(FIRST, LETTER, entries=(entry,)).interviews
    assert 1 == len(the_one(FIRST, LETTER, entries=(own,)).interviews)


def test_a_reply_to_that_leads_away_brings_no_contact() -> None:
    """The letter counts, the address does not; a Reply-To at the employer does."""
    away = Person("Hannah Voss", "hannah.voss@nowhere.example", source=PersonSource.REPLY_TO)
    home = Person("Ida Kern", "ida.kern@calloway.example", source=PersonSource.REPLY_TO)
    letter = replace(LETTER, people=(HANNAH, away, home))

    assert {HANNAH.email, home.email} == {contact.email for contact in the_one(FIRST, letter).contacts}


def test_the_owner_may_know_the_stranger() -> None:
    """What would move the application is shown with the mail that is unclear."""
    strange = refusal_by(STRANGER.email)
    readings = [FIRST, LETTER, strange]
    (doubt,) = doubts(search(*readings), readings, NOTHING_SAID, NOW)

    assert (strange, ("Calloway Freight",), SignalKind.REJECTED) == (doubt.reading, doubt.may_be, doubt.perhaps)
