"""Job titles: the title alone, whether a text is one, and whether two of them mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from afterword_parsers.jobs.place import without_place
from afterword_parsers.jobs.requisition import without_requisition
from afterword_parsers.jobs.title_details import without_details
from afterword_parsers.words.word_lists import list_of, section, words_of

_DATA = "role_name.yaml"
_LONGEST = 120

_LETTERS = r"(?:[mwfdxnhvki]|div|gn|nb)"
_GENDER = re.compile(
    rf"\s*[(\[]\s*{_LETTERS}(?:\s*[/|,*.:+-]\s*{_LETTERS})+\s*[)\]]"
    rf"|(?<![\w/]){_LETTERS}/{_LETTERS}(?:/{_LETTERS})*(?![\w/])",
    re.IGNORECASE,
)
_FEMININE = re.compile(
    r"(?<=\w)(?:[*:_]in(?:nen)?|/-?in(?:nen)?|\(in(?:nen)?\)|-?/-?frau|[·.]e|\(e\))(?![\w])", re.IGNORECASE
)
# Pay, and the month in which it begins: "Trainee Solicitor in September 2027", "Backend Developer, 72k".
_TERMS = re.compile(
    r"\s*[,:(]?\s*(?:[$€£]\s?\d|\d{2,3}(?:[.,]\d{3})?\s?(?:k|€|EUR|USD|GBP|CHF)\b).*$"
    r"|\s+(?:in|im|ab|from|starting|starting in|en|à partir de|a partir de)\s+(?:[A-Z][a-zäûé]+\s+)?20\d\d$",
)


@dataclass(frozen=True, slots=True)
class RoleParts:
    """A job title taken apart: `role` alone, and what stood with it. Empty `role` when nothing remains."""

    role: str
    requisition: str | None = None
    place: str | None = None


@lru_cache(maxsize=4096)
def take_role_apart(text: str) -> RoleParts:
    """Job title, requisition id and place out of what stands where a job title is expected."""
    title = re.sub(r"\s+", " ", text[: 2 * _LONGEST]).strip(" \t\"'“”„«»‘’*_")
    title = _without_gender(title)
    title = re.sub(r"^\(([^()]+)\)$", r"\1", title)
    title = re.sub(r"</?\w{1,6}>", "", title)
    title = re.sub(r"[\s,]+\d{2,3}(?: ?[-–/] ?\d{2,3})? ?%(?=$|[\s,)])", "", title)
    title = re.sub(r":\s+[a-zà-ÿ].*$", "", _TERMS.sub("", title))
    title, requisition = without_requisition(title)
    title, details = without_details(title)
    title, condition = _without_conditions(title)
    title = re.sub(
        r"\s*\((?:post|job|role|req|ref|initiativ|speculative|id|nr|no|kennziffer)\.?\)", "", title, flags=re.IGNORECASE
    )
    title = re.sub(r"^(.{8,}?)\s+\1$|(?<=\s)(\w+)\s+\2$", r"\1\2", _without_frame(title), flags=re.IGNORECASE)
    title, place = without_place(title)
    title, again = _without_conditions(title)
    if requisition is None:
        title, requisition = without_requisition(title)
    title = re.sub(r"[\s,;:|–—/&-]+$", "", title).strip(" \t\"'“”„«»‘’*_")
    if title.count("(") > title.count(")"):
        title = title.rpartition("(")[0].strip() if title.endswith("(") else title + ")"
    title = title.rstrip(".!?")
    fits = len(title) <= _LONGEST and re.search(r"\w", title)
    return RoleParts(title if fits else "", requisition, details or place or condition or again)


def clean_role(text: str) -> str:
    """The job title alone: "our R-2207 Data Engineer (m/w/d) position in Berlin" gives "Data Engineer"."""
    return take_role_apart(text).role


@lru_cache(maxsize=8192)
def looks_like_role(text: str) -> bool:
    """Whether a word in `text` is one that job titles turn on ("engineer", "Referentin", "chargée")."""
    heads = words_of(_DATA, "heads")
    return any(_is_head(part) or part.removesuffix("s") in heads for part in _parts_of_words(text))


def has_gender_mark(text: str) -> bool:
    """Whether a mark like "(m/w/d)" stands in `text`: what it stands behind is a job title, known or not."""
    return _GENDER.search(text) is not None


@lru_cache(maxsize=8192)
def names_one_person(text: str) -> bool:
    """Whether `text` looks like the title of one person: "Retina Consultants" and "Test Innovators" rather do not."""
    return any(_is_head(part) for part in _parts_of_words(text))


def _is_head(part: str) -> bool:
    heads = words_of(_DATA, "heads")
    if part in heads or (len(part) > 8 and part.endswith(_endings())):
        return True
    # German: "Archivarin", "Texterinnen".
    man = part.removesuffix("innen").removesuffix("in")
    return man != part and len(man) > 4 and (man in heads or (len(man) > 8 and man.endswith(_endings())))


def _parts_of_words(text: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_]+(?:[*:_/()·.-]+[^\W\d_]+)*", text.lower()):
        bare = _FEMININE.sub("", word)
        yield bare
        if not bare.isalpha():
            yield from re.split(r"\W+", bare)


@lru_cache(maxsize=8192)
def is_plausible_role(text: str) -> bool:
    """Whether `text` can be a job title where the sentence asks for one: not "this", not a whole sentence."""
    words = text.lower().split()
    if not words or len(words) > 14 or not re.search(r"[^\W\d_]{2}", text):
        return False
    never = _never()
    if words[-1] in {"the", "our", "your", "a", "an", "for", "of", "to", "at", "with", "der", "die", "das", "de", "la"}:
        return False
    if any(phrase in text.lower() for phrase in list_of(_DATA, "never_inside")):
        return False
    return text.lower() not in never and not all(word.strip(".,") in never for word in words)


@lru_cache(maxsize=4096)
def role_key(role: str) -> str:
    """A title's words in one spelling and one order, so that equal keys mean the same title.

    Levels stay ("Engineer II" is not "Engineer"); requisition ids, places and marks of gender go.
    """
    text = unicodedata.normalize("NFC", clean_role(role) or role).lower()
    text = _FEMININE.sub("", text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).replace("ß", "ss")
    text = " ".join(re.findall(r"[a-z0-9]+(?:\+\+|#)?|[^\W_]+", text))
    same = _mapping("same")
    words = " ".join(same.get(word, word) for word in text.split())
    for apart, together in _mapping("joined").items():
        words = re.sub(rf"(?<!\w){re.escape(apart)}(?!\w)", together, words)
    return " ".join(sorted(set(words.split()) - words_of(_DATA, "dropped")))


def same_role(a: str, b: str) -> bool:
    """Whether two titles mean the same: the same words, whatever their order, case and spelling."""
    key = role_key(a)
    return bool(key) and key == role_key(b)


def is_short_for(short: str, long: str) -> bool:
    """Whether a title says with initials what another spells out: "Cardiac RN" and "Cardiac Registered Nurse"."""
    words, wanted = re.findall(r"[\w+#]+", clean_role(long).lower()), set(role_key(short).split())
    for begin in range(len(words)):
        for end in range(begin + 2, min(begin + 5, len(words)) + 1):
            initials = "".join(word[0] for word in words[begin:end])
            if initials in wanted and wanted - {initials} <= set(role_key(long).split()):
                return True
    return False


def _without_gender(title: str) -> str:
    title = _gender_phrases().sub(" ", _GENDER.sub(" ", title))
    return re.sub(r"\s+", " ", title).strip()


def _without_conditions(title: str) -> tuple[str, str | None]:
    """The title without ways of work beside it, and the one that says where ("Remote")."""
    where: str | None = None
    for found in list(re.finditer(r"\s*[(\[]([^()\[\]]*)[)\]]", title)):
        parts = [part.strip().lower() for part in re.split(r"[,/;|]| - ", found[1])]
        if found[1].strip().lower() in _conditions() or all(part in _conditions() for part in parts):
            where = where or _working_place(found[1])
            title = title.replace(found[0], " ", 1)
    found_end = re.search(r"\s*(?:[-–—|,]\s+|\s[-–—|,])([^-–—|,()]+)$", title)
    if found_end and found_end[1].strip().lower() in _conditions():
        where = where or _working_place(found_end[1])
        title = title[: found_end.start()]
    return re.sub(r"\s+", " ", title).strip(), where


def _working_place(text: str) -> str | None:
    return text.strip() if re.search(r"remote|hybrid|home|site|remoto|télétravail", text, re.IGNORECASE) else None


def _without_frame(title: str) -> str:
    """Without article, "position of" before and "position" behind."""
    article, named, opening, ending = _frames()
    title = named.sub("", article.sub("", title))
    bare = opening.match(title)
    if bare and looks_like_role(title[bare.end() :]):
        title = title[bare.end() :]
    return ending.sub("", title).strip(" \"'“”„«»")


@cache
def _frames() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What frames a title: articles, "position of", a bare "position" before a capital, and "position" behind."""
    nouns = "|".join(sorted(map(re.escape, words_of(_DATA, "position_nouns")), key=len, reverse=True))
    articles = "|".join(list_of(_DATA, "articles"))
    opening = rf"(?:(?:open|job|following|folgende|offene)\s+)*(?:{nouns})"
    behind = r"(?:(?:of|als|as|for|de|du|d'|:)\s*|title:?\s+|(?=[\"“„]))(?:(?:a|an|the|our)\s+)?"
    return (
        re.compile(rf"^(?:(?i:{articles})\s+|[ldLD]'|(?:open|current|vacant|offenen?|vakanten?)\s+)+"),
        re.compile(rf"^{opening}\s*{behind}", re.IGNORECASE),
        re.compile(rf"(?i:{opening})\s+(?=[A-ZÀ-Þ])"),
        re.compile(rf"\s+(?:{nouns})$", re.IGNORECASE),
    )


@cache
def _gender_phrases() -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase) for phrase in list_of(_DATA, "gender_phrases"))
    return re.compile(rf"\s*[(\[]\s*(?:{phrases})\s*[)\]]", re.IGNORECASE)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(words_of(_DATA, "head_endings"))


@cache
def _never() -> frozenset[str]:
    return frozenset(list_of(_DATA, "never")) | words_of(_DATA, "position_nouns")


@cache
def _conditions() -> frozenset[str]:
    return frozenset(list_of(_DATA, "conditions"))


@cache
def _mapping(name: str) -> dict[str, str]:
    found = section(_DATA, name)
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
