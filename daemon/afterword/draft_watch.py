"""Looks at what the owner did with the drafts: reads Drafts, Sent and Trash, and notes what each draft has become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from afterword.draft_sighting import ENOUGH_BYTES, sighted
from afterword.errors import WorldError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Flag, Mailbox, MailRef, Role, Stored, Vanished
from afterword_rules.drafts.life import next_turns, watched
from afterword_rules.drafts.matching import same_thread
from afterword_rules.drafts.record import DraftRecord, Place, Sighting, Turn

# In this order: a draft that is being sent or thrown away meanwhile is then seen twice, never missed.
_ROLES = ((Role.DRAFTS, Place.DRAFTS), (Role.SENT, Place.SENT), (Role.TRASH, Place.TRASH))
# Of Sent and Trash the newest are read whatever their date: a client may have kept the file's old time.
_NEWEST = 200
_MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the three folders found. `refs` are those of the sightings, by handle.

    `unreadable` tells of messages that are there and could not be read: in Drafts, one of them may be any draft.
    """

    sightings: tuple[Sighting, ...]
    refs: dict[str, MailRef]
    unreadable: tuple[tuple[Place, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A message that was read: at first only its header."""

    sighting: Sighting
    with_body: bool


@dataclass(slots=True)
class DraftWatch:
    """Watches the drafts of one mailbox. What was read is kept in memory, since a stored message does not change."""

    mailbox: Mailbox
    ledger: Ledger
    _read: dict[tuple[MailRef, datetime], _Read] = field(default_factory=dict[tuple[MailRef, datetime], _Read])

    def watch(self, now: datetime) -> tuple[Turn, ...]:
        """Note in the ledger what each draft has become by `now`, and return those whose state changed.

        :raises WorldError: a folder or the ledger cannot be reached; nothing was noted.
        """
        records = self.ledger.draft_records()
        open_records = {record.key: record for record in records if watched(record, now)}
        if not open_records:
            return ()
        look = self.look(records, list(open_records.values()))
        turns = [turn for turn in next_turns(records, look.sightings, now) if turn.key in open_records]
        self.ledger.turn(turns, look.refs, now)
        return tuple(turn for turn in turns if turn.state is not open_records[turn.key].state)

    def look(self, records: Sequence[DraftRecord], wanted: Sequence[DraftRecord]) -> Look:
        """A fresh look at the folders for the drafts `wanted`; `records` are all there are, `wanted` among them.

        :raises WorldError: a folder cannot be read.
        """
        since = min(record.due for record in wanted) - _MARGIN
        sightings: list[Sighting] = []
        refs: dict[str, MailRef] = {}
        unreadable: list[tuple[Place, str]] = []
        read: dict[tuple[MailRef, datetime], _Read] = {}
        for role, place in _ROLES:
            for stored in self._worth_reading(role, since):
                try:
                    seen = self._seen(stored, place, records)
                except Vanished:
                    continue
                except WorldError as error:
                    # One bad file, or the whole mailbox? If it is the mailbox, this raises.
                    self.mailbox.listing(role)
                    unreadable.append((place, str(error)))
                    continue
                read[stored.ref, stored.arrived] = seen
                if seen.with_body:
                    sightings.append(seen.sighting)
                    refs[seen.sighting.handle] = stored.ref
        self._read = read
        return Look(tuple(sightings), refs, tuple(unreadable))

    def _worth_reading(self, role: Role, since: datetime) -> Sequence[Stored]:
        stored = [one for one in self.mailbox.listing(role).messages if Flag.DELETED not in one.flags]
        if role is Role.DRAFTS:
            return stored
        newest = len(stored) - _NEWEST
        return [one for number, one in enumerate(stored) if number >= newest or one.arrived >= since]

    def _seen(self, stored: Stored, place: Place, records: Sequence[DraftRecord]) -> _Read:
        known = self._read.get((stored.ref, stored.arrived))
        if known is not None and (known.with_body or not _concerns(known.sighting, records)):
            return known
        raw = self.mailbox.fetch(stored.ref, ENOUGH_BYTES)
        if place is not Place.DRAFTS:
            header = sighted(raw, stored, place, body=False)
            if not _concerns(header, records):
                return _Read(header, with_body=False)
        return _Read(sighted(raw, stored, place), with_body=True)


def _concerns(header: Sighting, records: Sequence[DraftRecord]) -> bool:
    """Whether the message can be a draft of ours or the owner's own answer; else its text is nobody's business."""
    return any(
        header.message_id in {record.message_id, record.last_id}
        or record.to_email in header.to
        or same_thread(record, header)
        for record in records
    )
