"""Clauses that speak of talks, days and hours without arranging a talk: what is over, whom else they see, when there is news."""

from __future__ import annotations

import functools
import importlib.resources
import re

from afterword_rules.signal import SignalKind
from afterword_rules.yaml_files.source import read_yaml

_FIXED = frozenset({SignalKind.INTERVIEW_SCHEDULED, SignalKind.INTERVIEW_RESCHEDULED})
_TALKS = _FIXED | {SignalKind.INTERVIEW_PROPOSED}
_READER = re.compile(
    r"\b(?:you|your|yours|yourself|ihnen|ihre?n?|ihrem|ihrer|dich|dir|dein\w*|vous|votre|vos|te|toi|usted|tu|tus|ti|contigo)\b"
)
_CLAUSE_END = re.compile(
    r"[,;:](?=\s)|\s-+\s|\s(?=(?:and|but|so|then|und|aber|doch|et|mais|y|pero)\s"
    r"(?:i|we|you|yours|he|she|they|my|our|the|let|please|would|could|can|will|then|therefore|hence|now|"
    r"ich|wir|sie|du|ihr|möcht\w+|würd\w+|dann|deshalb|nous|je|vous|on|il|elle|nos|me|te|le|queremos|ya)\b)"
)


def is_aside(kind: SignalKind | None, plain: str, at: int) -> bool:
    """Whether words for a signal of `kind` that stand at offset `at` of a plain sentence arrange no talk with the reader.

    A question or a wish may well be put "before we decide", so news takes back only what is stated.
    """
    if kind not in _TALKS:
        return False
    begin, end = _clause(plain, at)
    clause = plain[begin:end]
    groups = _groups()
    if groups["back"].search(clause):
        return True
    if kind in _FIXED and groups["news"].search(clause):
        return True
    if _READER.search(clause):
        return False
    return bool(groups["others"].search(clause) or (kind in _FIXED and groups["among_them"].search(clause)))


def _clause(plain: str, at: int) -> tuple[int, int]:
    begin, end = 0, len(plain)
    for found in _CLAUSE_END.finditer(plain):
        if found.end() <= at:
            begin = found.end()
        else:
            end = found.start()
            break
    return begin, max(end, at)


@functools.cache
def _groups() -> dict[str, re.Pattern[str]]:
    source = importlib.resources.files("afterword_rules") / "defaults" / "asides.yaml"
    lists: dict[str, list[str]] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return {name: re.compile("|".join(f"(?:{one})" for one in patterns)) for name, patterns in lists.items()}
