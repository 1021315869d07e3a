"""Reading the owner's calendars into the ledger. A calendar that could not be read is stale, never empty."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from afterword.calendars.contract import Calendar, CalendarRead
from afterword.ledger.ledger import Ledger
from afterword.owner.configuration import Configuration
from afterword.running.hub import Answer
from afterword.running.worker import Worker

# Interviews lie within weeks; what ended earlier has been told, what lies further ahead will be.
BEHIND = timedelta(days=60)
AHEAD = timedelta(days=180)

_NEVER = datetime.max.replace(tzinfo=UTC)


def note_calendar(name: str, read: CalendarRead, ledger: Ledger, now: datetime) -> bool:
    """Store what was read at `now`; True when it is something else than before.

    What a calendar that was read in part does hold is remembered; what is missing from it is not taken for deleted. Such
    a calendar is stale since its last complete read, which the ledger knows.
    """
    since = now - BEHIND if read.complete else _NEVER
    changed = ledger.remember_events(name, read.events, now, since=since)
    ledger.calendar_was_read(name, now, None if read.complete else _why(read))
    return changed


class CalendarsReading:
    """Reads all calendars at once, each in its own thread."""

    def __init__(self, calendars: Sequence[Worker[Calendar]], ledger: Ledger, configuration: Configuration) -> None:
        self._calendars = tuple(calendars)
        self._ledger, self._configuration = ledger, configuration
        self._under_way: dict[str, Answer[CalendarRead]] = {}
        self._problems: dict[str, tuple[str, ...]] = {}

    def begin(self, now: datetime) -> list[Answer[CalendarRead]]:
        """Begin to read those that are not being read yet; the answers to wait for."""
        zone = self._configuration.owner.zone
        for calendar in self._calendars:
            if calendar.name not in self._under_way:
                self._under_way[calendar.name] = calendar.begin(lambda one: one.events(now - BEHIND, now + AHEAD, zone))
        return list(self._under_way.values())

    def note(self, now: datetime) -> bool:
        """Store what has been read by now; True when any calendar says something else than before."""
        changed = False
        for name, answer in list(self._under_way.items()):
            if answer.done:
                del self._under_way[name]
                read = answer.result()
                self._problems[name] = read.problems
                changed = note_calendar(name, read, self._ledger, now) or changed
        return changed

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the calendars since they were last read."""
        return tuple(line for lines in self._problems.values() for line in lines)


def _why(read: CalendarRead) -> str:
    """The one line that `status` shows. A file that was being written while it was read gives no line of its own."""
    return read.problems[0] if read.problems else "it changed while it was read"
