"""Which messages were read, and what they said."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from afterword.ledger.store import Store
from afterword.ledger.trouble import damaged
from afterword.ledger.values import dumped, loaded, many, plain, stamp
from afterword.mailboxes.contract import MailRef, Role
from afterword_rules.reading import Reading

_MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Remembered:
    """One stored message and what came of reading it: a reading, or the problem that stood in the way."""

    ref: MailRef
    arrived: datetime
    reading: Reading | None
    problem: str = ""


class Messages(Store):
    """The part of the ledger that knows messages. `reader_version` names the program and rules that did the reading."""

    def known(self, account: str, folder: str, reader_version: str) -> set[tuple[int, str]]:
        """(uidvalidity, uid) of the messages of a folder that this reader has read, the unreadable ones too."""
        rows = self._rows(
            "SELECT uidvalidity, uid FROM messages WHERE account = ? AND folder = ? AND reader_version = ?",
            account,
            plain(folder),
            reader_version,
        )
        return {(row["uidvalidity"], row["uid"]) for row in rows}

    def remember(self, messages: Iterable[Remembered], reader_version: str) -> None:
        """Store what was read, all or nothing; what an earlier reader made of the same message is replaced."""
        rows = [_row(message, reader_version) for message in messages]
        if not rows:
            return
        with self._writing() as database:
            database.executemany("INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def readings(self, reader_version: str) -> list[Reading]:
        """Every letter once, oldest first, whichever folders it lies in and however often it was listed.

        `arrived` is its earliest arrival. Mail that is gone since, and that this reader therefore never saw, is told as
        an earlier reader understood it.

        :raises OwnersError: the ledger is damaged.
        """
        rows = self._rows(
            """
            SELECT reading, reader_version, min(arrived) OVER letter AS first_arrived,
                   row_number() OVER (letter ORDER BY reader_version = ? DESC, arrived, account, folder, uid) AS rank
            FROM messages WHERE reading IS NOT NULL
            WINDOW letter AS (PARTITION BY coalesce(nullif(message_id, ''), account || folder || uid))
            ORDER BY first_arrived, message_id
            """,
            reader_version,
        )
        readings: list[Reading] = []
        with many():
            for row in rows:
                if row["rank"] != 1:
                    continue
                reading = loaded(Reading, row["reading"], arrived=row["first_arrived"])
                if reading is not None:
                    readings.append(reading)
                elif row["reader_version"] == reader_version:
                    raise damaged(self.path, "a reading does not fit its own version")
        return readings

    def unreadable(self) -> list[tuple[MailRef, str]]:
        """The messages that could not be read, with the reason."""
        rows = self._rows(
            "SELECT account, folder, uidvalidity, uid, problem FROM messages WHERE reading IS NULL ORDER BY arrived, uid"
        )
        return [
            (MailRef(row["account"], row["folder"], row["uidvalidity"], row["uid"]), row["problem"]) for row in rows
        ]

    def accounts_of(self, message_ids: Collection[str]) -> dict[str, frozenset[str]]:
        """In which accounts each of these letters ever lay; one that was never seen is left out."""
        found: dict[str, set[str]] = {}
        wanted = sorted({plain(one) for one in message_ids if one})
        for start in range(0, len(wanted), _MOST_AT_ONCE):
            some = wanted[start : start + _MOST_AT_ONCE]
            marks = ", ".join("?" * len(some))
            question = f"SELECT DISTINCT message_id, account FROM messages WHERE message_id IN ({marks})"  # noqa: S608 (only question marks)
            for row in self._rows(question, *some):
                found.setdefault(row["message_id"], set()).add(row["account"])
        return {message_id: frozenset(accounts) for message_id, accounts in found.items()}

    def mark(self, account: str, role: Role) -> str:
        """How far the folder of `role` was read, for `Mailbox.listing`; empty at first."""
        rows = self._rows("SELECT mark FROM marks WHERE account = ? AND role = ?", account, role.value)
        return str(rows[0]["mark"]) if rows else ""

    def keep_mark(self, account: str, role: Role, mark: str) -> None:
        """Note how far the folder was read. Only after what lies before the mark is remembered."""
        if self.mark(account, role) == plain(mark):
            return
        with self._writing() as database:
            database.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (account, role.value, plain(mark)))


def _row(message: Remembered, reader_version: str) -> tuple[object, ...]:
    ref, reading = message.ref, message.reading
    return (
        ref.account,
        plain(ref.folder),
        ref.uidvalidity,
        ref.uid,
        plain(reading.message_id) if reading else "",
        stamp(reading.arrived if reading else message.arrived),
        reading.direction.value if reading else "",
        dumped(Reading, reading) if reading else None,
        reader_version,
        plain(message.problem),
    )
