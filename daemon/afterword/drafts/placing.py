"""Puts drafts into the Drafts folders of the accounts, each exactly once, and takes unedited ones out again.

The order of steps, so that a crash between any two of them costs nothing:

    look      whether the draft is in Drafts, Sent or Trash already (a forgotten ledger, an interrupted write)
    intend    commit to the ledger what is about to be written
    append    give it to the mailbox: from here on it may be there, whatever the mailbox says
    record    commit where it stands

Every pass begins with the look, so what an earlier pass left in doubt is settled before anything is appended again.
The look goes through all accounts: the owner may have moved a draft, and before a ledger was lost another account may
have been the right one. A draft is made only when every account it needs was looked into in this very pass.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum

from afterword.drafts.letters import DraftLetter, Route, letters_of
from afterword.drafts.remembering import WrittenAt
from afterword.drafts.search import DraftAccount, DraftSearch
from afterword.drafts.sighting import ENOUGH_BYTES, sighted
from afterword.drafts.watch import DraftWatch
from afterword.errors import WorldError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox, MailRef, Stored, Vanished
from afterword_rules.drafts.life import next_turns, unedited
from afterword_rules.drafts.record import DraftRecord, Place, Turn
from afterword_rules.follow_up import DraftState, PlaceDraft
from afterword_rules.owner import Owner

MOST_NEW_DRAFTS = 15
"""More than this in one pass is improbable, and rather our mistake than the owner's luck."""

# Who saved a draft unchanged a moment ago may still have it open.
_MAY_BE_OPEN = timedelta(hours=1)


class Step(IntEnum):
    """The moments between the steps, numbered for tests that stop the program there."""

    LOOKED = 1
    INTENDED = 2
    APPENDED = 3
    RECORDED = 4
    ABOUT_TO_REMOVE = 5
    REMOVED = 6
    REMOVAL_RECORDED = 7


def _go_on(_: Step) -> None:
    """No test is watching."""


@dataclass(frozen=True, slots=True)
class Placing:
    """What came of the wish to place drafts, by key.

    `placed` are new in Drafts. `found` had been made before, whatever became of them. `in_doubt` may be on their way
    and are looked for again. `held` wait until an account can be looked into. `failed` could not be put there, and may
    have been all the same. `problems` are lines about any of these. With `refused` (a sentence for the owner) none was
    placed. `away` are the accounts that could not be looked into, with what they said.
    """

    placed: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str = ""
    away: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]], compare=False)


@dataclass(slots=True)
class DraftPlacing:
    """Places and withdraws drafts in the accounts, of which the first takes what belongs to no other.

    `reached` is called at every step. Where `among` is given, only these accounts are looked into and changed.
    """

    accounts: Sequence[DraftAccount]
    ledger: Ledger
    owner: Owner
    reached: Callable[[Step], None] = _go_on
    watch: DraftWatch = field(init=False)
    _drafts: DraftSearch = field(init=False)
    _by_name: dict[str, DraftAccount] = field(init=False)

    def __post_init__(self) -> None:
        self.watch = DraftWatch([account.mailbox for account in self.accounts], self.ledger)
        self._drafts = DraftSearch(self.accounts, self.watch, self.ledger, self.owner)
        self._by_name = {account.mailbox.account: account for account in self.accounts}

    def place(
        self,
        actions: Sequence[PlaceDraft],
        now: datetime,
        routes: Mapping[str, Route] | None = None,
        among: Collection[str] | None = None,
        *,
        yes: bool = False,
    ) -> Placing:
        """Make each draft that was never made, where `routes` (by key) says. More than 15 are refused, unless `yes`.

        What fails in one account leaves the others alone; the next pass tries again.

        :raises WorldError: the ledger failed.
        """
        records = self.ledger.draft_records()
        made = {record.key for record in records if record.state is not DraftState.INTENDED}
        letters, problems = self._letters([a for a in actions if a.draft.key not in made], records, now, routes)
        searched = self._drafts.search(letters, records, now, among)
        todo = searched.missing
        outcome = Placing(
            found=(*(action.draft.key for action in actions if action.draft.key in made), *searched.found),
            in_doubt=searched.in_doubt,
            held=searched.held,
            problems=(*problems, *(line for lines in searched.away.values() for line in lines)),
            away=searched.away,
        )
        if searched.unreadable and todo:
            return replace(
                outcome, refused=f"no draft is placed while one in Drafts cannot be read: {searched.unreadable[0]}"
            )
        if len(todo) > MOST_NEW_DRAFTS and not yes:
            return replace(outcome, refused=_too_many(len(todo)))
        return self._append_all(todo, outcome, now)

    def recover(
        self,
        actions: Sequence[PlaceDraft],
        now: datetime,
        written_at: WrittenAt | None = None,
        among: Collection[str] | None = None,
    ) -> Placing:
        """Find again the drafts a deleted ledger knew, those too that are not to be made any more; make none.

        `written_at` writes a letter as it was written at another moment: what it says of the time was right then.
        `found` are those that were found, whatever became of them.

        :raises WorldError: the ledger failed.
        """
        records = self.ledger.draft_records()
        known = {record.key for record in records}
        letters, _ = self._letters([action for action in actions if action.draft.key not in known], records, now, None)
        searched = self._drafts.search(letters, records, now, among, written_at)
        return Placing(found=searched.found, away=searched.away)

    def withdraw(
        self, key: str, because: str, now: datetime, among: Collection[str] | None = None
    ) -> DraftState | None:
        """Take the draft out of Drafts if it stands there exactly as it was written; return its state then.

        None = no such draft. A draft that was edited, or that may be open in a composer, stays.

        :raises WorldError: mailbox or ledger failed; whether it was taken out is seen by the next look.
        """
        records = self.ledger.draft_records()
        record = next((record for record in records if record.key == key), None)
        if record is None or record.final:
            return record.state if record else None
        look = self.watch.look(records, [record], among)
        if not self.watch.tells(record, look):
            raise WorldError(next((lines[0] for lines in look.failed.values()), f"{record.home} was not looked into"))
        turn = next(turn for turn in next_turns(records, look.sightings, now) if turn.key == key)
        self.ledger.turn([turn], look.refs, now)
        if turn.standing is None or turn.state not in {DraftState.PLACED, DraftState.ANSWERED}:
            return turn.state
        ref = look.refs[turn.standing.handle]
        mailbox = self._by_name[ref.account].mailbox
        if not _may_go(mailbox, record, turn, ref, now):
            return turn.state
        state = DraftState.WITHDRAWN if turn.state is DraftState.PLACED else turn.state
        if turn.state is DraftState.PLACED:
            # Else, when the answer is lost, its end would be taken for the owner's doing.
            self.ledger.turn([replace(turn, because=because)], look.refs, now)
        self.reached(Step.ABOUT_TO_REMOVE)
        try:
            mailbox.remove_draft(ref)
        except Vanished:
            # The owner was faster; what they did is seen by the next look.
            return turn.state
        self.reached(Step.REMOVED)
        self.ledger.withdrawn(key, state, because, now)
        self.reached(Step.REMOVAL_RECORDED)
        return state

    def _letters(
        self,
        actions: Sequence[PlaceDraft],
        records: Sequence[DraftRecord],
        now: datetime,
        routes: Mapping[str, Route] | None,
    ) -> tuple[list[DraftLetter], tuple[str, ...]]:
        usual = Route(self.accounts[0].mailbox.account)
        return letters_of(actions, records, routes or {}, usual, self.owner, now)

    def _append_all(self, letters: Sequence[DraftLetter], outcome: Placing, now: datetime) -> Placing:
        placed: list[str] = []
        failed: list[str] = []
        away: dict[str, str] = {}
        for letter in letters:
            account = letter.route.account
            if account not in away:
                try:
                    self._append(letter, self._by_name[account].mailbox, now)
                except _MailboxFailed as error:
                    away[account] = str(error)
            (failed if account in away else placed).append(letter.record.key)
        problems = (*outcome.problems, *away.values())
        return replace(outcome, placed=tuple(placed), failed=tuple(failed), problems=problems)

    def _append(self, letter: DraftLetter, mailbox: Mailbox, now: datetime) -> None:
        key, home = letter.record.key, letter.route.account
        self.reached(Step.LOOKED)
        self.ledger.intend([replace(letter.record, attempted_at=now, missing_since=None, missing_passes=0, home=home)])
        self.reached(Step.INTENDED)
        try:
            ref = mailbox.place_draft(letter.raw)
        except WorldError as error:
            raise _MailboxFailed(str(error)) from error
        self.reached(Step.APPENDED)
        self.ledger.placed(key, ref, now)
        self.reached(Step.RECORDED)


class _MailboxFailed(Exception):  # noqa: N818 (it is no error of ours)
    """Whether the draft is in the mailbox is unknown."""


def _may_go(mailbox: Mailbox, record: DraftRecord, turn: Turn, ref: MailRef, now: datetime) -> bool:
    """Whether the standing draft is still, this moment, what was written, and nobody seems to have it open."""
    if turn.standing is None:
        return False
    saved_again = turn.standing.message_id != record.message_id
    if saved_again and turn.standing.at is not None and abs(now - turn.standing.at) < _MAY_BE_OPEN:
        return False
    try:
        raw = mailbox.fetch(ref, ENOUGH_BYTES)
    except Vanished:
        return False
    return unedited(record, sighted(raw, Stored(ref, now), Place.DRAFTS))


def _too_many(number: int) -> str:
    return (
        f"{number} new drafts in one pass are more than {MOST_NEW_DRAFTS}, so none was placed: see `afterword plan`,"
        " and if they are all right, run `afterword run --once --yes`"
    )
