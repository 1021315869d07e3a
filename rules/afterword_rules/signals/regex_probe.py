"""Trying a regular expression of the owner's on texts that are hard for expressions, before mail does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from afterword_rules.signals.rule_matching import REGEX_SECONDS

# As long as the sentences that expressions are laid upon may become.
_LONGEST = 1_500
_MOST = 8


def too_slow_on(pattern: str) -> str | None:
    """The beginning of a text on which `pattern`, which must be valid, takes longer than a rule may; None when it does not.

    That none was found proves nothing, so the limit holds in daily use all the same.
    """
    import regex

    compiled = regex.compile(pattern, regex.IGNORECASE)
    for text in _hard_texts(pattern):
        try:
            compiled.search(text, timeout=REGEX_SECONDS)
        except TimeoutError:
            return text[:24]
    return None


def _hard_texts(pattern: str) -> Iterator[str]:
    """Long runs of what the expression itself looks for, each with an end that it does not expect."""
    bare = re.sub(r"\\.|\[\^.*?\]|\{[\d,]*\}", " ", pattern.lower())
    words = dict.fromkeys(re.findall(r"[^\W_]{2,}", bare))
    letters = dict.fromkeys(re.findall(r"[^\W_]", bare))
    pieces = [*list(letters)[:_MOST], *list(words)[:_MOST], *(f"{word} " for word in list(words)[:_MOST])]
    pieces += ["a", "a ", "1", " ", "word ", "a1", "-", ".", "a@", "ab, ", "".join(words)[:40] or "x"]
    needed = "".join(dict.fromkeys(re.sub(r"[\\^$.|?*+()\[\]{}]", "", bare)))
    for piece in dict.fromkeys(pieces):
        for length in (60, _LONGEST):
            run = (piece * length)[:length]
            yield run + "!"
            # What must stand in every match is looked for first: without it nothing is tried.
            yield f"{run}!{needed}"
