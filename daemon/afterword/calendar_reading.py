"""Reading the owner's calendars into the ledger. A calendar that could not be read is stale, never empty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from afterword.calendars.contract import Calendar, CalendarRead
from afterword.configuration import Configuration
from afterword.ledger.ledger import Ledger

# Interviews lie within weeks; what ended earlier has been told, what lies further ahead will be.
BEHIND = timedelta(days=60)
AHEAD = timedelta(days=180)

_NEVER = datetime.max.replace(tzinfo=UTC)


def read_calendar(calendar: Calendar, ledger: Ledger, configuration: Configuration, now: datetime) -> tuple[str, ...]:
    """Read what stands in `calendar` around `now`. Returns what went wrong.

    What a calendar that was read in part does hold is remembered; what is missing from it is not taken for deleted. Such
    a calendar is stale since its last complete read, which the ledger knows.
    """
    start = now - BEHIND
    read = calendar.events(start, now + AHEAD, configuration.owner.zone)
    ledger.remember_events(calendar.name, read.events, now, since=start if read.complete else _NEVER)
    ledger.calendar_was_read(calendar.name, now, None if read.complete else _why(read))
    return read.problems


def _why(read: CalendarRead) -> str:
    """The one line that `status` shows. A file that was being written while it was read gives no line of its own."""
    return read.problems[0] if read.problems else "it changed while it was read"
