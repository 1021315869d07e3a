"""Finds the signature at the end of a letter, with or without the "-- " that should stand before it."""

from __future__ import annotations

import re
from functools import cache

from afterword_parsers.names.name_shapes import looks_like_name
from afterword_parsers.words.lexicon import by_language, word_set

# A signature with more lines below the delimiter is no signature but a part of the letter.
_MAX_DELIMITED = 40
_MAX_BARE_DELIMITED = 14
# Only the end of a letter is searched, so a long one costs no more than a short one.
_MAX_TAIL = 40
_MAX_LINE = 160
_SENTENCE_END = re.compile(r"[.!?…][\"'”)]*\s*$")
_ABBREVIATION_END = re.compile(
    r"(?:\b(?:inc|ltd|co|corp|llc|bv|b\.v|n\.v|s\.a|s\.l|s\.r\.l|jr|sr|ph\.d|e\.v|st|ave|s\.a\.s)\.|\b[a-z]\.)\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|https?://|www\.|(?:\+|\(?0)\d[\d \-()/.]{6,}|\b\d{3}[ .\-)]+\d{3}[ .-]\d{3,4}\b|linkedin\.com"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?(?:[ap]\.?m\b|uhr\b)|\b\d{1,2}h\d{2}\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")


def split_signature(lines: list[str], *, language: str | None = None) -> tuple[list[str], list[str]]:
    """The lines of a letter and those of its signature. The closing words ("Kind regards,") stay with the letter."""
    delimiter = _delimiter(lines)
    if delimiter is not None:
        end = _post_scriptum(lines, delimiter + 1)
        body = lines[:delimiter] + lines[end:]
        # A first name above the delimiter repeats what stands below.
        return body, lines[delimiter + 1 : end]
    start, end = _bare_signature(lines, language)
    return lines[:start] + lines[end:], lines[start:end]


def _delimiter(lines: list[str]) -> int | None:
    """Where the last "-- " stands that has a signature below it, None when there is none."""
    for position in range(len(lines) - 1, max(-1, len(lines) - 1 - _MAX_DELIMITED), -1):
        line = lines[position]
        if line.rstrip() in {"--", "—", "––"}:
            below = sum(1 for other in lines[position + 1 :] if other.strip())
            limit = _MAX_DELIMITED if line == "-- " else _MAX_BARE_DELIMITED
            return position if 0 < below <= limit else None
    return None


def _post_scriptum(lines: list[str], start: int) -> int:
    for position in range(start, len(lines)):
        if lines[position].lower().lstrip(" *").startswith(tuple(word_set("signatures", "post_scriptum"))):
            return position
    return len(lines)


def _bare_signature(lines: list[str], language: str | None) -> tuple[int, int]:
    """Begin and end of a signature that nothing marks; two equal numbers when there is none."""
    first = max(0, len(lines) - _MAX_TAIL)
    for position in range(len(lines) - 1, first - 1, -1):
        if _is_valediction(lines[position], language):
            start = _next_text(lines, position + 1)
            if start is not None and _may_sign(lines[start]):
                return start, _end_of_block(lines, start)
    start = _name_block(lines, first)
    return (start, _end_of_block(lines, start)) if start is not None else (len(lines), len(lines))


def _is_valediction(line: str, language: str | None) -> bool:
    words = " ".join(line.lower().strip(" ,.!*_").replace("’", "'").split())
    if not words or len(words) > 60:
        return False
    known = _valedictions(language)
    if words in known:
        return True
    # "Best regards from Lyon," and "Have a good weekend, and thanks again,"
    return line.rstrip().endswith(",") and len(words.split()) <= 8 and words.startswith(_beginnings(language))


@cache
def _valedictions(language: str | None) -> frozenset[str]:
    lists = by_language("signatures", "valedictions")
    if language not in lists:
        return word_set("signatures", "valedictions")
    return frozenset(lists["en"]) | frozenset(lists[language])


@cache
def _beginnings(language: str | None) -> tuple[str, ...]:
    return tuple(f"{words} " for words in sorted(_valedictions(language)) if " " in words)


def _next_text(lines: list[str], start: int) -> int | None:
    for position in range(start, min(len(lines), start + 4)):
        if lines[position].strip():
            return position
    return None


def _may_sign(line: str) -> bool:
    """Whether a letter may be signed so: a short line that is no sentence."""
    return len(line.split()) <= 12 and ":" not in line and _belongs(line)


def _belongs(line: str) -> bool:
    """Whether a line may stand in a signature: contact data, or a few words that are no sentence."""
    text = line.strip()
    if len(text) > _MAX_LINE or text.startswith(("*", "•", "- ", "** ")):
        return False
    if text.lower().startswith(tuple(word_set("signatures", "appended"))):
        return True
    words = _WORD.findall(text)
    if _is_date(text, words):
        return False
    if _CONTACT.search(text) and len(words) <= 18:
        return not _SENTENCE_END.search(text) or len(words) <= 8
    if _SENTENCE_END.search(text) and not _ABBREVIATION_END.search(text):
        return False
    if text.endswith((":", ",")) and len(words) > 3:
        return False
    # Prose has small words; a title or an address has few.
    small = sum(word[0].islower() for word in words)
    return len(words) <= 14 and (small <= 3 or small * 2 <= len(words) or "|" in text)


def _is_date(text: str, words: list[str]) -> bool:
    if _CLOCK.search(text):
        return True
    return bool(_DIGIT.search(text)) and any(word.lower() in word_set("signatures", "when_words") for word in words)


def _end_of_block(lines: list[str], start: int) -> int:
    """Where the signature ends that begins at `start`: before a post scriptum or the first paragraph of prose."""
    end = start
    position = start
    while position < len(lines):
        line = lines[position]
        if line.strip():
            if line.lower().lstrip(" *").startswith(tuple(word_set("signatures", "post_scriptum"))) or not _belongs(
                line
            ):
                break
            end = position + 1
        elif _next_text(lines, position) is None:
            break
        position += 1
    return end


def _name_block(lines: list[str], first: int) -> int | None:
    """Where a block at the very end begins that starts with a human's name, None when the letter ends without one.

    The block stands behind an empty line. A single first name is enough; with it come title, firm and contact lines.
    """
    end = len(lines)
    while end > first and not lines[end - 1].strip():
        end -= 1
    starts = [position for position in range(first, end) if _opens_paragraph(lines, position)]
    for start in reversed(starts):
        if _end_of_block(lines, start) < end and not _footer_only(lines[_end_of_block(lines, start) : end]):
            break
        if start > 0 and looks_like_name(lines[start].partition("|")[0].partition("(")[0], single=True):
            return start
    return None


def _opens_paragraph(lines: list[str], position: int) -> bool:
    return position > 0 and bool(lines[position].strip()) and not lines[position - 1].strip()


def _footer_only(lines: list[str]) -> bool:
    """Whether nothing but a vendor's small print follows: a paragraph or two of long lines."""
    return sum(1 for line in lines if line.strip()) <= 4
