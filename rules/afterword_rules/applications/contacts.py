"""Who is who at the employer: the humans of an application, what they are for, and why we think so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from afterword_parsers.invitation import Attendee
from afterword_parsers.names.machine_guests import is_machine_guest
from afterword_parsers.names.names import given_name_first, name_key, same_person, short_for, strip_titles
from afterword_parsers.person import Person, PersonSource
from afterword_rules.application import Contact, ContactRole
from afterword_rules.applications.attaching import is_humans
from afterword_rules.applications.whole_words import word_patterns
from afterword_rules.owner import Owner
from afterword_rules.owners_word import ToldContact
from afterword_rules.reading import Direction, Reading


class Why(StrEnum):
    """Where a contact's address was found, as the review note says it."""

    WROTE = "wrote to you"
    REPLY_TO = "named for replies in the employer's mail"
    SIGNED = "signed the employer's mail"
    COPIED = "copied in the employer's mail"
    NAMED = "named in the employer's mail"
    GUEST = "guest of the interview in your calendar"
    ARRANGED = "arranged the interview"
    YOURS = "named by you"


_WHY = {
    PersonSource.SENDER: Why.WROTE,
    PersonSource.REPLY_TO: Why.REPLY_TO,
    PersonSource.CC: Why.COPIED,
    PersonSource.SIGNATURE: Why.SIGNED,
    PersonSource.TEXT: Why.NAMED,
}


def role_of_title(title: str) -> ContactRole:
    """What a job title makes of a person, e.g. "Senior Technical Recruiter" -> RECRUITER."""
    words = word_patterns("contact_roles.yaml")
    if words["coordinator"].search(title):
        return ContactRole.COORDINATOR
    if words["recruiter"].search(title) and not words["never_recruiter"].search(title):
        return ContactRole.RECRUITER
    return ContactRole.OTHER


def contact_of_person(person: Person) -> Contact:
    """A person named in a mail, as a contact."""
    return Contact(
        name=person.name,
        email=person.email,
        role=role_of_title(person.title),
        why=_WHY[person.source],
        title=person.title,
        honorific=person.honorific,
    )


def contact_of_guest(guest: Attendee) -> Contact:
    """A guest of an event, as a contact."""
    name, honorific = strip_titles("" if "@" in guest.name else guest.name)
    name = given_name_first(name, guest.email)
    return Contact(name=name, email=guest.email, role=ContactRole.OTHER, why=Why.GUEST, honorific=honorific)


def is_same(a: Contact, b: Contact) -> bool:
    """Whether two contacts are one person: the same address, or the same name where one has no address."""
    if a.email and b.email and a.email == b.email:
        return True
    if not a.name or not b.name:
        return False
    # "Frau Weiß" of one letter is "Annegret Weiß" of another; with two addresses they are two.
    short = not (a.email and b.email) and (_stands_for(a.name, b.name) or _stands_for(b.name, a.name))
    return same_person(a.name, b.name) or short


def _stands_for(short: str, full: str) -> bool:
    """Whether `short` is the given name of `full`, or its family name, of several words though it may be."""
    words, name = name_key(short), name_key(full)
    return short_for(short, full) or (0 < len(words) < len(name) and name[-len(words) :] == words)


def merged(a: Contact, b: Contact) -> Contact:
    """One contact out of two of the same person, `a` preferred."""
    role = a.role if a.role is not ContactRole.OTHER else b.role
    name = a.name if len(a.name) >= len(b.name) else b.name
    return replace(
        a,
        name=name,
        email=a.email or b.email,
        role=role,
        why=a.why if a.email or not b.email else b.why,
        title=a.title or b.title,
        honorific=a.honorific or b.honorific,
    )


def joined(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """`contacts` with every person once, in order of first mention."""
    people: list[Contact] = []
    for contact in contacts:
        for i, known in enumerate(people):
            if is_same(known, contact):
                people[i] = merged(known, contact)
                break
        else:
            people.append(contact)
    return tuple(people)


def is_guest_human(guest: Attendee, owner: Owner) -> bool:
    """Whether a guest is a human other than the owner: no room, no resource, no bot, no list."""
    if guest.kind not in {"individual", "unknown", ""} or not guest.email or guest.status == "declined":
        return False
    if owner.is_me(guest.email) or is_machine_guest(guest.name, guest.email):
        return False
    return is_humans(guest.email, owner.vendors)


def contacts_of(readings: Sequence[Reading], owner: Owner, told: Iterable[ToldContact] = ()) -> tuple[Contact, ...]:
    """The humans of the employer in `readings`; whom the owner named first believed, then senders' own words."""
    found = [Contact(name=one.name, email=one.email, role=one.role, why=Why.YOURS) for one in told]
    for reading in readings:
        if reading.direction is Direction.OUTGOING:
            continue
        for person in reading.people:
            if person.email and (owner.is_me(person.email) or not is_humans(person.email, owner.vendors)):
                continue
            if is_machine_guest(person.name, person.email):
                continue
            if person.name and same_person(person.name, owner.name):
                continue
            found.append(contact_of_person(person))
        for invitation in reading.invitations:
            found += [contact_of_guest(guest) for guest in invitation.attendees if is_guest_human(guest, owner)]
    return joined(found)
