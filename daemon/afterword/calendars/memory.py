"""A calendar that lives in memory, for tests and for trying things out."""

from __future__ import annotations

from datetime import datetime, tzinfo

from afterword.calendars.contract import CalendarRead, in_window
from afterword_parsers.invitation import Invitation


class MemoryCalendar:
    """Holds `entries`, which the test changes as the owner would; while `down` says why, it cannot be reached."""

    def __init__(self, name: str = "memory") -> None:
        self._name = name
        self.entries: list[Invitation] = []
        self.down = ""

    @property
    def name(self) -> str:
        return self._name

    def events(self, window_start: datetime, window_end: datetime, zone: tzinfo) -> CalendarRead:  # noqa: ARG002
        """The entries are aware already: `zone` changes nothing."""
        if self.down:
            return CalendarRead((), (f"{self._name}: {self.down}",), complete=False)
        inside = [event for event in self.entries if in_window(event, window_start, window_end)]
        return CalendarRead(tuple(sorted(inside, key=lambda event: event.start)))

    def close(self) -> None:
        """Nothing to let go of."""
