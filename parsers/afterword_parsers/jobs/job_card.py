"""The card of a job as job boards print it: title, company and place, one a line."""

from __future__ import annotations

import re

from afterword_parsers.jobs.company_name import same_company
from afterword_parsers.jobs.place import is_place
from afterword_parsers.jobs.role_name import RoleParts, is_plausible_role, looks_like_role, take_role_apart
from afterword_parsers.words.word_lists import list_of

_DOT = re.compile(r"\s+[·•|]\s+|\s+-\s+")
_FIRST_LINES = 16


def card_of(text: str, company: str, people: frozenset[str]) -> RoleParts | None:
    """The role on the card of `company` at the top of `text`; other jobs are listed below it and are not looked at."""
    lines = [line.strip(" *_>\t") for line in text.split("\n")]
    lines = [line for line in lines if line][:_FIRST_LINES]
    for index, line in enumerate(lines):
        if _ends_the_card(line):
            return None
        name, _, place = _cut(line)
        if index == 0 or not same_company(name, company):
            continue
        before = lines[index - 1]
        if before.lower() in people or same_company(before, company) or len(before) > 100:
            continue
        if re.search(r"[.!?:,]$", before) or company.lower() in before.lower():
            continue
        parts = take_role_apart(before)
        if is_plausible_role(parts.role) and (looks_like_role(parts.role) or place):
            where = place or (lines[index + 1] if index + 1 < len(lines) and is_place(lines[index + 1]) else None)
            return RoleParts(parts.role, parts.requisition, where or parts.place)
    return None


def before_other_jobs(text: str) -> str:
    """`text` up to the heading behind which other jobs, or the reader's own data, are listed."""
    lowered = text.lower()
    found = [at for phrase in list_of("application_phrases.yaml", "other_jobs") if (at := lowered.find(phrase)) > 0]
    return text[: min(found)] if found else text


def _cut(line: str) -> tuple[str, str, str | None]:
    pieces = _DOT.split(line, maxsplit=2)
    return pieces[0], line, pieces[1].strip() if len(pieces) > 1 else None


def _ends_the_card(line: str) -> bool:
    lowered = line.lower()
    return any(phrase in lowered for phrase in list_of("application_phrases.yaml", "other_jobs"))
