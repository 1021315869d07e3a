"""A mailbox that lives in memory, for tests and for trying things out.

It behaves as an IMAP server does: uids are numbers that only grow, lines end with CRLF, marks are UIDVALIDITY:UIDNEXT.
The methods after `close` stand for the world: mail that arrives, and the owner's mail client.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from afterword.errors import WorldError
from afterword.mailboxes.contract import MOST_BYTES, Flag, Listing, MailRef, Role, Stored, Vanished

_LINE_END = re.compile(rb"\r?\n")


@dataclass(slots=True)
class _Folder:
    name: str
    uidvalidity: int = 1
    next_uid: int = 1
    messages: dict[int, tuple[Stored, bytes]] = field(default_factory=dict[int, tuple[Stored, bytes]])


def _utc_now() -> datetime:
    return datetime.now(UTC)


class MemoryMailbox:
    """Four folders, empty at first. `now` gives the arrival of what is placed or delivered without one."""

    def __init__(self, account: str = "memory", now: Callable[[], datetime] = _utc_now) -> None:
        self._account = account
        self._now = now
        self._folders = {role: _Folder(role.value.capitalize()) for role in Role}
        self._failures: list[WorldError] = []
        self.unreachable: WorldError | None = None

    @property
    def account(self) -> str:
        return self._account

    def folder_names(self) -> dict[Role, str]:
        self._reach()
        return {role: folder.name for role, folder in self._folders.items()}

    def listing(self, role: Role, since: str = "") -> Listing:
        self._reach()
        folder = self._folders[role]
        validity, _, first = since.partition(":")
        start = int(first) if first.isdecimal() and validity == str(folder.uidvalidity) else 1
        messages = [stored for uid, (stored, _) in folder.messages.items() if uid >= start]
        messages.sort(key=lambda stored: (stored.arrived, int(stored.ref.uid)))
        return Listing(tuple(messages), f"{folder.uidvalidity}:{folder.next_uid}")

    def fetch(self, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        self._reach()
        return self._find(ref)[2][:limit]

    def place_draft(self, raw: bytes) -> MailRef:
        self._reach()
        return self.deliver(Role.DRAFTS, raw, flags={Flag.DRAFT, Flag.SEEN})

    def remove_draft(self, ref: MailRef) -> None:
        self._reach()
        if ref.account != self._account or ref.folder != self._folders[Role.DRAFTS].name:
            raise ValueError(f"{ref} does not lie in Drafts")
        self.delete(ref)

    def close(self) -> None:
        """Nothing to let go of."""

    def deliver(self, role: Role, raw: bytes, arrived: datetime | None = None, flags: Iterable[Flag] = ()) -> MailRef:
        """Something comes into the folder."""
        folder = self._folders[role]
        uid = folder.next_uid
        folder.next_uid += 1
        ref = MailRef(self._account, folder.name, folder.uidvalidity, str(uid))
        stored = Stored(ref, arrived or self._now(), frozenset(flags))
        folder.messages[uid] = (stored, _LINE_END.sub(b"\r\n", raw))
        return ref

    def flag(self, ref: MailRef, flags: Iterable[Flag]) -> None:
        """A client sets the flags of a message to these."""
        folder, stored, raw = self._find(ref)
        folder.messages[int(ref.uid)] = (replace(stored, flags=frozenset(flags)), raw)

    def delete(self, ref: MailRef) -> None:
        """A client removes a message for good."""
        folder, _, _ = self._find(ref)
        del folder.messages[int(ref.uid)]

    def renumber(self, role: Role) -> None:
        """The server forgets its numbers: a new UIDVALIDITY, and every message with a new uid."""
        folder = self._folders[role]
        old = list(folder.messages.values())
        folder.uidvalidity, folder.next_uid, folder.messages = folder.uidvalidity + 1, 1, {}
        for stored, raw in old:
            self.deliver(role, raw, stored.arrived, stored.flags)

    def fail_once(self, error: WorldError) -> None:
        """The next call of the contract fails with `error`; called several times, that many calls fail."""
        self._failures.append(error)

    def _reach(self) -> None:
        if self._failures:
            raise self._failures.pop(0)
        if self.unreachable is not None:
            raise self.unreachable

    def _find(self, ref: MailRef) -> tuple[_Folder, Stored, bytes]:
        for folder in self._folders.values():
            same = ref.account == self._account and (ref.folder, ref.uidvalidity) == (folder.name, folder.uidvalidity)
            if same and ref.uid.isdecimal() and int(ref.uid) in folder.messages:
                return folder, *folder.messages[int(ref.uid)]
        raise Vanished(f"{ref.folder}: the message {ref.uid} is not there any more")
