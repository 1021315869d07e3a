"""What the running program wants the owner to mend, so that other commands can show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp


@dataclass(frozen=True, slots=True)
class Trouble:
    """One line for the owner, with the place and the next step, and since when it holds."""

    source: str
    line: str
    since: datetime


class Troubles(Store):
    """The part of the ledger that keeps lines for the owner, apart by `source`: "configuration", "loop"."""

    def keep_troubles(self, source: str, lines: Sequence[str], now: datetime) -> None:
        """These lines hold now, and no others of `source`. One that held before keeps its beginning."""
        wanted = dict.fromkeys(map(plain, lines))
        rows = self._rows("SELECT line FROM troubles WHERE source = ?", source)
        if {row["line"] for row in rows} == set(wanted):
            return
        with self._writing() as database:
            over = [(source, row["line"]) for row in rows if row["line"] not in wanted]
            database.executemany("DELETE FROM troubles WHERE source = ? AND line = ?", over)
            database.executemany(
                "INSERT OR IGNORE INTO troubles VALUES (?, ?, ?)", [(source, line, stamp(now)) for line in wanted]
            )

    def troubles(self) -> list[Trouble]:
        """All that holds, source by source, in the order in which it was told."""
        rows = self._rows("SELECT source, line, since FROM troubles ORDER BY source, rowid")
        return [Trouble(row["source"], row["line"], moment(row["since"])) for row in rows]
