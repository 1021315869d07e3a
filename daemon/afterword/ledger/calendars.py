"""When each calendar was last read whole, and what is wrong with it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp

_EXACT_TO = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StaleCalendar:
    """A calendar whose last read was not complete: what is known of it is as old as `since`.

    `since` is the last complete read, to the hour, None when there never was one. `problem` is the first line of what
    went wrong.
    """

    name: str
    since: datetime | None
    problem: str


class Calendars(Store):
    """The part of the ledger that knows how fresh the calendars are."""

    def calendar_was_read(self, calendar: str, now: datetime, problem: str | None = None) -> None:
        """Note a read of `calendar` at `now`: a complete one, or one that `problem` kept from being complete.

        Complete reads are noted once an hour: a commit at every pass costs the disk a wait.
        """
        for row in self._rows("SELECT * FROM calendars WHERE calendar = ?", plain(calendar)):
            fresh = row["read_whole"] is not None and now - moment(row["read_whole"]) < _EXACT_TO
            if row["problem"] == plain(problem or "") and (problem is not None or fresh):
                return
        with self._writing() as database:
            database.execute(
                """
                INSERT INTO calendars VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET read_whole = coalesce(?2, read_whole), problem = ?3
                """,
                (plain(calendar), None if problem is not None else stamp(now), plain(problem or "")),
            )

    def stale_calendars(self) -> tuple[StaleCalendar, ...]:
        """Those whose last read was not complete, by name."""
        return tuple(
            StaleCalendar(row["calendar"], moment(row["read_whole"]) if row["read_whole"] else None, row["problem"])
            for row in self._rows("SELECT * FROM calendars WHERE problem <> '' ORDER BY calendar")
        )
