"""What a sentence speaks of: a meeting, something that is over, a time of day; and how it leads up to a name."""

from __future__ import annotations

import re
from functools import cache

from afterword_parsers.words.lexicon import by_language, word_set

CLOCK = re.compile(r"\b\d{1,2}(?:[:.h]\d{2}|\s?(?:[ap]\.?m\b|uhr\b|h\b))", re.IGNORECASE)


def ends_with(before: str, words: str) -> bool:
    """Whether a text, in lower case, ends with one of the phrases of the list `words` of people.yaml."""
    return any(before == word or before.endswith(f" {word}") for word in _endings(words))


@cache
def _endings(words: str) -> tuple[str, ...]:
    return tuple(sorted(word_set("people", words), key=len, reverse=True))


def without_between(before: str) -> str:
    """The words before a name without those that stand between "with" and it ("with me and", "with my colleague")."""
    for _ in range(4):
        word = next((word for word in _endings("between") if before == word or before.endswith(f" {word}")), "")
        if not word:
            break
        # "conmigo" holds the "con" that has to stay.
        before = f"{before[: len(before) - len(word)]}con" if word == "conmigo y" else before[: len(before) - len(word)]
        before = before.rstrip(" ,")
    return before


def speaks_of_meeting(sentence: str) -> bool:
    """Whether a sentence is about a talk of people with each other."""
    return _has_word(sentence.lower(), _meeting_words())


def speaks_of_panel(sentence: str) -> bool:
    """Whether a sentence tells who does the interviewing, so that those whom it names are met."""
    return _has_word(sentence.lower(), _panel_words())


def looks_back(sentence: str) -> bool:
    """Whether a sentence speaks of a talk that is over."""
    return _has_word(sentence.lower(), _past_words())


def _has_word(sentence: str, words: tuple[frozenset[str], tuple[str, ...]]) -> bool:
    whole, beginnings = words
    found = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence)
    return any(word in whole or word.startswith(beginnings) for word in found)


@cache
def _meeting_words() -> tuple[frozenset[str], tuple[str, ...]]:
    return _whole_and_beginnings("meeting_words")


@cache
def _panel_words() -> tuple[frozenset[str], tuple[str, ...]]:
    return _whole_and_beginnings("panel_words")


@cache
def _past_words() -> tuple[frozenset[str], tuple[str, ...]]:
    return _whole_and_beginnings("past_words")


def _whole_and_beginnings(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = [word for language in by_language("people", name).values() for word in language]
    whole = frozenset(word for word in words if not word.endswith("*"))
    return whole, tuple(word[:-1] for word in words if word.endswith("*"))
