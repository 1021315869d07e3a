"""Names of companies: whether two of them name the same employer, and whether a domain fits a name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from afterword_parsers.words.word_lists import list_of, words_of

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "œ": "oe", "å": "aa", "ł": "l"}
)
_BARE = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l"})
_DATA = "company_name.yaml"


@lru_cache(maxsize=4096)
def company_key(name: str) -> str:
    """What remains of a name when writing habits are taken away: "The Grünwald GmbH & Co. KG" gives "gruenwald".

    Without legal form, article, parentheses, accents, "and", punctuation. Empty when nothing remains.
    """
    return _key(name, _UMLAUTS)


@lru_cache(maxsize=16384)
def same_company(a: str, b: str) -> bool:
    """Whether two names certainly mean the same company.

    A longer name is the same only when what it adds makes no other company of it ("Expedia Group", "Siemens
    Deutschland"): "Apple" is not "Apple Bank", and "Copperline" not yet "Copperline Systems".
    """
    return any(_same_key(x, y) for x in _keys(a) for y in _keys(b))


def may_be_same_company(a: str, b: str) -> bool:
    """Whether one name may be short for the other. Good for a question or a second look, never for a decision."""
    if same_company(a, b):
        return True
    short, long = sorted((company_key(a).split(), company_key(b).split()), key=len)
    if not short:
        return False
    if long[: len(short)] == short or ("".join(long).startswith("".join(short)) and len("".join(short)) >= 5):
        return True
    return len(long) >= 3 and "".join(short) == "".join(word[0] for word in long)


@lru_cache(maxsize=4096)
def domain_suggests(domain: str, company: str) -> bool:
    """Whether a company of this name may own this domain. It can confirm a name, never give one; free mail never does."""
    key = company_key(company)
    if not key or is_free_mail(domain):
        return False
    forms, first = _forms(company), _first_words(company)
    for label in _telling_labels(domain.lower().strip(".")):
        bare = re.sub(r"[^\w]", "", label)
        if bare in forms or (len(bare) >= 4 and bare in first):
            return True
        parts = [part for part in re.split(r"[-_]", label) if part]
        extras = words_of(_DATA, "domain_extras")
        if "".join(part for part in parts if part not in extras) in forms:
            return True
        if any(
            len(f) >= 3 and (bare.removeprefix(f) in extras or bare.removesuffix(f) in extras) for f in forms | first
        ):
            return True
        if len(bare) >= 3 and len(key.split()) >= 3 and bare == "".join(word[0] for word in key.split()):
            return True
        if len(bare) >= 7 and any(form.startswith(bare) for form in forms):
            return True
        if any(_abbreviates(bare, form.split()) for form in _keys(company)):
            return True
    return False


@lru_cache(maxsize=4096)
def _forms(company: str) -> frozenset[str]:
    """The ways in which a company's name is written as one word."""
    spoken = [re.sub(r"\s*[&+]\s*", word, company.lower()) for word in ("", "and", "und")]
    return frozenset({form.replace(" ", "") for form in _keys(company)} | {re.sub(r"\W", "", form) for form in spoken})


def _first_words(company: str) -> set[str]:
    return {form.split()[0] for form in _keys(company) if form}


def name_probes(company: str) -> set[str]:
    """Texts of which two names of one company (`same_company`) share at least one: to look names up by."""
    probes: set[str] = set()
    for key in _keys(company):
        if key:
            probes |= {f"{key.split()[0]} ", key.replace(" ", "")}
    return probes


def domain_terms(company: str) -> set[str]:
    """Texts of which a company has at least one in common with `domain_probes` of every domain that suggests it."""
    forms = _forms(company)
    initials = {"".join(word[0] for word in company_key(company).split())}
    return {term for term in forms | _first_words(company) | initials | {form[:7] for form in forms} if term}


@lru_cache(maxsize=4096)
def domain_probes(domain: str) -> frozenset[str]:
    """Beginnings and ends of a domain's labels; see `domain_terms`. None for free mail."""
    if is_free_mail(domain):
        return frozenset()
    probes: set[str] = set()
    extras = words_of(_DATA, "domain_extras")
    for label in _telling_labels(domain.lower().strip(".")):
        bare = re.sub(r"[^\w]", "", label)
        probes.add("".join(part for part in re.split(r"[-_]", label) if part not in extras))
        for i in range(1, len(bare) + 1):
            probes |= {bare[:i], bare[-i:]}
    return frozenset(probes - {""})


def _abbreviates(label: str, words: list[str]) -> bool:
    """Whether a label is the first word and beginnings of the next ones: "oakhurstvets" for "Oakhurst Veterinary Group"."""
    if len(words) < 2 or len(words[0]) < 4 or not label.startswith(words[0]) or label == words[0]:
        return False
    rest = label[len(words[0]) :].removesuffix("s")
    for word in words[1:]:
        shared = next((n for n in range(min(len(word), len(rest)), 0, -1) if rest.startswith(word[:n])), 0)
        if shared < 3:
            return False
        rest = rest[shared:]
        if not rest:
            return True
    return False


@cache
def _free_mail() -> frozenset[str]:
    return words_of("free_mail.yaml", "domains")


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have a mailbox at this domain."""
    return domain.lower().strip(".") in _free_mail()


def _telling_labels(domain: str) -> list[str]:
    labels = domain.split(".")
    cut = 2 if ".".join(labels[-2:]) in words_of(_DATA, "two_label_suffixes") else 1
    return [label for label in labels[:-cut] if label not in words_of(_DATA, "domain_services")]


@lru_cache(maxsize=16384)
def _keys(name: str) -> frozenset[str]:
    keys = {_key(name, _UMLAUTS), _key(name, _BARE)}
    # A town as an employer: "City of Harlow" signs as "Harlow" as well.
    towns = (f"{words} " for words in list_of(_DATA, "public_bodies"))
    return frozenset(keys | {key.removeprefix(one) for one in towns for key in keys if key.startswith(one)})


def _same_key(a: str, b: str) -> bool:
    if not a or not b:
        return False
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    short, long = sorted((a, b), key=len)
    return (
        long.startswith(short + " ")
        and _without_tail(long.split(), "generic", keep=len(short.split())) == short.split()
    )


def _key(name: str, letters: dict[int, str]) -> str:
    text = unicodedata.normalize("NFC", name).casefold().translate(letters)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    outside = re.sub(r"\([^()]*\)?", " ", text)
    text = outside if re.search(r"\w", outside) else text
    text = re.sub(r"['’`´]", "", text)
    text = re.sub(r"(?<=\w)\.(?:com|org|net|io|ai|co|de|fr|es|eu)\b", "", text) if "." in text else text
    words = re.findall(r"[^\W_]+|\+", re.sub(r"[&+]|(?<=\s)(?:and|und|et|y|e)(?=\s)", " ", text))
    if len(words) > 1 and words[0] in {"the", "die", "der", "das", "les", "le", "la"}:
        words = words[1:]
    return " ".join(_without_tail(words, "legal", keep=1))


def _without_tail(words: list[str], kind: str, keep: int) -> list[str]:
    tails = _tails(kind)
    while len(words) > keep:
        for length in (4, 3, 2, 1):
            if length <= len(words) - keep and " ".join(words[-length:]) in tails:
                words = words[:-length]
                break
        else:
            break
    return words


@cache
def _tails(kind: str) -> frozenset[str]:
    return frozenset(list_of(_DATA, kind))
