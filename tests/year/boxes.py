"""The owner's mailbox as senders and the owner's mail client see it: in memory, or on Dovecot without the proxy."""

from __future__ import annotations

import email
import email.policy
import imaplib
import os
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Protocol

from afterword.mailboxes.contract import Role
from afterword.mailboxes.memory import MemoryMailbox
from servers.dovecot import Dovecot

_FOLDERS = {Role.INBOX: "", Role.SENT: ".Sent", Role.DRAFTS: ".Drafts", Role.TRASH: ".Trash"}


class Box(Protocol):
    """A handle names one stored message and no other, for ever."""

    def deliver(self, role: Role, raw: bytes, at: datetime) -> None:
        """Something comes into a folder."""
        ...

    def stored(self, role: Role) -> dict[str, bytes]:
        """What lies in a folder, by handle."""
        ...

    def remove(self, handle: str, raw: bytes) -> None:
        """The client deletes a draft for good."""
        ...


class MemoryBox:
    """`mailbox` is what the program sees."""

    def __init__(self, mailbox: MemoryMailbox) -> None:
        self._mailbox = mailbox

    def deliver(self, role: Role, raw: bytes, at: datetime) -> None:
        self._mailbox.deliver(role, raw, at)

    def stored(self, role: Role) -> dict[str, bytes]:
        return {one.ref.uid: self._mailbox.fetch(one.ref) for one in self._mailbox.listing(role).messages}

    def remove(self, handle: str, raw: bytes) -> None:
        assert raw
        listing = self._mailbox.listing(Role.DRAFTS)
        (ref,) = [one.ref for one in listing.messages if one.ref.uid == handle]
        self._mailbox.delete(ref)


class DovecotBox:
    """Reads and delivers as files, which Dovecot takes in, also while it is down; deletes as a client does."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self._server, self._user = server, user
        self._numbers = count(1)
        self._known: dict[str, bytes] = {}
        client = self._client()
        for name in ("INBOX", "Sent", "Drafts", "Trash"):
            # They are made when they are first looked into.
            client.select(name)
        client.logout()

    def deliver(self, role: Role, raw: bytes, at: datetime) -> None:
        place = self._server.home(self._user) / "Maildir" / _FOLDERS[role]
        part, flags = ("cur", ":2,S") if role is Role.SENT else ("new", "")
        name = f"{int(at.timestamp())}.{next(self._numbers)}.year"
        arriving = place / "tmp" / name
        arriving.write_bytes(raw)
        os.utime(arriving, (at.timestamp(), at.timestamp()))
        self._server.hand_over(arriving)
        arriving.rename(place / part / f"{name}{flags}")

    def stored(self, role: Role) -> dict[str, bytes]:
        place = self._server.home(self._user) / "Maildir" / _FOLDERS[role]
        found: dict[str, bytes] = {}
        for path in (*(place / "new").iterdir(), *(place / "cur").iterdir()):
            handle = path.name.partition(":")[0]
            if handle not in self._known:
                try:
                    self._known[handle] = path.read_bytes()
                except FileNotFoundError:
                    # Dovecot has renamed or removed it this moment.
                    continue
            if ",T" not in path.name and "T" not in path.name.rpartition(":2,")[2]:
                found[handle] = self._known[handle]
        return found

    def remove(self, handle: str, raw: bytes) -> None:
        assert handle
        client = self._client()
        try:
            client.select("Drafts")
            # The older one, where the client has just saved the same draft anew.
            _, (numbers,) = client.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id(raw)}"')
            uid = min(numbers.split(), key=int).decode()
            client.uid("STORE", uid, "+FLAGS.SILENT", "(\\Deleted)")
            client.uid("EXPUNGE", uid)
        finally:
            client.logout()

    def _client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self._server.port)
        client.login(self._user, self._server.password(self._user))
        return client


def message_id(raw: bytes) -> str:
    return str(email.message_from_bytes(raw, policy=email.policy.default)["Message-ID"]).strip()


def event_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.ics"
