"""What a letter says about the owner: nothing that does not stand in the profile, and first what fits the role."""

from __future__ import annotations

import re

from afterword_rules.letters.clean_text import clean
from afterword_rules.owner import Profile

_LONGEST_HEADLINE = 160
_LONGEST_HIGHLIGHT = 200
_WORD = re.compile(r"[^\W\d_]{2,}|[^\W_]+[+#]+")


def headline_for(profile: Profile, role: str) -> str:
    """The headline; without its first part where that names another trade than the role.

    "Data and analytics engineer, 5 years, dbt" for a "Data Engineer" is "5 years, dbt": an applicant for one role does
    not introduce themselves as the holder of another.
    """
    headline = clean(profile.headline, _LONGEST_HEADLINE).rstrip(".")
    trade, comma, rest = headline.partition(", ")
    if not role or _words(trade) <= _words(role):
        return headline
    if comma:
        return rest
    return "" if profile.highlights and _words(trade) & _words(role) else headline


def points_for(profile: Profile, role: str, most: int) -> tuple[str, ...]:
    """The highlights that share the most words with the role, at most `most`; among equals the owner's order holds."""
    highlights = [line.rstrip(".") for text in profile.highlights if (line := clean(text, _LONGEST_HIGHLIGHT))]
    wanted = _words(role)
    return tuple(sorted(highlights, key=lambda line: -len(_words(line) & wanted))[:most])


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
