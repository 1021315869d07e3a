"""Looks at what the owner did with the drafts: reads Drafts, Sent and Trash, and notes what each draft has become."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from afterword.drafts.sighting import ENOUGH_BYTES, sighted
from afterword.errors import OwnersError, WorldError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Flag, Mailbox, MailRef, Role, Stored, Vanished
from afterword.mailboxes.many import fetch_each
from afterword.mailboxes.threaded import gather
from afterword_rules.drafts.life import next_turns, watched
from afterword_rules.drafts.matching import same_thread
from afterword_rules.drafts.record import DraftRecord, Place, Sighting, Turn

# In this order: a draft that is being sent or thrown away meanwhile is then seen twice, never missed.
_ROLES = ((Role.DRAFTS, Place.DRAFTS), (Role.SENT, Place.SENT), (Role.TRASH, Place.TRASH))
# Of Sent and Trash the newest are read whatever their date: a client may have kept the file's old time.
_NEWEST = 200
_MARGIN = timedelta(days=2)
# Mailboxes give up earlier by themselves.
_PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the three folders of several accounts found. `refs` are those of the sightings, by handle.

    `unreadable` tells of messages that are there and could not be read: in Drafts, one of them may be any draft.
    `seen` are the accounts whose folders were all looked into; `failed` are lines for the owner about the others.
    """

    sightings: tuple[Sighting, ...]
    refs: dict[str, MailRef]
    unreadable: tuple[tuple[Place, str], ...] = ()
    seen: frozenset[str] = frozenset()
    failed: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class Watched:
    """The drafts whose state changed, and the accounts that could not be looked into, with lines for the owner.

    `changed` are the drafts of the turns, each in its new state.
    """

    turns: tuple[Turn, ...]
    failed: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    changed: tuple[DraftRecord, ...] = ()


class DraftWatch:
    """Watches the drafts in `mailboxes`, wherever the owner may have moved, sent or deleted them."""

    def __init__(self, mailboxes: Sequence[Mailbox], ledger: Ledger) -> None:
        self._mailboxes = tuple(mailboxes)
        self._ledger = ledger
        self._folders = {mailbox.account: DraftFolders() for mailbox in mailboxes}

    def watch(self, now: datetime, among: Collection[str] | None = None) -> Watched:
        """Note in the ledger what each draft has become by `now`, as far as the accounts `among` (None = all) tell.

        Nothing is noted of a draft whose own account was not looked into.

        :raises WorldError: the ledger failed.
        """
        records = self._ledger.draft_records()
        open_records = {record.key: record for record in records if watched(record, now)}
        if not open_records:
            return Watched(())
        look = self.look(records, list(open_records.values()), among)
        fates = next_turns(records, look.sightings, now)
        turns = [turn for turn in fates if turn.key in open_records and self.tells(open_records[turn.key], look)]
        self._ledger.turn(turns, look.refs, now)
        changed = tuple(turn for turn in turns if turn.state is not open_records[turn.key].state)
        become = tuple(replace(open_records[turn.key], state=turn.state) for turn in changed)
        return Watched(changed, look.failed, become)

    def look(
        self, records: Sequence[DraftRecord], wanted: Sequence[DraftRecord], among: Collection[str] | None = None
    ) -> Look:
        """A fresh look at the folders for the drafts `wanted`; `records` are all there are, `wanted` among them."""
        since = min(record.due for record in wanted) - _MARGIN
        here = [mailbox for mailbox in self._mailboxes if among is None or mailbox.account in among]
        answers = gather(here, lambda box: self._folders[box.account].look(box, records, since), _PATIENCE)
        found: list[Look] = []
        failed: dict[str, tuple[str, ...]] = {}
        for account, answer in answers.items():
            try:
                found.append(answer.result())
            except WorldError as error:
                failed[account] = (str(error),)
            except OwnersError as error:
                failed[account] = error.problems
        return Look(
            tuple(sighting for look in found for sighting in look.sightings),
            {handle: ref for look in found for handle, ref in look.refs.items()},
            tuple(one for look in found for one in look.unreadable),
            frozenset(answers) - frozenset(failed),
            failed,
        )

    def tells(self, record: DraftRecord, look: Look) -> bool:
        """Whether `look` can tell what became of the draft: a place that was not looked into may hold it."""
        if record.home in self._folders:
            return record.home in look.seen
        return look.seen == frozenset(self._folders)


@dataclass(slots=True)
class DraftFolders:
    """Drafts, Sent and Trash of one account. What was read is kept in memory, since a stored message does not change.

    Used by the thread of that account only.
    """

    _read: dict[tuple[MailRef, datetime], _Read] = field(default_factory=dict[tuple[MailRef, datetime], "_Read"])

    def look(self, mailbox: Mailbox, records: Sequence[DraftRecord], since: datetime) -> Look:
        """Every message that may be one of the drafts `records`, in Sent and Trash only those not older than `since`.

        :raises WorldError: a folder cannot be read.
        """
        sightings: list[Sighting] = []
        refs: dict[str, MailRef] = {}
        unreadable: list[tuple[Place, str]] = []
        read: dict[tuple[MailRef, datetime], _Read] = {}
        for role, place in _ROLES:
            for stored, seen in self._seen(mailbox, _worth_reading(mailbox, role, since), place, records):
                if isinstance(seen, Vanished):
                    continue
                if isinstance(seen, WorldError):
                    # One bad file, or the whole mailbox? If it is the mailbox, this raises.
                    mailbox.listing(role)
                    unreadable.append((place, str(seen)))
                    continue
                read[stored.ref, stored.arrived] = seen
                if seen.with_body:
                    sightings.append(seen.sighting)
                    refs[seen.sighting.handle] = stored.ref
        self._read = read
        return Look(tuple(sightings), refs, tuple(unreadable))

    def _seen(
        self, mailbox: Mailbox, messages: Sequence[Stored], place: Place, records: Sequence[DraftRecord]
    ) -> list[tuple[Stored, _Read | WorldError]]:
        """Each message as it was read before, or is read now; those that cannot be read with the reason."""
        seen: dict[MailRef, _Read | WorldError] = {}
        new: dict[MailRef, Stored] = {}
        for stored in messages:
            known = self._read.get((stored.ref, stored.arrived))
            if known is not None and (known.with_body or not _concerns(known.sighting, records)):
                seen[stored.ref] = known
            else:
                new[stored.ref] = stored
        for ref, raw in fetch_each(mailbox, list(new), ENOUGH_BYTES):
            seen[ref] = _read(raw, new[ref], place, records) if isinstance(raw, bytes) else raw
        return [(stored, seen[stored.ref]) for stored in messages if stored.ref in seen]


@dataclass(frozen=True, slots=True)
class _Read:
    """A message that was read: at first only its header."""

    sighting: Sighting
    with_body: bool


def _read(raw: bytes, stored: Stored, place: Place, records: Sequence[DraftRecord]) -> _Read:
    if place is not Place.DRAFTS:
        header = sighted(raw, stored, place, body=False)
        if not _concerns(header, records):
            return _Read(header, with_body=False)
    return _Read(sighted(raw, stored, place), with_body=True)


def _worth_reading(mailbox: Mailbox, role: Role, since: datetime) -> Sequence[Stored]:
    stored = [one for one in mailbox.listing(role).messages if Flag.DELETED not in one.flags]
    if role is Role.DRAFTS:
        return stored
    newest = len(stored) - _NEWEST
    return [one for number, one in enumerate(stored) if number >= newest or one.arrived >= since]


def _concerns(header: Sighting, records: Sequence[DraftRecord]) -> bool:
    """Whether the message can be a draft of ours or the owner's own answer; else its text is nobody's business."""
    return any(
        header.message_id in {record.message_id, record.last_id}
        or record.to_email in header.to
        or same_thread(record, header)
        for record in records
    )
