"""One .ics text, of whatever size, to the events around a window, with the word whether any is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from afterword_parsers.calendar.ics import read_invitations
from afterword_parsers.calendar.ics_text import MOST_BYTES, decode
from afterword_parsers.invitation import Invitation

# Smaller ones are read as they are: passing over events is worth its risk only where it saves seconds.
_LARGE = 500_000
_BATCH = 4_000_000
# More than any zone differs from any other, and than a day that has no zone.
_MARGIN = timedelta(days=3)
_MARK = re.compile(r"^(BEGIN|END):VEVENT[ \t]*(?:\n|\Z)", re.MULTILINE | re.IGNORECASE)
_DAY = r"[^:\n]*:[ \t]*(\d{8})"
_START = re.compile(rf"^DTSTART{_DAY}", re.MULTILINE | re.IGNORECASE)
_END = re.compile(rf"^DTEND{_DAY}", re.MULTILINE | re.IGNORECASE)
_OPEN_ENDED = re.compile(r"^(?:RRULE|RDATE|DURATION)[;:]", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IcsRead:
    """`whole`: no event of the data is missing in `events`, or it lies outside the window. If not, `problems` say why."""

    events: tuple[Invitation, ...]
    problems: tuple[str, ...]
    whole: bool


def read_ics(data: bytes, window_start: datetime, window_end: datetime, zone: tzinfo) -> IcsRead:
    """The events of `data`; of large data those that may lie in the window only. Never raises."""
    if len(data) <= _LARGE:
        events, problems = read_invitations(data, zone=zone)
        return _judged(events, problems, _lines(data), _lines(data))
    text = _lines(data)
    first, last = f"{window_start - _MARGIN:%Y%m%d}", f"{window_end + _MARGIN:%Y%m%d}"
    parts = [part for part in _parts(text) if not part.is_event or _may_touch(part.text, first, last)]
    kept = [part.text for part in parts if part.is_event]
    around = "".join(part.text for part in parts if not part.is_event)
    if _count("BEGIN:VCALENDAR", around) == 1:
        batches = _batches(around, kept)
    else:
        # Several calendars in one text: each event stays beside the method and the zones of its own.
        batches = ["".join(part.text for part in parts)]
    found: list[Invitation] = []
    wrong: list[str] = []
    for batch in batches:
        events, problems = read_invitations(batch.encode("utf-8", "replace"), zone=zone)
        found += events
        wrong += problems
    return _judged(tuple(found), tuple(dict.fromkeys(wrong)), text, "".join(kept))


def holds_no_more_than(events: int, data: bytes) -> bool:
    """Whether all that begins in the data also ends, and every event was understood. Data without any is a to-do."""
    text = _lines(data)
    return _ends(text) and _count("BEGIN:VEVENT", text) <= events


def _judged(events: tuple[Invitation, ...], problems: tuple[str, ...], text: str, kept: str) -> IcsRead:
    """`kept` is what of `text` may lie in the window."""
    too_much = any("were read" in problem or "was not read" in problem for problem in problems)
    whole = not too_much and _ends(text) and _count("BEGIN:VEVENT", kept) <= len(events)
    return IcsRead(events, problems if whole or problems else ("it is cut short",), whole)


def _lines(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _ends(text: str) -> bool:
    events, calendars = _count("BEGIN:VEVENT", text), _count("BEGIN:VCALENDAR", text)
    return events <= _count("END:VEVENT", text) and 0 < calendars <= _count("END:VCALENDAR", text)


def _count(line: str, text: str) -> int:
    return len(re.findall(rf"^{line}[ \t]*$", text, re.MULTILINE | re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text: one event, or what lies between events."""

    text: str
    is_event: bool


def _parts(text: str) -> Iterator[_Part]:
    """The whole text in order. An event that does not end reaches to the end of the next one that does."""
    done, opened = 0, -1
    for mark in _MARK.finditer(text):
        if mark[1].upper() == "BEGIN":
            if opened < 0:
                opened = mark.start()
                yield _Part(text[done:opened], is_event=False)
        elif opened >= 0:
            done = mark.end()
            yield _Part(text[opened:done], is_event=True)
            opened = -1
    yield _Part(text[done if opened < 0 else opened :], is_event=opened >= 0)


def _may_touch(event: str, first: str, last: str) -> bool:
    """Whether an event may lie between two days. One that cannot be judged at a glance may."""
    start = _START.search(event)
    if start is None or _count("BEGIN:VEVENT", event) > 1:
        return True
    if start[1] > last:
        return False
    if _OPEN_ENDED.search(event):
        return True
    end = _END.search(event)
    return (end[1] if end else start[1]) >= first


def _batches(around: str, events: list[str]) -> list[str]:
    """Texts of a size that is read whole: the calendar `around` the events, each time with some of them."""
    head, ending, rest = around.rpartition("END:VCALENDAR")
    # A calendar of to-dos, or of junk, is read once, up to the limit, which says what is missing.
    most = _BATCH if len(around) + _BATCH < MOST_BYTES else len(around) + sum(map(len, events)) + 1
    batches: list[list[str]] = [[]]
    size = 0
    for event in events:
        if size + len(event) > most:
            batches.append([])
            size = 0
        batches[-1].append(event)
        size += len(event)
    return [head + "".join(batch) + ending + rest for batch in batches]
