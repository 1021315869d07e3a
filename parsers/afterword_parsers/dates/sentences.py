"""A text's sentences, as the date finder needs them: spans, and characters made plain without moving any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword_parsers.dates.language import Language

# One character for one character, so that offsets stay those of the text that was given.
_PLAIN = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
        "\N{FIGURE SPACE}": " ",
        "\N{ZERO WIDTH SPACE}": " ",
        "\N{ZERO WIDTH NO-BREAK SPACE}": " ",
        "\t": " ",
        "\r": " ",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{FIGURE DASH}": "-",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{MODIFIER LETTER APOSTROPHE}": "'",
        "\N{RATIO}": ":",
        "\N{FULLWIDTH COLON}": ":",
    }
)
_BREAK = re.compile(r"\n[ ]*\n\s*|\n|(?<=[.!?:;])[\"')\]]*[ \n]+")
_ITEM = re.compile(r"\s*(?:[-*\N{BULLET}\N{MIDDLE DOT}>|]|\d{1,2}[.)] |\w[\w ]{0,20}:)")
_LAST_WORD = re.compile(r"([\w.]+)\.\Z")
# A line shorter than this was not wrapped by a mail program: it ends where its writer ended it.
_WRAPPED = 50
_LONGEST = 1_500


def plain(text: str) -> str:
    """The text with typographic blanks, dashes and apostrophes made plain; every offset stays what it was."""
    return text.translate(_PLAIN)


def sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """The spans of the sentences of a plain text, in order. Lines of a list are sentences of their own.

    A full stop behind an abbreviation or a number before a month ("28. April") ends nothing, and neither does a line
    that leads on to a date ("... by").
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _BREAK.finditer(text):
        if match.start() < begin or not _ends(text, begin, match, language):
            continue
        if text[begin : match.start()].strip():
            spans.append((begin, match.start()))
        begin = match.end()
    if text[begin:].strip():
        spans.append((begin, len(text)))
    return [piece for span in spans for piece in _pieces(text, *span)]


def _pieces(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """A sentence nobody would write, cut between words, so that the work on one sentence stays bounded."""
    pieces: list[tuple[int, int]] = []
    while end - begin > _LONGEST:
        cut = text.rfind(" ", begin + _LONGEST // 2, begin + _LONGEST)
        cut = cut if cut > 0 else begin + _LONGEST
        pieces.append((begin, cut))
        begin = cut
    return [*pieces, (begin, end)]


def _ends(text: str, begin: int, match: re.Match[str], language: Language) -> bool:
    words = match.group()
    if words.count("\n") > 1:
        return True
    before = text[max(begin, match.start() - 30) : match.start()].rstrip("\"')]")
    following = text[match.end() : match.end() + 30]
    if words.startswith("\n") and not before.rstrip().endswith((".", "!", "?")):
        line = match.start() - text.rfind("\n", 0, match.start()) - 1
        if before.endswith(",") or language.latest.search(before):
            return False
        return line < _WRAPPED or _ITEM.match(following) is not None
    before = before.rstrip()
    if before.endswith((":", ";")):
        return "\n" in words or before.endswith(";")
    if before.endswith("."):
        last = _LAST_WORD.search(before)
        word = last.group(1).lower() if last else ""
        if word in language.abbreviations or (len(word) == 1 and word.isalpha()):
            return False
        if word.isdecimal() and len(word) <= 2 and dict(language.anchors)["month"].match(following):
            return False
    return following[:1].isupper() or following[:1].isdecimal() or not following[:1].isalpha()
