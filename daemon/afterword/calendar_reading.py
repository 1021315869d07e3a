"""Reading the owner's calendars into the ledger. A calendar that could not be read is stale, never empty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from afterword.calendars.contract import Calendar
from afterword.configuration import Configuration
from afterword.ledger.ledger import Ledger

# Interviews lie within weeks; what ended earlier has been told, what lies further ahead will be.
BEHIND = timedelta(days=60)
AHEAD = timedelta(days=180)

_NEVER = datetime.max.replace(tzinfo=UTC)


def read_calendar(calendar: Calendar, ledger: Ledger, configuration: Configuration, now: datetime) -> tuple[str, ...]:
    """Read what stands in `calendar` around `now`. Returns what went wrong.

    What a calendar that was read in part does hold is remembered; what is missing from it is not taken for deleted.
    """
    start = now - BEHIND
    read = calendar.events(start, now + AHEAD, configuration.owner.zone)
    ledger.remember_events(calendar.name, read.events, now, since=start if read.complete else _NEVER)
    return read.problems
