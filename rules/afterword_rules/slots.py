"""Interviews agreed in plain words: what was proposed, answered, moved and called off in the correspondence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.person import Person, PersonSource
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind

# Where the words give a start only, an interview is taken to last an hour.
USUAL_LENGTH = timedelta(hours=1)

_FIXING = {SignalKind.INTERVIEW_SCHEDULED, SignalKind.INTERVIEW_RESCHEDULED}


@dataclass(frozen=True, slots=True)
class Slot:
    """A time somebody named for a conversation.

    `known` is when it was agreed (or proposed), in the message `source`; `called_off` when it was cancelled or moved.
    `people` are those the message names, with what it says of their taking part; `by` is who arranged it.
    `alone` is False when the same message names further slots.
    """

    start: datetime
    end: datetime
    known: datetime
    source: str
    by: Person
    people: tuple[Person, ...] = ()
    end_known: bool = True
    zone_known: bool = True
    called_off: datetime | None = None
    alone: bool = True


def agreed_slots(readings: Sequence[Reading]) -> tuple[Slot, ...]:
    """The slots agreed in `readings` (in order of arrival), called-off ones included."""
    agreed: list[Slot] = []
    proposed: list[Slot] = []
    for reading in readings:
        kind = reading.signal.kind
        if reading.direction is Direction.OUTGOING:
            proposed = _answered_by_owner(reading, proposed, agreed)
        elif kind is SignalKind.INTERVIEW_CANCELLED:
            _call_off(agreed, reading.arrived)
            proposed = []
        elif kind in _FIXING or kind is SignalKind.INTERVIEW_PROPOSED:
            slots = _slots_in(reading)
            taken_up = [slot for slot in slots if any(_is_one(slot, wish) for wish in proposed)]
            fixed = taken_up or (slots if kind in _FIXING else [])
            if fixed and kind is SignalKind.INTERVIEW_RESCHEDULED:
                _call_off(agreed, reading.arrived)
            agreed += [slot for slot in fixed if slot.start not in {known.start for known in agreed}]
            proposed = (slots if not fixed else []) if slots else _agreed_without_date(reading, proposed, agreed)
        elif reading.agrees:
            proposed = _agreed_without_date(reading, proposed, agreed)
    return tuple(agreed)


def _is_one(slot: Slot, wish: Slot) -> bool:
    """Whether `slot` takes up what was wished: the same moment, or the same hour by one side's clock or the other's."""
    return slot.start == wish.start or slot.start.replace(tzinfo=None) == wish.start.replace(tzinfo=None)


def _answered_by_owner(reading: Reading, proposed: list[Slot], agreed: list[Slot]) -> list[Slot]:
    """What stays proposed after the owner wrote `reading`; what the owner said yes to goes to `agreed`."""
    named = [date for date in reading.dates if date.kind in {DateKind.APPOINTMENT, DateKind.OTHER}]
    chosen = [slot for slot in proposed if any(_names(date, slot, proposed) for date in named)]
    if chosen and reading.agrees is not False:
        agreed += [replace(slot, known=reading.arrived) for slot in chosen[:1]]
        return []
    if not named and len(proposed) == 1 and reading.agrees:
        agreed += [replace(proposed[0], known=reading.arrived)]
        return []
    counter = [_slot(date, reading) for date in named if date.precision is Precision.MINUTE]
    if counter and proposed:
        # The other side arranged it; the owner only named another time.
        return [replace(slot, by=proposed[0].by, people=proposed[0].people) for slot in counter]
    return proposed


def _agreed_without_date(reading: Reading, proposed: list[Slot], agreed: list[Slot]) -> list[Slot]:
    """What stays proposed after a "works for us" that names no time itself."""
    if len(proposed) == 1 and reading.agrees is not False:
        agreed.append(replace(proposed[0], known=reading.arrived, people=proposed[0].people + reading.people))
        return []
    return proposed


def _names(date: DateInWords, slot: Slot, proposed: list[Slot]) -> bool:
    """Whether `date` in the owner's answer means `slot`: the same start, or the only slot of that day."""
    if date.ambiguous:
        return False
    if date.precision is Precision.MINUTE:
        # "Monday at three is fine" means three o'clock where the proposal was made, whatever zone the owner is in.
        return date.earliest == slot.start or date.earliest.replace(tzinfo=None) == slot.start.replace(tzinfo=None)
    same_day = [other for other in proposed if date.earliest <= other.start <= date.latest]
    return date.precision is Precision.DAY and same_day == [slot]


def _call_off(agreed: list[Slot], moment: datetime) -> None:
    """Call off every slot that still lay ahead at `moment`."""
    agreed[:] = [replace(s, called_off=moment) if s.start > moment and not s.called_off else s for s in agreed]


def _slots_in(reading: Reading) -> list[Slot]:
    """The times `reading` names for a conversation that still lies ahead of it."""
    slots = [
        _slot(date, reading)
        for date in reading.dates
        if date.kind is DateKind.APPOINTMENT
        and date.precision is Precision.MINUTE
        and not date.ambiguous
        and date.earliest > reading.arrived
    ]
    return [replace(slot, alone=len(slots) == 1) for slot in slots]


def _slot(date: DateInWords, reading: Reading) -> Slot:
    end_known = date.latest > date.earliest
    sender = next((p for p in reading.people if p.source is PersonSource.SENDER), None)
    return Slot(
        start=date.earliest,
        end=date.latest if end_known else date.earliest + USUAL_LENGTH,
        known=reading.arrived,
        source=reading.message_id,
        by=sender or Person(name=reading.sender.name, email=reading.sender.email, source=PersonSource.SENDER),
        people=reading.people,
        end_known=end_known,
        zone_known=date.zone_known,
    )
