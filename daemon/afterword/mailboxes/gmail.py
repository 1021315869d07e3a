"""A mailbox at Gmail, read through its API. What Gmail calls a label, we call a folder.

A message keeps its id as long as it exists, whatever labels it has; a draft gets another message each time it is saved.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from afterword.errors import WorldError
from afterword.mailboxes.contract import MOST_BYTES, Flag, Listing, MailRef, Role, Stored, Vanished
from afterword.mailboxes.gmail_drafts import delete_draft, new_draft
from afterword.mailboxes.gmail_history import Changes, changes_since, current_mark
from afterword.mailboxes.gmail_memory import GmailMemory, Remembered
from afterword.mailboxes.gmail_service import BATCH, GmailService, Missing
from afterword.mailboxes.many import VOLUME, in_volumes

_LABELS = {Role.INBOX: "INBOX", Role.SENT: "SENT", Role.DRAFTS: "DRAFT", Role.TRASH: "TRASH"}
_NAMES = {Role.INBOX: "Inbox", Role.SENT: "Sent", Role.DRAFTS: "Drafts", Role.TRASH: "Bin"}
_AWAY = frozenset({"TRASH", "SPAM"})
_PAGE = 500
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_SHORT = "id,labelIds,internalDate,sizeEstimate"


@dataclass(slots=True)
class _Folder:
    """What lay in a folder at the mailbox's state `history`; `listed` is the same in order, once it was asked for.

    `remembered` is the state in which it was last stored.
    """

    history: str
    messages: dict[str, Stored]
    remembered: str = ""
    listed: tuple[Stored, ...] | None = None


class GmailMailbox:
    """The mail of `user`, whose consent `credentials` give. `more` is as for `GmailService`.

    With `memory`, what is known of the folders outlives the program. Nothing is read before the first call.
    """

    def __init__(
        self,
        account: str,
        user: str,
        credentials: Callable[[], Any],
        *,
        memory: Path | None = None,
        **more: Any,
    ) -> None:
        self._account = account
        self._user = user.strip().lower()
        self._service = GmailService(account, credentials, **more)
        self._memory = GmailMemory(memory, account, self._user) if memory is not None else None
        self._folders: dict[str, _Folder] = {}
        self._sizes: dict[str, int] = {}

    @property
    def account(self) -> str:
        return self._account

    def folder_names(self) -> dict[Role, str]:
        """As Gmail calls them in English; they are there in every account and have no other name for programs."""
        return {role: f"{_NAMES[role]} of {self._user}" for role in Role}

    def listing(self, role: Role, since: str = "") -> Listing:
        """With `since`, one question tells whether anything came. A mark that Gmail forgot (a week old) lists all."""
        label = _LABELS[role]
        history = since.removeprefix(self._mark(label, "")) if since.startswith(self._mark(label, "")) else ""
        if history.isdecimal() and (changes := changes_since(self._service, history)) is not None:
            came = changes.came.get(label, ())
            messages = [stored for stored in self._stored(label, came) if stored is not None]
            return Listing(_in_order(messages), self._mark(label, changes.history))
        folder = self._folder(label)
        if folder.listed is None:
            folder.listed = _in_order(folder.messages.values())
        return Listing(folder.listed, self._mark(label, folder.history))

    def fetch(self, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        """Mail that was archived since it was listed is still read: it came all the same."""
        (found,) = (content for _, content in self.fetch_many([ref], limit))
        if isinstance(found, WorldError):
            raise found
        return found

    def fetch_many(
        self, refs: Sequence[MailRef], limit: int = MOST_BYTES
    ) -> Iterator[tuple[MailRef, bytes | WorldError]]:
        ours = [
            ref for ref in refs if ref.account == self._account and ref.folder in _LABELS.values() and _is_id(ref.uid)
        ]
        yield from ((ref, self._vanished(ref)) for ref in refs if ref not in set(ours))
        for few in in_volumes(ours, self._size, BATCH):
            get = self._service.users.messages().get
            asked = [get(userId="me", id=ref.uid, format="raw", fields="labelIds,raw") for ref in few]
            for ref, found in zip(few, self._service.read_each(asked), strict=True):
                yield ref, self._content(ref, found, limit)

    def _size(self, ref: MailRef) -> int:
        """One whose size is not known goes alone."""
        return self._sizes.get(ref.uid, VOLUME)

    def _content(self, ref: MailRef, found: dict[str, Any] | WorldError | None, limit: int) -> bytes | WorldError:
        if isinstance(found, WorldError):
            return found
        labels = set(found.get("labelIds", ())) if found is not None else _AWAY
        if found is None or (ref.folder not in labels and (ref.folder != "INBOX" or labels & _AWAY)):
            return self._vanished(ref)
        try:
            return base64.urlsafe_b64decode(found["raw"])[:limit]
        except (KeyError, TypeError, ValueError):
            return WorldError(f"{self._account} at Gmail: the message {ref.uid} came without its text")

    def place_draft(self, raw: bytes) -> MailRef:
        """In the thread of the message it answers, where Gmail lets drafts of this subject stand there."""
        uid = new_draft(self._service, self._account, raw)
        return MailRef(self._account, "DRAFT", 0, uid)

    def remove_draft(self, ref: MailRef) -> None:
        if ref.account != self._account or ref.folder != "DRAFT":
            raise ValueError(f"{ref} does not lie in Drafts")
        if not delete_draft(self._service, ref.uid):
            raise self._vanished(ref)

    def close(self) -> None:
        self._service.close()
        for label, folder in self._folders.items():
            self._remember(label, folder)
        self._folders.clear()

    def _folder(self, label: str) -> _Folder:
        """The whole folder: as last seen and what changed since, else read anew."""
        folder = self._folders.get(label) or self._remembered(label)
        if folder is not None and (changes := changes_since(self._service, folder.history)) is not None:
            self._follow(folder, label, changes)
        else:
            folder = self._read_anew(label)
            self._remember(label, folder)
        self._folders[label] = folder
        return folder

    def _read_anew(self, label: str) -> _Folder:
        # The mark first: what comes while the folder is read is then told again, not missed.
        history = current_mark(self._service, self._account)
        ids = [
            str(one.get("id", ""))
            for one in self._service.pages(
                self._service.users.messages().list,
                "messages",
                labelIds=[label],
                includeSpamTrash=label == "TRASH",
                maxResults=_PAGE,
                fields="messages/id,nextPageToken",
            )
        ]
        found = {stored.ref.uid: stored for stored in self._stored(label, ids) if stored is not None}
        return _Folder(history, found)

    def _remembered(self, label: str) -> _Folder | None:
        found = self._memory.remembered(label) if self._memory is not None else None
        if found is None:
            return None
        self._sizes |= found.sizes
        return _Folder(found.history, found.messages, found.history)

    def _remember(self, label: str, folder: _Folder) -> None:
        if self._memory is not None and folder.history != folder.remembered:
            self._memory.remember(label, Remembered(folder.history, folder.messages, self._sizes))
            folder.remembered = folder.history

    def _follow(self, folder: _Folder, label: str, changes: Changes) -> None:
        touched = list(changes.touched)
        changed = False
        for uid, stored in zip(touched, self._stored(label, touched), strict=True):
            changed |= folder.messages.get(uid) != stored
            if stored is None:
                folder.messages.pop(uid, None)
            else:
                folder.messages[uid] = stored
        folder.history = changes.history
        if changed:
            folder.listed = None
            self._remember(label, folder)

    def _stored(self, label: str, ids: Iterable[str]) -> Iterator[Stored | None]:
        """Each message as it is now; None for one that is not in the folder (any more)."""
        get = self._service.users.messages().get
        requests = [get(userId="me", id=uid, format="minimal", fields=_SHORT) for uid in ids]
        for found in self._service.read_many(requests):
            labels = set(found.get("labelIds", ())) if found is not None else set[str]()
            if found is None or label not in labels:
                yield None
                continue
            ref = MailRef(self._account, label, 0, str(found.get("id", "")))
            self._sizes[ref.uid] = _size(found.get("sizeEstimate"))
            yield Stored(ref, _moment(found.get("internalDate")), _flags(labels))

    def _mark(self, label: str, history: str) -> str:
        return f"{self._user} {label} {history}"

    def _vanished(self, ref: MailRef) -> Vanished:
        return Vanished(f"{self._account} at Gmail: the message {ref.uid} is not in {ref.folder} any more")


def address_of(account: str, credentials: Callable[[], Any], endpoint: str | None = None) -> str:
    """Whose mailbox `credentials` open.

    :raises WorldError: Gmail does not tell.
    """
    service = GmailService(account, credentials, endpoint)
    try:
        return str(service.read(service.users.getProfile(userId="me", fields="emailAddress")).get("emailAddress", ""))
    except Missing:
        return ""
    finally:
        service.close()


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one account at Google, which sees no dots and knows two names for its own domain."""
    return _plain(one) == _plain(other)


def _plain(address: str) -> str:
    local, _, domain = address.strip().lower().rpartition("@")
    if domain not in {"gmail.com", "googlemail.com"}:
        return f"{local}@{domain}"
    return f"{local.replace('.', '')}@gmail.com"


def _in_order(messages: Iterable[Stored]) -> tuple[Stored, ...]:
    return tuple(sorted(messages, key=lambda stored: (stored.arrived, stored.ref.uid)))


def _flags(labels: set[str]) -> frozenset[Flag]:
    """Gmail has no word for answered, and what is in the bin is not flagged as deleted."""
    flags = {
        Flag.SEEN: "UNREAD" not in labels,
        Flag.FLAGGED: "STARRED" in labels,
        Flag.DRAFT: "DRAFT" in labels,
    }
    return frozenset(flag for flag, holds in flags.items() if holds)


def _moment(milliseconds: Any) -> datetime:
    try:
        return _BEGINNING + timedelta(milliseconds=int(milliseconds))
    except (TypeError, ValueError, OverflowError):
        return _BEGINNING


def _size(estimate: Any) -> int:
    return estimate if isinstance(estimate, int) and estimate >= 0 else VOLUME


def _is_id(uid: str) -> bool:
    """Anything else would be another address."""
    return uid.isascii() and uid.isalnum()
