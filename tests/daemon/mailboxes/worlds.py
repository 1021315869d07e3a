"""The worlds that mailboxes live in: whatever delivers mail, and the mail client the owner uses beside the program."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Protocol, Self

from imapclient import IMAPClient

from afterword.mailboxes.contract import Flag, Mailbox, MailRef, Role
from afterword.mailboxes.imap import ImapMailbox
from afterword.mailboxes.imap_link import ImapLink
from afterword.mailboxes.maildir import MaildirMailbox
from afterword.mailboxes.memory import MemoryMailbox
from afterword.secrets import Secret
from servers.imap_server import ImapServer


class World(Protocol):
    """One account from outside. Refs are those the mailbox gave."""

    def mailbox(self) -> Mailbox:
        """A mailbox on this account, as a program that was just started sees it."""
        ...

    def deliver(self, role: Role, raw: bytes, arrived: datetime) -> None: ...

    def see(self, ref: MailRef) -> None:
        """The owner's client opens the message: it is no longer new, and flagged as seen and answered."""
        ...

    def delete(self, ref: MailRef) -> None: ...

    def edit_draft(self, ref: MailRef, raw: bytes) -> None:
        """The owner's client saves the draft again: a new message, and the old one is gone."""
        ...


class MemoryWorld:
    def __init__(self) -> None:
        self.box = MemoryMailbox("home")

    def mailbox(self) -> Mailbox:
        return self.box

    def deliver(self, role: Role, raw: bytes, arrived: datetime) -> None:
        self.box.deliver(role, raw, arrived)

    def see(self, ref: MailRef) -> None:
        self.box.flag(ref, {Flag.SEEN, Flag.ANSWERED})

    def delete(self, ref: MailRef) -> None:
        self.box.delete(ref)

    def edit_draft(self, ref: MailRef, raw: bytes) -> None:
        self.box.delete(ref)
        self.box.deliver(Role.DRAFTS, raw, flags={Flag.DRAFT})


class MaildirWorld:
    """A Maildir as mbsync leaves it: `INBOX`, `Sent` and `Trash` side by side, new mail in `new`, `,U=` in names."""

    def __init__(self, root: Path, folders: Iterable[str] = ("INBOX", "Sent", "Trash")) -> None:
        self.root = root
        self._numbers = count(1)
        for folder in folders:
            make_maildir(root / folder)

    def mailbox(self) -> Mailbox:
        return MaildirMailbox("home", self.root)

    def deliver(self, role: Role, raw: bytes, arrived: datetime) -> None:
        folder = {Role.INBOX: "INBOX", Role.SENT: "Sent", Role.DRAFTS: "Drafts", Role.TRASH: "Trash"}[role]
        self._write(self.root / folder / "new", "", raw, arrived)

    def see(self, ref: MailRef) -> None:
        path = self._find(ref)
        path.rename(path.parent.parent / "cur" / f"{path.name.partition(':')[0]},U=4:2,RS")

    def delete(self, ref: MailRef) -> None:
        self._find(ref).unlink()

    def edit_draft(self, ref: MailRef, raw: bytes) -> None:
        self._find(ref).unlink()
        self._write(self.root / "Drafts" / "cur", ":2,D", raw, None)

    def _write(self, folder: Path, info: str, raw: bytes, arrived: datetime | None) -> None:
        number = next(self._numbers)
        path = folder / f"1760000000.77_{number}.desk,U={number}{info}"
        path.write_bytes(raw)
        if arrived is not None:
            os.utime(path, (arrived.timestamp(), arrived.timestamp()))

    def _find(self, ref: MailRef) -> Path:
        return next(path for part in ("new", "cur") for path in (self.root / ref.folder / part).glob(f"{ref.uid}*"))


class ImapWorld:
    """A new user of a real server, and a second client beside the program.

    `port` leads the program through a proxy, without TLS. `silence` is how long it lets the server say nothing.
    """

    _numbers = count(1)

    def __init__(self, server: ImapServer, *, port: int | None = None, silence: float = 5.0) -> None:
        self.server = server
        self.user = f"owner{next(self._numbers)}"
        server.add_user(self.user)
        self.entry = server.plain_entry(self.user, port) if port else server.entry(self.user)
        self.names = {role: role.value.capitalize() for role in Role} | {Role.INBOX: "INBOX"}
        self.password = server.password(self.user)
        self._silence = silence
        self._opened: list[Mailbox] = []
        self._client: Any = None

    def mailbox(self, **configured: str) -> ImapMailbox:
        link = ImapLink("home", self.entry, lambda: Secret(self.password), silence=self._silence)
        mailbox = ImapMailbox(link, {Role(role): name for role, name in configured.items()})
        self._opened.append(mailbox)
        return mailbox

    def deliver(self, role: Role, raw: bytes, arrived: datetime) -> None:
        self.client().append(self.names[role], raw, (), arrived)

    def see(self, ref: MailRef) -> None:
        self._open(ref).add_flags([int(ref.uid)], [b"\\Seen", b"\\Answered"])

    def delete(self, ref: MailRef) -> None:
        client = self._open(ref)
        client.delete_messages([int(ref.uid)])
        client.uid_expunge([int(ref.uid)])

    def edit_draft(self, ref: MailRef, raw: bytes) -> None:
        self.client().append(self.names[Role.DRAFTS], raw, [b"\\Draft"])
        self.delete(ref)

    def client(self) -> Any:
        """The owner's own client: an IMAPClient that is logged in, with a folder open or not."""
        if self._client is None:
            self._client = IMAPClient("localhost", self.server.port, ssl=False, timeout=20)
            self._client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._client.login(self.user, self.server.password(self.user))
        return self._client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end_programs()
        self.hang_up()

    def end_programs(self) -> None:
        """Close every mailbox: a server lets in so many at a time."""
        while self._opened:
            self._opened.pop().close()

    def hang_up(self) -> None:
        """The owner's own client is closed; the next thing it does opens it again."""
        if self._client is not None:
            self._client.shutdown()
            self._client = None

    def _open(self, ref: MailRef) -> Any:
        client = self.client()
        client.select_folder(ref.folder)
        return client


def make_maildir(folder: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    return folder
