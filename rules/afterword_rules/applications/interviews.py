"""Interviews: one record for each conversation, out of events, invitations and plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from afterword_parsers.names.names import same_person
from afterword_parsers.person import Person, PersonSource
from afterword_rules.application import Contact, ContactRole, Interview
from afterword_rules.applications.agenda import agenda_of
from afterword_rules.applications.contacts import (
    Why,
    contact_of_guest,
    contact_of_person,
    is_guest_human,
    is_same,
    joined,
    merged,
)
from afterword_rules.applications.events import Event
from afterword_rules.applications.slots import Slot
from afterword_rules.owner import Owner

_NAMED = frozenset({PersonSource.TEXT, PersonSource.CC})
# A slot agreed in words and an event that starts this close to it are the same conversation.
SAME_START = timedelta(minutes=15)


def interviews_of(
    events: Sequence[Event],
    slots: Sequence[Slot],
    contacts: Sequence[Contact],
    owner: Owner,
    people_of: Mapping[str, tuple[Person, ...]],
) -> tuple[Interview, ...]:
    """The conversations of one application, in order of their start, cancelled ones included.

    `people_of` gives the people that a message names, by Message-ID.
    """
    found = [_from_event(event, slots, contacts, owner, people_of) for event in events]
    found += [_from_slot(slot, contacts, owner) for slot in slots if not _told_by_event(slot, events, owner)]
    found.sort(key=lambda interview: (interview.start, interview.cancelled))
    unique: dict[str, Interview] = {}
    for interview in found:
        # Two calendars may hold the same conversation under two UIDs; a standing one outranks a cancelled one.
        twin = unique.get(interview.key)
        if twin is None:
            unique[interview.key] = interview
        elif interview.cancelled == twin.cancelled:
            unique[interview.key] = replace(
                twin,
                interviewers=joined((*twin.interviewers, *interview.interviewers)),
                end=max(twin.end, interview.end),
            )
    return _numbered(tuple(unique.values()))


def _told_by_event(slot: Slot, events: Sequence[Event], owner: Owner) -> bool:
    """Whether an event speaks of this slot: the same start in any of its versions, or a later word on that day."""
    for event in events:
        if any(abs(start - slot.start) <= SAME_START for start in event.starts):
            return True
        # An invitation may correct the hour that words gave; it does not hide the other talks of a schedule.
        days = {moment.astimezone(owner.zone).date() for moment in (event.current.invitation.start, slot.start)}
        if slot.alone and len(days) == 1 and event.current.known >= slot.known:
            return True
    return False


def _from_event(
    event: Event,
    slots: Sequence[Slot],
    contacts: Sequence[Contact],
    owner: Owner,
    people_of: Mapping[str, tuple[Person, ...]],
) -> Interview:
    invitation = event.current.invitation
    organizer = None
    if invitation.organizer and is_guest_human(invitation.organizer, owner):
        organizer = _known(replace(contact_of_guest(invitation.organizer), why=Why.ARRANGED), contacts)
    words = [slot for slot in slots if abs(slot.start - invitation.start) <= SAME_START]
    # A mail that names several slots does not tell which of its people belongs to which.
    named = [person for slot in words if slot.alone for person in slot.people]
    guests = [
        _known(contact_of_guest(guest), contacts) for guest in invitation.attendees if is_guest_human(guest, owner)
    ]
    told_by = event.told_by
    if any(not (organizer and is_same(guest, organizer)) for guest in guests):
        # The guest list is complete; people that an earlier invitation named may have been replaced.
        told_by = tuple(source for source in told_by if source in event.told_current)
    named += [person for source in told_by for person in people_of.get(source, ())]
    return Interview(
        key=_key(invitation.start),
        start=invitation.start,
        end=invitation.end,
        interviewers=_interviewers(joined(guests), organizer, named, contacts, owner, invitation.description),
        organizer=organizer,
        agenda=agenda_of(invitation.summary, invitation.description),
        cancelled=event.cancelled is not None,
        declined=event.declined,
        known=event.known,
        zone_known=invitation.zone_known,
        sources=tuple(dict.fromkeys([event.current.source, *(slot.source for slot in words)])),
    )


def _from_slot(slot: Slot, contacts: Sequence[Contact], owner: Owner) -> Interview:
    by = _known(replace(contact_of_person(slot.by), why=Why.ARRANGED), contacts)
    arranger = by if by.name or by.email else None
    return Interview(
        key=_key(slot.start),
        start=slot.start,
        end=slot.end,
        interviewers=_interviewers((), arranger, slot.people, contacts, owner, ""),
        organizer=arranger,
        cancelled=slot.called_off is not None,
        end_known=slot.end_known,
        zone_known=slot.zone_known,
        known=slot.known,
        sources=(slot.source,),
    )


def _interviewers(
    guests: Sequence[Contact],
    organizer: Contact | None,
    named: Sequence[Person],
    contacts: Sequence[Contact],
    owner: Owner,
    description: str,
) -> tuple[Contact, ...]:
    """Those who talk with the owner: guests and people named as partners, and who arranged it only when alone."""
    others = [p for p in named if not owner.is_me(p.email) and not (p.name and same_person(p.name, owner.name))]
    meets = [contact_of_person(p) for p in others if p.meets]
    absent = [contact_of_person(p) for p in named if p.meets is False]
    if not meets and not guests and organizer and any(is_same(organizer, one) for one in absent):
        # Whoever only arranges a talk names those whom it is with, in whatever words.
        meets = [contact_of_person(p) for p in others if p.meets is None and p.source in _NAMED]
    people = joined([*guests, *(_known(person, contacts) for person in meets)])
    people = tuple(p for p in people if not any(is_same(p, a) for a in absent))
    partners = tuple(p for p in people if not (organizer and is_same(p, organizer)))
    partners = _without_arrangers(partners, meets, description)
    organizer_meets = organizer is not None and any(is_same(organizer, person) for person in meets)
    if organizer and (organizer_meets or not partners) and not any(is_same(organizer, a) for a in absent):
        partners = (organizer, *partners)
    return tuple(replace(person, role=ContactRole.INTERVIEWER) for person in partners)


def _without_arrangers(
    partners: tuple[Contact, ...], meets: Sequence[Contact], description: str
) -> tuple[Contact, ...]:
    """`partners` without coordinators and recruiters who are only guests beside the real interviewers."""
    arrangers = {ContactRole.COORDINATOR, ContactRole.RECRUITER}
    kept = tuple(
        p
        for p in partners
        if p.role not in arrangers or any(is_same(p, m) for m in meets) or (p.name and p.name in description)
    )
    return kept or partners


def _known(contact: Contact, contacts: Sequence[Contact]) -> Contact:
    """`contact` with what is known of the same person from elsewhere."""
    for other in contacts:
        if is_same(contact, other):
            # The owner's word about an address outranks the calendar's.
            contact = merged(other, contact) if other.why == Why.YOURS else merged(contact, other)
    return contact


def _key(start: datetime) -> str:
    return start.astimezone(UTC).strftime("%Y%m%dT%H%MZ")


def _numbered(interviews: tuple[Interview, ...]) -> tuple[Interview, ...]:
    """Interviews with their round: those of one day are one round."""
    round_, day = 0, None
    numbered = []
    for interview in interviews:
        if not interview.cancelled and interview.start.date() != day:
            round_, day = round_ + 1, interview.start.date()
        numbered.append(replace(interview, round=max(round_, 1)))
    return tuple(numbered)
