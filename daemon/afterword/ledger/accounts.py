"""When each account was last read whole, and what is wrong with it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp

_EXACT_TO = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AccountFreshness:
    """What is known of one account's mail is as old as `read_whole`.

    `read_whole` is the last look that missed nothing, to the hour, None when there never was one. `problem` is what
    keeps later ones from that, empty when nothing does.
    """

    name: str
    read_whole: datetime | None
    problem: str


class Accounts(Store):
    """The part of the ledger that knows how fresh the accounts are."""

    def account_was_read(self, account: str, now: datetime, problem: str | None = None) -> None:
        """Note a look at the mail of `account`: a whole one, or one that `problem` kept from being whole.

        Whole ones are noted once an hour: a commit at every pass costs the disk a wait.
        """
        for row in self._rows("SELECT * FROM accounts WHERE account = ?", plain(account)):
            fresh = row["read_whole"] is not None and abs(now - moment(row["read_whole"])) < _EXACT_TO
            if row["problem"] == plain(problem or "") and (problem is not None or fresh):
                return
        with self._writing() as database:
            database.execute(
                """
                INSERT INTO accounts VALUES (?1, ?2, ?3)
                ON CONFLICT DO UPDATE SET read_whole = coalesce(?2, read_whole), problem = ?3
                """,
                (plain(account), None if problem is not None else stamp(now), plain(problem or "")),
            )

    def account_freshness(self) -> dict[str, AccountFreshness]:
        """Every account that was ever looked at, by name, those that are configured no more among them."""
        return {
            row["account"]: AccountFreshness(
                row["account"], moment(row["read_whole"]) if row["read_whole"] else None, row["problem"]
            )
            for row in self._rows("SELECT * FROM accounts ORDER BY account")
        }
