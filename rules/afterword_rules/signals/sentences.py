"""A text as the sentences the signal rules look at, each in a plain spelling and with its mood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

from afterword_rules.yaml_files.source import read_yaml

_LONGEST_TEXT = 20_000
_LONGEST_SENTENCE = 1_500

_PLAIN = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2013\u2014\u2012\u2015"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " "),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f")),
    0x2026: "...",
}
_CONTRACTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\b(?:can't|cannot)\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"(?<=[a-z])n't\b", " not"),
        (r"(?<=[a-z])'ve\b", " have"),
        (r"(?<=[a-z])'re\b", " are"),
        (r"(?<=[a-z])'ll\b", " will"),
        (r"\b(i|we|you|they)'d\b", r"\1 would"),
        (r"\bi'm\b", "i am"),
        (r"(?<=[a-zß-ÿ])[:*_/](?:innen|in)\b", ""),
    )
)
# The point of "am 19. März" ends no sentence.
_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
_BOUNDARY = re.compile(
    rf"(?<=[.!?;])[)\"']*\s+(?!(?<=\d\.\s){_MONTH})|\n\s*\n|\n\s*(?=[-*•·●▪|>]\s)|\n(?=[^\n]{{1,60}}:\s*\n)"
)


class Where(StrEnum):
    """The part of a message that a sentence stands in. ANY in a rule is subject or body.

    FACT is what is known about a message and stands nowhere in it, as a sentence (see topic_facts).
    """

    ANY = "any"
    SUBJECT = "subject"
    BODY = "body"
    SENDER = "sender"
    INVITATION = "invitation"
    BACKGROUND = "background"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `plain` is `text` in lower case, with plain quotes and without contractions.

    What stands behind the offset `condition` in `plain` hangs on an "if"; what stands behind a word in `negations`
    may be denied by it. `stale` words were written for an earlier message: they tell what it is about, and no news.
    """

    where: Where
    text: str
    plain: str
    condition: int
    negations: tuple[int, ...] = ()
    stale: bool = False

    def words(self, span: tuple[int, int]) -> str:
        """The words that stand at `span` of `plain`, as they were written where that can be told."""
        found = self.plain[span[0] : span[1]]
        begin = self.text.lower().find(found)
        return self.text[begin : begin + len(found)] if begin >= 0 else found


@cache
def _moods() -> dict[str, re.Pattern[str]]:
    source = resources.files("afterword_rules") / "defaults" / "sentences.yaml"
    lists: dict[str, list[str]] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return {
        name: re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)") for name, words in lists.items()
    }


def plain(text: str) -> str:
    """`text` as the rules compare it: "We've decided" and "we have decided" are the same."""
    text = " ".join(text.translate(_PLAIN).lower().split())
    if "'" in text or "cannot" in text or not text.isascii():
        for pattern, words in _CONTRACTIONS:
            text = pattern.sub(words, text)
    elif ":in" in text or "*in" in text or "/in" in text or "_in" in text:
        text = _CONTRACTIONS[-1][0].sub("", text)
    return text


@lru_cache(maxsize=8)
def sentences(text: str, where: Where, *, stale: bool = False) -> tuple[Sentence, ...]:
    """The sentences of `text`; what lies behind the first 20,000 characters is not looked at."""
    parts = [text] if where is Where.SUBJECT else _BOUNDARY.split(text[:_LONGEST_TEXT])
    return tuple(
        _sentence(part[:_LONGEST_SENTENCE], where, stale=stale) for part in parts if part and not part.isspace()
    )


def _sentence(text: str, where: Where, *, stale: bool) -> Sentence:
    words = plain(text)
    moods = _moods()
    spoken = moods["harmless"].sub(lambda found: "#" * len(found[0]), words)
    condition = moods["conditions"].search(spoken)
    return Sentence(
        where=where,
        text=" ".join(text.split()),
        plain=words,
        condition=condition.start() if condition else len(words) + 1,
        negations=tuple(found.end() for found in moods["negations"].finditer(spoken)),
        stale=stale,
    )
