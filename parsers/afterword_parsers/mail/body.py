"""The body of a message: its readable text, the other alternative, links, calendar data, names of attachments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.message import Message as Mime
from email.policy import compat32
from typing import cast

from afterword_parsers.mail.flowed import unflow
from afterword_parsers.mail.headers import Headers, decode_header
from afterword_parsers.mail.html import html_to_text
from afterword_parsers.mail.plain_text import clean_text, decode_bytes, decode_declared, one_line
from afterword_parsers.mail.repair import decode_broken_base64
from afterword_parsers.message import Link
from afterword_parsers.words.lexicon import word_set

_MAX_TEXT = 1_000_000
_MAX_DEPTH = 40
_MAX_PARTS = 2_000
_MAX_CALENDARS = 20
_TRIVIAL = 400
_TEXTS = frozenset({"text/plain", "text/html", "application/xhtml+xml", "text/enriched", "text"})
_CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "application/calendar", "application/x-ical"})
_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_LOST_BOUNDARY = re.compile(r"^--(\S[^\r\n]{0,100}?)[ \t]*\r?\n(?=Content-)", re.MULTILINE | re.IGNORECASE)
_BROKEN_BASE64 = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)
_URL = re.compile(r"https?://[^\s<>\"'\[\]{}|\\^`]{3,2000}", re.IGNORECASE)
_MAX_LINKS = 1_000


@dataclass(frozen=True, slots=True)
class Body:
    """What a message holds. `calendars` are (bytes, METHOD of the Content-Type or None); `forwarded` attached mail."""

    text: str = ""
    other: str = ""
    forwarded: str = ""
    links: tuple[Link, ...] = ()
    calendars: tuple[tuple[bytes, str | None], ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What was gathered while walking the parts. `leaves` counts those that hold no others: the reader's parts."""

    problems: list[str]
    links: list[Link] = field(default_factory=list)
    calendars: list[tuple[bytes, str | None]] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)
    parts: int = 0
    leaves: int = 0

    def tell(self, trouble: str) -> None:
        """Name what is wrong with the part that is being read."""
        self.problems.append(f"part {self.leaves} {trouble}")


# One piece of text that a reader sees, in its two shapes: plain and HTML, the latter already turned into text.
_Block = tuple[str | None, str | None]


def read_body(mime: Mime, problems: list[str], *, shortened: bool = False) -> Body:
    """The body of a parsed message; what cannot be read is named in `problems`.

    `shortened`: the bytes were cut before they were parsed, so that it has no end is no news.
    """
    found = _Found(problems)
    blocks = _blocks(mime, found, 0)
    if not shortened and any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in mime.defects):
        found.tell("is cut off: the message is truncated")
    chosen = [_choose(block) for block in blocks]
    text = "\n\n".join(best for best, _ in chosen if best.strip())
    other = "\n\n".join(other for _, other in chosen if other.strip())
    return Body(
        text=text,
        other=other,
        forwarded="\n\n".join(found.forwarded),
        links=tuple(dict.fromkeys(found.links)) or _bare_links(text),
        calendars=tuple(dict.fromkeys(found.calendars)),
        attachments=tuple(dict.fromkeys(found.attachments)),
    )


def _blocks(part: Mime, found: _Found, depth: int) -> list[_Block]:
    found.parts += 1
    if depth > _MAX_DEPTH or found.parts > _MAX_PARTS:
        found.problems.append("parts nest too deep or are too many: the rest was not read")
        return []
    kind = part.get_content_type()
    if kind in _SEALED:
        found.problems.append("no text can be read: the message is encrypted or sealed")
    if kind in {"message/rfc822", "message/global"}:
        _forwarded(part, found, depth)
        return []
    if kind.startswith("message/") or kind == "text/rfc822-headers":
        return []
    if part.is_multipart():
        payload = cast("list[object]", part.get_payload())
        blocks = [block for child in payload if isinstance(child, Mime) for block in _blocks(child, found, depth + 1)]
        return _merged(blocks) if kind == "multipart/alternative" else blocks
    if kind.startswith("multipart/"):
        return _without_boundary(part, found, depth)
    return _leaf(part, kind, found)


def _merged(blocks: list[_Block]) -> list[_Block]:
    """The alternatives of one text as one block."""
    plain = [text for text, _ in blocks if text is not None]
    html = [text for _, text in blocks if text is not None]
    return [("\n\n".join(plain) if plain else None, "\n\n".join(html) if html else None)] if blocks else []


def _without_boundary(part: Mime, found: _Found, depth: int) -> list[_Block]:
    """A multipart whose boundary is missing or wrong: read by the boundary that the lines show, else as plain text."""
    raw = _payload(part)
    text = decode_bytes(raw)
    shown = _LOST_BOUNDARY.search(text)
    found.problems.append("a multipart without its boundary was read as text")
    if shown is None or '"' in shown[1] or depth >= _MAX_DEPTH:
        return [(clean_text(text), None)] if text.strip() else []
    head = f'Content-Type: {part.get_content_type()}; boundary="{shown[1]}"\n\n'.encode()
    try:
        again = message_from_bytes(head + raw, policy=compat32)
    except (RecursionError, ValueError, LookupError, TypeError):
        return [(clean_text(text), None)]
    return _blocks(again, found, depth + 1) if again.is_multipart() else [(clean_text(text), None)]


def _leaf(part: Mime, kind: str, found: _Found) -> list[_Block]:
    found.leaves += 1
    name = _file_name(part)
    disposition = str(part.get("content-disposition") or "").strip().lower()
    attached = disposition.startswith("attachment")
    if kind in _CALENDAR_TYPES or name.lower().endswith((".ics", ".ical", ".ifb")):
        if len(found.calendars) < _MAX_CALENDARS:
            found.calendars.append((_payload(part), _parameter(part, "method").upper() or None))
        if name:
            found.attachments.append(name)
        return []
    if attached or not (kind in _TEXTS or kind.startswith("text ")):
        if attached or name:
            found.attachments.append(name or f"unnamed {kind}")
        return []
    if (
        name
        and disposition.startswith("inline")
        and kind == "text/plain"
        and name.lower().endswith((".log", ".csv", ".asc"))
    ):
        found.attachments.append(name)
        return []
    text = _text(part, found)
    if kind in {"text/html", "application/xhtml+xml"} or text[:200].lstrip().lower().startswith(
        ("<!doctype html", "<html")
    ):
        shown, links = html_to_text(text)
        found.links.extend(links)
        return [(None, shown)]
    text = clean_text(text)
    if _parameter(part, "format").lower() == "flowed":
        text = unflow(text, delete_space=_parameter(part, "delsp").lower() == "yes")
    return [(text, None)]


def _text(part: Mime, found: _Found) -> str:
    raw = _payload(part)
    if len(raw) > _MAX_TEXT:
        # At a line's end, so that no letter is cut in two.
        raw = raw[:_MAX_TEXT].rpartition(b"\n")[0] or raw[:_MAX_TEXT]
    text, wrong = decode_declared(raw, _parameter(part, "charset").partition("*")[0] or None)
    if wrong:
        found.tell(wrong)
    if any(isinstance(defect, _BROKEN_BASE64) for defect in part.defects):
        found.tell("is broken base64: it was read as far as it goes")
    return text


def _payload(part: Mime) -> bytes:
    """The decoded bytes of a leaf; what has a broken encoding comes as it stands there."""
    try:
        payload: object = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        payload = None
    if isinstance(payload, bytes) and not any(isinstance(defect, _BROKEN_BASE64) for defect in part.defects):
        return payload
    try:
        bare: object = part.get_payload()
    except (ValueError, LookupError, TypeError):
        return b""
    raw = bare.encode("utf-8", "surrogateescape") if isinstance(bare, str) else b""
    return decode_broken_base64(raw) if payload is not None else raw


def _parameter(part: Mime, name: str) -> str:
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError, IndexError):
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return one_line(str(value)) if value is not None else ""


def _file_name(part: Mime) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError, IndexError):
        return ""
    return decode_header(str(name))[:255] if name else ""


def _forwarded(part: Mime, found: _Found, depth: int) -> None:
    """The text of an attached message, under the header fields that a reader needs of it."""
    payload = cast("list[object]", part.get_payload()) if part.is_multipart() else []
    inner = payload[0] if payload else None
    if not isinstance(inner, Mime):
        return
    if str(part.get("content-transfer-encoding") or "").strip().lower() == "base64" and not inner.keys():
        # RFC 2046 section 5.2.1 forbids it, gateways do it.
        try:
            inner = message_from_bytes(decode_broken_base64(_payload(inner)), policy=compat32)
        except (RecursionError, ValueError, LookupError, TypeError):
            return
    nested = _Found(found.problems, parts=found.parts, leaves=found.leaves)
    blocks = [_choose(block)[0] for block in _blocks(inner, nested, depth + 1)]
    found.parts, found.leaves = nested.parts, nested.leaves
    headers = Headers(inner.raw_items())
    top = [f"{name.title()}: {value}" for name in ("from", "date", "to", "subject") if (value := headers.text(name))]
    found.forwarded.append("\n".join([*top, "", *blocks, *nested.forwarded]).strip())


def _choose(block: _Block) -> tuple[str, str]:
    """The text to read and the other one. Plain text is preferred, unless it only points to the HTML."""
    plain, html = block
    if plain is None or html is None:
        return (plain if html is None else html) or "", ""
    return (html, plain) if _says_nothing(plain) and html.strip() else (plain, html)


def _says_nothing(plain: str) -> bool:
    words = plain.strip()
    if not any(character.isalpha() for character in words):
        return True
    if _URL.sub("", words).strip(" \n<>()[]*-_") == "":
        return True
    text = " ".join(words.lower().replace("’", "'").split())
    return len(text) <= _TRIVIAL and any(phrase in text for phrase in word_set("body", "see_html"))


def _bare_links(text: str) -> tuple[Link, ...]:
    """The addresses in plain text, each with the words before it on its line ("View job: https://...")."""
    links: dict[Link, None] = {}
    for line in text.split("\n"):
        if "://" not in line:
            continue
        position = 0
        for match in _URL.finditer(line):
            href = match[0].rstrip(".,;:!?)*_>")
            words = line[position : match.start()].strip(" >*-•\t<([")
            label = words[:-1].strip() if words.endswith(":") and len(words) <= 60 else ""
            links[Link(text=label or href, href=href)] = None
            position = match.end()
            if len(links) >= _MAX_LINKS:
                return tuple(links)
    return tuple(links)
