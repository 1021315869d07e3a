"""Looks for drafts that are to be made: made before, perhaps under way, or certainly not there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from afterword.drafts.letters import DraftLetter
from afterword.drafts.remembering import WrittenAt, as_written
from afterword.drafts.watch import DraftWatch, Look
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox
from afterword_rules.drafts.life import next_turns
from afterword_rules.drafts.record import DraftRecord, Place, Turn
from afterword_rules.follow_up import DraftState, PlaceDraft
from afterword_rules.follow_ups.plan import is_draft_of
from afterword_rules.owner import Owner

_LOOKS_IN_DOUBT = 2


@dataclass(frozen=True, slots=True)
class DraftAccount:
    """An account that drafts may be put into.

    `settles` is how long its mailbox may take to show what it was given: 0 for files, 60 seconds for servers.
    """

    mailbox: Mailbox
    settles: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Searched:
    """What a look told of drafts that are to be made: made before, perhaps under way, or certainly not there."""

    found: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    missing: tuple[DraftLetter, ...] = ()
    unreadable: tuple[str, ...] = ()
    away: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


class DraftSearch:
    """Searches the accounts, all of them or some."""

    def __init__(self, accounts: Sequence[DraftAccount], watch: DraftWatch, ledger: Ledger, owner: Owner) -> None:
        self._accounts, self._watch, self._ledger, self._owner = accounts, watch, ledger, owner
        self._by_name = {account.mailbox.account: account for account in accounts}

    def search(
        self,
        letters: Sequence[DraftLetter],
        records: Sequence[DraftRecord],
        now: datetime,
        among: Collection[str] | None = None,
        written_at: WrittenAt | None = None,
    ) -> Searched:
        """Look for drafts that may have been made, and note in the ledger what was found."""
        if not letters:
            return Searched()
        new = {letter.record.key: letter.record for letter in letters}
        known = {record.key for record in records}
        every = [*(record for record in records if record.key not in new), *new.values()]
        look = self._watch.look(every, list(new.values()), among)
        turns = {turn.key: turn for turn in next_turns(every, look.sightings, now)}
        found: list[str] = []
        in_doubt: list[str] = []
        held: list[str] = []
        missing: list[DraftLetter] = []
        for letter in letters:
            key = letter.record.key
            if turns[key].state is not DraftState.INTENDED:
                record, turn = as_written(letter.action.follow_up, letter.record, turns[key], self._owner, written_at)
                self._ledger.intend([record])
                self._ledger.turn([turn], look.refs, now)
                found.append(key)
            elif _made_under_other_key(letter.action, records, turns):
                found.append(key)
            elif not self._looked_for(letter, look):
                held.append(key)
            else:
                if key in known:
                    self._ledger.turn([turns[key]], look.refs, now)
                if self._in_doubt(letter.record, turns[key], now):
                    in_doubt.append(key)
                else:
                    missing.append(letter)
        unreadable = tuple(text for place, text in look.unreadable if place is Place.DRAFTS)
        return Searched(tuple(found), tuple(in_doubt), tuple(held), tuple(missing), unreadable, look.failed)

    def _looked_for(self, letter: DraftLetter, look: Look) -> bool:
        """Whether every account was looked into that may hold this draft, or an answer that makes it pointless."""
        if letter.record.home and not self._watch.tells(letter.record, look):
            return False
        return letter.needs & frozenset(self._by_name) <= look.seen

    def _in_doubt(self, record: DraftRecord, turn: Turn, now: datetime) -> bool:
        """Whether an earlier append may still come to light: after two looks as far apart as it takes, it does not."""
        home = self._by_name.get(record.home, self._accounts[0])
        if record.attempted_at is None or not home.settles:
            return False
        since = turn.missing_since or now
        return turn.missing_passes < _LOOKS_IN_DOUBT or now - since < home.settles


def _made_under_other_key(action: PlaceDraft, records: Sequence[DraftRecord], turns: dict[str, Turn]) -> bool:
    """Whether the same follow-up was made before its recipient was known as well as now."""
    return any(
        record.key != action.draft.key
        and is_draft_of(record, action.follow_up)
        and (record.final or turns[record.key].state is not DraftState.INTENDED)
        for record in records
    )
