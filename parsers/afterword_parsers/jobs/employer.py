"""The employer of a message: every place that names one is heard, and they have to agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from afterword_parsers.jobs.application_phrase import Mention, mentions
from afterword_parsers.jobs.company_name import company_key, domain_suggests, may_be_same_company, same_company
from afterword_parsers.jobs.letter_closing import closing_names, without_team
from afterword_parsers.jobs.letter_parts import LetterParts
from afterword_parsers.jobs.name_run import is_organisation, looks_like_person, name_at, name_before, never_a_company
from afterword_parsers.jobs.place import is_place
from afterword_parsers.jobs.role_name import names_one_person
from afterword_parsers.jobs.sender_name import sender_names
from afterword_parsers.jobs.subject_line import subject_mentions
from afterword_parsers.jobs.vendors import VendorKind
from afterword_parsers.message import Address

_ENOUGH = 5
_PLACES = ("body", "subject", "sender", "signature")
_SUPPORT = 3
_WEAK = 4
_OWN_LABEL = 8
_SAID = 9
_BETWEEN_LETTERS = re.compile(r"[\s&.'-]+")
_IN_TWO_WAYS = re.compile(r"and|und|[aou]e")
_LETTERS = re.compile(rf"{_IN_TWO_WAYS.pattern}|\w")
_UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü"}


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    where: str
    weight: int


def employer(
    parts: LetterParts, sender: Address, in_body: list[Mention], *, closing: bool = True
) -> tuple[str, str] | None:
    """The employer's name and the place that was believed; None when nothing names one well enough.

    `in_body` are the mentions of the body, `closing` tells whether closing lines may be believed. A domain or a vendor's link never gives a name, but it supports one.
    """
    names = [name for found in _names(parts, sender, in_body, closing=closing) if (name := _cleaned(found, parts))]
    best: tuple[bool, int, int, list[_Name]] | None = None
    for group in _groups(names):
        score = _score(group, parts)
        said = any(name.where == "body" and name.weight >= _SAID for name in group)
        order = min(_PLACES.index(name.where) for name in group if name.weight == max(n.weight for n in group))
        if score >= _ENOUGH and not _is_the_vendor(group, parts) and (best is None or (said, score, -order) > best[:3]):
            best = (said, score, -order, group)
    if best is None:
        return None
    chosen = _fullest(best[3], parts)
    return chosen.text, chosen.where


def _names(parts: LetterParts, sender: Address, in_body: list[Mention], *, closing: bool) -> Iterator[_Name]:
    yield from _companies(in_body, "body", 0)
    yield from _companies(mentions(parts.subject, parts.language, parts.known), "subject", -2)
    yield from _companies(subject_mentions(parts.subject, parts), "subject", 0)
    for found in sender_names(sender, parts.vendors):
        yield _Name(found.company, "sender", found.weight)
    if closing and not (parts.vendor and parts.vendor.kind is VendorKind.JOB_BOARD):
        for signed in closing_names(parts.lines, parts.signature, sender.name, parts.known):
            yield _Name(signed.company, "signature", signed.weight)
    for name in _suggested(parts):
        yield _Name(name, "body", 4)
    for summary, description in parts.events:
        yield from _companies(subject_mentions(summary, parts), "subject", 0)
        yield from _companies(mentions(description, parts.language, parts.known), "body", -2)
    if not any(found.company and found.weight >= 9 for found in in_body):
        for text in (parts.other, parts.forwarded):
            yield from _companies(mentions(text, parts.language, parts.known), "body", -1)


def _suggested(parts: LetterParts) -> Iterator[str]:
    """Names in body and signature that begin as the sender's domain or a vendor's short name for the employer does."""
    labels = set(parts.slugs) | {label for domain in parts.domains for label in domain.split(".")[-2:-1]}
    text = f"{parts.body}\n{parts.signature}"
    squeezed = _BETWEEN_LETTERS.sub("", text.casefold())
    for label in sorted(label for label in labels if 3 <= len(label) <= 30):
        # An expression is made for those labels alone whose letters stand there.
        if not all(letters in squeezed for letters in _IN_TWO_WAYS.split(re.sub(r"\W", "", label).casefold())):
            continue
        for found in islice(_label_written(label).finditer(text), 5):
            if name_before(found.string[max(0, found.start() - 60) : found.start()].rstrip(" ")):
                continue
            name = name_at(found.string[found.start() : found.end() + 60], parts.known)
            if len(name) >= len(found[0].rstrip(" .'-&")):
                yield name


@lru_cache(maxsize=256)
def _label_written(label: str) -> re.Pattern[str]:
    letters = r"[\s&.'-]{0,3}".join(map(_as_written, _LETTERS.findall(re.sub(r"\W", "", label))))
    return re.compile(rf"(?<![\w@./-]){letters}(?![\w@]|\.\w)", re.IGNORECASE)


def _as_written(letters: str) -> str:
    """A pattern for letters of a domain as a name has them: "ae" may be "ä", "and" may be "&"."""
    if letters in {"and", "und"}:
        return rf"(?:{letters}|&)"
    if len(letters) == 2:
        return f"(?:{letters}|{_UMLAUTS[letters]})"
    return re.escape(letters)


def _companies(found: Iterable[Mention], where: str, less: int) -> Iterator[_Name]:
    for mention in found:
        if mention.company:
            yield _Name(mention.company, where, mention.weight + less)


def _cleaned(name: _Name, parts: LetterParts) -> _Name | None:
    text = without_team(name.text)
    if not text or never_a_company(text) or text.lower() in parts.people:
        return None
    weight = name.weight
    if _is_a_title(text):
        weight = min(weight, 2) if company_key(text) not in parts.known else weight
    if (looks_like_person(text) or is_place(text)) and company_key(text) not in parts.known:
        weight = min(weight, 2)
    if weight == _WEAK and _may_be_people(text) and not _is_supported(text, parts):
        weight = 2
    return _Name(text, name.where, weight)


def _is_a_title(text: str) -> bool:
    """Whether a name is rather a job title: "Data Engineering Intern" is, "Engineer Labs" is not."""
    words = text.split()
    last = next((index for index in range(len(words) - 1, -1, -1) if names_one_person(words[index])), None)
    return last is not None and not is_organisation(" ".join(["-", *words[last + 1 :]]))


def _may_be_people(text: str) -> bool:
    """Whether a name of two or three plain words may be a human's the list of given names does not know."""
    return (
        2 <= len(text.split()) <= 3
        and re.fullmatch(r"[^\W\d_'-]+(?:[ '-][^\W\d_'-]+)+", text) is not None
        and not is_organisation(text)
    )


def _is_supported(text: str, parts: LetterParts) -> bool:
    return (
        company_key(text) in parts.known
        or any(domain_suggests(domain, text) for domain in parts.domains)
        or any(_fits_slug(text, slug) for slug in parts.slugs)
    )


def _groups(names: list[_Name]) -> list[list[_Name]]:
    groups: list[list[_Name]] = []
    for name in sorted(names, key=lambda found: -found.weight):
        home = next((group for group in groups if same_company(group[0].text, name.text)), None)
        home = home or next((group for group in groups if may_be_same_company(group[0].text, name.text)), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return groups


def _score(group: list[_Name], parts: LetterParts) -> int:
    score = _believed(group)
    texts = {name.text for name in group}
    score += _SUPPORT * any(domain_suggests(domain, text) for text in texts for domain in parts.domains)
    score += _SUPPORT * any(_fits_slug(text, slug) for text in texts for slug in parts.slugs)
    return score + (sum(name.where == "body" for name in group) > 2)


def _fits_slug(text: str, slug: str) -> bool:
    name, short = company_key(text).replace(" ", ""), slug.replace(" ", "")
    return len(short) >= 3 and (name.startswith(short) or short.startswith(name))


def _is_the_vendor(group: list[_Name], parts: LetterParts) -> bool:
    """Whether the name is a vendor's who only carried the message; a vendor may be an employer, too."""
    keys = {company_key(name.text) for name in group}
    called = [vendor for key in keys for vendor in parts.vendors.named(key)]
    if not called or any(domain_suggests(domain, name.text) for name in group for domain in parts.domains):
        return False
    if any(company_key(slug) in keys for slug in parts.slugs):
        return False
    strongest = {place: max((n.weight for n in group if n.where == place), default=0) for place in _PLACES}
    said_twice = strongest["body"] >= 9 and strongest["subject"] >= 7
    if any(vendor.kind is not VendorKind.ATS for vendor in called) or parts.vendor in called:
        return not said_twice or (parts.vendor is not None and parts.vendor.kind is VendorKind.JOB_BOARD)
    return max(strongest.values()) < 7


def _fullest(group: list[_Name], parts: LetterParts) -> _Name:
    """The name best believed; a longer form of it wins where it is believed nearly as much.

    Signatures do not choose the form, since legal names stand there; subject and sender say how the employer calls itself.
    """
    forms: dict[str, list[_Name]] = {}
    for name in group:
        forms.setdefault(company_key(name.text), []).append(name)
    labels = parts.slugs | {label for domain in parts.domains for label in domain.split(".")[-2:-1]}
    belief = {
        key: _believed(names, _PLACES[:-1]) + _OWN_LABEL * (key.replace(" ", "") in labels)
        for key, names in forms.items()
    }
    best = max(belief, key=lambda key: belief[key])
    for key in sorted(forms, key=len):
        added = len(key.split()) - len(best.split())
        called_so = _is_in_header(forms[key]) or not _is_in_header(forms[best])
        if key.startswith(best + " ") and added <= 3 and called_so and belief[key] >= max(7, 0.6 * belief[best]):
            best = key
    return max(forms[best], key=lambda name: name.weight)


def _is_in_header(names: list[_Name]) -> bool:
    return any(name.where in {"subject", "sender"} and name.weight >= _ENOUGH for name in names)


def _believed(names: list[_Name], places: tuple[str, ...] = _PLACES) -> int:
    """How much is said for names that mean the same: the best of every place."""
    return sum(max((name.weight for name in names if name.where == place), default=0) for place in places)
