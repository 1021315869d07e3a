"""Whether two texts are the same letter, after mail clients re-wrapped, re-encoded and stuffed them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from difflib import SequenceMatcher

from afterword_parsers.mail.plain_text import clean_text

# A letter of ours has 150 words; what stands behind the first 600 of a text does not make it another letter.
_MOST_WORDS = 600
_WORD = re.compile(r"\w+")
_QUOTE_MARKS = re.compile(r"^[ ]?>[> ]*", re.MULTILINE)
# A plain line that frames the review note: rule characters at its start or its end, or nothing but them.
_FRAME = re.compile(r"^\s*(?:[-=_*~#+]{3,}|[—–─━]{2,}).*$")
# Six lines, each of which may be broken at 72 columns.
_NOTE_LINES = 40


def body_digest(text: str) -> str:
    """A digest that is equal exactly when nobody changed a word: the test before a draft is taken out of Drafts again.

    Line ends, re-wrapping with format=flowed (RFC 3676: soft breaks, stuffed spaces), quote marks at line starts and
    spacing do not count. All else does, the review note and the signature too: who changed those, touched the draft.
    """
    words = " ".join(_QUOTE_MARKS.sub("", _settled(text)).split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def normalised_body(text: str) -> str:
    """The letter alone, on one line: without review note, quoted lines, signature (cut at "-- "), and spacing."""
    lines = _without_note(_settled(text).split("\n"))
    kept: list[str] = []
    for line in lines:
        if line.rstrip() == "--" and kept:
            break
        # A stuffed space (RFC 3676 section 4.4) stands before a ">" that was the writer's own: treated as a quote in
        # the original and in the re-saved copy alike.
        if not line.lstrip(" ").startswith(">"):
            kept.append(line)
    return " ".join(" ".join(kept).split())


def likeness(one: str, other: str) -> float:
    """How much of two normalised bodies is the same words in the same order, from 0 to 1; 0 when either has none.

    Case and punctuation do not count. Only the first 600 words are compared, so the cost is bounded.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _settled(text: str) -> str:
    return clean_text(unicodedata.normalize("NFC", text))


def _words(text: str) -> list[str]:
    words: list[str] = []
    for match in _WORD.finditer(text.casefold()):
        words.append(match.group())
        if len(words) == _MOST_WORDS:
            break
    return words


def _without_note(lines: list[str]) -> list[str]:
    """Drop what stands between two framing lines at the very top."""
    top = next((number for number, line in enumerate(lines) if line.strip()), None)
    if top is None or not _FRAME.match(lines[top]):
        return lines
    for number in range(top + 1, min(top + _NOTE_LINES, len(lines))):
        if _FRAME.match(lines[number]):
            return lines[number + 1 :]
    return lines
