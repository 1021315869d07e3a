"""Phrases as rules write them: alternatives in brackets, gaps, open word ends; and a quick way to search for many.

phrase  = elements between blanks, in a plain spelling
element = word | word with "*" at its end | "..." | group
group   = "(" phrase "|" phrase ... ")"; an empty phrase in it makes the group optional
"""

from __future__ import annotations

import functools
import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from afterword_rules.signals.sentences import plain

_ELEMENT = re.compile(r"\.\.\.|[()| ]|(?:(?!\.\.\.)[^()| ])+")
_WORD = re.compile(r"\w+")
_KEY = re.compile(r"\w+\*?(?![\w*])")
_STEM = 5
_GAP = r"\b.{0,120}?\b"

Span = tuple[int, int]
# A few words, one of which stands in a sentence. There are thousands of these, and a set takes ten times the memory.
Keys = tuple[str, ...]


class PhraseError(ValueError):
    """The phrase cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase, ready to be found as whole words in plain sentences.

    `expression` is a regular expression, empty where the plain `text` is enough. Each of `keys` are words (or
    beginnings, "appl*") one of which stands in every sentence that holds the phrase.
    """

    text: str
    expression: str
    keys: tuple[Keys, ...]

    def find(self, sentence: str) -> Span | None:
        """Where it stands first."""
        if self.expression:
            found = _compiled(self.expression).search(sentence)
            return found.span() if found else None
        begin = sentence.find(self.text)
        while begin >= 0:
            end = begin + len(self.text)
            if not (_inside_word(sentence, begin) or _inside_word(sentence, end)):
                return begin, end
            begin = sentence.find(self.text, begin + 1)
        return None


def _inside_word(sentence: str, offset: int) -> bool:
    if not 0 < offset < len(sentence):
        return False
    before, behind = sentence[offset - 1], sentence[offset]
    return (before.isalnum() or before == "_") and (behind.isalnum() or behind == "_")


@functools.cache
def _compiled(expression: str) -> re.Pattern[str]:
    # Of the thousands that there are, the mail of one owner asks for some hundreds.
    return re.compile(expression)


@functools.cache
def phrase(text: str) -> Phrase:
    """Compile a phrase. Raises PhraseError for one with open brackets, or with nothing to look for."""
    spelled = plain(text)
    if not _WORD.search(spelled):
        raise PhraseError(f'"{text}" has nothing to look for')
    if not re.search(r"[(|)*]|\.\.\.", spelled):
        return Phrase(spelled, "", tuple((sys.intern(word),) for word in _WORD.findall(spelled)))
    parser = _Parser(_ELEMENT.findall(spelled), text)
    pattern, keys = parser.sequence()
    if parser.elements:
        raise PhraseError(f'a bracket was never opened in "{text}"')
    # One with keys needs words.
    if not keys and re.fullmatch(pattern, ""):
        raise PhraseError(f'"{text}" has nothing to look for: all of it may be left out')
    return Phrase(spelled, rf"(?<!\w){pattern}(?!\w)", tuple(keys))


@dataclass(slots=True)
class _Parser:
    elements: list[str]
    text: str

    def sequence(self) -> tuple[str, list[Keys]]:
        """A regular expression for elements up to the end of the group or phrase, and their keys."""
        parts: list[tuple[str, str]] = []
        keys: list[Keys] = []
        glued = False
        standing = 0
        while self.elements and self.elements[0] not in {")", "|"}:
            element = self.elements.pop(0)
            if element == " ":
                glued = False
                continue
            if element == "...":
                parts.append(("gap", _GAP))
                glued = False
                continue
            kind, pattern, found = (
                self.group() if element == "(" else ("word", _word_pattern(element), _word_keys(element))
            )
            if glued:
                del keys[standing:]
                before_kind, before = parts.pop()
                # Glued to a word, an optional group is an optional ending.
                ending = f"(?:{pattern})?" if kind == "optional" else pattern
                parts.append((before_kind, before + ending))
            else:
                standing = len(keys)
                keys += found
                parts.append((kind, pattern))
            glued = True
        return self.joined(parts), keys

    def group(self) -> tuple[str, str, list[Keys]]:
        """What stands between brackets; the opening one is gone already."""
        alternatives: list[str] = []
        keys: list[list[Keys]] = []
        while True:
            pattern, found = self.sequence()
            alternatives.append(pattern)
            keys.append(found)
            if not self.elements:
                raise PhraseError(f'a bracket is not closed in "{self.text}"')
            if self.elements.pop(0) == ")":
                break
        optional = "" in alternatives
        pattern = "(?:" + "|".join(one for one in alternatives if one) + ")"
        if optional or not all(keys):
            return "optional" if optional else "word", pattern, []
        chosen = itertools.chain.from_iterable(max(one, key=_shortest) for one in keys)
        return "word", pattern, [tuple(dict.fromkeys(chosen))]

    def joined(self, parts: list[tuple[str, str]]) -> str:
        """Parts with the blanks between them. An optional part takes one of its blanks along."""
        if parts and (parts[0][0] == "gap" or parts[-1][0] == "gap"):
            raise PhraseError(f'"..." has nothing on one side in "{self.text}"')
        pattern = ""
        blank_due = False
        for number, (kind, part) in enumerate(parts):
            if kind == "gap":
                pattern += part
                blank_due = False
                continue
            last = number == len(parts) - 1 or parts[number + 1][0] == "gap"
            if kind == "optional" and (blank_due or last):
                pattern += f"(?: {part})?" if blank_due else f"(?:{part})?"
            elif kind == "optional":
                pattern += f"(?:{part} )?"
            else:
                pattern += (" " if blank_due else "") + part
                blank_due = True
        return pattern


def _word_pattern(element: str) -> str:
    return re.escape(element).replace(r"\*", r"\w*")


def _word_keys(element: str) -> list[Keys]:
    return [(_key(word),) for word in _KEY.findall(element)]


def _key(word: str) -> str:
    return sys.intern(f"{word[:-1][:_STEM]}*" if word.endswith("*") else word)


@functools.lru_cache(maxsize=128)
def _keys_in(sentence: str) -> frozenset[str]:
    """All keys under which a phrase in `sentence` may be filed: its words, and their beginnings."""
    return frozenset(itertools.chain.from_iterable(map(_keys_of, _WORD.findall(sentence))))


@functools.lru_cache(maxsize=4_096)
def _keys_of(word: str) -> tuple[str, ...]:
    return (word, *(f"{word[:length]}*" for length in range(2, _STEM + 1)))


def _shortest(words: Iterable[str]) -> int:
    return min(map(len, words))


_Filed = tuple[Phrase, int, tuple[Keys, ...]]


@dataclass(slots=True)
class PhraseIndex:
    """Many phrases, each under words by which it is looked up. The owner of one is whatever the caller files it under."""

    _by_word: dict[str, list[_Filed]] = field(default_factory=dict)
    _always: list[_Filed] = field(default_factory=list)
    _known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, phrases: Iterable[tuple[int, Phrase]]) -> PhraseIndex:
        """An index of (owner, phrase)."""
        pairs = list(phrases)
        common = Counter(word for _, one in pairs for words in one.keys for word in words)
        index = cls()
        for owner, one in pairs:
            # Long and rare words meet the fewest sentences that do not hold the phrase.
            keys = sorted(one.keys, key=lambda words: _commonness(words, common))
            filed = (one, owner, tuple(keys[1:3]))
            if not keys:
                index._always.append(filed)
            for word in keys[0] if keys else ():
                index._by_word.setdefault(word, []).append(filed)
        index._known = frozenset(index._by_word)
        return index

    def find(self, sentence: str) -> dict[int, Span]:
        """For each owner with a phrase in `sentence`, where its earliest phrase stands."""
        found: dict[int, Span] = {}
        words = _keys_in(sentence)
        lists = [self._by_word[word] for word in words & self._known]
        for one, owner, others in itertools.chain(*lists, self._always):
            # The words a phrase also needs are looked up first: that is far cheaper than the phrase.
            if any(words.isdisjoint(needed) for needed in others):
                continue
            if (span := one.find(sentence)) and (owner not in found or span < found[owner]):
                found[owner] = span
        return found


def _commonness(words: Keys, common: Counter[str]) -> tuple[bool, int, int]:
    return _shortest(words) < 4, sum(common[word] for word in words), -_shortest(words)
