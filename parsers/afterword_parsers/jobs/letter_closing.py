"""The employer in closing lines, signatures and senders' names: "Fennel Bank Hiring Team", "Talent Partner, Osprey Maps"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from afterword_parsers.jobs.company_name import company_key
from afterword_parsers.jobs.name_run import (
    has_legal_form,
    is_name,
    is_organisation,
    looks_like_person,
    name_at,
    never_a_company,
)
from afterword_parsers.jobs.place import is_place
from afterword_parsers.jobs.role_name import looks_like_role
from afterword_parsers.words.word_lists import list_of, words_of

_DATA = "company_words.yaml"
_LAST_LINES = 14
_SEPARATOR = re.compile(
    r"\s*[|•·]\s*|\s+[-–—/]\s+|,\s+(?!(?:Inc|LLC|Ltd|L\.L\.C|Corp|S\.?A|GmbH|Limited|PBC|PC)\b)|\s+@\s+|\s+(?:at|bei|chez)\s+"
)
_NO_NAME = re.compile(
    r"\w@\w|https?:|www\.|\+?\d[\d\s().-]{6,}|\d+\s+\w+\s+(?:St|Street|Ave|Avenue|Road|Rd|Blvd|Way|Lane)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClosingName:
    """A name in a closing line and how sure its surroundings make it an employer's, 0 to 10."""

    weight: int
    company: str


def team_name(line: str, known: frozenset[str] = frozenset()) -> str:
    """The employer in "X Hiring Team", "The X Talent Team", "Recruiting at X"; empty when the line is no such line."""
    text = re.sub(r"\s+", " ", line).strip(" \t-–—*_,.!\"'“”")
    if not text or len(text) > 90 or _NO_NAME.search(text):
        return ""
    headed = _heads().match(text)
    bare = text[headed.end() :] if headed else text
    core = without_team(bare)
    if core != bare and company_key(core) not in known:
        core = re.sub(r"'s?$", "", core)
    if not headed and core == bare:
        return ""
    if headed and headed[0].lower().strip() in {"the", "your", "das", "from", "ihr", "ihre"} and core == bare:
        return ""
    if not core or never_a_company(core) or looks_like_role(core) or not is_name(core, known):
        return ""
    return core


def closing_names(own: str, signature: str, sender_name: str, known: frozenset[str]) -> Iterator[ClosingName]:
    """Every employer's name in the last lines of a message and in its signature. Texts as they stand, not unwrapped."""
    lines = [line.strip() for line in own.split("\n") if line.strip()]
    for line in lines:
        if len(line) <= 70 and not line.endswith((":", ",")) and (name := team_name(line, known)):
            yield ClosingName(6, name)
    last = lines[-_LAST_LINES:]
    goodbye = next((i for i in range(len(last) - 1, -1, -1) if _is_farewell(last[i])), None)
    block = last[goodbye + 1 :] if goodbye is not None else last[-6:]
    yield from _block(block, sender_name, known, after_farewell=goodbye is not None)
    signed = [line.strip() for line in signature.split("\n") if line.strip()]
    yield from _block(signed[:12], sender_name, known, after_farewell=False)


def _block(lines: list[str], sender_name: str, known: frozenset[str], *, after_farewell: bool) -> Iterator[ClosingName]:
    titled = False
    for index, line in enumerate(lines):
        if len(line) > 110 or line.endswith(("?", ":")):
            continue
        before = lines[index - 1] if index else ""
        if (name := _beside_the_signer(line, before, sender_name)) and _can_be_employer(name, sender_name, known):
            yield ClosingName(3, name)
        if name := team_name(line, known):
            yield ClosingName(6, name)
        parts = [part.strip(" ()") for part in _SEPARATOR.split(line) if part.strip(" ()")]
        if line.endswith(".") and not has_legal_form(line):
            continue
        has_title = any(_is_title(part) for part in parts)
        for part in parts:
            if _can_be_employer(part, sender_name, known):
                if has_legal_form(part):
                    yield ClosingName(7, part)
                elif has_title and len(parts) > 1 and (part != parts[0] or not looks_like_person(part)):
                    yield ClosingName(5 if part == parts[0] else 6, part)
                elif titled and part == parts[0]:
                    yield ClosingName(6, part)
                elif after_farewell and index == 0 and len(parts) == 1 and not looks_like_person(part):
                    yield ClosingName(4 if is_organisation(part) or " " not in part else 3, part)
                elif part == parts[0] and is_organisation(part):
                    yield ClosingName(4, part)
        titled = (has_title and len(line) <= 80) or (titled and not parts)


def _beside_the_signer(line: str, before: str, sender_name: str) -> str:
    """What stands behind or below the signer's name: "Dana, Osprey Maps", "Dana (Osprey Maps)", or the line below "Dana"."""
    if not sender_name.strip() or len(line) > 70:
        return ""
    names = sender_name.split()
    if not any(name.casefold().strip("\"'(,.") in f"{before}\n{line}".casefold() for name in names):
        return ""
    first, last = re.escape(names[0].strip("\"'(,.")), re.escape(names[-1])
    signer = rf"(?:[\w.]+ )?(?:{re.escape(sender_name)}|{first}(?: [A-ZÀ-Þ][\w'-]+)?|[A-Z]\. {last})"
    behind = re.match(rf"(?:\S+ ){{0,2}}?{signer}(?:,| \(| -| –| \|) ?(?P<firm>[^()|]{{2,50}}?)\)?\.?$", line)
    if behind:
        return behind["firm"].strip()
    below = re.fullmatch(rf"(?:x+ |gruß |lg |vg |ihre? |deine? )?{signer}(?: x+|,)?", before, re.IGNORECASE)
    return line if below and not re.search(r"[,;:!?]", line) else ""


def _is_title(part: str) -> bool:
    words = part.lower().split()
    return looks_like_role(part) or (bool(words) and len(words) <= 4 and any(word in _departments() for word in words))


def _can_be_employer(part: str, sender_name: str, known: frozenset[str]) -> bool:
    if len(part) < 2 or len(part) > 60 or _NO_NAME.search(part) or part.lower() == sender_name.lower():
        return False
    if (_is_title(part) and not is_organisation(part)) or never_a_company(part) or is_place(part):
        return False
    if re.match(r"\d+\b", part) and not re.search(r"[A-Za-z]{3}", part):
        return False
    return is_name(part, known) and bool(name_at(part, known))


def without_team(text: str) -> str:
    """A name without the words for the people who write in it: "Fennel Bank Hiring Team" gives "Fennel Bank"."""
    taken = False
    while True:
        found = _tails("team_tails").search(text)
        if not found:
            found = _tails("weak_team_tails").search(text)
            # "Wexford University" is a name, "Fennel Bank University Recruiting" a department.
            if not found or not (taken or _tails("team_tails").search(text[: found.start()])):
                return text.strip(" ,-–—&")
        taken = True
        text = text[: found.start()].strip(" ,-–—&")


def _is_farewell(line: str) -> bool:
    return line.lower().strip(" ,.!-–—") in _farewells()


@cache
def _farewells() -> frozenset[str]:
    return frozenset(list_of(_DATA, "farewells"))


@cache
def _departments() -> frozenset[str]:
    return words_of(_DATA, "departments")


@cache
def _tails(name: str) -> re.Pattern[str]:
    tails = sorted(list_of(_DATA, name), key=len, reverse=True)
    return re.compile(rf"\s(?:&|and|und|et|y|\s)*(?:{'|'.join(map(re.escape, tails))})$", re.IGNORECASE)


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(list_of(_DATA, 'team_heads'))})\s+".replace(" ", r"\s"), re.IGNORECASE)
