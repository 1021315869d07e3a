"""When the program looked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp

_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Pass:
    """One look at mail and calendars. `ended` is None while it runs, or when it was cut off."""

    started: datetime
    ended: datetime | None
    result: str


class Passes(Store):
    """The part of the ledger that knows the program's own doings; the last 1000 passes are kept."""

    def pass_started(self, now: datetime) -> int:
        """Note that a pass begins; the number is for `pass_ended`."""
        with self._writing() as database:
            cursor = database.execute("INSERT INTO passes (started, result) VALUES (?, '')", (stamp(now),))
            number = cursor.lastrowid or 0
            database.execute("DELETE FROM passes WHERE number <= ?", (number - _KEPT,))
        return number

    def pass_ended(self, number: int, now: datetime, result: str) -> None:
        """Note how pass `number` went, in one line."""
        with self._writing() as database:
            database.execute(
                "UPDATE passes SET ended = ?, result = ? WHERE number = ?", (stamp(now), plain(result), number)
            )

    def last_pass(self) -> Pass | None:
        """The latest pass; None before the first."""
        for row in self._rows("SELECT * FROM passes ORDER BY number DESC LIMIT 1"):
            return Pass(moment(row["started"]), moment(row["ended"]) if row["ended"] else None, row["result"])
        return None
