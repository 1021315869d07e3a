"""Calendar data to invitations: one event as it came by mail or lies in a calendar (RFC 5545, RFC 5546, RFC 6047)."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from urllib.parse import unquote

from afterword_parsers.calendar.ics_text import MOST_BYTES, MOST_EVENTS, Block, blocks, decode
from afterword_parsers.calendar.vtimezone import offset_in
from afterword_parsers.calendar.zones import zone_of_tzid
from afterword_parsers.invitation import Attendee, Invitation, Method

_MOST_PROBLEMS = 50
_MOST_GUESTS = 1_000
_MOST_TEXT = 100_000
_WHEN = re.compile(
    r":\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*\Z",
    re.IGNORECASE,
)
_TZID = re.compile(r";\s*TZID=(?:\"([^\"]*)\"|([^;]*))", re.IGNORECASE)
_DURATION = re.compile(
    r"\s*\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?\s*\Z", re.IGNORECASE
)
_TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|u|ul|ol|li|html|body|table|tr|td|font|strong|em)\b[^<>]*>", re.IGNORECASE)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}


@dataclass(frozen=True, slots=True)
class _Moment:
    """A date or date-time as read: `at` aware, `said` its offset-free form for a RECURRENCE-ID."""

    at: datetime
    all_day: bool
    zone_known: bool


@dataclass(slots=True)
class _Event:
    """The properties of one event that matter, the first of each: (raw line, parameters, value)."""

    lines: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, dict[str, str]] = field(default_factory=dict)
    guests: list[Attendee] = field(default_factory=list)


def read_invitations(
    data: bytes, *, zone: tzinfo, method: str | None = None, most: int = MOST_EVENTS
) -> tuple[tuple[Invitation, ...], tuple[str, ...]]:
    """The events of calendar data, and what was wrong with it. Never raises.

    `zone` is where dates without a (known) zone are read; such events have `zone_known` False. `method` is the mail
    part's parameter and holds where the data names none. Only the first occurrence of a recurring event is given.
    A cancellation or reply without a start carries its RECURRENCE-ID or its stamp instead. At most `most` events and
    5 MB are read; the rest is named among the problems.
    """
    problems: list[str] = []
    if len(data) > MOST_BYTES:
        problems.append(f"calendar data of {len(data)} bytes, only the first {MOST_BYTES} were read")
        data = data[:MOST_BYTES]
    found: list[Invitation] = []
    for number, block in enumerate(blocks(decode(data), problems), 1):
        if number > most:
            problems.append(f"more than {most} events, the rest was not read")
            break
        wrong: list[str] = []
        invitation = _invitation(block, zone, method or "", wrong)
        problems += [f"event {number}: {problem}" for problem in wrong]
        if invitation:
            found.append(invitation)
    if len(problems) > _MOST_PROBLEMS:
        problems[_MOST_PROBLEMS:] = [f"and {len(problems) - _MOST_PROBLEMS} more problems"]
    return tuple(found), tuple(problems)


def _invitation(block: Block, zone: tzinfo, method: str, problems: list[str]) -> Invitation | None:
    event = _event(block, problems)
    asks = _method(block.method or method, problems)
    stamp = _moment(event, "DTSTAMP", block, UTC) or _moment(event, "LAST-MODIFIED", block, UTC)
    recurrence = _moment(event, "RECURRENCE-ID", block, zone)
    start = _moment(event, "DTSTART", block, zone)
    if start is None:
        if "DTSTART" in event.lines:
            problems.append(f"no date in {event.lines['DTSTART'][:80]!r}")
            return None
        if asks in {Method.CANCEL, Method.REPLY} and (recurrence or stamp):
            start = recurrence or stamp
    if start is None:
        problems.append("no start")
        return None
    if not start.zone_known:
        problems.append(f"time zone not known: {event.lines.get('DTSTART', '')[:80]!r}")
    return Invitation(
        uid=event.values.get("UID", "").strip()[:1000] or _made_up_uid(event, start, problems),
        start=start.at,
        end=_end(event, block, start, zone, problems),
        method=asks,
        recurrence=_recurrence(recurrence),
        sequence=_sequence(event.values.get("SEQUENCE", "")),
        stamp=stamp.at.astimezone(UTC) if stamp else None,
        summary=_plain(event.values.get("SUMMARY", ""))[:1000],
        description=_description(event),
        location=_plain(event.values.get("LOCATION", ""))[:1000],
        organizer=_guest(event.values["ORGANIZER"], event.parameters["ORGANIZER"])
        if "ORGANIZER" in event.values
        else None,
        attendees=tuple(event.guests),
        cancelled=asks is Method.CANCEL or event.values.get("STATUS", "").strip().upper() in {"CANCELLED", "CANCELED"},
        all_day=start.all_day,
        zone_known=start.zone_known,
        recurs="RRULE" in event.lines or "RDATE" in event.lines,
    )


def _event(block: Block, problems: list[str]) -> _Event:
    from icalendar.parser import Contentline

    event, junk = _Event(), 0
    for line in block.lines:
        name = re.split("[;:]", line, maxsplit=1)[0].upper()
        if name in event.lines or name in {"BEGIN", "END"}:
            continue
        if name != "ATTENDEE":
            event.lines[name] = line
        elif len(event.guests) >= _MOST_GUESTS:
            continue
        if name.startswith(("DT", "RECURRENCE", "LAST-", "RRULE", "RDATE", "EXDATE", "CREATED")):
            continue
        try:
            _, raw, value = Contentline(line[:_MOST_TEXT], strict=False).parts()  # type: ignore[no-untyped-call]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, UnicodeError):
            junk += 1
            continue
        parameters = {key.upper(): _parameter(raw[key]) for key in raw}
        if name == "ATTENDEE":
            event.guests.append(_guest(value, parameters))
        else:
            event.values[name], event.parameters[name] = str(value), parameters
    if junk:
        problems.append(f"{junk} line(s) could not be read")
    return event


def _parameter(value: object) -> str:
    """A name with an unquoted comma comes as a list."""
    words = ",".join(str(part) for part in value) if isinstance(value, list) else str(value)
    return re.sub(r"\^[n'^]", lambda match: _CARET[match.group()], words).strip()


def _guest(value: str, parameters: dict[str, str]) -> Attendee:
    address = value.strip()
    email = unquote(address[7:].partition("?")[0]).strip() if address[:7].lower() == "mailto:" else ""
    email = email or parameters.get("EMAIL", "") or (address if re.match(r"[^\s@:]+@[^\s@:]+\Z", address) else "")
    email = email.strip("<> ").lower() if "@" in email else ""
    name = " ".join(parameters.get("CN", "").strip("\"' ").split())
    return Attendee(
        name="" if "@" in name else name[:300],
        email=email[:320],
        kind=parameters.get("CUTYPE", "").lower() or "individual",
        status=parameters.get("PARTSTAT", "").lower() or "needs-action",
    )


def _method(words: str, problems: list[str]) -> Method:
    try:
        return Method(words.strip().upper() or "PUBLISH")
    except ValueError:
        problems.append(f"unknown method {words[:40]!r}")
        return Method.PUBLISH


def _moment(event: _Event, name: str, block: Block, fallback: tzinfo) -> _Moment | None:
    line = event.lines.get(name, "")
    match = _WHEN.search(line) if len(line) < 2000 else None
    if not match:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    if not 1970 <= int(year) <= 2200:
        return None
    try:
        plain = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59))  # noqa: DTZ001
    except ValueError:
        return None
    if hour is None:
        return _Moment(plain.replace(tzinfo=fallback), True, True)
    if offset:
        fixed = UTC if offset.upper() == "Z" else _offset(offset)
        return _Moment(plain.replace(tzinfo=fixed or fallback), False, fixed is not None)
    named = _TZID.search(line[: match.start()])
    tzid = (named.group(1) or named.group(2) or "").strip() if named else block.zone
    zone = zone_of_tzid(tzid) if tzid else None
    if zone is None and tzid in block.zones:
        zone = offset_in(block.zones[tzid], plain)
    return _Moment(plain.replace(tzinfo=zone or fallback), False, zone is not None)


def _offset(words: str) -> tzinfo | None:
    distance = timedelta(hours=int(words[1:3]), minutes=int(words[-2:]))
    return timezone(-distance if words[0] == "-" else distance) if distance < timedelta(hours=15) else None


def _end(event: _Event, block: Block, start: _Moment, zone: tzinfo, problems: list[str]) -> datetime:
    end = _moment(event, "DTEND", block, start.at.tzinfo or zone)
    if end:
        if end.at >= start.at:
            return end.at
        problems.append("it ends before it starts")
        return start.at
    if "DURATION" in event.values:
        match = _DURATION.match(event.values["DURATION"])
        if match and any(match.groups()):
            weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
            length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
            if length < timedelta(days=3660):
                # Counted in UTC: an hour is an hour, also in the night in which the clocks change (section 3.3.6).
                return (start.at.astimezone(UTC) + length).astimezone(start.at.tzinfo)
        problems.append(f"no duration in {event.values['DURATION'][:40]!r}")
    return start.at + timedelta(days=1) if start.all_day else start.at


def _recurrence(moment: _Moment | None) -> str:
    if moment is None:
        return ""
    return moment.at.date().isoformat() if moment.all_day else moment.at.astimezone(UTC).isoformat()


def _sequence(words: str) -> int:
    words = words.strip()
    return min(int(words), 10**9) if words.isascii() and words.isdecimal() and len(words) < 20 else 0


def _made_up_uid(event: _Event, start: _Moment, problems: list[str]) -> str:
    problems.append("no UID")
    words = f"{start.at.astimezone(UTC).isoformat()} {event.values.get('SUMMARY', '')}"
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32] + "@no-uid.invalid"


def _description(event: _Event) -> str:
    words = _plain(event.values.get("DESCRIPTION", ""))
    return words or _plain(event.values.get("X-ALT-DESC", ""))


def _plain(words: str) -> str:
    """Text without the HTML that calendars put into it."""
    words = words[:_MOST_TEXT].replace("\r\n", "\n")
    if _TAG.search(words):
        words = re.sub(r"<(style|script|head)\b[^<>]*>[^<]{0,20000}</\1>", "", words, flags=re.IGNORECASE)
        words = re.sub(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", "\n", words, flags=re.IGNORECASE)
        words = html.unescape(re.sub(r"</?[a-zA-Z!][^<>]*>", "", words))
    return words.replace("\N{NO-BREAK SPACE}", " ").strip()
