"""What must be true of a finished letter, and how it is told when it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from afterword_rules.letters.language import letter_words

MOST_WORDS = 150
_LEFTOVERS = (
    re.compile(r"\{\{|\}\}|\{%|%\}|\{#"),
    re.compile(r"\bNone\b"),
    re.compile(r"\bundefined\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class LetterProblem:
    """Why a letter was not written. `where` is file:line:column of a template (":1:1" when it is the whole of it)."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def word_count(text: str) -> int:
    """The words of `text`; dashes and bullets that stand alone are none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def check_letter(
    subject: str, letter: str, *, where: str, values: Iterable[str] = (), parent: str = ""
) -> tuple[LetterProblem, ...]:
    """Everything that forbids this letter; empty when it may be shown to its owner.

    `letter` is the body without its review note. `values` are the words that came from mail: a company called
    "None Such" is no leftover of a template. `parent` is the subject that is answered; it is not ours to judge.
    """
    ours = "" if parent else subject
    text = f"{ours}\n{letter}"
    for value in sorted({value for value in values if len(value) > 1}, key=len, reverse=True):
        text = text.replace(value, " ")
    problems: list[str] = []
    if not subject.strip():
        problems.append("the subject is empty")
    if not letter.strip():
        problems.append("the letter is empty")
    words = word_count(letter)
    if words >= MOST_WORDS:
        problems.append(f"the letter has {words} words; it must stay under {MOST_WORDS}")
    problems += [
        f"the finished letter contains {found.group()!r}" for pattern in _LEFTOVERS if (found := pattern.search(text))
    ]
    plain = " ".join(text.casefold().replace("’", "'").split())
    problems += [
        f"the letter says {phrase!r}, which says nothing" for phrase in letter_words()["never"] if phrase in plain
    ]
    return tuple(LetterProblem(where, problem) for problem in problems)
