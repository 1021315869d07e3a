"""Calendar files as other programs write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def event(uid: str, start: datetime, *more: str, hours: float = 1) -> str:
    """The lines of one event."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "DTSTAMP:20260201T000000Z",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{start + timedelta(hours=hours):%Y%m%dT%H%M%SZ}",
        *more,
        "END:VEVENT",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def calendar_file(*events: str) -> bytes:
    text = "".join(events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{text}END:VCALENDAR\r\n".encode()
