"""What the program asks of a mailbox, whichever protocol is behind it.

Terminology
    ROLE     what a folder is for: inbox, sent, drafts, trash. The program never asks for any other folder.
    REF      names one stored message for as long as it lies in its folder. It does not change when flags change, when
             a client has seen the message or when the file is renamed. A message that was moved or edited gets another
             one: what is the same letter in the owner's eyes is found by its headers, never by its ref.
    MARK     how far a folder was read, opaque: made by `listing`, kept by the caller, given back to `listing`.
             In IMAP it is UIDVALIDITY and UIDNEXT, in Gmail the history id, in a Maildir the folder's times.

Every method may raise `WorldError` when the mailbox cannot be reached or read; its text names the place.
An unreachable mailbox never looks like an empty one. `OwnersError` means that the owner's folder names do not fit.
One thread uses one mailbox object. Powers that not every mailbox has are protocols of their own (`NamesFolders`, `TellsNews`,
`FetchesMany`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from afterword.errors import WorldError

MOST_BYTES = 50 * 1024 * 1024
"""How much of one message is read. Letters are smaller by a factor of a thousand; what is longer is cut."""


class Role(StrEnum):
    """What a folder is for. The words are those of the owner's configuration."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"


class Flag(StrEnum):
    """What a client noted about a message (RFC 3501 section 2.3.2). Other flags and keywords are not passed on."""

    SEEN = "seen"
    ANSWERED = "answered"
    FLAGGED = "flagged"
    DELETED = "deleted"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class MailRef:
    """The identity of a stored message.

    `uidvalidity` is 0 where the mailbox knows no such thing. `uid` is text for every mailbox: a decimal number in IMAP,
    the base of the file name in a Maildir, the message id in Gmail; it can always be encoded as UTF-8.
    """

    account: str
    folder: str
    uidvalidity: int
    uid: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as a listing shows it. `arrived` is aware: when the mailbox got it, whatever its Date header says."""

    ref: MailRef
    arrived: datetime
    flags: frozenset[Flag] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder (or came since a mark), oldest arrival first, and the mark to go on from."""

    messages: tuple[Stored, ...]
    mark: str


class Vanished(WorldError):  # noqa: N818 (an everyday event, not an error in the owner's eyes)
    """The message is not in its folder any more: deleted, moved, edited or opened in a composer. Look again later."""


class Mailbox(Protocol):
    """One account's mail.

    `account` is the name the owner gave it; every ref carries it.
    """

    @property
    def account(self) -> str: ...

    def listing(self, role: Role, since: str = "") -> Listing:
        """What lies in the folder of `role`; with `since`, only what came after that mark.

        A mark of another folder, session or age is no error: what it cannot vouch for is listed again, so the caller
        must expect refs it knows. Nothing that came is ever left out. With `since`, messages that are merely flagged,
        moved away or deleted are not told: list without it to see what is still there.
        A folder the mailbox does not have lists as empty, except the inbox.

        :raises OwnersError: the folder was named in the configuration and has never been there, or there is no inbox.
        :raises WorldError: the folder cannot be read now.
        """
        ...

    def fetch(self, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        """The message as it is stored, or its first `limit` bytes; marks nothing as read.

        Lines end as the mailbox keeps them. The contents of attachments may be left out where that saves a transfer.

        :raises Vanished: it is not there any more.
        :raises WorldError: it is there and cannot be read.
        """
        ...

    def place_draft(self, raw: bytes) -> MailRef:
        """Store a message in Drafts, flagged as a seen draft; the folder is made when it is missing.

        It is durable when this returns, and `fetch` gives the same bytes up to the ends of lines. Every call stores a
        message: it is the caller who takes care that it is called once.

        :raises WorldError: whether the message is stored is UNKNOWN. List Drafts and compare Message-IDs before placing
            it again.
        """
        ...

    def remove_draft(self, ref: MailRef) -> None:
        """Take a message out of Drafts for good.

        :raises ValueError: `ref` does not lie in Drafts: nothing else is ever removed.
        :raises Vanished: it was not there any more.
        :raises WorldError: whether it was removed is unknown.
        """
        ...

    def close(self) -> None:
        """Let go of connections and files. Never raises; a second call does nothing."""
        ...


@runtime_checkable
class NamesFolders(Protocol):
    """A mailbox that can tell which folder it takes for which role, for the owner to check."""

    def folder_names(self) -> dict[Role, str]:
        """The folders in use, in words the owner knows; a role without a folder is left out.

        :raises OwnersError: see `Mailbox.listing`.
        :raises WorldError: the mailbox cannot be reached.
        """
        ...


@runtime_checkable
class FetchesMany(Protocol):
    """A mailbox that brings many messages at once, because each alone costs a way to a server and back.

    Use `fetch_each` of `afterword.mailboxes.many`, which takes any mailbox.
    """

    def fetch_many(
        self, refs: Sequence[MailRef], limit: int = MOST_BYTES
    ) -> Iterator[tuple[MailRef, bytes | WorldError]]:
        """As `Mailbox.fetch` for each of `refs`, in any order; what `fetch` would raise stands in a message's place.

        :raises WorldError: the mailbox cannot be reached; what it gave before is good.
        """
        ...


@runtime_checkable
class TellsNews(Protocol):
    """A mailbox that can wait for mail, so that nobody need ask every other minute."""

    def wait(self, seconds: float) -> bool:
        """Wait for mail in the inbox, for `seconds` at most: True when it is worth looking at once.

        A hint and no more. True may mean nothing, and mail may come without one: list the inbox now and then anyway.
        False when the time is over, or when somebody called `wake`.

        :raises WorldError: the mailbox cannot be reached.
        """
        ...

    def wake(self) -> None:
        """End the wait under way within a moment, or the next one at once. The one method for other threads; never raises."""
        ...
