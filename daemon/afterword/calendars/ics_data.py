"""One .ics text, of whatever size, to the events around a window, with the word whether any is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from afterword_parsers.ics import read_invitations
from afterword_parsers.ics_text import MOST_BYTES, decode
from afterword_parsers.invitation import Invitation

# Smaller ones are read as they are: passing over events is worth its risk only where it saves seconds.
_LARGE = 500_000
_BATCH = 4_000_000
# More than any zone differs from any other, and than a day that has no zone.
_MARGIN = timedelta(days=3)
_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*$.*?^END:VEVENT[ \t]*$\n?", re.MULTILINE | re.DOTALL | re.IGNORECASE)
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
        return _judged(events, problems, data, data)
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    first, last = f"{window_start - _MARGIN:%Y%m%d}", f"{window_end + _MARGIN:%Y%m%d}"
    kept = [event for event in _EVENT.findall(text) if _may_touch(event, first, last)]
    around = _EVENT.sub("", text)
    if around.upper().count("BEGIN:VCALENDAR") == 1:
        batches = _batches(around, kept)
    else:
        # Several calendars in one text: each event stays beside the method and the zones of its own.
        batches = [_EVENT.sub(lambda match: match[0] if _may_touch(match[0], first, last) else "", text)]
    found: list[Invitation] = []
    wrong: list[str] = []
    for batch in batches:
        events, problems = read_invitations(batch.encode("utf-8", "replace"), zone=zone)
        found += events
        wrong += problems
    return _judged(tuple(found), tuple(dict.fromkeys(wrong)), data, "".join(kept).encode("utf-8", "replace"))


def holds_no_more_than(events: int, data: bytes) -> bool:
    """Whether all that begins in the data also ends, and every event was understood. Data without any is a to-do."""
    return _ends(data) and decode(data).upper().count("BEGIN:VEVENT") <= events


def _judged(events: tuple[Invitation, ...], problems: tuple[str, ...], data: bytes, kept: bytes) -> IcsRead:
    """`kept` is what of `data` may lie in the window."""
    too_much = any("were read" in problem or "was not read" in problem for problem in problems)
    whole = not too_much and _ends(data) and decode(kept).upper().count("BEGIN:VEVENT") <= len(events)
    return IcsRead(events, problems if whole or problems else ("it is cut short",), whole)


def _ends(data: bytes) -> bool:
    text = decode(data).upper()
    calendars = text.count("BEGIN:VCALENDAR")
    return text.count("BEGIN:VEVENT") <= text.count("END:VEVENT") and 0 < calendars <= text.count("END:VCALENDAR")


def _may_touch(event: str, first: str, last: str) -> bool:
    """Whether an event may lie between two days. One that cannot be judged at a glance may."""
    start = _START.search(event)
    if start is None or event.upper().count("BEGIN:VEVENT") > 1:
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
    batches = [""]
    for event in events:
        if len(batches[-1]) + len(event) > _BATCH:
            batches.append("")
        batches[-1] += event
    if len(around) + _BATCH > MOST_BYTES:
        # A calendar of to-dos, or of junk: it is read once, up to the limit, which says what is missing.
        return [head + "".join(events) + ending + rest]
    return [head + batch + ending + rest for batch in batches]
