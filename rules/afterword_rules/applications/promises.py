"""Promises: the day by which the other side said it would be heard of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from afterword_parsers.dates import find_dates
from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.words.language import language_of
from afterword_rules.application import Promise, Stage, Step
from afterword_rules.applications.events import Event
from afterword_rules.days.business_days import add_business_days
from afterword_rules.note import Note
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind


def promise_of(
    readings: Sequence[Reading],
    events: Sequence[Event],
    event_dates: dict[str, tuple[DateInWords, ...]],
    notes: Sequence[Note],
    owner: Owner,
    steps: Sequence[Step],
    now: datetime,
) -> Promise | None:
    """The promise that holds at `now`: the last one given, unless news has settled it. None where there is none.

    `event_dates` are the dates in the descriptions of `events`, by UID.
    """
    given: list[Promise] = []
    for reading in readings:
        if reading.direction is Direction.INCOMING and not reading.marks.auto_reply:
            given += [_promise(date, reading.arrived, reading.message_id, owner) for date in _promised_in(reading)]
    for event in events:
        if event.cancelled is None:
            dates = event_dates.get(event.current.invitation.uid, ())
            given += [_promise(date, event.known, event.current.source, owner) for date in dates if _promises(date)]
    for note in notes:
        # A note is short: the correspondence may tell its language better than its few words.
        for language in dict.fromkeys((language_of(note.text), *(reading.language for reading in readings), "en")):
            dates = find_dates(note.text, sent=note.at, zone=owner.zone, language=language, country=owner.country)
            given += [_promise(date, note.at, "your note", owner) for date in dates if _promises(date)]
    standing = [p for p in given if p.said <= now and not _settled(p, steps)]
    return max(standing, key=lambda p: (p.said, p.until), default=None)


def _promised_in(reading: Reading) -> list[DateInWords]:
    """The days by which a letter promises news.

    Where a letter only tells how things stand, the one day ahead that it names is meant, whatever its words.
    """
    promised = [date for date in reading.dates if _promises(date)]
    if promised or reading.signal.kind is not SignalKind.STATUS_UPDATE:
        return promised
    ahead = [
        date
        for date in reading.dates
        if date.kind is DateKind.OTHER
        and date.precision is not Precision.MINUTE
        and not date.ambiguous
        and date.latest > reading.arrived
    ]
    return ahead if len(ahead) == 1 else []


# "Please allow a few days" names no day after which one may ask.
_VAGUE = re.compile(
    r"\b(?:few|couple|some|several|soon|einige\w*|paar|mehrere\w*|quelques|unos|unas|algunos|varios)\b", re.IGNORECASE
)


def _promises(date: DateInWords) -> bool:
    return date.kind is DateKind.PROMISE and not date.ambiguous and not _VAGUE.search(date.text)


def _promise(date: DateInWords, said: datetime, source: str, owner: Owner) -> Promise:
    # Of a range the later end counts: "in two to three weeks" is over after three.
    until = date.latest
    if date.business_days:
        day = add_business_days(said.astimezone(owner.zone).date(), date.business_days, owner.country)
        until = datetime.combine(day, until.timetz())
    return Promise(until=until, said=said, words=date.text, source=source)


def _settled(promise: Promise, steps: Sequence[Step]) -> bool:
    """Whether news came after the promise. That an interview has ended is no news."""
    return any(step.at > promise.said and step.stage is not Stage.AWAITING_DECISION for step in steps)
