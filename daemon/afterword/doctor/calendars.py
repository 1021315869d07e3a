"""Calendars: can each be read, and what is in it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from afterword.calendars.contract import Calendar
from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.owner.calendars import CalendarEntry
from afterword.owner.configuration import Configuration

_AHEAD = timedelta(days=60)


def calendar_findings(calendar: Calendar, entry: CalendarEntry, configuration: Configuration) -> Iterator[Finding]:
    """One calendar, read for the next two months."""
    name = f"{entry.id}: calendar"
    now = datetime.now(UTC)
    try:
        read = calendar.events(now, now + _AHEAD, configuration.owner.zone)
    finally:
        calendar.close()
    if not read.complete:
        step = (
            f"`afterword login {entry.id}`" if entry.ics is None else "docs/calendars.md tells what can be a calendar"
        )
        for problem in read.problems or ("it cannot be read whole",):
            yield bad(name, problem, step)
        return
    for problem in read.problems:
        yield warn(name, problem)
    number = len(read.events)
    yield ok(name, f"{entry.place}: {number} event{'' if number == 1 else 's'} in the next 60 days")
