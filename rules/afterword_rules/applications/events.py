"""Events: the versions of each calendar event, from mail and calendars, and which of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from afterword_parsers.dates.span import Precision
from afterword_parsers.invitation import Invitation, Method
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind

_CANCELLED, _MOVED = SignalKind.INTERVIEW_CANCELLED, SignalKind.INTERVIEW_RESCHEDULED
_ANNOUNCING = {Method.PUBLISH, Method.REQUEST, Method.ADD}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an event, known since `known` from `source` (a Message-ID, or "calendar")."""

    invitation: Invitation
    known: datetime
    source: str
    vanished: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event, key (UID, RECURRENCE-ID), RFC 5546 section 2.1.5.

    `current` is the version that holds, `starts` every start it ever had, `known` when it was first heard of,
    `told_by` the messages that told of it, first those of the current start; `told_current` only those whose version
    is no older than the current one: a calendar shows the same version without the mail's words.
    `cancelled` is the moment it was called off, `declined` whether the owner said no.
    """

    current: Version
    starts: frozenset[datetime]
    told_by: tuple[str, ...]
    told_current: frozenset[str]
    known: datetime
    cancelled: datetime | None
    declined: bool


def events_of(readings: Sequence[Reading], entries: Iterable[CalendarEntry], owner: Owner) -> tuple[Event, ...]:
    """The events that stand in `readings` and `entries`, in order of their start, as mail in words left them."""
    announced: dict[tuple[str, str], list[Version]] = {}
    cancels: dict[tuple[str, str], list[Version]] = {}
    answers: dict[tuple[str, str], Version] = {}
    for reading in readings:
        for invitation in reading.invitations:
            key = (invitation.uid, invitation.recurrence)
            version = Version(invitation, reading.arrived, reading.message_id)
            if invitation.method is Method.REPLY:
                if reading.direction is Direction.OUTGOING:
                    answers[key] = version
            elif invitation.method is Method.CANCEL:
                cancels.setdefault(key, []).append(version)
            elif invitation.method in _ANNOUNCING:
                announced.setdefault(key, []).append(version)
    for entry in entries:
        key = (entry.invitation.uid, entry.invitation.recurrence)
        announced.setdefault(key, []).append(Version(entry.invitation, entry.appeared, "calendar", entry.vanished))
    found = [_event(key, versions, cancels, answers, owner) for key, versions in announced.items()]
    for reading in readings:
        found = _after_words(reading, found)
    return tuple(sorted(found, key=lambda event: (event.current.invitation.start, event.current.invitation.uid)))


def _event(
    key: tuple[str, str],
    versions: list[Version],
    cancels: dict[tuple[str, str], list[Version]],
    answers: dict[tuple[str, str], Version],
    owner: Owner,
) -> Event:
    """The event of `key`: its newest version, and whether it still stands."""
    current = max(_in_time(versions), key=_age)
    # A CANCEL without RECURRENCE-ID calls off the whole series (RFC 5546 section 3.2.5).
    calls = [c for k in (key, (key[0], "")) for c in cancels.get(k, []) if _may_cancel(c, current)]
    cancelled = min((c.known for c in calls if c.known < current.invitation.end), default=None)
    if cancelled is None and current.invitation.cancelled and current.known < current.invitation.end:
        cancelled = current.known
    if cancelled is None:
        cancelled = _taken_out(versions, current)
    return Event(
        current=current,
        starts=frozenset(version.invitation.start for version in versions),
        told_by=_told_by(versions, current),
        told_current=frozenset(
            v.source
            for v in versions
            if v.invitation.sequence == current.invitation.sequence and v.invitation.start == current.invitation.start
        ),
        known=min(version.known for version in versions),
        cancelled=cancelled,
        declined=_declined(current, answers.get(key), owner),
    )


def _after_words(reading: Reading, events: list[Event]) -> list[Event]:
    """`events` after a mail that calls one off, or moves it, in words only.

    What was announced again later stands, and so does what the mail itself announces. A mail that names a day means the
    events of that day; one that moves the only event ahead means that one.
    """
    kind = reading.signal.kind
    # A mail that carries the event itself speaks of that one, and says so.
    if reading.direction is Direction.OUTGOING or kind not in {_CANCELLED, _MOVED} or reading.invitations:
        return events
    ahead = [
        event
        for event in events
        if event.cancelled is None and event.current.known <= reading.arrived < event.current.invitation.start
    ]
    named = [date for date in reading.dates if not date.ambiguous]
    meant = [e for e in ahead if any(d.earliest <= e.current.invitation.start <= d.latest for d in named)]
    if kind is _CANCELLED:
        off = meant or ahead
    else:
        starts = {event.current.invitation.start for event in ahead}
        moved_to = {date.earliest for date in named if date.precision is Precision.MINUTE} - starts
        off = (meant or (ahead if len(ahead) == 1 else [])) if moved_to else []
    return [replace(event, cancelled=reading.arrived) if event in off else event for event in events]


def _in_time(versions: list[Version]) -> list[Version]:
    """`versions` without those that correct a conversation which was over: it was held when it was held."""
    return [
        version
        for version in versions
        if version.invitation.end > version.known
        or not any(
            other.known < other.invitation.end <= version.known and not other.invitation.cancelled
            for other in versions
            if _age(other) < _age(version)
        )
    ]


def _age(version: Version) -> tuple[int, float, float, str]:
    """What makes one version newer than another: SEQUENCE, then DTSTAMP, then when it was heard of.

    Two that differ in none of these are ordered by their text, so that the order of calendars decides nothing.
    """
    invitation = version.invitation
    stamp = invitation.stamp.timestamp() if invitation.stamp else 0.0
    return (invitation.sequence, stamp, version.known.timestamp(), repr(invitation))


def _told_by(versions: list[Version], current: Version) -> tuple[str, ...]:
    mails = [version for version in versions if version.source != "calendar"]
    mails.sort(key=lambda version: version.invitation.start != current.invitation.start)
    return tuple(dict.fromkeys(version.source for version in mails))


def _may_cancel(cancel: Version, current: Version) -> bool:
    """Whether this CANCEL speaks of this version: not older than it, and from the event's own organizer."""
    organizer, by = current.invitation.organizer, cancel.invitation.organizer
    known_hand = organizer is None or by is None or organizer.email == by.email
    if cancel.invitation.sequence == current.invitation.sequence:
        # Some servers do not raise SEQUENCE when they invite again.
        return known_hand and cancel.known >= current.known
    return known_hand and cancel.invitation.sequence > current.invitation.sequence


def _taken_out(versions: list[Version], current: Version) -> datetime | None:
    """When the event was taken out of the calendar ahead of its start; None while it stands, or was never there."""
    seen = [v for v in versions if v.source == "calendar"]
    if not seen or any(v.vanished is None for v in seen):
        return None
    gone = max(v.vanished for v in seen if v.vanished is not None)
    renewed = any(v.source != "calendar" and v.known > gone for v in versions)
    return None if renewed or gone >= current.invitation.start else gone


def _declined(current: Version, answer: Version | None, owner: Owner) -> bool:
    """Whether the owner's last word on this version was no."""
    if answer is None or answer.invitation.sequence < current.invitation.sequence:
        return _refused_by(current.invitation, owner)
    if current.known > answer.known and _refused_by(current.invitation, owner):
        return True
    return _refused_by(answer.invitation, owner)


def _refused_by(invitation: Invitation, owner: Owner) -> bool:
    return any(guest.status == "declined" and owner.is_me(guest.email) for guest in invitation.attendees)
