"""What software breaks on the way and a reader can put together again: lost folding, byte-order marks, base64 with holes."""

from __future__ import annotations

import base64
import binascii
import re

_MARK = b"\xef\xbb\xbf"
_LOOKED_AT = 100_000
_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]|>?From ")
_KNOWN_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|mime-version|content-(?:type|transfer-encoding)|references|"
    rb"in-reply-to|reply-to|return-path|sender)[ \t]*:",
    re.IGNORECASE,
)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_WORDS = re.compile(rb"[A-Za-z,.] [A-Za-z]")
FOLDING_LOST = "a header field goes on without the blank that says so: it was put together"


def mended(raw: bytes) -> tuple[bytes, str]:
    """`raw` as a parser can read it, with what was mended as a sentence, or ""."""
    raw = raw.removeprefix(_MARK)
    end = _HEAD_END.search(raw, 0, _LOOKED_AT)
    lines = raw[: end.start() if end else 0].splitlines(keepends=True)
    known = [number for number, line in enumerate(lines) if _KNOWN_FIELD.match(line)]
    lost = [number for number, line in enumerate(lines) if known and 0 < number < known[-1] and not _FIELD.match(line)]
    if end is None or not lost:
        return raw, ""
    # Only between fields: a message without an empty line under its head has no field behind its first words.
    for number in lost:
        lines[number] = b" " + lines[number]
    return b"".join(lines) + raw[end.start() :], FOLDING_LOST


def decode_broken_base64(text: bytes) -> bytes:
    """What can be read of base64 with strange characters or a lost end; words that were never encoded stay as they are."""
    if _WORDS.search(text):
        return text
    bare = _NO_BASE64.sub(b"", text.partition(b"=")[0])
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    try:
        return base64.b64decode(bare + b"=" * (-len(bare) % 4))
    except binascii.Error:
        return text
