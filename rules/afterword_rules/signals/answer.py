"""Whether a text says yes or no to a time that was proposed, and which of the dates in it are meant to be refused."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable
from dataclasses import dataclass

from afterword_parsers.dates.span import DateInWords
from afterword_rules.signals.phrases import PhraseIndex, phrase
from afterword_rules.signals.sentences import plain
from afterword_rules.yaml_files.source import read_yaml

_LONGEST_TEXT = 20_000
_CLAUSE_END = re.compile(
    r"(?<=[.!?;…])[)\"'”’]*\s+|\n\s*\n|\s+[-–—]+\s+"
    r"|,?\s+(?=(?:but|however|though|whereas|aber|jedoch|dafür|sondern|mais|par contre|pero|en cambio)\b)"
    r"|,\s+(?=(?:could|can|would|shall|how about|what about|ginge|wäre|könnten|pourrait|podríamos)\b)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:[\W_]*(?:but|however|aber|mais|pero)\b)?[\W_]*")
_CONCRETE = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri|satur)day|\btomorrow\b|\b(?:mon|diens|donners|frei|sams)tag|\bmittwoch\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes)\b"
)
_SHORT = 6


@dataclass(frozen=True, slots=True)
class _Clause:
    begin: int
    end: int
    words: str
    found: dict[str, tuple[int, int]]

    @property
    def answer(self) -> bool | None:
        """True for yes, False for no, None for neither."""
        words, found = self.words, self.found
        if "no" in found or "regret" in found:
            return False
        if words.rstrip(" )\"'").endswith("?") or "wish" in found:
            return None
        if "yes" in found or (words.rstrip(" .!,;)").endswith(_closing()) and _CONCRETE.search(words)):
            return True
        few = len(words.split()) <= _SHORT
        return True if few and found.get("short", (1, 1))[0] == 0 else None


def says_yes(text: str) -> bool | None:
    """True for yes, False for no, None when `text` (the writer's own words) says neither.

    A yes that names its day stands beside a no to another day; a bare yes does not stand beside any no.
    """
    clauses = _clauses(text[:_LONGEST_TEXT])
    answers = {clause.answer for clause in clauses}
    if False in answers:
        return any(clause.answer and _CONCRETE.search(clause.words) for clause in clauses)
    if True not in answers:
        return None
    # "Gladly. Could we do Wednesday?" has not agreed to the day that was proposed.
    wishes = any("wish" in clause.found and _CONCRETE.search(clause.words) for clause in clauses)
    return None if wishes and not any(c.answer and _CONCRETE.search(c.words) for c in clauses) else True


def refused(text: str, dates: Iterable[DateInWords]) -> tuple[DateInWords, ...]:
    """Those of `dates`, found in `text`, that stand in a clause that says no."""
    against = [clause for clause in _clauses(text[:_LONGEST_TEXT]) if "no" in clause.found]
    return tuple(date for date in dates if any(clause.begin <= date.begin < clause.end for clause in against))


@functools.lru_cache(maxsize=8)
def _clauses(text: str) -> tuple[_Clause, ...]:
    """The clauses of a text, with the lists of which a phrase stands in each. The same text is asked about twice."""
    clauses: list[_Clause] = []
    begin = 0
    names, index = _phrases()
    for end in [*(found.end() for found in _CLAUSE_END.finditer(text)), len(text)]:
        if words := _LEADING.sub("", plain(text[begin:end])):
            found = {names[owner]: span for owner, span in index.find(words).items()}
            clauses.append(_Clause(begin, end, words, found))
        begin = end
    return tuple(clauses)


@functools.cache
def _closing() -> tuple[str, ...]:
    return tuple(f" {words}" for words in _lists()["closing"])


@functools.cache
def _lists() -> dict[str, list[str]]:
    source = importlib.resources.files("afterword_rules") / "defaults" / "answers.yaml"
    lists: dict[str, list[str]] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return lists


@functools.cache
def _phrases() -> tuple[tuple[str, ...], PhraseIndex]:
    """All lists in one index; the owner of a phrase is the number of its list's name."""
    lists = {name: texts for name, texts in _lists().items() if name != "closing"}
    filed = ((number, phrase(text)) for number, texts in enumerate(lists.values()) for text in texts)
    return tuple(lists), PhraseIndex.of(filed)
