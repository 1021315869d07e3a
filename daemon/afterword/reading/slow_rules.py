"""Switching off rules whose regular expressions keep taking too long."""

from __future__ import annotations

from collections.abc import Sequence

from afterword.ledger.writing import Write
from afterword.owner.configuration import Configuration

PATIENCE = 3
"""On so many messages a rule may take too long, before it is left out until the rules are changed."""


class RulesInUse:
    """The rules that mail is read with: the configured ones, without those that were too slow too often."""

    def __init__(self, write: Write, configuration: Configuration) -> None:
        reader = self._reader = configuration.reader
        self._write = write
        self._times = write(lambda ledger: ledger.slow_rules(reader))
        self.rules = configuration.rules
        self._left_out: list[str] = []
        self._leave_out()

    def note(self, timed_out: Sequence[str]) -> None:
        """The rules with the ids `timed_out` took too long on one message."""
        if timed_out:
            self._write(lambda ledger: ledger.note_slow_rules(timed_out, self._reader))
            self._times |= {rule: self._times.get(rule, 0) + 1 for rule in timed_out}
            self._leave_out()

    def warnings(self) -> tuple[str, ...]:
        """One line for the owner about each rule that is left out."""
        return tuple(self._left_out)

    def _leave_out(self) -> None:
        slow = [rule.id for rule in self.rules.rules if self._times.get(rule.id, 0) >= PATIENCE]
        if slow:
            origins = self.rules.origins
            self._left_out += (
                f'{origins.get(rule, "?")}: the rule "{rule}" took too long on {PATIENCE} messages and is left out;'
                " `afterword rules check` tells what is slow in it"
                for rule in slow
            )
            self.rules = self.rules.without(*slow)
