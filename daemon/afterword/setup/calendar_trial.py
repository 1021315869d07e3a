"""Trying a calendar before it is written down."""

from __future__ import annotations

from datetime import UTC, datetime

from afterword.calendars.caldav import CaldavCalendar, FoundCalendar, calendars_at
from afterword.calendars.contract import Calendar
from afterword.calendars.http_exchange import Limits
from afterword.owner.calendars import CalendarEntry
from afterword.paths import at_home
from afterword.secrets import Secret, password

_LIMITS = Limits(silence=20.0, total=40.0)


def found_at(url: str, user: str, secret: Secret) -> tuple[FoundCalendar, ...]:
    """The calendars of `user` at a CalDAV server.

    :raises WorldError: none is found, or we are not let in.
    """
    return calendars_at(url, user, secret, _LIMITS)


def calendar_trouble(entry: CalendarEntry, secret: Secret | None) -> tuple[str, ...]:
    """What is wrong with a calendar, in words; nothing when it can be read. One at Google is tried after its consent."""
    calendar = _calendar(entry, secret)
    if calendar is None:
        return ()
    try:
        # Their events now are enough to see that they can be had.
        now = datetime.now(UTC)
        read = calendar.events(now, now, UTC)
    finally:
        calendar.close()
    return () if read.complete else read.problems or (f"{entry.place}: it cannot be read whole",)


def _calendar(entry: CalendarEntry, secret: Secret | None) -> Calendar | None:
    if entry.caldav is not None:
        told = entry.caldav

        def asked() -> Secret:
            return secret if secret is not None else password(entry.id, told.password_command or ())

        return CaldavCalendar(entry.id, told.url, told.user, asked, limits=_LIMITS)
    place = entry.ics or ""
    if "://" in place:
        from afterword.calendars.kept_answers import KeptAnswers
        from afterword.calendars.web import WebCalendar

        return WebCalendar(entry.id, place, KeptAnswers())
    if place:
        from afterword.calendars.vdir import VdirCalendar

        return VdirCalendar(entry.id, at_home(place))
    return None
