"""Plain text as the lines its writer meant: breaks that a mail program made are undone, sentences told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A mail program breaks lines at 60 to 80 characters; a longer line was not broken, a shorter one ends on purpose.
_SHORTEST, _LONGEST = 52, 100
_BULLET = re.compile(r"\s*[-*•]")
_OWN_LINE = re.compile(r"\s*(?:[-*•·–>|]|\d{1,2}[:.)h]|[^\W\d_][^\n:]{0,40}:\s)")
_SENTENCE_END = re.compile(r"[.!?…;]+[\"”’)]*\s+")
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "st",
        "nr",
        "no",
        "bzw",
        "ca",
        "z.b",
        "d.h",
        "u.a",
        "mme",
        "m",
        "sr",
        "sra",
        "srta",
        "dipl",
        "ing",
        "inc",
        "ltd",
        "co",
        "jr",
        "vs",
        "e.g",
        "i.e",
        "approx",
        "tel",
        "av",
        "mag",
        "hr",
        "fr",
    ]
)


@dataclass(frozen=True, slots=True)
class ProseLine:
    """A line as it was meant. `pieces` are (offset in the line, offset in the text) of the lines it was broken into."""

    words: str
    pieces: tuple[tuple[int, int], ...]

    def offset(self, position: int) -> int:
        """Where in the text the character at `position` of the line stands."""
        begin, in_text = next(piece for piece in reversed(self.pieces) if piece[0] <= position)
        return in_text + position - begin


def unwrap(text: str) -> list[str]:
    """The lines of `text` with those of one broken paragraph joined; list items and rows of a table stay apart."""
    return [line.words for line in prose_lines(text)]


def prose_lines(text: str) -> list[ProseLine]:
    """As `unwrap`, with the places at which the lines stand in `text`."""
    lines: list[ProseLine] = []
    previous = ""
    position = 0
    for line in text.split("\n"):
        follows = (
            lines and _SHORTEST <= len(previous) <= _LONGEST and "|" not in previous and not previous.endswith(":")
        )
        # A parenthesis that is still open goes on, however short the line is.
        follows = follows or (lines and previous.count("(") > previous.count(")") and bool(previous))
        if follows and line.strip() and not _OWN_LINE.match(line) and not _BULLET.match(previous):
            begun = lines[-1]
            piece = (len(begun.words) + 1, position + len(line) - len(line.lstrip()))
            lines[-1] = ProseLine(f"{begun.words} {line.strip()}", (*begun.pieces, piece))
        else:
            lines.append(ProseLine(line.rstrip(), ((0, position),)))
        previous = line.rstrip()
        position += len(line) + 1
    return lines


def sentences(line: str) -> list[tuple[int, int]]:
    """Begin and end of each sentence of a line; "Dr. Fox" and "28. April" end none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _SENTENCE_END.finditer(line):
        word = line[start : end.start()].rpartition(" ")[2].lower().strip("(")
        if end[0][0] == "." and (word in _ABBREVIATIONS or len(word) == 1 or word.isdigit()):
            continue
        spans.append((start, end.end()))
        start = end.end()
    if start < len(line):
        spans.append((start, len(line)))
    return spans
