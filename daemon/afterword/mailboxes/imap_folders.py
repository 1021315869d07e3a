"""Which folders an IMAP account has, and which of them is for what.

By the owner's word, then by what the server says of a folder (SPECIAL-USE, RFC 6154), then by its name.
"""

from __future__ import annotations

import imaplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imapclient import imap_utf7
from imapclient.response_parser import parse_response

from afterword.errors import OwnersError
from afterword.mailboxes.contract import Role
from afterword.mailboxes.folder_names import role_by_name
from afterword.mailboxes.imap_commands import declining
from afterword.mailboxes.imap_wire import Client

# Cyrus answers in small letters, which RFC 3501 section 9 allows.
_USES = {b"\\drafts": Role.DRAFTS, b"\\sent": Role.SENT, b"\\trash": Role.TRASH}
_NEVER = {b"\\noselect", b"\\nonexistent"}


@dataclass(frozen=True, slots=True)
class Folder:
    """`name` is decoded (modified UTF-7), with the server's own separator of levels; `separator` "" = no levels."""

    name: str
    separator: str
    marks: frozenset[bytes] = frozenset()

    @property
    def plain(self) -> str:
        """The name with levels separated by "/"."""
        return self.name.replace(self.separator, "/") if self.separator else self.name


@dataclass(frozen=True, slots=True)
class FolderTree:
    """The folders of the owner, and what begins the name of every one that is made (the personal namespace)."""

    folders: tuple[Folder, ...]
    prefix: str = ""

    @property
    def separator(self) -> str:
        return next((folder.separator for folder in self.folders if folder.separator), "/")

    def named(self, wanted: str) -> Folder | None:
        """The folder the owner means: by its whole name, or by the name without the prefix; in any case of letters."""
        levels = self.prefix.replace(self.separator, "/")
        for name in (wanted, f"{levels}{wanted}"):
            for folder in self.folders:
                if name.casefold() in {folder.name.casefold(), folder.plain.casefold()}:
                    return folder
        return None

    def roles(self, configured: Mapping[Role, str], place: str) -> dict[Role, str]:
        """The folder for each role; one without is left out. `place` is named in errors.

        :raises OwnersError: a configured folder is not there (Drafts can be made), or two roles share a folder.
        """
        roles: dict[Role, str] = {}
        problems: list[str] = []
        for role, wanted in configured.items():
            if (folder := self.named(wanted)) is not None:
                roles[role] = folder.name
            elif role is not Role.DRAFTS:
                problems.append(f"{place}: {role}: there is no folder {wanted!r}; {self._choice()}")
        for role, name in self._guessed().items():
            if role not in configured and name not in roles.values():
                roles[role] = name
        for role, name in roles.items():
            if any(other < role and name == theirs for other, theirs in roles.items()):
                problems.append(f"{place}: {role}: the folder {name!r} already serves another purpose")
        if problems:
            raise OwnersError(*problems)
        return roles

    def place_for(self, wanted: str) -> str:
        """The name of a folder that is to be made."""
        name = wanted.replace("/", self.separator)
        return name if name.casefold().startswith(self.prefix.casefold()) else self.prefix + name

    def _guessed(self) -> dict[Role, str]:
        by_name = {folder.plain: folder for folder in self.folders}
        found = {role: by_name[name].name for role, name in role_by_name(by_name).items()}
        for mark, role in _USES.items():
            told = {folder.plain: folder for folder in self.folders if mark in folder.marks}
            # Dovecot's example configuration calls both "Sent" and "Sent Messages" \Sent.
            if told:
                found[role] = told[role_by_name(told).get(role, min(told))].name
        inbox = next((folder.name for folder in self.folders if folder.name.upper() == "INBOX"), None)
        return found if inbox is None else {**found, Role.INBOX: inbox}

    def _choice(self) -> str:
        return "the folders are " + ", ".join(sorted(folder.name for folder in self.folders))


def read_tree(client: Client) -> FolderTree:
    """Ask the server for its folders, without those of other people."""
    personal, others = _namespaces(client)
    folders = tuple(folder for folder in _listed(client) if _is_own(folder.name, personal, others))
    return FolderTree(folders, personal[0] if personal else "")


def make_folder(client: Client, name: str, use: str) -> None:
    """Make a folder, told what it is for (`use`, like "\\\\Drafts") where the server can keep that, and subscribe to it.

    Thunderbird shows only folders that are subscribed.

    :raises DeclinedError: it cannot be made.
    """
    quoted = _quoted(name)
    special = [f"(USE ({use}))"] if b"CREATE-SPECIAL-USE" in client.capabilities() else []
    with declining():
        kind, answer = client.wire.xatom("CREATE", quoted, *special)
        if kind != "OK" and special:
            kind, answer = client.wire.xatom("CREATE", quoted)
        if kind != "OK" and b"ALREADYEXISTS" not in b"".join(part for part in answer if part):
            raise imaplib.IMAP4.error(str(answer[-1]))
        client.wire.subscribe(quoted)


def _listed(client: Client) -> list[Folder]:
    # Cyrus tells what a folder is for only to those who ask.
    asks = {b"SPECIAL-USE", b"LIST-EXTENDED"} <= set(client.capabilities())
    wire = client.wire
    with declining():
        kind, answer = wire.xatom("LIST", '""', '"*"', *(["RETURN (SPECIAL-USE)"] if asks else []))
        if kind != "OK":
            raise imaplib.IMAP4.error(str(answer[-1]))
        _, lines = wire.response("LIST")
    parsed = parse_response([line for line in lines if line])
    found: list[Folder] = []
    for marks, separator, name in zip(*[iter(parsed)] * 3, strict=False):
        folder = _folder(marks, separator, name)
        if folder is not None:
            found.append(folder)
    return found


def _folder(marks: object, separator: object, name: object) -> Folder | None:
    """None for what is no folder of messages, and for a name that could not be said to the server again."""
    raw = str(name).encode() if isinstance(name, int) else name
    told = frozenset(mark.lower() for mark in marks if isinstance(mark, bytes)) if isinstance(marks, tuple) else None
    if not isinstance(raw, bytes) or told is None or told & _NEVER:
        return None
    try:
        text = imap_utf7.decode(raw)
        if imap_utf7.encode(text) != raw:
            return None
    except ValueError:
        return None
    level = separator.decode("ascii", "replace") if isinstance(separator, bytes) else ""
    return Folder(text, level, told)


def _namespaces(client: Client) -> tuple[Sequence[str], Sequence[str]]:
    """What the owner's own folders begin with, and what those of others do (RFC 2342)."""
    if b"NAMESPACE" not in client.capabilities():
        return (), ()
    with declining():
        personal, *others = client.namespace()
    return (
        tuple(str(prefix) for prefix, _ in personal or ()),
        tuple(str(prefix) for part in others for prefix, _ in part or ()),
    )


def _is_own(name: str, personal: Sequence[str], others: Sequence[str]) -> bool:
    if name.upper() == "INBOX":
        return True
    foreign = max((len(prefix) for prefix in others if name.startswith(prefix)), default=-1)
    return any(name.startswith(prefix) and len(prefix) > foreign for prefix in personal) or foreign < 0


def _quoted(name: str) -> str:
    encoded = str(imap_utf7.encode(name), "ascii")
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'
