"""Reads a message out of its bytes (RFC 5322, RFC 2045 to 2049). Whatever the bytes, there is a message."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from email import message_from_bytes
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import TYPE_CHECKING

from afterword_parsers.mail.addresses import addresses_in, first_address
from afterword_parsers.mail.authentication import read_authentication
from afterword_parsers.mail.body import Body, read_body
from afterword_parsers.mail.headers import Headers, date_of, merge_references, message_ids, received_at
from afterword_parsers.mail.marks import read_marks
from afterword_parsers.mail.plain_text import one_line
from afterword_parsers.mail.quotes import is_forward, take_apart
from afterword_parsers.mail.repair import mended
from afterword_parsers.message import Address, Message, Words
from afterword_parsers.words.language import language_of

if TYPE_CHECKING:
    from datetime import tzinfo
    from email.message import Message as Mime

    from afterword_parsers.invitation import Invitation

# More of a message is an attachment; what somebody wrote stands before it.
MAX_BYTES = 10_000_000
_MAX_ID = 998
_DIGESTED = ("from", "to", "date", "subject")
_EVERY_LETTER = ("from", "date", "subject", "message-id", "received")


def read_message(raw: bytes, *, zone: tzinfo) -> Message:
    """The message in `raw`. Times of an invitation that names no zone are read in `zone`.

    Only the first 10 MB are read. `problems` says so, and names whatever else was missing or broken.
    """
    problems: list[str] = []
    shortened = len(raw) > MAX_BYTES
    if shortened:
        problems.append(f"the message has {len(raw)} bytes; only the first {MAX_BYTES} were read")
        raw = raw[:MAX_BYTES]
    raw, trouble = mended(raw)
    if trouble:
        problems.append(trouble)
    mime, whole = _parse(raw, problems)
    headers = Headers(mime.raw_items())
    body = read_body(mime, problems, shortened=shortened) if whole else Body()
    return _message(raw, headers, body, zone, problems)


def _parse(raw: bytes, problems: list[str]) -> tuple[Mime, bool]:
    """The message's tree, and whether it has a body; only the header fields where the body's structure defeats us."""
    try:
        return message_from_bytes(raw, policy=compat32), True
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError, AssertionError) as error:
        problems.append(f"the structure of the message cannot be read ({type(error).__name__}): headers only")
        head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
        return BytesHeaderParser(policy=compat32).parsebytes(head), False


def _message(raw: bytes, headers: Headers, body: Body, zone: tzinfo, problems: list[str]) -> Message:
    if raw and not any(headers.count(name) for name in _EVERY_LETTER):
        problems.append("this is hardly a message: it has none of the header fields that every letter has")
    subject = headers.text("subject")
    sender = _sender(headers, problems)
    guess = language_of(f"{subject}\n{body.text}")
    text = _words(body.text, body.forwarded, subject, guess)
    language = language_of(f"{subject}\n{text.own}") if text.own.strip() else guess
    invitations = _invitations(body, zone, problems)
    sent = date_of(headers.raw("date"))
    if sent is None:
        problems.append("no Date that can be read")
    return Message(
        message_id=_message_id(raw, headers, problems),
        sent=sent,
        sender=sender,
        reply_to=addresses_in(headers.raw("reply-to")),
        to=addresses_in(headers.raw("to")),
        cc=addresses_in(headers.raw("cc")),
        received=received_at(headers.raw("received")),
        subject=subject,
        references=merge_references(headers.raw("references"), headers.raw("in-reply-to")),
        text=text,
        other=_words(body.other, "", subject, guess) if body.other else None,
        links=body.links,
        language=language,
        marks=read_marks(
            headers,
            email=sender.email,
            subject=subject,
            body=f"{text.own}\n{text.signature}",
            calendar=bool(body.calendars),
        ),
        authentication=read_authentication(headers.raw("authentication-results")),
        invitations=invitations,
        attachments=body.attachments,
        problems=tuple(dict.fromkeys(problems)),
    )


def _sender(headers: Headers, problems: list[str]) -> Address:
    if headers.count("from") > 1:
        problems.append("more than one From: the first was believed")
    for name in ("from", "sender", "return-path"):
        address = first_address(headers.raw(name))
        if address.email or address.name:
            if name != "from":
                problems.append(f"no From: {name.title()} was taken")
            return address
    problems.append("no sender")
    return Address("", "")


def _message_id(raw: bytes, headers: Headers, problems: list[str]) -> str:
    field = headers.raw("message-id")
    found = message_ids(field)
    if found:
        return found[0]
    bare = "".join(one_line(field).split()).strip("<>")
    if bare and len(bare) < _MAX_ID:
        return f"<{bare}>"
    problems.append("no Message-ID: a digest of the content stands for it")
    # Not the fields that servers add on the way: the same message has to give the same digest in every mailbox.
    content = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)
    digest = hashlib.sha256("\n".join(headers.text(name) for name in _DIGESTED).encode("utf-8", "replace"))
    digest.update(content[1].replace(b"\r\n", b"\n").rstrip() if len(content) > 1 else b"")
    return f"<{digest.hexdigest()}@missing.invalid>"


def _words(text: str, forwarded: str, subject: str, language: str) -> Words:
    words = take_apart(text, language=language)
    if words.quoted and not words.forwarded and is_forward(subject):
        words = replace(words, quoted="", forwarded=words.quoted)
    if forwarded:
        words = replace(words, forwarded=f"{words.forwarded}\n\n{forwarded}".strip())
    return words


def _invitations(body: Body, zone: tzinfo, problems: list[str]) -> tuple[Invitation, ...]:
    """All invitations of the message. The same one often comes twice, as a part and as an attached file."""
    if not body.calendars:
        return ()
    from afterword_parsers.calendar.ics import read_invitations

    found: dict[tuple[str, str, str, int], Invitation] = {}
    for data, method in body.calendars:
        invitations, troubles = read_invitations(data, zone=zone, method=method)
        problems.extend(troubles)
        for one in invitations:
            found.setdefault((one.uid, one.recurrence, one.method, one.sequence), one)
    return tuple(found.values())
