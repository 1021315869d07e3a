"""A message in Drafts, Sent or Trash as the comparison of letters needs it: any bytes in, one small value out."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as MimePart
from email.parser import BytesHeaderParser

from afterword.mailboxes.contract import MailRef, Stored
from afterword_parsers.mail.addresses import addresses_in
from afterword_parsers.mail.flowed import unflow
from afterword_parsers.mail.headers import Headers, date_of, merge_references, message_ids
from afterword_parsers.mail.html import html_to_text
from afterword_parsers.mail.plain_text import clean_text, decode_bytes
from afterword_rules.drafts.likeness import body_digest, normalised_body
from afterword_rules.drafts.record import Place, Sighting

ENOUGH_BYTES = 256 * 1024
"""How much of a message is looked at. A letter is a few kilobytes; what was attached stands behind it."""

# What the standard library is known to raise on parameters and encodings that nobody should have written.
_BROKEN = (LookupError, ValueError, TypeError, AttributeError, AssertionError)


def handle(ref: MailRef) -> str:
    """A text that names one stored message."""
    return "\n".join((ref.account, ref.folder, str(ref.uidvalidity), ref.uid))


def sighted(raw: bytes, stored: Stored, place: Place, *, body: bool = True) -> Sighting:
    """What `raw` shows of itself; never raises, whatever the bytes. Without `body`, only what the header tells.

    Its moment is the Date header, which clients renew when they save or send, else the arrival.
    """
    fields = Headers((name, value) for name, value in BytesHeaderParser().parsebytes(raw).raw_items())
    text = _whole_text(raw) if body else ""
    to = (address.email for field in ("to", "cc", "bcc") for address in addresses_in(fields.raw(field)))
    return Sighting(
        handle=handle(stored.ref),
        place=place,
        message_id=next(iter(message_ids(fields.raw("message-id"))), ""),
        to=tuple(dict.fromkeys(email for email in to if email)),
        subject=fields.text("subject"),
        references=merge_references(fields.raw("references"), fields.raw("in-reply-to")),
        body=normalised_body(text),
        digest=body_digest(text),
        at=date_of(fields.raw("date")) or stored.arrived,
    )


def _whole_text(raw: bytes) -> str:
    """All that was written, plain text before HTML; then the names of what is attached, since attaching is editing."""
    try:
        parts = list(_leaves(message_from_bytes(raw)))
    except RecursionError:
        return decode_bytes(raw)
    plain = [text for part in parts if (text := _text(part, "text/plain"))]
    shown = plain or [html_to_text(text)[0] for part in parts if (text := _text(part, "text/html"))]
    return "\n".join((*shown, *filter(None, map(_attached, parts))))


def _leaves(message: MimePart) -> Iterator[MimePart]:
    for part in message.walk():
        if not part.is_multipart():
            yield part


def _text(part: MimePart, kind: str) -> str:
    try:
        if part.get_content_type() != kind or part.get_content_disposition() == "attachment":
            return ""
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return ""
        text = clean_text(decode_bytes(payload, part.get_content_charset()))
        if str(part.get_param("format")).lower() != "flowed":
            return text
        return unflow(text, delete_space=str(part.get_param("delsp")).lower() == "yes")
    except _BROKEN:
        return ""


def _attached(part: MimePart) -> str:
    try:
        attached = part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"
        return f"[{part.get_filename() or part.get_content_type()}]" if attached else ""
    except _BROKEN:
        return "[?]"
