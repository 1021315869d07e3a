"""The few commands that reading and writing mail needs, each with one answer that is all there or an error.

Messages are always named by UID. A FETCH tells of messages nobody asked for, and leaves out those that are gone: what
is not among the rows is not there.
"""

from __future__ import annotations

import imaplib
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imapclient.response_parser import parse_fetch_response

from afterword.mailboxes.imap_login import cleaned
from afterword.mailboxes.imap_wire import Client

Row = Mapping[bytes, Any]


class DeclinedError(imaplib.IMAP4.error):
    """The server understood and said NO. The connection is as good as before; the text is the server's, cleaned."""


@dataclass(frozen=True, slots=True)
class FolderState:
    """How far a folder has grown (RFC 3501 sections 2.3.1.1 and 6.3.10). 0 = the server does not tell.

    `modseq` changes with every flag, `exists` with every message that goes.
    """

    validity: int
    next_uid: int
    exists: int
    modseq: int = 0


@contextmanager
def declining() -> Generator[None]:
    """Turns a NO into DeclinedError; a lost connection stays what it is."""
    try:
        yield
    except (imaplib.IMAP4.abort, DeclinedError):
        raise
    except imaplib.IMAP4.error as error:
        raise DeclinedError(cleaned(str(error))) from error


def status(client: Client, folder: str) -> FolderState:
    """The state of a folder that is not open.

    :raises DeclinedError: there is no such folder, or it cannot be looked into.
    """
    wanted = ["UIDVALIDITY", "UIDNEXT", "MESSAGES"]
    if b"CONDSTORE" in client.capabilities():
        wanted.append("HIGHESTMODSEQ")
    with declining():
        found = client.folder_status(folder, wanted)
    return FolderState(*(_number(found.get(word.encode())) for word in wanted))


def examine(client: Client, folder: str, *, write: bool = False) -> FolderState:
    """Open a folder anew: what other programs did to it is seen from here on. Without `write` nothing can change.

    :raises DeclinedError: there is no such folder, or it cannot be opened.
    """
    with declining():
        found = client.select_folder(folder, readonly=not write)
    words = (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS", b"HIGHESTMODSEQ")
    return FolderState(*(_number(found.get(word)) for word in words))


def rows(client: Client, uids: str, items: str, *more: str) -> dict[int, Row]:
    """A FETCH in the open folder: by UID what the server told. `uids` is a set as in "3,7:9" or "5:*".

    "5:*" names the last message even when it is older (RFC 3501 section 6.4.8).

    :raises DeclinedError: the server could not read one of the messages.
    """
    kind, data = client.wire.uid("FETCH", uids, items, *more)
    if kind != "OK":
        raise DeclinedError(cleaned(_said(data)))
    return {uid: row for uid, row in parse_fetch_response(data, normalise_times=False).items() if b"SEQ" in row}


def search_all(client: Client) -> frozenset[int]:
    """The UIDs of all messages in the open folder."""
    kind, data = client.wire.uid("SEARCH", "ALL")
    if kind != "OK":
        raise DeclinedError(cleaned(_said(data)))
    # More than one answer, none, and words at the end (MODSEQ) have all been seen.
    return frozenset(int(word) for line in data if isinstance(line, bytes) for word in line.split() if word.isdigit())


def uid_set(uids: Iterable[int]) -> str:
    """UIDs as a set of a command, runs drawn together: 10,000 of them are a line that some servers refuse."""
    ranges: list[list[int]] = []
    for uid in sorted(set(uids)):
        if ranges and ranges[-1][1] == uid - 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in ranges)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _said(data: Any) -> str:
    return " ".join(str(line) for line in data if line) if isinstance(data, list) else str(data)
