"""The value type of an event in one of the owner's calendars, with the time during which it stood there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterword_parsers.invitation import Invitation


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One version of one event in a calendar.

    `appeared` is when this version was first seen there, `vanished` when it was no longer (None = it still stands there). Both aware.
    A calendar that could not be read makes nothing vanish.
    """

    invitation: Invitation
    appeared: datetime
    vanished: datetime | None = None
