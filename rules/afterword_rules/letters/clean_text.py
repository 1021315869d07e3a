"""Values on their way into a letter: one line, no tricks, no more than a letter can carry."""

from __future__ import annotations

import re
import unicodedata

# Joiners hold emoji and some scripts together; every other invisible mark could hide or turn words.
_JOINERS = "\u200c\u200d"
_UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_TEMPLATE_MARKS = re.compile(r"\{\s*(?=[{%#])|(?<=[}%#])\s*\}")


def clean(text: str, most: int) -> str:
    """`text` on one line of at most `most` characters: cut at a word, with "…", when it is longer.

    Control, bidirectional and other invisible characters become spaces or go, and what could be taken for the marks of
    a template loses a brace, so that such marks in a finished letter are always a template's fault.
    """
    # Ten times what is kept is plenty to judge; a megabyte in a name must not cost time.
    given = unicodedata.normalize("NFC", text[: most * 10 + 100])
    spaced = "".join(_visible(char) for char in given)
    while _TEMPLATE_MARKS.search(spaced):
        spaced = _TEMPLATE_MARKS.sub("", spaced)
    line = " ".join(spaced.split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    whole = kept.rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else kept).rstrip(" ,;:") + "…"


def clean_lines(text: str, most_lines: int, most: int) -> str:
    """Every line of `text` cleaned, empty ones dropped, at most `most_lines` of them."""
    lines = [clean(line, most) for line in text[: most_lines * most * 2].splitlines()]
    return "\n".join([line for line in lines if line][:most_lines])


def _visible(char: str) -> str:
    if char in _JOINERS:
        return char
    category = unicodedata.category(char)
    if category not in _UNWANTED:
        return char
    return " " if category in {"Cc", "Zl", "Zp"} else ""
