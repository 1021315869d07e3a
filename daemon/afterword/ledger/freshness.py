"""When each account and each calendar was last read whole, and what is wrong with it since."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp

_EXACT_TO = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of an account's mail, or of a calendar, is as old as `read_whole`.

    `read_whole` is the last look that missed nothing, to the hour, None when there never was one. `problem` is what
    keeps later ones from that, empty when nothing does.
    """

    name: str
    read_whole: datetime | None
    problem: str


class FreshnessOfAll(Store):
    """The part of the ledger that knows how fresh accounts and calendars are."""

    def account_was_read(self, account: str, now: datetime, problem: str | None = None) -> None:
        """Note a look at the mail of `account`: a whole one, or one that `problem` kept from being whole.

        Whole ones are noted once an hour: a commit at every pass costs the disk a wait.
        """
        self._was_read("accounts", "account", plain(account), now, problem)

    def calendar_was_read(self, calendar: str, now: datetime, problem: str | None = None) -> None:
        """The same of `calendar`."""
        self._was_read("calendars", "calendar", plain(calendar), now, problem)

    def account_freshness(self) -> dict[str, Freshness]:
        """Every account that was ever looked at, by name, those that are configured no more among them."""
        rows = self._rows("SELECT account AS name, read_whole, problem FROM accounts ORDER BY name")
        return {row["name"]: _freshness(row) for row in rows}

    def stale_calendars(self) -> tuple[Freshness, ...]:
        """The calendars whose last read was not whole, by name."""
        rows = self._rows(
            "SELECT calendar AS name, read_whole, problem FROM calendars WHERE problem <> '' ORDER BY name"
        )
        return tuple(map(_freshness, rows))

    def _was_read(self, table: str, column: str, name: str, now: datetime, problem: str | None) -> None:
        told = plain(problem or "")
        for row in self._rows(f"SELECT read_whole, problem FROM {table} WHERE {column} = ?", name):  # noqa: S608 (our own words)
            fresh = row["read_whole"] is not None and abs(now - moment(row["read_whole"])) < _EXACT_TO
            if row["problem"] == told and (problem is not None or fresh):
                return
        with self._writing() as database:
            database.execute(
                f"""
                INSERT INTO {table} VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET read_whole = coalesce(?2, read_whole), problem = ?3
                """,  # noqa: S608 (our own words)
                (name, None if problem is not None else stamp(now), told),
            )


def _freshness(row: sqlite3.Row) -> Freshness:
    return Freshness(row["name"], moment(row["read_whole"]) if row["read_whole"] else None, row["problem"])
