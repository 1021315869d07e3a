"""The patterns of application_phrases.yaml, compiled so that a text is gone through once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from afterword_parsers.words.word_lists import list_of, section

_DATA = "application_phrases.yaml"
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}(?![?*+{])")
_WORD_START = re.compile(r"(?<![\w-])[^\W_]")


@dataclass(frozen=True, slots=True)
class PhrasePatterns:
    """The patterns of one kind in one language, by the two letters they can begin with, or the one where that is all."""

    by_letters: dict[str, re.Pattern[str]]

    def hits(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        """All places of `text` where a pattern matches from the beginning of a word; `lowered` is its lower case."""
        by_letters = self.by_letters
        for start, letters in _word_starts(lowered):
            pattern = by_letters.get(letters) or by_letters.get(letters[0])
            if pattern and (found := pattern.match(text, start)):
                yield found


@cache
def languages() -> tuple[str, ...]:
    """The languages whose phrases are known."""
    data = section(_DATA)
    return tuple(key for key, value in data.items() if isinstance(value, dict)) if isinstance(data, dict) else ()


@cache
def patterns(language: str, kind: str) -> PhrasePatterns:
    """The patterns of `kind` ("company", "role" ...) in `language`; none for what is not in the file."""
    sources = {source: _first_letters(source) for source in list_of(_DATA, language, kind)}
    by_letters = {
        letters: [source for source, begins in sources.items() if not begins.isdisjoint({letters, letters[0]})]
        for letters in sorted(set().union(*sources.values()))
    }
    return PhrasePatterns({letters: _compiled(found, kind) for letters, found in by_letters.items()})


@cache
def between(language: str) -> re.Pattern[str]:
    """What stands between a role and its company: "at", "bei", "chez"."""
    return re.compile(
        r"\s+(?:" + "|".join(list_of(_DATA, language, "at")).replace(" ", r"\s+") + r")\s+(?=\S)", re.IGNORECASE
    )


@cache
def clause_end(language: str) -> re.Pattern[str]:
    """Words that end the part of a sentence that names role and company."""
    words = "|".join(list_of(_DATA, language, "ends"))
    return re.compile(
        rf"\s(?:{words.replace(' ', chr(92) + 's+')})(?:(?<=\s)|(?![\w-]))|(?<=\S),\s+(?=(?:we|and|but|please|so|which|you|our)\b)"
    )


@cache
def nouns_behind_roles(language: str) -> re.Pattern[str] | None:
    """The nouns a role stands before ("position"), None where the language has no such order."""
    words = list_of(_DATA, language, "role_before")
    return re.compile(rf"\s(?:{'|'.join(words)})\b".replace(" ", r"\s+"), re.IGNORECASE) if words else None


def writes_titles_in_capitals(language: str) -> bool:
    """Whether every word of a job title has a capital letter in this language, as a rule."""
    return section(_DATA, language, "title_case") == "true"


@lru_cache(maxsize=16)
def _word_starts(lowered: str) -> tuple[tuple[int, str], ...]:
    """Where each word begins, and its first two letters."""
    starts = (found.start() for found in _WORD_START.finditer(lowered))
    return tuple((start, lowered[start : start + 2]) for start in starts)


def _compiled(sources: list[str], kind: str) -> re.Pattern[str]:
    longest_first = sorted(sources, key=len, reverse=True)
    body = "|".join(f"(?:{source})" for source in longest_first).replace(" ", r"\s+")
    end = r"(?![\w'-])" if kind in {"before", "weak_before"} else r"(?:(?<=[:])\s*|\s+(?=\S))"
    return re.compile(rf"(?:{body}){end}", re.IGNORECASE)


def _first_letters(source: str) -> set[str]:
    """The two letters a pattern can begin with, or the one that is certain: it begins with these or with alternatives."""
    letters: set[str] = set()
    for alternative in _alternatives(source):
        rest = alternative
        while rest.startswith("(?:"):
            close = _closing(rest)
            letters |= _first_letters(rest[3:close])
            optional = rest[close + 1 : close + 2] in {"?", "*"}
            rest = rest[close + 2 :] if optional else ""
        if rest:
            two = _TWO_LETTERS.match(rest)
            letters.add((two[0] if two else rest[0]).lower())
    return letters


def _alternatives(source: str) -> list[str]:
    parts, depth, begin = [], 0, 0
    for index, char in enumerate(source):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            parts.append(source[begin:index])
            begin = index + 1
    return [*parts, source[begin:]]


def _closing(source: str) -> int:
    depth = 0
    for index, char in enumerate(source):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return index
    return len(source)
