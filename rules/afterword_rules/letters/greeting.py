"""How a letter addresses and mentions people: by first name only when it is certain, else in a way that cannot hurt."""

from __future__ import annotations

import functools
import re
import unicodedata

from afterword_parsers.names.names import given_name
from afterword_rules.application import Contact
from afterword_rules.letters.clean_text import clean
from afterword_rules.letters.language import Language, letter_words

_LONGEST_NAME = 80
_ASIDE = re.compile(r"[(\[<].*?[)\]>]|\s+(?:via|@|\||-)\s.*$")
_NO_NAME = re.compile(r"[^\w\s.,'’ʼ·\-]|[\d_]")


def person_name(contact: Contact | None) -> str:
    """The contact's name in the order in which it is spoken; empty when what stands there is no person's name."""
    if contact is None or len(contact.name) > 3 * _LONGEST_NAME:
        return ""
    name = _ASIDE.sub("", clean(contact.name, 3 * _LONGEST_NAME)).strip(" ,.-'\"")
    name = " ".join("".join(char for char in name if unicodedata.category(char)[0] != "S").split())
    family, comma, given = name.partition(", ")
    if comma and given and len(given.split()) <= 2 and "." not in given and not given.isupper():
        name = f"{given} {family}"
    elif comma:
        name = family
    if not name or len(name) > _LONGEST_NAME or _NO_NAME.search(name) or not any(map(str.isalpha, name)):
        return ""
    return "" if _no_person().search(name) else name


def first_name(contact: Contact) -> str:
    """The first name, where the name and the address agree on it; else empty."""
    name = person_name(contact)
    return (given_name(name, contact.email) or "") if name else ""


def greeting(contact: Contact | None, language: Language) -> str:
    """The first line of the letter, with the comma or colon the language puts behind it."""
    name = person_name(contact)
    if contact is None or not name:
        return str(language.words["greet_nobody"])
    kind, academic = _honorific(contact.honorific)
    pattern = language.words.get(f"greet_{kind}") if kind and len(name.split()) > 1 else None
    if pattern is None and academic:
        pattern = language.words["greet_academic"]
    elif pattern is None and first_name(contact):
        pattern = language.words.get("greet_first_name")
    return _filled(pattern or language.words["greet"], contact, academic)


def mention(contact: Contact, language: Language) -> str:
    """The person as a third one is told of them: "Leonie Achterberg", "Frau Dr. Weiß"; empty when nameless."""
    name = person_name(contact)
    kind, academic = _honorific(contact.honorific)
    pattern = language.words.get(f"mention_{kind}") if kind and len(name.split()) > 1 else None
    return _filled(pattern, contact, academic) if name and pattern else name


def _filled(pattern: str, contact: Contact, academic: str) -> str:
    name = person_name(contact)
    line = pattern.format(first=first_name(contact), name=name, family=family_name(name), academic=academic)
    return " ".join(line.split())


def family_name(name: str) -> str:
    """The family name with its particles: "Anna von der Heide" -> "von der Heide"; a single word is itself."""
    words = name.split()
    particles: list[str] = letter_words()["particles"]
    for position in range(1, len(words)):
        if words[position].casefold() in particles and position < len(words) - 1:
            return " ".join(words[position:])
    return words[-1] if words else ""


def _honorific(text: str) -> tuple[str, str]:
    """What an honorific tells: "woman", "man" or "", and the academic titles in it ("Prof. Dr.")."""
    known: dict[str, list[str]] = letter_words()["honorifics"]
    words = [word.strip(".,").casefold() for word in text[:_LONGEST_NAME].replace(".", ". ").split()]
    kind = next((kind for kind in ("woman", "man") for word in words if word in known[kind]), "")
    return kind, " ".join(f"{word.title()}." for word in words if word in known["academic"])


@functools.cache
def _no_person() -> re.Pattern[str]:
    words: list[str] = letter_words()["no_person"]
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
