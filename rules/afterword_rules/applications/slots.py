"""Interviews agreed in plain words: what was proposed, answered, moved and called off in the correspondence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.names.names import same_person
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
    `people` are those the message names, with what it says of their taking part; of a schedule, those of this time.
    `by` is who arranged it. `alone` is False when the same message names further slots.
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
    talk = _Talk()
    for reading in readings:
        if reading.direction is Direction.OUTGOING:
            talk.owner_wrote(reading)
        else:
            talk.they_wrote(reading)
    return tuple(talk.agreed)


class _Talk:
    """A correspondence about times: what they offer, what the owner wishes, what is agreed."""

    def __init__(self) -> None:
        self.agreed: list[Slot] = []
        self._offers: list[Slot] = []
        self._wishes: list[Slot] = []
        # What was agreed and would be replaced by one of the offers or wishes.
        self._moving: list[Slot] = []

    def they_wrote(self, reading: Reading) -> None:
        """A letter of the employer."""
        kind = reading.signal.kind
        ahead = [slot for slot in self.agreed if slot.start > reading.arrived and not slot.called_off]
        slots = _slots_in(reading) or _at_the_same_hour(ahead, reading)
        if kind is SignalKind.INTERVIEW_CANCELLED:
            # "That is off; how about Tuesday at four?" has moved it.
            slots = [slot for slot in slots if all(slot.start != known.start for known in ahead)]
            self._call_off(reading)
            self._offers, self._wishes = slots, []
            return
        if kind not in _FIXING:
            slots = [slot for slot in slots if all(date.earliest != slot.start for date in reading.refused)]
        wished = [slot for slot in slots if any(_is_one(slot, wish) for wish in self._wishes)]
        if reading.agrees is False and kind not in _FIXING:
            # "Thursday does not work; how about Friday?" names the wish to refuse it.
            slots, wished = [slot for slot in slots if slot not in wished], []
        granted = wished
        arranges = kind in _FIXING or kind is SignalKind.INTERVIEW_PROPOSED or granted
        if kind is SignalKind.INTERVIEW_RESCHEDULED and not slots and ahead and not granted and _leaves_open(reading):
            self._call_off(reading)
            self._offers, self._wishes = [], []
            return
        if not slots or not arranges:
            self._fix_without_date(reading, fixes=kind in _FIXING)
            return
        fixed = granted or (slots if kind in _FIXING else [])
        if fixed and kind is SignalKind.INTERVIEW_RESCHEDULED:
            fixed = self._call_off(reading, moved_to=fixed)
            if reading.asks and len(fixed) > max(1, len(ahead)):
                # More times than were called off, and a question: the owner is to choose one.
                self._offers, self._wishes = fixed, []
                return
        elif len(ahead) == 1 and _replaces(ahead[0], slots, reading):
            # Nobody says "move" who only names the new day.
            self._moving = ahead
        if fixed:
            fixed = self._in_place_of(fixed, reading.arrived)
        self._agree([self._with_people(slot) for slot in fixed])
        self._offers = [] if fixed else slots
        self._wishes = [] if fixed else self._wishes

    def owner_wrote(self, reading: Reading) -> None:
        """A letter of the owner: a yes to one offer, or a wish for another time."""
        kinds = {DateKind.APPOINTMENT, DateKind.OTHER}
        named = [date for date in reading.dates if date.kind in kinds and date not in reading.refused]
        # "Not before Thursday night; Friday at half past eleven?" names a day that is no answer.
        hours = [date for date in named if date.precision is Precision.MINUTE]
        answers = hours or named
        chosen = [
            _with_end(slot, date) for slot in self._offers for date in answers if _names(date, slot, self._offers)
        ]
        if reading.agrees is False:
            chosen = []
        elif not named and len(self._offers) == 1 and reading.agrees:
            chosen = list(self._offers)
        if len({slot.start for slot in chosen}) == 1:
            self._agree(self._in_place_of([replace(chosen[0], known=reading.arrived)], reading.arrived))
            self._offers, self._wishes = [], []
        elif not chosen:
            self._wishes = [_slot(date, reading) for date in named if date.is_hour_of_talk]
            ahead = [slot for slot in self.agreed if slot.start > reading.arrived and not slot.called_off]
            if self._wishes and len(ahead) == 1 and not any(_is_one(ahead[0], wish) for wish in self._wishes):
                self._moving = ahead

    def _fix_without_date(self, reading: Reading, *, fixes: bool) -> None:
        """A "works for us" to the owner's wish, or a confirmation of the only offer, that names no time itself."""
        if reading.agrees is False:
            return
        by = _by(reading)
        if len(self._wishes) == 1 and (fixes or reading.agrees):
            people = (*(self._offers[0].people if self._offers else ()), *reading.people)
            wish = replace(self._wishes[0], known=reading.arrived, by=by, people=people)
            self._agree(self._in_place_of([wish], reading.arrived))
        elif len(self._offers) == 1 and fixes:
            offer = self._offers[0]
            self._agree([replace(offer, known=reading.arrived, people=(*offer.people, *reading.people))])
        else:
            return
        self._offers, self._wishes = [], []

    def _in_place_of(self, slots: Sequence[Slot], moment: datetime) -> list[Slot]:
        """`slots` with the people of what they replace, which is called off."""
        off = [s for s in self.agreed if any(s.start == m.start for m in self._moving) and not s.called_off]
        self._moving = []
        off = [old for old in off if all(old.start != slot.start for slot in slots)]
        self.agreed = [replace(slot, called_off=moment) if slot in off else slot for slot in self.agreed]
        return _with_people_of(off, slots)

    def _with_people(self, slot: Slot) -> Slot:
        """`slot` with the people whom the offer of the same time named."""
        offered = (person for offer in self._offers if _is_one(slot, offer) for person in offer.people)
        return replace(slot, people=(*slot.people, *offered))

    def _agree(self, slots: Sequence[Slot]) -> None:
        standing = {slot.start: place for place, slot in enumerate(self.agreed) if not slot.called_off}
        for slot in slots:
            if slot.start not in standing:
                self.agreed.append(slot)
            elif slot.end_known and not self.agreed[standing[slot.start]].end_known:
                # The confirmation says how long it will take, which the offer did not.
                known = self.agreed[standing[slot.start]]
                self.agreed[standing[slot.start]] = replace(known, end=slot.end, end_known=True)

    def _call_off(self, reading: Reading, moved_to: Sequence[Slot] = ()) -> list[Slot]:
        """Call off what still lies ahead: the times the letter names, else all. Returns what it moves to."""
        named = {date.earliest for date in reading.dates if date.precision is Precision.MINUTE}
        days = [date for date in reading.dates if date.precision is Precision.DAY]
        ahead = [slot for slot in self.agreed if slot.start > reading.arrived and not slot.called_off]
        meant = [s for s in ahead if s.start in named or any(d.earliest <= s.start <= d.latest for d in days)]
        off = meant or ahead
        self.agreed = [replace(s, called_off=reading.arrived) if s in off else s for s in self.agreed]
        old = {slot.start for slot in off}
        moved = [slot for slot in moved_to if slot.start not in old] or list(moved_to)
        self._moving = []
        return _with_people_of(off, moved)


def _with_people_of(off: Sequence[Slot], slots: Sequence[Slot]) -> list[Slot]:
    """`slots` that replace `off`: "we move it to Friday" does not say again whom it is with."""
    before = tuple(person for slot in off for person in slot.people)
    again = any(person.meets for slot in slots for person in slot.people)
    return list(slots) if again else [replace(slot, people=(*slot.people, *before)) for slot in slots]


def _replaces(old: Slot, slots: Sequence[Slot], reading: Reading) -> bool:
    """Whether a letter that names one time on another day than `old` moves it, and tells of no further talk.

    Whoever is to talk with somebody else, in a second round, is told so.
    """
    if len(slots) != 1 or reading.one_more or slots[0].start.date() == old.start.date():
        return False
    partners = [person.name for person in slots[0].people if person.meets and person.name]
    known = [person.name for person in (*old.people, old.by) if person.name]
    return all(any(same_person(partner, name) for name in known) for partner in partners)


def _leaves_open(reading: Reading) -> bool:
    """Whether a letter that moves a conversation names no day for it, or asks for one."""
    days = {DateKind.APPOINTMENT, DateKind.OTHER}
    ahead = [date for date in reading.dates if date.kind in days and date.latest > reading.arrived]
    return reading.asks or not [date for date in ahead if date not in reading.refused]


def _at_the_same_hour(ahead: Sequence[Slot], reading: Reading) -> list[Slot]:
    """The only conversation `ahead` on the one day that `reading` names with "at the same time"."""
    days = [date for date in reading.dates if date.same_hour and not date.ambiguous and date not in reading.refused]
    days = [day for day in days if not any(day.earliest <= slot.start <= day.latest for slot in ahead)]
    if len(days) != 1 or len(ahead) != 1:
        return []
    old = ahead[0]
    start = datetime.combine(days[0].earliest.date(), old.start.astimezone(days[0].earliest.tzinfo).timetz())
    if start <= reading.arrived:
        return []
    length = old.end - old.start
    return [replace(old, start=start, end=start + length, known=reading.arrived, source=reading.message_id)]


def _is_one(slot: Slot, wish: Slot) -> bool:
    """Whether `slot` takes up what was wished: the same moment, or the same hour by one side's clock or the other's."""
    return slot.start == wish.start or slot.start.replace(tzinfo=None) == wish.start.replace(tzinfo=None)


def _names(date: DateInWords, slot: Slot, offers: Sequence[Slot]) -> bool:
    """Whether `date` in the owner's answer means `slot`: the same start, or the only slot of that day."""
    if date.ambiguous:
        return False
    if date.precision is Precision.MINUTE:
        # "Monday at three is fine" means three o'clock where the proposal was made, whatever zone the owner is in.
        return date.earliest == slot.start or date.earliest.replace(tzinfo=None) == slot.start.replace(tzinfo=None)
    same_day = [other for other in offers if date.earliest <= other.start <= date.latest]
    return date.precision is Precision.DAY and same_day == [slot]


def _with_end(slot: Slot, date: DateInWords) -> Slot:
    """`slot` with the end that the owner's yes repeats, where the offer gave none."""
    if slot.end_known or date.precision is not Precision.MINUTE or date.latest <= date.earliest:
        return slot
    return replace(slot, end=slot.start + (date.latest - date.earliest), end_known=True)


def _slots_in(reading: Reading) -> list[Slot]:
    """The times `reading` names for a conversation that still lies ahead of it, each with its people."""
    dates = [date for date in reading.dates if date.is_hour_of_talk and date.earliest > reading.arrived]
    people = _people_by_time(dates, reading)
    slots = [replace(_slot(date, reading), people=named) for date, named in zip(dates, people, strict=True)]
    return [replace(slot, alone=len(slots) == 1) for slot in slots]


def _people_by_time(dates: Sequence[DateInWords], reading: Reading) -> list[tuple[Person, ...]]:
    """For each date the people that belong to it.

    Of a schedule, where people stand behind several of its times, each time has those that stand behind it and before
    the next one. Otherwise everybody belongs to every time.
    """
    if len(dates) < 2:
        return [reading.people for _ in dates]
    ends = [*(date.begin for date in dates[1:]), None]
    behind = [
        tuple(p for p in reading.people if p.begin >= date.end and (end is None or p.begin < end))
        for date, end in zip(dates, ends, strict=True)
    ]
    if sum(map(bool, behind)) < 2 or any(a.begin >= b.begin for a, b in pairwise(dates)):
        return [reading.people for _ in dates]
    elsewhere = tuple(p for p in reading.people if p.begin < 0)
    return [(*elsewhere, *named) for named in behind]


def _slot(date: DateInWords, reading: Reading) -> Slot:
    end_known = date.latest > date.earliest
    return Slot(
        start=date.earliest,
        end=date.latest if end_known else date.earliest + USUAL_LENGTH,
        known=reading.arrived,
        source=reading.message_id,
        by=_by(reading),
        people=reading.people,
        end_known=end_known,
        zone_known=date.zone_known,
    )


def _by(reading: Reading) -> Person:
    """Who wrote the letter."""
    sender = next((p for p in reading.people if p.source is PersonSource.SENDER), None)
    return sender or Person(name=reading.sender.name, email=reading.sender.email, source=PersonSource.SENDER)
