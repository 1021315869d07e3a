"""What the sentences of a message say about an application: "thank you for applying to the R position at X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from afterword_parsers.jobs.name_run import is_organisation, name_at, name_before
from afterword_parsers.jobs.phrase_patterns import (
    between,
    clause_end,
    languages,
    nouns_behind_roles,
    patterns,
    writes_titles_in_capitals,
)
from afterword_parsers.jobs.role_name import (
    RoleParts,
    has_gender_mark,
    is_plausible_role,
    looks_like_role,
    names_one_person,
    take_role_apart,
)
from afterword_parsers.words.word_lists import words_of

_SENTENCE_END = re.compile(r"[.!?][\"'”»)]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-HJ-UW-Za-zÀ-ÿ]|(?:[A-Za-z]\.)+[A-Za-z]|Inc|Corp|Ltd|Co|Sr|Jr|St|No|Nr|Dr|Bros|approx|incl|inkl|bzw|ca|Kz|Az|Req|Ref|ref|req|Kennz|Nº|Mr|Mrs|Ms|Sra|Lic)$"
)
_POSITION_OF = re.compile(
    r"\b(?:of|as|named|titled|als)\s+$|\b(?:position|role|opening|opportunity|job|vacancy|requisition|title|for|stelle|stellenbezeichnung|stellentitel|ausschreibung)(?:s|\(s\))?\s?:\s*$|\b(?:poste|offre|puesto|vacante|oferta|plaza|cargo)\b.*\s(?:de|d'|du)\s*$",
    re.IGNORECASE,
)
_LONGEST_CLAUSE = 240
_FURTHEST_BACK = 130
_ARTICLE = re.compile(
    r"(?:^|[\s\"(])(?:the|our|your|an?|this|open|my|for|as|of|in|regarding|taking|complete|die|der|das|den|unsere[rn]?|le|la|l'|notre|el|nuestr[oa])\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A company or a role (or both) that a sentence names, and how sure the wording makes it, 0 to 10."""

    weight: int
    company: str = ""
    role: RoleParts | None = None


@lru_cache(maxsize=16)
def mentions(text: str, language: str, known: frozenset[str]) -> tuple[Mention, ...]:
    """Everything the sentences of `text` name, in no order. `text` is unwrapped; `known` are company keys.

    The search for the employer and the one for the role ask about the same texts.
    """
    return tuple(_mentions(text, language, known))


def _mentions(text: str, language: str, known: frozenset[str]) -> Iterator[Mention]:
    lowered = text.lower()
    if len(lowered) != len(text):
        text = lowered
    for tongue in dict.fromkeys((language, "en")):
        if tongue not in languages():
            continue
        for found in patterns(tongue, "company").hits(text, lowered):
            yield from _company_behind(_sentence(text, found.end()), known, 10)
        for found in patterns(tongue, "weak_company").hits(text, lowered):
            yield from _company_behind(_sentence(text, found.end()), known, 4)
        for found in patterns(tongue, "either").hits(text, lowered):
            yield from _either_behind(_sentence(text, found.end()), tongue, known)
        for found in patterns(tongue, "role").hits(text, lowered):
            named = bool(_POSITION_OF.search(found[0]))
            yield from _role_behind(
                _sentence(text, found.end()), tongue, known, named=named, several=not found[0].rstrip().endswith(" in")
            )
        for found in patterns(tongue, "before").hits(text, lowered):
            if name := name_before(text[max(0, found.start() - 120) : found.start()].rstrip(" "), known):
                yield Mention(8, company=name)
        for found in patterns(tongue, "weak_before").hits(text, lowered):
            if name := name_before(text[max(0, found.start() - 120) : found.start()].rstrip(" "), known):
                yield Mention(4, company=name)
        yield from _roles_before_nouns(text, tongue)


def _sentence(text: str, begin: int) -> str:
    """The rest of the sentence from `begin` on."""
    window = text[begin : begin + _LONGEST_CLAUSE].lstrip("\n ")
    window = window.split("\n", 1)[0]
    for found in _SENTENCE_END.finditer(window):
        if found[0][0] != "." or not _ABBREVIATION.search(window[: found.start()]) or found.end() == len(window):
            window = window[: found.end()]
            break
    return window.split(";", 1)[0] if ";" in window and not looks_like_role(window.split(";", 1)[0]) else window


def _clause(sentence: str, language: str) -> str:
    """A sentence as far as it can name a role."""
    found = clause_end(language).search(sentence)
    return sentence[: found.start()] if found else sentence


def _company_behind(sentence: str, known: frozenset[str], weight: int) -> Iterator[Mention]:
    name = name_at(sentence, known)
    if not name:
        return
    yield Mention(weight, company=name)
    behind = re.match(r"[^\w]*\s(?:[-–—|:/]|for|as)\s+(?P<rest>.+)", sentence[sentence.find(name) + len(name) :])
    if behind and weight > 4:
        first = re.split(r"\s[|–—/]\s|\s-\s(?=[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}$)", behind["rest"])[0]
        if looks_like_role(first):
            yield Mention(8, role=take_role_apart(first))


def _either_behind(sentence: str, language: str, known: frozenset[str]) -> Iterator[Mention]:
    left = _split(sentence, language)[0]
    name = name_at(left, known)
    rest = sentence[sentence.find(name) + len(name) :]
    behind = re.match(r"\s+(?:for|as|als|für)\s+(?P<rest>.+)", rest) if name else None
    if behind and not looks_like_role(name):
        yield Mention(9, company=name)
        yield from _role_behind(behind["rest"], language, known)
    elif _names_a_role(left, language):
        yield from _role_behind(sentence, language, known)
    elif name:
        yield from _company_behind(sentence, known, 9)


def _role_behind(
    sentence: str, language: str, known: frozenset[str], *, named: bool = False, several: bool = False
) -> Iterator[Mention]:
    """`named`: the words before say that a position follows ("the position of"). `several`: a plural may be a role."""
    left, right = _split(sentence, language)
    company = name_at(right, known) if right else ""
    role, certain = _role_in(left, language)
    certain = (certain or named) and role is not None and bool(re.search(r"[A-ZÀ-Þ]", role.role))
    if role and role.role and (certain or names_one_person(role.role) or (several and looks_like_role(role.role))):
        yield Mention(10 if certain else 9, role=role)
        if company:
            yield Mention(10, company=company)
    elif company:
        yield Mention(7, company=company)
    elif not right and (name := name_at(left, known)) and is_organisation(name) and not looks_like_role(name):
        yield Mention(5, company=name)


def _split(sentence: str, language: str) -> tuple[str, str]:
    """What stands before and behind "at"; behind it a name must begin."""
    if quoted := re.match(r"[\"“„«‘]\s?([^\"“”«»’]{3,80}?)\s?[\"”“»’]", sentence):
        rest = sentence[quoted.end() :]
        found = between(language).match(rest)
        return quoted[1], rest[found.end() :] if found and name_at(rest[found.end() :]) else ""
    clause = _clause(sentence, language)
    for found in between(language).finditer(clause):
        right = sentence[found.end() :]
        if name_at(right):
            return clause[: found.start()], right
    return clause, ""


def _names_a_role(text: str, language: str) -> bool:
    role, certain = _role_in(text, language)
    return bool(role and role.role and (certain or names_one_person(role.role)))


def _role_in(text: str, language: str) -> tuple[RoleParts | None, bool]:
    """The role in a clause, and whether its frame ("the ... position", an id) makes it certain."""
    text = text.strip(" \"'“”„.!:,")
    framed = re.sub(r"^.*\b(?:for|to|in|as|with)\s+(?:the|our|your|an?)\s+", "", _framed(text))
    if framed:
        parts = take_role_apart(framed)
        if is_plausible_role(parts.role):
            return parts, True
    pieces = re.split(r"\s+[-–—|]\s+|:\s+", text)
    if len(pieces) > 1 and not looks_like_role(pieces[0]) and any(map(looks_like_role, pieces[1:])):
        text = next(piece for piece in pieces if looks_like_role(piece))
    run = _title_run(text) if writes_titles_in_capitals(language) else text
    parts = take_role_apart(run)
    if not is_plausible_role(parts.role):
        return None, False
    begins_with_noun = bool(
        re.match(rf"(?:the |our |an? |die |der )*(?:{_nouns()})\s+(?:of|as|als)\b", text, re.IGNORECASE)
    )
    return parts, bool(parts.requisition) or begins_with_noun or has_gender_mark(run)


def _framed(text: str) -> str:
    found = re.match(
        rf"(?P<role>.{{3,110}}?)\s+(?:{_nouns()})(?![\w-])(?!\s+(?:of|as)\s+(?:an?\s+)?[A-Z])", text, re.IGNORECASE
    )
    while found:
        if is_plausible_role(take_role_apart(found["role"]).role):
            return found["role"]
        found = re.match(rf"(?P<role>.{{{found.end()},110}}?)\s+(?:{_nouns()})(?![\w-])", text, re.IGNORECASE)
    return ""


def _nouns() -> str:
    return "positions?|roles?|openings?|opportunit(?:y|ies)|jobs?|vacanc(?:y|ies)|posting|requisition|search|spot"


def _title_run(text: str) -> str:
    """As much of `text` as is written like a title: words with a capital, and small words between them."""
    tokens = list(re.finditer(r"\S+", text))
    body = [token for token in tokens if token[0].lower() not in {"the", "our", "an", "a", "die", "der", "das"}]
    if not body or body[0][0].lstrip("\"'(“„")[:1].islower():
        return text
    small, starts = words_of("role_name.yaml", "small_words"), words_of("role_name.yaml", "sentence_starts")
    end, depth = 0, 0
    for token in tokens:
        word = token[0]
        letters = word.lstrip("\"'“„([")
        capital = letters[:1].isupper() or letters[:1].isdigit() or not re.search(r"\w", word)
        if depth > 0 or (capital and word.lower() not in small) or word.startswith("("):
            end = token.end()
        elif end and word.lower() not in small and word not in words_of("company_words.yaml", "joiners"):
            break
        if letters in starts and end > len(word):
            end = token.start()
            break
        depth += word.count("(") - word.count(")")
    return text[:end] if end else text


def _roles_before_nouns(text: str, language: str) -> Iterator[Mention]:
    nouns = nouns_behind_roles(language)
    for found in nouns.finditer(text) if nouns else ():
        before = text[max(0, found.start() - _FURTHEST_BACK) : found.start()]
        sentence = re.split(r"\n|[.!?]\s+(?=[A-Z])", before)[-1]
        openings = list(_ARTICLE.finditer(sentence))
        for opening in reversed(openings[-4:]):
            words = sentence[opening.end() :]
            parts = take_role_apart(words)
            if looks_like_role(parts.role) and is_plausible_role(parts.role):
                if not re.search(r"\b(?:with|to|you|we|that|at)\s", words.lower()):
                    yield Mention(8, role=parts)
                break
