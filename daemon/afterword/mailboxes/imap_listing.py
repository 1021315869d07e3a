"""What lies in a folder of an IMAP server: all of it, or what came since a mark; asked for no oftener than needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from afterword.mailboxes.contract import Flag, Listing, MailRef, Stored
from afterword.mailboxes.imap_commands import FolderState, Row, rows, search_all
from afterword.mailboxes.imap_view import View
from afterword.mailboxes.imap_wire import Client

_ITEMS = "(INTERNALDATE FLAGS)"
_FLAGS = {
    b"\\seen": Flag.SEEN,
    b"\\answered": Flag.ANSWERED,
    b"\\flagged": Flag.FLAGGED,
    b"\\deleted": Flag.DELETED,
    b"\\draft": Flag.DRAFT,
}
# The same few sets stand in every listing: one object for each of them.
_SETS: dict[frozenset[Flag], frozenset[Flag]] = {}


@dataclass(frozen=True, slots=True)
class _Known:
    """A full listing, and the state of the folder it was made in."""

    state: FolderState
    stored: dict[int, Stored]
    listing: Listing


class FolderListing:
    """One folder. With `keeps`, a full listing stays in memory, and only what changed since is asked for."""

    def __init__(self, account: str, folder: str, *, keeps: bool) -> None:
        self._account = account
        self._folder = folder
        self._keeps = keeps
        self._known: _Known | None = None

    def since(self, client: Client, view: View, mark: str) -> Listing:
        """What came after `mark`, or everything where it vouches for nothing. Nothing new costs one command."""
        validity, next_uid = _read_mark(mark, self._folder)
        if not validity:
            return self.everything(client, view)
        state = view.look(client, self._folder)
        if state.validity == validity and state.next_uid == next_uid:
            return Listing((), mark)
        state = view.renew(client, self._folder)
        if state.validity != validity or 0 < state.next_uid < next_uid:
            return self.everything(client, view)
        stored = self._asked(client, state, f"{next_uid}:*", first=next_uid)
        return Listing(_in_order(stored), self._mark(state, stored))

    def everything(self, client: Client, view: View) -> Listing:
        """All that lies there now. Where nothing changed, and the server says so, it costs one command."""
        known = self._known
        if known is not None and known.state.modseq and view.look(client, self._folder) == known.state:
            return known.listing
        state = view.renew(client, self._folder)
        stored = self._updated(client, known, state) if known is not None else None
        if stored is None:
            stored = self._asked(client, state, "1:*") if state.exists else {}
        listing = Listing(_in_order(stored), self._mark(state, stored))
        if self._keeps:
            self._known = _Known(state, stored, listing)
        return listing

    def _updated(self, client: Client, known: _Known, state: FolderState) -> dict[int, Stored] | None:
        """What is known with the changes since (RFC 7162 section 3.1.4.1); None where they cannot be told."""
        before = known.state
        if state.validity != before.validity or not state.modseq or not 0 < before.next_uid <= state.next_uid:
            return None
        stored = dict(known.stored)
        if before.next_uid > 1:
            since = f"(CHANGEDSINCE {before.modseq})"
            stored |= self._asked(client, state, f"1:{before.next_uid - 1}", since)
        if state.next_uid > before.next_uid:
            stored |= self._asked(client, state, f"{before.next_uid}:*", first=before.next_uid)
        if len(stored) != state.exists:
            there = search_all(client)
            stored = {uid: one for uid, one in stored.items() if uid in there}
        return stored if len(stored) == state.exists else None

    def _asked(self, client: Client, state: FolderState, uids: str, *more: str, first: int = 1) -> dict[int, Stored]:
        told = rows(client, uids, _ITEMS, *more)
        return {uid: self._stored(state, uid, row) for uid, row in told.items() if uid >= first and _is_whole(row)}

    def _stored(self, state: FolderState, uid: int, row: Row) -> Stored:
        arrived = row[b"INTERNALDATE"]
        # Without a date that can be read, the message's own Date decides: it is earlier.
        at = arrived.astimezone(UTC) if isinstance(arrived, datetime) else datetime.now(UTC)
        ref = MailRef(self._account, self._folder, state.validity, str(uid))
        return Stored(ref, at, _flags(row[b"FLAGS"]))

    def _mark(self, state: FolderState, stored: Mapping[int, Stored]) -> str:
        # What came between the opening and the answer is listed, and once more the next time.
        next_uid = state.next_uid or max(stored, default=0) + 1
        return f"{state.validity}:{next_uid}:{self._folder}"


def _read_mark(mark: str, folder: str) -> tuple[int, int]:
    """UIDVALIDITY and UIDNEXT; (0, 0) for a mark of another folder or kind."""
    validity, _, rest = mark.partition(":")
    next_uid, _, name = rest.partition(":")
    if name == folder and validity.isdecimal() and next_uid.isdecimal():
        return int(validity), int(next_uid)
    return 0, 0


def _is_whole(row: Row) -> bool:
    """Whether it is an answer, and not news of a message that is told between answers."""
    return b"INTERNALDATE" in row and b"FLAGS" in row


def _flags(told: object) -> frozenset[Flag]:
    words: Iterable[object] = told if isinstance(told, tuple) else ()
    lowered = (word.lower() for word in words if isinstance(word, bytes))
    flags = frozenset(_FLAGS[word] for word in lowered if word in _FLAGS)
    return _SETS.setdefault(flags, flags)


def _in_order(stored: Mapping[int, Stored]) -> tuple[Stored, ...]:
    return tuple(stored[uid] for uid in sorted(stored, key=lambda uid: (stored[uid].arrived, uid)))
