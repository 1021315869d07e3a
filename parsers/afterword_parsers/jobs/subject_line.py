"""The parts of a subject line: "R @ X", "X - R", "R at X", "X: video interview for R", "Interview: Jo Doe / R"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from afterword_parsers.jobs.application_phrase import Mention
from afterword_parsers.jobs.letter_parts import LetterParts
from afterword_parsers.jobs.name_run import has_legal_form, is_name, name_at, never_a_company
from afterword_parsers.jobs.phrase_patterns import writes_titles_in_capitals
from afterword_parsers.jobs.place import is_place
from afterword_parsers.jobs.role_name import (
    has_gender_mark,
    is_plausible_role,
    looks_like_role,
    names_one_person,
    take_role_apart,
)
from afterword_parsers.words.word_lists import list_of

_PARTS = re.compile(
    r"\s+[-–—|/@•·]+\s+|\s*//\s*|\s*[|•·]\s*|:\s+|\s+<>\s+|\s+[-–—]\s*|\s*[–—]\s+|\s*,\s+(?=\S+ \S+$)",
)
_AT = re.compile(r"(?P<role>.{3,90}?)\s+(?:at|@|bei|chez|with)\s+(?P<company>\S.*)$")
_SOMEBODY = "\u0001"
_THEIR_TITLE = re.compile(rf"\b(?:with|mit|avec|con)\s+{_SOMEBODY},[^-–—|:/()]*", re.IGNORECASE)
_SHOUTED = 4


def subject_mentions(subject: str, parts: LetterParts) -> Iterator[Mention]:
    """What the parts of a bare subject name. A company among them is believed little: it needs support from elsewhere."""
    text = subject
    for person in parts.people:
        if person.casefold() not in text.casefold():
            continue
        text = re.sub(re.escape(person), _SOMEBODY, text, flags=re.IGNORECASE)
    text = _THEIR_TITLE.sub("", text)
    at = _AT.match(text)
    if at and looks_like_role(at["role"]) and (name := name_at(at["company"], parts.known)):
        yield Mention(8, company=name)
        first = re.split(r":\s|\s[-–—|]\s|" + _SOMEBODY, at["role"])[-1]
        role = take_role_apart(first if looks_like_role(first) else at["role"])
        if is_plausible_role(role.role) and looks_like_role(role.role):
            yield Mention(7, role=role)
    for piece in _PARTS.split(text):
        for words in _outside_and_inside(piece.strip(_SOMEBODY + " ,!?.")):
            yield from _mention(words, parts)


def _mention(words: str, parts: LetterParts) -> Iterator[Mention]:
    words = _bare_title(words)
    role = take_role_apart(words)
    if (names_one_person(role.role) or has_gender_mark(words)) and is_plausible_role(role.role):
        if _is_written_as_title(role.role, parts.language):
            yield Mention(6, role=role)
        return
    name = name_at(words, parts.known)
    if name and not never_a_company(name) and not looks_like_role(name) and not is_place(name):
        yield Mention(5 if has_legal_form(name) else 3 if is_name(words, parts.known) else 2, company=name)


def _bare_title(words: str) -> str:
    """A title without "Application for" before it or "application" behind it, where a title remains."""
    opening, ending = _title_frames()
    for expression in (opening, ending):
        rest = expression.sub("", words).strip(" ,:-–—")
        if rest != words and names_one_person(rest):
            words = rest
    return words


@cache
def _title_frames() -> tuple[re.Pattern[str], re.Pattern[str]]:
    openings = "|".join(list_of("role_name.yaml", "subject_openings"))
    endings = "|".join(list_of("role_name.yaml", "subject_endings"))
    return re.compile(rf"^(?:{openings})[\s:]+", re.IGNORECASE), re.compile(rf"[\s-]+(?:{endings})$", re.IGNORECASE)


def _outside_and_inside(piece: str) -> list[str]:
    """A piece and its parenthesis apart, unless the parenthesis belongs to a title ("Engineer (Python)")."""
    piece = piece.rpartition(_SOMEBODY)[2].strip(" ,") or piece
    found = re.match(r"(?P<outside>[^()]*)\((?P<inside>[^()]{3,80})\)(?P<rest>[^()]*)$", piece)
    if not found or looks_like_role(found["outside"]):
        return [piece] if piece else []
    return [part.strip() for part in found.groups() if part.strip()]


def _is_written_as_title(text: str, language: str) -> bool:
    """Whether a title of several words has its capitals; "MLE" alone says too little."""
    words = text.split()
    if text.isupper() and len(text) <= _SHOUTED:
        return False
    if len(words) <= 2 or not writes_titles_in_capitals(language):
        return True
    long = [word.lstrip("(\"'") for word in words if len(word) > 3]
    capitals = sum(word[:1].isupper() for word in long)
    return capitals * 2 > len(long) or (capitals == 0 and len(words) <= _SHOUTED)
