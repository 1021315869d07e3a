"""Roles that stand beside the sentences of a letter: in parentheses, in quotes, on a line of their own, below a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from afterword_parsers.jobs.company_name import may_be_same_company
from afterword_parsers.jobs.name_run import looks_like_person
from afterword_parsers.jobs.role_name import RoleParts, is_plausible_role, names_one_person, take_role_apart
from afterword_parsers.words.word_lists import list_of, words_of

_APART = re.compile(
    r"\((?P<round>[^()]{3,60})\)|«\s?(?P<angle>[^«»]{3,60}?)\s?»|[\"“„](?P<quoted>[^\"“”„]{3,60})[\"“”]"
)
_MARKED = re.compile(
    r"(?:^|[\s(])(?:re|ref|hiring for|recruiting for|stelle|position|role|job|vacancy|post|poste|puesto|vacante)\s*:\s*"
    r"(?P<title>[^\n()|]{3,60})",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[-–—|/·•]\s+|\s*[|·•]\s*|,\s+")
_NAME_BEFORE = re.compile(r"(?P<name>[A-ZÀ-Þ][\w'’.-]+(?:[ &]+[A-ZÀ-Þ][\w'’.-]+)*)[\s,]*$")
_BEHIND_A_PREPOSITION = re.compile(r"(?:^|\s)(?i:for|as|als|comme|para|como)\s+(?=[A-ZÀ-Þ])")
_TITLE_WORDS = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’*:/&+-]*|[IVX]+)(?:\s+(?:(?:of|and|de|du|des|für|im|in|&)\s+)?[A-ZÀ-Þ][\w'’*:/&+-]*){0,5}"
)
_RECRUITS = re.compile(
    r"recruit|talent|human resources|\bhr\b|people (?:partner|lead|ops)|personal|sourcer", re.IGNORECASE
)
_LONGEST_LINE = 90
_LAST_LINES = 8


def loose_roles(lines: str, signature: str, company: str | None, *, by_machine: bool) -> Iterator[RoleParts]:
    """Roles that no sentence names, best believed first. `lines` and `signature` as they stood, not unwrapped."""
    text = f"{lines}\n{signature}"
    for found in _MARKED.finditer(text):
        yield from _role(found["title"])
    for found in _APART.finditer(text):
        inside = found["round"] or found["angle"] or found["quoted"]
        if found["round"] is None or not _is_somebodys(text[max(0, found.start() - 60) : found.start()], company):
            yield from _role(_without_noun(inside), whole=True)
    yield from _on_lines(lines, company, by_machine=by_machine)
    yield from _closing(signature or lines)
    for found in _BEHIND_A_PREPOSITION.finditer(lines):
        title = _TITLE_WORDS.match(lines, found.end())
        before = lines[max(0, found.start() - 40) : found.start()].lower()
        if title and not re.search(r"\b(?:i|work|works|worked|bin|arbeite|am|travaille|trabajo)(?: \w+)?$", before):
            yield from _role(title[0])


def _role(text: str, *, whole: bool = False) -> Iterator[RoleParts]:
    parts = take_role_apart(text.strip(" .,;"))
    title = parts.role
    if not title or len(title.split()) > 7 or not names_one_person(title) or not is_plausible_role(title):
        return
    capital = title[:1].isupper() or (whole and title.split()[0].lower() not in _small())
    if capital and not _recruits(title):
        yield parts


def _recruits(title: str) -> bool:
    """Whether a title is that of those who hire: in a letter it is rather the writer's."""
    return _RECRUITS.search(title) is not None


def _small() -> frozenset[str]:
    return words_of("role_name.yaml", "small_words") | {"your", "our", "my", "that", "this", "if", "not", "who"}


def _is_somebodys(before: str, company: str | None) -> bool:
    """Whether a parenthesis stands behind a human's name, whose title it then is."""
    named = _NAME_BEFORE.search(before)
    if not named:
        return False
    if company and may_be_same_company(named["name"], company):
        return False
    return looks_like_person(named["name"]) or len(named["name"].split()) > 1


def _without_noun(text: str) -> str:
    endings = "|".join(list_of("role_name.yaml", "subject_endings"))
    return re.sub(rf"[\s-]+(?:{endings})$", "", text.strip(), flags=re.IGNORECASE)


def _on_lines(lines: str, company: str | None, *, by_machine: bool) -> Iterator[RoleParts]:
    """Titles that share a line with the company or a word for an interview, or that stand alone above the company."""
    each = [line.strip(" *_>\t-–•·") for line in lines.split("\n")]
    each = [line for line in each if line]
    for number, line in enumerate(each):
        if len(line) > _LONGEST_LINE or line.endswith(("?", "!")):
            continue
        pieces = [piece for piece in _SEPARATOR.split(line) if piece]
        below = each[number + 1] if number + 1 < len(each) else ""
        beside = company and any(may_be_same_company(piece, company) for piece in pieces)
        under = company and len(pieces) == 1 and may_be_same_company(_SEPARATOR.split(below)[0], company)
        talk = re.match(
            r"(?:technical |video |phone )?(?:interview|gespräch|entretien|entrevista)\b", line, re.IGNORECASE
        )
        if beside or (by_machine and (under or talk or re.search(r"\d", "".join(pieces[1:])))):
            for piece in pieces:
                yield from _role(piece)


def _closing(text: str) -> Iterator[RoleParts]:
    """Below the writer's name a title is the writer's, unless a word or a number says that it is the place's."""
    for line in [line.strip() for line in text.split("\n") if line.strip()][-_LAST_LINES:]:
        bare = _without_noun(line)
        numbered = re.fullmatch(r"[^()]{3,70}\s\((?=[^()]*\d)[^()]{3,20}\)", line)
        if (bare != line or numbered) and len(line) <= _LONGEST_LINE:
            for piece in reversed(_SEPARATOR.split(bare)):
                yield from _role(piece)
