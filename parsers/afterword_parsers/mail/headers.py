"""Header fields of a message as text, addresses, dates and ids (RFC 5322, RFC 2047), whatever is wrong with them."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from afterword_parsers.mail.plain_text import decode_bytes, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]{0,4000})\?=")
_CUT_WORD = re.compile(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{1,4000}\Z")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_MAX_IDS = 200
_MAX_FIELD = 100_000
# Outside these a date is a mistake, and near the ends of what Python can hold even a change of zone would raise.
_YEARS = range(1971, 2200)


class Headers:
    """The header fields of one message by lower-case name, each with all its values in order, decoded and unfolded."""

    __slots__ = ("_raw",)

    def __init__(self, items: Iterable[tuple[str, object]]) -> None:
        self._raw: dict[str, list[str]] = {}
        for name, value in items:
            self._raw.setdefault(name.strip().lower(), []).append(str(value)[:_MAX_FIELD])

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def raw(self, name: str) -> str:
        """The first value as it came, still encoded; empty when the field is missing."""
        return self._raw.get(name, [""])[0]

    def text(self, name: str) -> str:
        """The first value as one line of text; empty when the field is missing."""
        return decode_header(self.raw(name))

    def count(self, name: str) -> int:
        """How often the field is there."""
        return len(self._raw.get(name, ()))

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Headers:
        """Headers out of a plain mapping."""
        return cls(fields.items())


def decode_header(raw: str) -> str:
    """`raw` as one line: encoded words decoded (also where they stand in quotes), raw bytes read as text."""
    if not raw.isascii():
        raw = decode_bytes(raw.encode("utf-8", "surrogateescape")) if _has_raw_bytes(raw) else raw
    if "=?" not in raw:
        return one_line(raw)
    pieces: list[str] = []
    pending = b""
    pending_charset = ""
    position = 0
    raw = _BETWEEN_WORDS.sub(r"\1", raw)
    if _CUT_WORD.search(raw, max(len(raw) - 4_100, 0)):
        raw += "?="
    for word in ENCODED_WORD.finditer(raw):
        charset = word[1].partition("*")[0]
        if pending and (word.start() > position or charset.lower() != pending_charset.lower()):
            pieces.append(decode_bytes(pending, pending_charset))
            pending = b""
        pieces.append(raw[position : word.start()])
        # Some software cuts a character in two between neighbouring words: decode them together.
        pending += _word_bytes(word[2], word[3])
        pending_charset = charset
        position = word.end()
    if pending:
        pieces.append(decode_bytes(pending, pending_charset))
    pieces.append(raw[position:])
    return one_line("".join(pieces))


def _has_raw_bytes(text: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in text)


def _word_bytes(encoding: str, payload: str) -> bytes:
    encoded = payload.encode("utf-8", "surrogateescape")
    if encoding in "bB" and len(encoded) % 4 == 1:
        encoded = encoded[:-1]
    if encoding in "qQ":
        return quopri.decodestring(encoded.replace(b"_", b" "), header=False)
    try:
        return base64.b64decode(encoded + b"=" * (-len(encoded) % 4))
    except binascii.Error:
        return encoded


def date_of(raw: str) -> datetime | None:
    """The moment a date field names, aware: a missing, unknown or "-0000" zone is UTC. None if it cannot be read."""
    text = one_line(raw)[:200]
    if not text:
        return None
    for read in (parsedate_to_datetime, _without_zone, datetime.fromisoformat):
        try:
            moment = read(text)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            if moment.year in _YEARS and moment.utcoffset() is not None:
                return moment
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            continue
    return None


def _without_zone(text: str) -> datetime:
    """The date read with its last word cut off, which may be a zone nobody knows."""
    return parsedate_to_datetime(re.sub(r"(\d:\d\d)\s.*$", r"\1", text))


def received_at(raw: str) -> datetime | None:
    """The moment at the end of a Received field (RFC 5321 section 4.4), behind its last semicolon."""
    return date_of(raw.rpartition(";")[2]) if ";" in raw else None


def message_ids(raw: str) -> tuple[str, ...]:
    """The message ids in a field, with their angle brackets, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(raw)))


def merge_references(references: str, in_reply_to: str) -> tuple[str, ...]:
    """References and In-Reply-To together, oldest first, the parent last (RFC 5322 section 3.6.4)."""
    ancestors = message_ids(references)
    parents = message_ids(in_reply_to)
    if len(parents) == 1 or not ancestors:
        merged = [*(one for one in ancestors if one not in parents), *parents]
    else:
        merged = [*(one for one in parents if one not in ancestors), *ancestors]
    return tuple(merged[-_MAX_IDS:])
