"""Who is who at the employer, and who is nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_parsers.invitation import Attendee
from afterword_parsers.person import Person, PersonSource
from afterword_rules.application import Contact, ContactRole
from afterword_rules.applications.contacts import (
    Why,
    contact_of_guest,
    contacts_of,
    is_guest_human,
    is_same,
    joined,
    role_of_title,
)
from afterword_rules.signal import SignalKind
from rules.builders import GRANT, HANNAH, OWNER, confirmation, contact, guest, invitation, mail, named, sent


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Senior Technical Recruiter", ContactRole.RECRUITER),
        ("Talent Acquisition Partner", ContactRole.RECRUITER),
        ("HR Business Partner", ContactRole.RECRUITER),
        ("Recruiting Coordinator", ContactRole.COORDINATOR),
        ("Executive Assistant", ContactRole.COORDINATOR),
        ("Personalreferentin", ContactRole.RECRUITER),
        ("Hiring Manager", ContactRole.OTHER),
        ("Engineer, Talent Tools", ContactRole.OTHER),
        ("Engineering Manager", ContactRole.OTHER),
        ("Chris Thornton", ContactRole.OTHER),
        ("", ContactRole.OTHER),
    ],
)
def test_title_makes_the_role(title: str, expected: ContactRole) -> None:
    """Whole words decide; who leads engineers recruits nobody."""
    assert expected == role_of_title(title)


def test_sender_and_signature_are_one_person() -> None:
    """The address is in the header, the title under the letter."""
    signed = Person("Hannah Voss", title="Senior Recruiter", source=PersonSource.SIGNATURE)
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", people=(replace(HANNAH, title=""), signed))

    (only,) = contacts_of([letter], OWNER)

    assert (HANNAH.email, ContactRole.RECRUITER, Why.WROTE) == (only.email, only.role, only.why)


def test_name_from_one_mail_takes_the_address_of_another() -> None:
    """A robot names the recruiter, and the recruiter writes later."""
    announced = confirmation("3-02 10:00", people=(named(HANNAH, meets=None),))

    (only,) = contacts_of([announced, mail(SignalKind.HUMAN_REPLY, "3-03 10:00")], OWNER)

    assert HANNAH.email == only.email


def test_owner_is_no_contact() -> None:
    """Neither by address nor by name."""
    mine = Person("Theo", OWNER.addresses[1], source=PersonSource.CC)
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", people=(HANNAH, mine, named(Person("Theo Lindqvist"))))

    assert [HANNAH.email] == [one.email for one in contacts_of([letter], OWNER)]


@pytest.mark.parametrize(
    "email", ["careers@calloway.example", "privacy@calloway.example", "accommodations@calloway.example"]
)
def test_mailbox_of_nobody_is_no_contact(email: str) -> None:
    """A name before it does not make it a human's."""
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", people=(Person("Calloway Freight", email),))

    assert () == contacts_of([letter], OWNER)


def test_people_in_the_owners_own_mail_are_no_proof() -> None:
    """Whom the owner names need not exist."""
    assert () == contacts_of([sent("3-03 10:00", people=(named(GRANT),))], OWNER)


def test_guests_of_an_event_are_contacts() -> None:
    """With the event as the reason."""
    letter = mail(SignalKind.NONE, "3-03 10:00", invitations=(invitation("3-10 10:00", GRANT),))

    assert (GRANT.email, Why.GUEST) in [(one.email, one.why) for one in contacts_of([letter], OWNER)]


def test_same_address_is_one_person() -> None:
    """However the name is written."""
    assert is_same(contact(HANNAH), replace(contact(HANNAH), name="Voss, Hannah (HR)"))


def test_different_people_stay_two() -> None:
    """The same family name is not enough."""
    other = Contact("Peter Voss", "peter.voss@calloway.example", ContactRole.OTHER, "")

    assert not is_same(contact(HANNAH), other)


def test_people_without_name_and_address_are_never_the_same() -> None:
    """Nothing is known of either."""
    nobody = Contact("", "", ContactRole.OTHER, "")

    assert not is_same(nobody, nobody)


def test_joined_keeps_the_order_of_first_mention() -> None:
    """And the longer name."""
    short = Contact("G. Ellery", "", ContactRole.OTHER, "")

    assert ["Grant Ellery", "Hannah Voss"] == [one.name for one in joined([short, contact(HANNAH), contact(GRANT)])]


def test_joining_keeps_what_either_knew() -> None:
    """Role and address may come from different mail."""
    bare = Contact("Hannah Voss", "", ContactRole.RECRUITER, "")
    (only,) = joined([bare, replace(contact(HANNAH), role=ContactRole.OTHER)])

    assert (HANNAH.email, ContactRole.RECRUITER) == (only.email, only.role)


def test_guest_listed_by_address_only_has_no_name() -> None:
    """Calendars repeat the address as the name."""
    assert "" == contact_of_guest(Attendee("grant.ellery@calloway.example", "grant.ellery@calloway.example")).name


@pytest.mark.parametrize(
    ("attendee", "expected"),
    [
        (guest(GRANT), True),
        (replace(guest(GRANT), kind="unknown"), True),
        (replace(guest(GRANT), kind="room"), False),
        (replace(guest(GRANT), kind="resource"), False),
        (replace(guest(GRANT), kind="group"), False),
        (replace(guest(GRANT), email=""), False),
        (replace(guest(GRANT), email=OWNER.addresses[0]), False),
        (replace(guest(GRANT), email="scheduling@calloway.example"), False),
    ],
)
def test_which_guests_are_human(attendee: Attendee, expected: bool) -> None:
    """Some servers give everybody the kind "unknown"."""
    assert expected == is_guest_human(attendee, OWNER)
