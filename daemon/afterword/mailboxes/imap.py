"""An account on an IMAP server (RFC 3501; what real servers do otherwise is told where it matters).

Folders are opened for reading only, but for the moment in which a draft is taken out. A message is known by its
folder, UIDVALIDITY and UID.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager

from afterword.errors import OwnersError, WorldError
from afterword.mailboxes import imap_drafts
from afterword.mailboxes.contract import MOST_BYTES, Listing, MailRef, Role, Vanished
from afterword.mailboxes.imap_commands import DeclinedError
from afterword.mailboxes.imap_fetching import Order, fetched, orders
from afterword.mailboxes.imap_folders import FolderTree, make_folder, read_tree
from afterword.mailboxes.imap_idle import InboxNews
from afterword.mailboxes.imap_link import ImapLink
from afterword.mailboxes.imap_listing import FolderListing
from afterword.mailboxes.imap_view import View
from afterword.mailboxes.imap_wire import Client

_AT_ONCE = 250
_MOST_UID = 2**32

Fetched = tuple[MailRef, bytes | WorldError]


class ImapMailbox:
    """`configured` are folders by role, as the owner calls them."""

    def __init__(self, link: ImapLink, configured: Mapping[Role, str] | None = None) -> None:
        self._link = link
        self._configured = dict(configured or {})
        self._place = f"{link.account}: {link.entry.host}:{link.entry.port_used}"
        self._view = View()
        self._news = InboxNews(link)
        self._tree: FolderTree | None = None
        self._roles: dict[Role, str] = {}
        self._listings: dict[str, FolderListing] = {}
        self._seen: tuple[int, int] | None = None

    @property
    def account(self) -> str:
        return self._link.account

    def folder_names(self) -> dict[Role, str]:
        with self._session() as client:
            return dict(self._read_roles(client))

    def listing(self, role: Role, since: str = "") -> Listing:
        with self._session() as client:
            listing = self._listed(client, role, since)
            if role is Role.INBOX:
                validity, next_uid, _ = listing.mark.split(":", 2)
                self._seen = int(validity), int(next_uid)
            return listing

    def fetch(self, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        with self._session() as client:
            uid = self._uid(client, ref)
            for fresh in (False, True):
                # What came or went after the folder was opened is seen only when it is opened again.
                state = (self._view.renew if fresh else self._view.open)(client, ref.folder)
                found: bytes | WorldError | None = None
                if state.validity == ref.uidvalidity:
                    try:
                        found = _one(client, uid, limit)
                    except DeclinedError:
                        if fresh:
                            raise
                if isinstance(found, bytes):
                    return found
                if found is not None:
                    raise WorldError(f"{self._place} {ref.folder}: {found}; tried again by itself")
            raise _vanished(ref)

    def fetch_many(self, refs: Sequence[MailRef], limit: int = MOST_BYTES) -> Iterator[Fetched]:
        for start in range(0, len(refs), _AT_ONCE):
            few = refs[start : start + _AT_ONCE]
            for folder in dict.fromkeys((ref.folder, ref.uidvalidity) for ref in few):
                yield from self._fetch_few([ref for ref in few if (ref.folder, ref.uidvalidity) == folder], limit)

    def place_draft(self, raw: bytes) -> MailRef:
        with self._session() as client:
            folder = self._read_roles(client).get(Role.DRAFTS) or self._make_drafts(client)
            try:
                validity, uid = self._append(client, folder, raw)
            except imap_drafts.MissingFolderError:
                # Deleted meanwhile, and certainly nothing was stored.
                self._read_roles(client, again=True)
                validity, uid = self._append(client, self._make_drafts(client), raw)
            return MailRef(self.account, self._read_roles(client)[Role.DRAFTS], validity, str(uid))

    def remove_draft(self, ref: MailRef) -> None:
        with self._session() as client:
            roles = self._read_roles(client)
            if ref.account != self.account or ref.folder != roles.get(Role.DRAFTS):
                raise ValueError(f"{ref} does not lie in Drafts")
            uid = self._uid(client, ref)
            self._view.forget()
            try:
                imap_drafts.remove(client, ref.folder, ref.uidvalidity, uid, roles.get(Role.TRASH))
            finally:
                self._view.forget(ref.folder)

    def wait(self, seconds: float) -> bool:
        with self._session() as client:
            inbox = self._read_roles(client)[Role.INBOX]
        try:
            return self._news.wait(inbox, seconds, self._seen)
        finally:
            self._view.forget(inbox)

    def wake(self) -> None:
        self._news.wake()

    def close(self) -> None:
        self._news.close()
        self._link.close()

    @contextmanager
    def _session(self) -> Generator[Client]:
        """A session in which a NO of the server is an error of the world and costs no connection."""
        with self._link.session() as client:
            try:
                yield client
            except DeclinedError as error:
                raise WorldError(f"{self._place} says: {error}; tried again by itself") from error

    def _read_roles(self, client: Client, *, again: bool = False) -> dict[Role, str]:
        """Roles and folders, asked for again while one is missing that may appear."""
        if again or Role.INBOX not in self._roles:
            tree = read_tree(client)
            roles = tree.roles(self._configured, self._place)
            if Role.INBOX not in roles:
                raise OwnersError(f"{self._place} there is no inbox; say which folder it is with `inbox:`")
            self._tree, self._roles = tree, roles
        return self._roles

    def _listed(self, client: Client, role: Role, since: str) -> Listing:
        known = role in self._read_roles(client)
        folder = self._roles.get(role) or self._read_roles(client, again=True).get(role)
        if folder is None:
            return Listing((), "")
        try:
            return self._list(client, role, folder, since)
        except DeclinedError:
            # Deleted or renamed, or closed to us for a moment? What the server lists tells.
            self._view.forget()
            folder = self._read_roles(client, again=True).get(role) if known else folder
            if folder is None:
                return Listing((), "")
            return self._list(client, role, folder, since)

    def _list(self, client: Client, role: Role, folder: str, since: str) -> Listing:
        one = self._listings.get(folder)
        if one is None:
            # The inbox is listed in full once; the others with every look for drafts.
            one = self._listings[folder] = FolderListing(self.account, folder, keeps=role is not Role.INBOX)
        return one.since(client, self._view, since)

    def _fetch_few(self, refs: Sequence[MailRef], limit: int) -> Iterator[Fetched]:
        """Messages of one folder; those that make trouble one by one, so that the others are read all the same."""
        left = dict.fromkeys(refs)
        for ref, content in self._fetch_together(refs, limit):
            del left[ref]
            yield ref, content
        for ref in left:
            yield ref, self._fetch_alone(ref, limit)

    def _fetch_together(self, refs: Sequence[MailRef], limit: int) -> Iterator[tuple[MailRef, bytes]]:
        """With few commands, until something goes wrong. Between two of them the caller may do what it likes."""
        todo: list[Order] | None = None
        by_uid: dict[int, MailRef] = {}
        got: dict[int, bytes | WorldError] = {}
        while todo is None or todo:
            try:
                with self._session() as client:
                    if self._view.open(client, refs[0].folder).validity != refs[0].uidvalidity:
                        return
                    if todo is None:
                        by_uid = {self._uid(client, ref): ref for ref in refs}
                        todo = orders(client, list(by_uid), limit)
                    got = fetched(client, todo.pop(0), limit) if todo else {}
            except WorldError:
                return
            yield from ((by_uid[uid], content) for uid, content in got.items() if isinstance(content, bytes))

    def _fetch_alone(self, ref: MailRef, limit: int) -> bytes | WorldError:
        try:
            return self.fetch(ref, limit)
        except Vanished as error:
            return error
        except WorldError as error:
            # One bad message, or the whole server? If it is the server, this raises.
            with self._session() as client:
                client.wire.noop()
            return error

    def _uid(self, client: Client, ref: MailRef) -> int:
        """The UID of a ref of this account, in a folder that has a role here."""
        ours = ref.account == self.account and ref.folder in self._read_roles(client).values()
        if not ours or not (ref.uid.isascii() and ref.uid.isdecimal()) or not 0 < int(ref.uid[:11]) < _MOST_UID:
            raise _vanished(ref)
        return int(ref.uid[:11])

    def _append(self, client: Client, folder: str, raw: bytes) -> tuple[int, int]:
        try:
            before = self._view.look(client, folder)
        except DeclinedError as error:
            raise imap_drafts.MissingFolderError(str(error)) from error
        self._view.forget(folder)
        return imap_drafts.append(client, folder, raw, before)

    def _make_drafts(self, client: Client) -> str:
        roles = self._read_roles(client, again=True)
        if Role.DRAFTS not in roles and self._tree is not None:
            name = self._tree.place_for(self._configured.get(Role.DRAFTS) or "Drafts")
            make_folder(client, name, "\\Drafts")
            roles[Role.DRAFTS] = name
        return roles[Role.DRAFTS]


def _one(client: Client, uid: int, limit: int) -> bytes | WorldError | None:
    return next((fetched(client, order, limit).get(uid) for order in orders(client, [uid], limit)), None)


def _vanished(ref: MailRef) -> Vanished:
    return Vanished(f"{ref.folder}: the message {ref.uid} is not there any more")
