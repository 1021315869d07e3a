"""The one personal thing in a thank-you, as far as somebody told it: the owner's note, else the event's own agenda."""

from __future__ import annotations

import re
from dataclasses import dataclass

from afterword_rules.letters.check import word_count
from afterword_rules.letters.clean_text import clean
from afterword_rules.letters.language import Language, letter_words

_LONGEST_NOTE = 400
_MOST_NOTE_WORDS = 45
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Detail:
    """At most one of `note`, `quote` and `agenda` is set; all None = nothing is known, the letter has a blank.

    `note` may follow a colon in a sentence to the recipient; `quote` speaks of them as of a third person and stands
    in quotation marks. `too_long` tells that there was a note, but no letter could hold it.
    """

    note: str | None = None
    quote: str | None = None
    agenda: str | None = None
    too_long: bool = False


def detail_of(note: str, agenda: str, language: Language, *, unsaid: frozenset[str]) -> Detail:
    """The detail out of the owner's note about this person, else out of the agenda.

    `unsaid` are words in lower case (names of others, of vendors) that forbid an agenda.
    """
    told = clean(note, 10 * _LONGEST_NOTE).strip().rstrip(".!")
    if told:
        if len(told) > _LONGEST_NOTE or word_count(told) > _MOST_NOTE_WORDS:
            return Detail(too_long=True)
        return _of_note(told, language)
    subject = clean(agenda, 60)
    words = {word.casefold() for word in _WORD.findall(subject)}
    plain: list[str] = letter_words()["plain_talk"]
    if not words or words & unsaid or subject.casefold() in plain or len(words) > 6 or "@" in subject:
        return Detail()
    return Detail(agenda=_session(subject) if language.code == "en" else subject)


def _of_note(told: str, language: Language) -> Detail:
    words = letter_words()
    first, _, rest = told.partition(" ")
    others = {word.casefold() for word in _WORD.findall(rest)}
    third_person = set(words["third_person"])
    if first.casefold() in words["possessives"] and language.code == "en" and not others & third_person:
        return Detail(note=f"your {rest}")
    if first.casefold() in third_person or others & third_person:
        return Detail(quote=told)
    return Detail(note=told[0].lower() + told[1:] if first.casefold() in words["articles"] else told)


def _session(subject: str) -> str:
    """ "System design" -> "system design session", "Code review" -> "code review"."""
    plain = " ".join(word if any(map(str.isupper, word[1:])) else word.lower() for word in subject.split())
    already: list[str] = letter_words()["sessions_already"]
    return plain if plain.rpartition(" ")[2] in already else f"{plain} session"
