"""The job search as a whole: readings and calendar entries in, applications out.

A pure fold. The result depends on when each fact became known, never on the order in which they are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from afterword_parsers.dates import find_dates
from afterword_parsers.dates.span import DateInWords
from afterword_parsers.person import PersonSource
from afterword_rules.application import Application, Letter
from afterword_rules.applications.after_talks import after_talks
from afterword_rules.applications.attaching import (
    correspondents,
    event_belongs,
)
from afterword_rules.applications.calendar_words import may_be_interview
from afterword_rules.applications.case import Case
from afterword_rules.applications.cases_in_mail import MEANINGLESS, cases_in
from afterword_rules.applications.contacts import contacts_of
from afterword_rules.applications.corrections import is_muted, told_contacts, told_stages, unheard
from afterword_rules.applications.events import Event, events_of
from afterword_rules.applications.interviews import interviews_of
from afterword_rules.applications.own_notes import notes_in_events, notes_in_mail
from afterword_rules.applications.promises import promise_of
from afterword_rules.applications.slots import agreed_slots
from afterword_rules.applications.stages import history
from afterword_rules.applications.trust import of_stranger
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.note import Which
from afterword_rules.owner import Owner
from afterword_rules.owners_word import NOTHING_SAID, OwnersWord
from afterword_rules.reading import Direction, Reading
from afterword_rules.signals.unbelieved import is_distrusted


@dataclass(frozen=True, slots=True)
class Question:
    """A message that says something and fits several applications: the owner decides.

    `may_be` are their employers, `roles` their roles in the same order, empty where unknown.
    """

    reading: Reading
    may_be: tuple[str, ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobSearch:
    """All applications, the oldest first, and what could not be attached to any.

    `unheard` is what notes.yaml speaks of and no application is called.
    """

    applications: tuple[Application, ...]
    questions: tuple[Question, ...] = ()
    unheard: tuple[Which, ...] = ()


def job_search(
    readings: Iterable[Reading],
    entries: Iterable[CalendarEntry],
    owner: Owner,
    now: datetime,
    word: OwnersWord = NOTHING_SAID,
) -> JobSearch:
    """Fold everything known up to `now` (aware) into applications. What the owner said outranks what was read."""
    word = word.until(now)
    known = _in_order(reading for reading in readings if reading.arrived <= now)
    written_to = _written_to(known)
    cases, left = cases_in(known, owner, word, written_to)
    for entry in sorted((e for e in entries if e.appeared <= now), key=lambda e: (e.appeared, e.invitation.uid)):
        if entry.vanished and entry.vanished > now:
            entry = replace(entry, vanished=None)  # noqa: PLW2901 - what is not known yet has not happened
        case = event_belongs(entry.invitation, cases, owner, entry.appeared)
        if (
            case is not None
            and not of_stranger(entry.invitation, case, owner, written_to)
            and entry.invitation.end > case.founder.arrived
            and may_be_interview(entry.invitation, owner)
        ):
            case.entries.append(entry)
            cases.learn(case, uids=[entry.invitation.uid])
    in_vain = unheard(list(cases), word)
    word = replace(word, notes=(*word.notes, *notes_in_mail(known)))
    found = [_application(case, owner, now, word) for case in cases]
    applications = tuple(application for application in found if application is not None)
    questions = tuple(
        Question(r, tuple(c.company for c in several), tuple(c.role or "" for c in several))
        for r, several in left
        if several
    )
    return JobSearch(applications, questions, in_vain)


def _in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Readings by arrival, each message once."""
    unique: dict[str, Reading] = {}
    for reading in sorted(readings, key=lambda r: (r.arrived, r.message_id, r.direction)):
        first = unique.setdefault(reading.message_id, reading)
        if reading.direction is Direction.OUTGOING and first.direction is Direction.INCOMING:
            # What stands in Sent is the owner's, whatever became of a copy that came back.
            unique[reading.message_id] = reading
        elif reading.note and not first.note:
            # Of a mail to oneself only the copy in Sent is a note.
            unique[reading.message_id] = replace(first, note=reading.note)
    return list(unique.values())


def _written_to(readings: Iterable[Reading]) -> frozenset[str]:
    """Everybody to whom the owner wrote."""
    sent = (reading for reading in readings if reading.direction is Direction.OUTGOING)
    return frozenset(address.email for reading in sent for address in reading.recipients)


def _application(case: Case, owner: Owner, now: datetime, word: OwnersWord) -> Application | None:
    """`case`, folded; None when nothing in it proves an application."""
    contacts = contacts_of(case.readings, owner, told_contacts(case, word))
    events = events_of(case.readings, case.entries, owner)
    slots = agreed_slots(case.readings)
    people_of = {reading.message_id: reading.people for reading in case.readings if reading.invitations}
    interviews = interviews_of(events, slots, contacts, owner, people_of)
    told_since = case.founder.arrived if case.told else None
    readings = after_talks(case.readings, interviews)
    steps = history(readings, events, interviews, now, told_stages(case, word), told_since)
    if not steps:
        return None
    event_dates = {event.current.invitation.uid: _dates_of(event, case, owner) for event in events}
    mine = (*(note for note in word.notes if case.is_meant_by(note.which, note.at)), *notes_in_events(case, owner))
    return Application(
        key=case.key,
        company=case.company,
        role=case.role,
        requisition=case.requisition,
        vendor=case.vendor,
        history=steps,
        contacts=contacts,
        interviews=interviews,
        promise=promise_of(readings, events, event_dates, mine, owner, steps, now),
        letters=tuple(_letter(reading, owner) for reading in readings),
        language=_language(case),
        notes=mine,
        muted=is_muted(case, word),
    )


def _dates_of(event: Event, case: Case, owner: Owner) -> tuple[DateInWords, ...]:
    """The dates in an event's description, read at the moment it became known."""
    invitation = event.current.invitation
    sent = invitation.stamp or event.known
    return find_dates(
        invitation.description, sent=sent, zone=owner.zone, language=_language(case), country=owner.country
    )


def _language(case: Case) -> str:
    """The language of the application's latest human letter, else of its first message."""
    humans = [
        r for r in case.readings if r.direction is Direction.INCOMING and not r.marks.bulk and not r.marks.generated
    ]
    return (humans[-1] if humans else case.founder).language


def _letter(reading: Reading, owner: Owner) -> Letter:
    return Letter(
        message_id=reading.message_id,
        references=reading.references,
        at=reading.arrived,
        outgoing=reading.direction is Direction.OUTGOING,
        correspondent=reading.sender.email,
        correspondents=tuple(sorted(correspondents(reading, owner))),
        subject=reading.subject,
        language=reading.language,
        human=reading.direction is Direction.OUTGOING or _written_by_human(reading),
        automatic_reply=reading.marks.auto_reply,
        signal=reading.signal.kind,
        asks_for_news=reading.asks_for_news,
        disbelieved=reading.signal.rule if is_distrusted(reading.signal) else "",
    )


def _written_by_human(reading: Reading) -> bool:
    """Whether a person wrote this, for the owner: a newsletter signed by somebody is not meant."""
    marks = reading.marks
    if marks.auto_reply or marks.generated or marks.bounce or marks.no_reply:
        return False
    if marks.bulk and reading.signal.kind in MEANINGLESS:
        return False
    return any(person.source is PersonSource.SENDER for person in reading.people)
