"""What the program asks of a calendar, whichever protocol is behind it.

Terminology
    EVENT     one version of one event as the calendar holds it; an occurrence that was moved is an event of its own.
    WINDOW    the span the caller asks about. An event lies in it when any moment of it does.
    COMPLETE  everything in the window was read. Only then does an event that is missing tell that it was deleted.

Reading never raises for what the world does: a calendar that cannot be reached gives a read that is not complete and
says why. Otherwise a calendar that is down would look like one that was emptied, and every interview like called off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from afterword_parsers.invitation import Invitation


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """What was read. `problems` are lines that name the calendar or the file and what is wrong with it.

    There may be problems in a complete read (an event in an unknown time zone), and an incomplete one may hold most
    events: those are as good as any.
    """

    events: tuple[Invitation, ...]
    problems: tuple[str, ...] = ()
    complete: bool = True


class Calendar(Protocol):
    """One calendar, or several that the owner gave one name. One thread uses one calendar object."""

    @property
    def name(self) -> str: ...

    def events(self, window_start: datetime, window_end: datetime, zone: tzinfo) -> CalendarRead:
        """The events in the window (both ends aware), by start, cancelled ones too.

        `zone` is where times without a known zone are read. Recurring events that began before the window's end are
        given with their first occurrence, whenever that was; or, by a calendar that knows them singly, as their
        occurrences in the window. Nothing but the calendar is looked at: the same event may come from another calendar
        as well.
        """
        ...

    def close(self) -> None:
        """Let go of connections and files. Never raises; a second call does nothing."""
        ...


def in_window(event: Invitation, window_start: datetime, window_end: datetime) -> bool:
    """Whether the event belongs to the answer of `Calendar.events`."""
    if event.recurs:
        return event.start < window_end
    return event.start < window_end and (event.end > window_start or event.start >= window_start)
