"""Which events stand or stood in the owner's calendars, version by version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from afterword.ledger.store import Store
from afterword.ledger.trouble import damaged
from afterword.ledger.values import dumped, loaded, moment, plain, stamp
from afterword_parsers.invitation import Invitation
from afterword_rules.calendar_entry import CalendarEntry


class Events(Store):
    """The part of the ledger that knows calendars."""

    def remember_events(
        self, calendar: str, events: Iterable[Invitation], now: datetime, *, since: datetime | None = None
    ) -> bool:
        """Store what stands in a calendar now; what stood there before and does not any more has vanished.

        A changed event is a new version, and the old one vanishes. `since` is the beginning of the window that was
        asked for: events that ended before it are only out of sight, not gone. Only for a calendar that was read whole.
        Returns whether anything came or went.
        """
        rows = [_row(calendar, event, now) for event in events]
        seen = {row[1:4] for row in rows}
        standing = self._rows(
            "SELECT uid, recurrence, version FROM events WHERE calendar = ? AND vanished_at IS NULL AND ends >= ?",
            plain(calendar),
            stamp(since) if since else "",
        )
        if seen == {(row["uid"], row["recurrence"], row["version"]) for row in standing}:
            # As in nearly every pass: a commit costs the disk a wait.
            return False
        with self._writing() as database:
            database.executemany(
                """
                INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
                ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen, vanished_at = NULL
                """,
                rows,
            )
            database.execute(
                "UPDATE events SET vanished_at = ?1 WHERE calendar = ?2 AND vanished_at IS NULL AND last_seen <> ?1 AND ends >= ?3",
                (stamp(now), plain(calendar), stamp(since) if since else ""),
            )
        return True

    def calendar_events(self) -> list[CalendarEntry]:
        """Every version of every event ever seen, in the order of appearance.

        :raises OwnersError: the ledger is damaged.
        """
        entries: list[CalendarEntry] = []
        for row in self._rows("SELECT * FROM events ORDER BY first_seen, uid, recurrence, sequence, version"):
            invitation = loaded(Invitation, row["payload"])
            if invitation is None:
                raise damaged(self.path, "an event does not fit its version")
            vanished = moment(row["vanished_at"]) if row["vanished_at"] else None
            entries.append(CalendarEntry(invitation, moment(row["first_seen"]), vanished))
        return entries


def _row(calendar: str, event: Invitation, now: datetime) -> tuple[object, ...]:
    # Some servers write the moment of the download into DTSTAMP: that makes no new version.
    content = dumped(Invitation, replace(event, stamp=None))
    return (
        plain(calendar),
        plain(event.uid),
        plain(event.recurrence),
        hashlib.sha256(content.encode()).hexdigest()[:32],
        event.sequence,
        stamp(event.end),
        dumped(Invitation, event),
        stamp(now),
        stamp(now),
    )
