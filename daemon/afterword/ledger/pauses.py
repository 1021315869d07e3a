"""Which accounts are left in peace for a while, and until when."""

from __future__ import annotations

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp
from afterword.running.back_off import Pause


class Pauses(Store):
    """The part of the ledger that keeps a restart from hammering a server that just failed."""

    def pauses(self) -> dict[str, Pause]:
        """The accounts that failed when they were last tried."""
        return {
            row["account"]: Pause(row["failures"], moment(row["until"]), bool(row["for_owner"]))
            for row in self._rows("SELECT * FROM pauses ORDER BY account")
        }

    def note_pause(self, account: str, pause: Pause) -> None:
        with self._writing() as database:
            database.execute(
                "INSERT OR REPLACE INTO pauses VALUES (?, ?, ?, ?)",
                (plain(account), pause.failures, stamp(pause.until), int(pause.for_owner)),
            )

    def end_pause(self, account: str) -> None:
        """It worked. Writes nothing when there was no pause."""
        if self._rows("SELECT 1 FROM pauses WHERE account = ?", plain(account)):
            with self._writing() as database:
                database.execute("DELETE FROM pauses WHERE account = ?", (plain(account),))
