"""An event as Google Calendar gives it (a JSON object, calendar v3) to an Invitation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from afterword_parsers.calendar.zones import zone_of_tzid
from afterword_parsers.invitation import Attendee, Invitation
from afterword_parsers.mail.html import html_to_text

_STATUS = {"needsAction": "needs-action", "declined": "declined", "tentative": "tentative", "accepted": "accepted"}
_LONGEST, _LONGEST_TEXT = 1_000, 100_000
_MOST_GUESTS = 1_000
_When = tuple[datetime, bool, bool]


def invitation_of(event: Mapping[str, Any], zone: tzinfo, owner: Sequence[str]) -> Invitation | None:
    """The event; None for one that was deleted and of which Google tells no more than that.

    Who the calendar says is its owner (`self`) gets the first of the addresses `owner`, unless the address is one of
    these: a calendar may belong to an address that the owner told nobody of.

    :raises ValueError: it is no event as Google describes it; the text says what is wrong.
    """
    cancelled = event.get("status") == "cancelled"
    original = _when(event.get("originalStartTime"), zone)
    start = _when(event.get("start"), zone) or original
    uid = str(event.get("iCalUID") or "")[:_LONGEST]
    if start is None or not uid:
        if cancelled:
            return None
        raise ValueError("no start" if uid else "no iCalUID")
    end = _when(event.get("end"), zone)
    fallback = start[0] + timedelta(days=1) if start[1] else start[0]
    return Invitation(
        uid=uid,
        start=start[0],
        end=max(end[0] if end else fallback, start[0]),
        recurrence=_recurrence(original) if event.get("recurringEventId") else "",
        sequence=_sequence(event.get("sequence")),
        stamp=_stamp(event.get("updated")),
        summary=_text(event.get("summary"))[:_LONGEST],
        description=_plain(_text(event.get("description"))),
        location=(_text(event.get("location")) or _text(event.get("hangoutLink")))[:_LONGEST],
        organizer=_guest(event.get("organizer"), owner),
        attendees=tuple(_guests(event.get("attendees"), owner)),
        cancelled=cancelled,
        all_day=start[1],
        zone_known=start[2],
        recurs=bool(event.get("recurrence")),
    )


def _when(value: Any, zone: tzinfo) -> _When | None:
    """(moment, whole day, zone known) of an EventDateTime."""
    if not isinstance(value, Mapping):
        return None
    try:
        if day := value.get("date"):
            return datetime.combine(date.fromisoformat(str(day)), time(), zone), True, True
        if not value.get("dateTime"):
            return None
        moment = datetime.fromisoformat(str(value["dateTime"]))
    except ValueError:
        raise ValueError("a time that is none") from None
    named = zone_of_tzid(str(value.get("timeZone") or ""))
    if moment.tzinfo is None:
        return moment.replace(tzinfo=named or zone), False, named is not None
    return (moment.astimezone(named) if named else moment), False, True


def _recurrence(original: _When | None) -> str:
    """As `Invitation.recurrence` writes it."""
    if original is None:
        return ""
    moment, whole_day, _ = original
    return moment.date().isoformat() if whole_day else moment.astimezone(UTC).isoformat()


def _guests(values: Any, owner: Sequence[str]) -> Iterable[Attendee]:
    for value in (values if isinstance(values, list) else [])[:_MOST_GUESTS]:
        if guest := _guest(value, owner):
            yield guest


def _guest(value: Any, owner: Sequence[str]) -> Attendee | None:
    if not isinstance(value, Mapping):
        return None
    email = _text(value.get("email")).lower()[:320]
    if value.get("self") is True and owner and email not in owner:
        email = owner[0]
    name = " ".join(_text(value.get("displayName")).split())
    return Attendee(
        name="" if "@" in name else name[:300],
        email=email,
        kind="resource" if value.get("resource") is True else "individual",
        status=_STATUS.get(_text(value.get("responseStatus")), "needs-action"),
    )


def _sequence(value: Any) -> int:
    return min(max(value, 0), 10**9) if isinstance(value, int) else 0


def _stamp(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _text(value: Any) -> str:
    return value.strip()[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """Google lets people write HTML, and keeps what they wrote without it as it is."""
    return html_to_text(text.replace("\n", "<br>"))[0] if "<" in text and ">" in text else text
