"""Which rules took too long, and how often."""

from __future__ import annotations

from collections.abc import Iterable

from afterword.ledger.store import Store


class SlowRules(Store):
    """The part of the ledger that counts. A change of the rules makes another reader, and the count begins anew."""

    def slow_rules(self, reader: str) -> dict[str, int]:
        """How often each rule of `reader` took too long, by its id."""
        rows = self._rows("SELECT rule, times FROM slow_rules WHERE reader_version = ?", reader)
        return {row["rule"]: row["times"] for row in rows}

    def note_slow_rules(self, rules: Iterable[str], reader: str) -> None:
        """Count each of `rules` once more, and forget what was counted for other readers."""
        with self._writing() as database:
            database.execute("DELETE FROM slow_rules WHERE reader_version <> ?", (reader,))
            database.executemany(
                "INSERT INTO slow_rules VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                [(reader, rule) for rule in rules],
            )
