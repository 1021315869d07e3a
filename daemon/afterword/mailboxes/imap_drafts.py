"""Drafts on an IMAP server: storing one so that its UID is known, and taking out that one and no other."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser

from afterword.errors import WorldError
from afterword.mailboxes.contract import Vanished
from afterword.mailboxes.imap_commands import DeclinedError, FolderState, declining, examine, rows
from afterword.mailboxes.imap_wire import Client
from afterword_parsers.mail.headers import Headers, message_ids

_APPENDED = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)
_ID_ITEM = "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"


class MissingFolderError(DeclinedError):
    """The server has no such folder; certainly nothing was stored."""


def append(client: Client, folder: str, raw: bytes, before: FolderState) -> tuple[int, int]:
    """Store a message as a seen draft; UIDVALIDITY and UID under which it lies there. `before` is the folder as it was.

    :raises MissingFolderError: nothing was stored.
    :raises DeclinedError: the server says no: too long, the quota is full.
    :raises WorldError: the server says yes, and the message is not to be found.
    """
    try:
        with declining():
            answer = client.append(folder, raw, flags=(b"\\Draft", b"\\Seen"))
    except DeclinedError as error:
        if "[TRYCREATE]" in str(error).upper():
            raise MissingFolderError(str(error)) from error
        raise
    told = _APPENDED.search(answer) if isinstance(answer, bytes) else None
    if told is not None:
        return int(told[1]), int(told[2])
    # Proton Bridge may say OK and store nothing; HEADER searches find nothing at Yahoo, and too much elsewhere.
    state = examine(client, folder)
    first = before.next_uid if state.validity == before.validity and before.next_uid else 1
    wanted = _message_id(raw)
    found = [
        uid
        for uid, row in (rows(client, f"{first}:*", _ID_ITEM) if state.exists else {}).items()
        if uid >= first and any(_message_id(value) == wanted for value in row.values() if isinstance(value, bytes))
    ]
    if not found:
        raise WorldError(f"the server took a draft, and it is not in {folder}; it is looked for again")
    return state.validity, max(found)


def remove(client: Client, folder: str, validity: int, uid: int, trash: str | None) -> None:
    """Take one message out of a folder. Without UIDPLUS it is moved to `trash`: a plain EXPUNGE takes others along.

    :raises Vanished: it is not there.
    :raises WorldError: the server has no way to remove one message alone.
    :raises DeclinedError: the server says no.
    """
    state = examine(client, folder, write=True)
    if state.validity != validity or uid not in rows(client, str(uid), "(FLAGS)"):
        raise Vanished(f"{folder}: the message {uid} is not there any more")
    offered = client.capabilities()
    with declining():
        if b"UIDPLUS" in offered:
            _checked(client.wire.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Deleted)"))
            _checked(client.wire.uid("EXPUNGE", str(uid)))
        elif b"MOVE" in offered and trash is not None and trash != folder:
            client.move([uid], trash)
        else:
            text = f"the server of {folder} cannot remove one message alone (no UIDPLUS): delete the draft yourself"
            raise WorldError(text, retry=False)


def _checked(answer: tuple[str, object]) -> None:
    kind, said = answer
    if kind != "OK":
        raise DeclinedError(str(said))


def _message_id(raw: bytes) -> str:
    fields = Headers(BytesHeaderParser().parsebytes(raw).raw_items())
    return next(iter(message_ids(fields.raw("message-id"))), "")
