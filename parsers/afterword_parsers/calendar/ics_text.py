"""From the bytes of a calendar to the lines of its events, whatever is broken about them (RFC 5545 section 3.1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 5_000_000
MOST_EVENTS = 60_000
_MOST_LINES_OF_AN_EVENT = 2_000
_MOST_GLUED = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}(?=[;:])")
_GLUED = ("ATTENDEE", "ORGANIZER", "UID")
_WHOLE = ("DT", "RECURRENCE", "RRULE", "SEQUENCE", "DURATION", "STATUS")


@dataclass(slots=True)
class Block:
    """One VEVENT: its own content lines, unfolded, without those of components inside it (alarms)."""

    lines: list[str] = field(default_factory=list)
    method: str = ""
    zone: str = ""
    zones: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    glued: int = 0


@dataclass(slots=True)
class _Calendar:
    method: str = ""
    zone: str = ""
    zones: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 (recognised by its mark or its zero bytes), else Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"B\x00E\x00G\x00I\x00N\x00" in data[:400]:
        return data.decode("utf-16-le", "replace")
    if b"\x00B\x00E\x00G\x00I\x00N" in data[:400]:
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.removeprefix(codecs.BOM_UTF8).decode("cp1252", "replace")


def blocks(text: str, problems: list[str]) -> Iterator[Block]:
    """The events of all calendars in the text. Missing END lines, junk before the start and stray lines are borne."""
    start = text.upper().find("BEGIN:VCALENDAR")
    if start < 0:
        start = text.upper().find("BEGIN:VEVENT")
        problems.append("no calendar in it" if start < 0 else "an event without a calendar around it")
        if start < 0:
            return
    calendar = _Calendar()
    event: Block | None = None
    inside: list[str] = []
    zone: list[tuple[str, str]] | None = None
    for line in _unfolded(text[start:]):
        upper = line[:40].rstrip().upper()
        if upper.startswith("BEGIN:"):
            kind = upper[6:]
            if kind in {"VCALENDAR", "VEVENT"} and event is not None:
                problems.append("an event does not end")
                yield event
                event, inside = None, []
            if kind == "VCALENDAR":
                calendar, inside, zone = _Calendar(), [], None
            elif kind == "VEVENT":
                event, inside, zone = Block([], calendar.method, calendar.zone, calendar.zones), [], None
            elif kind == "VTIMEZONE" and event is None:
                zone = []
            elif zone is not None:
                zone.append(("BEGIN", kind))
            else:
                inside.append(kind)
        elif upper.startswith("END:"):
            kind = upper[4:]
            if inside and kind == inside[-1]:
                inside.pop()
            elif kind == "VEVENT" and event is not None:
                yield event
                event, inside = None, []
            elif kind == "VTIMEZONE" and zone is not None:
                calendar.zones[dict(zone).get("TZID", "")] = zone
                zone = None
            elif zone is not None:
                zone.append(("END", kind))
        elif zone is not None:
            if len(zone) < 400:
                name, _, value = line.partition(":")
                zone.append((name.partition(";")[0].upper(), value.strip()))
        elif event is not None:
            if not inside and len(event.lines) < _MOST_LINES_OF_AN_EVENT:
                _add(event, line)
        elif not inside:
            name, _, value = line.partition(":")
            if name.upper() == "METHOD":
                calendar.method = value.strip().upper()
            elif name.partition(";")[0].upper() == "X-WR-TIMEZONE":
                calendar.zone = value.strip()
    if event is not None:
        problems.append("the last event does not end")
        yield event


def _unfolded(text: str) -> Iterator[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for line in re.sub(r"\n[ \t]", "", text).split("\n"):
        if line.strip():
            yield line


def _add(event: Block, line: str) -> None:
    """A line without a name is a badly folded end of the one before."""
    if _NAME.match(line) or not event.lines:
        event.lines.append(line)
    elif event.glued < _MOST_GLUED and not event.lines[-1].upper().startswith(_WHOLE):
        event.glued += 1
        glue = "" if event.lines[-1].upper().startswith(_GLUED) else " "
        event.lines[-1] += glue + line.strip()
