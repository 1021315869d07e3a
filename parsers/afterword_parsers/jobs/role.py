"""The role a message is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from afterword_parsers.jobs.application_phrase import Mention, mentions
from afterword_parsers.jobs.job_card import card_of
from afterword_parsers.jobs.letter_parts import LetterParts
from afterword_parsers.jobs.loose_roles import loose_roles
from afterword_parsers.jobs.requisition import find_requisition
from afterword_parsers.jobs.role_name import RoleParts, same_role
from afterword_parsers.jobs.subject_line import subject_mentions
from afterword_parsers.jobs.vendors import VendorKind

_EMPLOYER_RUNS_ON = re.compile(r"\s+co-?op(?:erative)?s?", re.IGNORECASE)
_CARD, _BODY, _SUBJECT, _EVENT, _LOOSE = 40, 20, 10, 5, -10


@dataclass(frozen=True, slots=True)
class _Title:
    parts: RoleParts
    where: str
    weight: int
    position: int


def role(parts: LetterParts, company: str | None, in_body: list[Mention]) -> tuple[RoleParts, str] | None:
    """The role with its requisition id and place, and the place in the message that was believed; None without one.

    Where titles disagree the most trusted wins: a job board's card, the body, the subject, the event.
    """
    titles = [title for title in _titles(parts, company, in_body) if not _is_employer(title, company)]
    titles = titles or list(_loose(parts, company))
    if not titles:
        return None
    best = min(titles, key=lambda title: (-title.weight, title.position))
    fuller = [t for t in titles if t.weight == best.weight and t.parts.role.startswith(best.parts.role)]
    best = max(fuller, key=lambda title: len(title.parts.role))
    alike = [title.parts for title in titles if same_role(title.parts.role, best.parts.role)]
    requisition = best.parts.requisition or next((found.requisition for found in alike if found.requisition), None)
    place = best.parts.place or next((found.place for found in alike if found.place), None)
    if requisition is None:
        requisition = find_requisition(parts.subject) or find_requisition(parts.body[:3_000])
    name = best.parts.role
    if company and name.lower().startswith(f"{company.lower()}'s "):
        name = name[len(company) + 3 :]
    return RoleParts(name, requisition, place), best.where


def _is_employer(title: _Title, company: str | None) -> bool:
    """Whether what looks like a title is the employer's longer name: "Harbour Kids Co-op" is no co-op at Harbour Kids."""
    name = title.parts.role
    if not company or not name.casefold().startswith(company.casefold()):
        return False
    return _EMPLOYER_RUNS_ON.fullmatch(name[len(company) :]) is not None


def _titles(parts: LetterParts, company: str | None, in_body: list[Mention]) -> Iterator[_Title]:
    if company and parts.vendor and parts.vendor.kind is VendorKind.JOB_BOARD:
        for text in (parts.lines, parts.other):
            if card := card_of(text, company, parts.people):
                yield _Title(card, "body", _CARD, 0)
    yield from _roles(in_body, parts.body, "body", _BODY)
    yield from _roles(mentions(parts.subject, parts.language, parts.known), parts.subject, "subject", _SUBJECT)
    yield from _roles(subject_mentions(parts.subject, parts), parts.subject, "subject", _SUBJECT - 3)
    for summary, description in parts.events:
        yield from _roles(subject_mentions(summary, parts), summary, "subject", _EVENT)
        first = description.strip().partition("\n")[0]
        yield from _roles(subject_mentions(first, parts), first, "body", _EVENT - 5)
        yield from _roles(mentions(description, parts.language, parts.known), description, "body", _EVENT - 5)
    if not any(found.role for found in in_body):
        for text in (parts.other, parts.forwarded):
            yield from _roles(mentions(text, parts.language, parts.known), text, "body", _BODY - 1)


def _loose(parts: LetterParts, company: str | None) -> Iterator[_Title]:
    """Where no sentence names a role: what stands beside the sentences, the first of it most believed."""
    found = loose_roles(parts.lines, parts.signature, company, by_machine=parts.vendor is not None)
    for number, one in enumerate(found):
        yield _Title(one, "body", _LOOSE - number, number)


def _roles(found: Iterable[Mention], text: str, where: str, base: int) -> Iterator[_Title]:
    for mention in found:
        if mention.role and mention.role.role:
            position = text.find(mention.role.role)
            yield _Title(mention.role, where, base + mention.weight, position if position >= 0 else len(text))
