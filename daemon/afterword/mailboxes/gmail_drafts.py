"""Drafts at Gmail: one is an envelope with an id of its own around a message that changes whenever it is saved.

A draft stands in a thread only if three things agree (the description of `Message.threadId`): the thread's id is given,
References and In-Reply-To name a message of it, and the subject is the same. A draft whose subject does not fit its
thread cannot be opened in Gmail's own pages, so it rather stands alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from typing import Any

from afterword.errors import WorldError
from afterword.mailboxes.gmail_service import GmailService, Missing
from afterword_parsers.mail.headers import Headers, merge_references

_PAGE = 500
_MOST_PARENTS = 5
# What Gmail is sure to see as the same subject; of other languages' marks we do not know.
_MARKS = re.compile(r"^(?:(?:re|fwd?)\s*:\s*)+", re.IGNORECASE)
# What may stand in a search; an id with anything else is not searched for.
_SEARCHABLE = re.compile(r"<([^\s<>\"(){}]{3,900})>")


def new_draft(service: GmailService, account: str, raw: bytes) -> str:
    """The id of the new draft's message.

    :raises WorldError: whether there is a draft now is unknown.
    """
    message: dict[str, Any] = {"raw": base64.urlsafe_b64encode(raw).decode("ascii")}
    if thread := _thread(service, raw):
        message["threadId"] = thread
    try:
        found = service.write(service.users.drafts().create(userId="me", body={"message": message}))
        return str(found["message"]["id"])
    except (Missing, KeyError, TypeError):
        raise WorldError(f"{account} at Gmail: what it says about the new draft is not to be understood") from None


def delete_draft(service: GmailService, uid: str) -> bool:
    """Delete the draft whose message is `uid` now; False when there is none (any more).

    :raises WorldError: whether it was deleted is unknown.
    """
    drafts = service.users.drafts()
    try:
        for draft in service.pages(drafts.list, "drafts", maxResults=_PAGE):
            if draft.get("message", {}).get("id") == uid:
                service.write(drafts.delete(userId="me", id=str(draft["id"])))
                return True
    except Missing:
        return False
    return False


def _thread(service: GmailService, raw: bytes) -> str:
    """The id of the thread in which a draft belongs; empty for one that stands alone."""
    fields = Headers((name, value) for name, value in BytesHeaderParser().parsebytes(raw).raw_items())
    thread = merge_references(fields.raw("references"), fields.raw("in-reply-to"))
    subject = _bare(fields.text("subject"))
    for parent in thread[: -_MOST_PARENTS - 1 : -1]:
        for found in _with_id(service, parent):
            if _bare(found.text("subject")) == subject:
                return found.raw("thread")
    return ""


def _with_id(service: GmailService, message_id: str) -> Iterator[Headers]:
    """The messages with this Message-ID, each by its subject and, as "thread", the id of its thread."""
    name = _SEARCHABLE.fullmatch(message_id)
    if name is None:
        return
    messages = service.users.messages()
    found = service.read(messages.list(userId="me", q=f"rfc822msgid:{name[1]}", fields="messages/id"))
    for one in found.get("messages", ())[:_MOST_PARENTS]:
        asked = messages.get(
            userId="me",
            id=str(one.get("id", "")),
            format="metadata",
            metadataHeaders=["Subject", "Message-ID"],
            fields="threadId,payload/headers",
        )
        try:
            message = service.read(asked)
        except Missing:
            continue
        headers = message.get("payload", {}).get("headers", ())
        fields = Headers((str(header.get("name", "")), header.get("value", "")) for header in headers)
        # A search may find more than was asked for.
        if message_id in fields.raw("message-id"):
            yield Headers([("subject", fields.raw("subject")), ("thread", message.get("threadId", ""))])


def _bare(subject: str) -> str:
    return " ".join(_MARKS.sub("", subject.strip()).split()).casefold()
