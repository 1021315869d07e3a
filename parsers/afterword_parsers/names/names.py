"""Names of people: titles taken off, two spellings of one name told to be the same, the given name where it is certain."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from afterword_parsers.names.mailbox_names import is_role_mailbox, local_words
from afterword_parsers.names.name_shapes import is_known_given_name, looks_like_name
from afterword_parsers.words.lexicon import word_set

if TYPE_CHECKING:
    from afterword_parsers.person import Person

_SPECIAL_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "a", "œ": "o", "ı": "i", "’": "'"}
)
# "Krämer", "Kraemer" and "Kramer" are spellings of one name.
_SPELT_OUT = re.compile(r"([aou])e")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@lru_cache(maxsize=8192)
def strip_titles(name: str) -> tuple[str, str]:
    """The bare name, "First Last", and the honorifics that stood before it ("Frau Dr."); degrees behind it are dropped."""
    text = " ".join(_PARENTHESES.sub(" ", name).replace("’", "'").split()).strip(' ,;"')
    degrees = word_set("names", "degrees")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    while len(parts) > 1 and all(_bare(word) in degrees for word in parts[-1].split()):
        parts.pop()
    if len(parts) == 2:
        # "Lastname, Firstname"; a longer list of words behind the comma is something else.
        last, first = parts
        text = f"{first} {last}" if len(first.split()) <= 3 and len(last.split()) <= 3 else last
    else:
        text = parts[0] if parts else ""
    words = text.split()
    while len(words) > 1 and _bare(words[-1]) in degrees and not (len(words) == 2 and words[-1][-1] != "."):
        words.pop()
    honorifics: list[str] = []
    while len(words) > 1 and _is_honorific(words, behind=bool(honorifics)):
        honorifics.append(words.pop(0))
    return " ".join(words), " ".join(honorifics)


def same_person(one: Person | str, other: Person | str) -> bool:
    """Whether both are about one human: the same address, or the same full name. A text is an address or a name.

    An address and a name are the same person where the address is made of the full name (dana.fox@ for Dana Fox).
    """
    first_name, first_email = _name_and_email(one)
    second_name, second_email = _name_and_email(other)
    if first_email and first_email == second_email:
        return True
    if first_name and second_name:
        return same_name(first_name, second_name)
    name, email = first_name or second_name, first_email or second_email
    return len(name_key(name)) > 1 and fits_address(name, email) and len(local_words(email)) > 1


def same_name(one: str, other: str) -> bool:
    """Whether two full names are the same: case, accents, spelt-out umlauts, titles and middle names do not matter."""
    first, second = name_key(one), name_key(other)
    if len(first) < 2 or len(second) < 2:
        return bool(first) and first == second
    if len(first) == len(second) == 2 and first == second[::-1]:
        # Address books write "Fox Dana".
        return True
    if first[-1] != second[-1]:
        return False
    return first[0] == second[0] or (first[0][0] == second[0][0] and 1 in {len(first[0]), len(second[0])})


def given_name_first(name: str, email: str) -> str:
    """A name of two words, "Fox Dana", in the order that its address proves: "Dana Fox" where that is d.fox@."""
    words, local = strip_titles(name)[0].split(), [fold(word) for word in local_words(email)]
    if len(words) != 2 or not local or (is_known_given_name(words[0]) and not is_known_given_name(words[1])):
        return name
    first, last = map(fold, words)
    if len(local) == 1:
        return f"{words[1]} {words[0]}" if local[0] == last[:1] + first and last[:1] != first[:1] else name
    turned = local[-1] == first and local[0] in {last, last[:1]} and not (local[0] == first[:1] and last == first)
    return f"{words[1]} {words[0]}" if turned else name


def short_for(short: str, full: str) -> bool:
    """Whether `short` is one word of the full name that stands for it: the given name or the family name."""
    word, name = name_key(short), name_key(full)
    return len(word) == 1 and len(name) > 1 and word[0] in {name[0], name[-1]}


@lru_cache(maxsize=8192)
def name_key(name: str) -> tuple[str, ...]:
    """The words of a name in the form in which names are compared; small words inside it are left out."""
    words = strip_titles(name)[0].replace("-", " ").replace(".", " ").split()
    particles = word_set("names", "particles")
    kept = [word for word in words if word.lower() not in particles] or words
    return tuple(folded for word in kept if (folded := fold(word)))


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """One word without case, accents and spelt-out umlauts."""
    text = word.casefold().translate(_SPECIAL_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SPELT_OUT.sub(r"\1", "".join(c for c in plain if c.isalnum()))


@lru_cache(maxsize=8192)
def fits_address(name: str, email: str) -> bool:
    """Whether an address is made of this name: dana.fox@, dfox@, foxd@, fox@, dana@ for Dana Fox."""
    key = name_key(name)
    local = email.rpartition("@")[0].partition("+")[0]
    words = tuple(fold(word) for word in local_words(local))
    if not key or not words:
        return False
    squashed = "".join(words)
    every = [fold(word) for word in strip_titles(name)[0].replace("-", " ").split()]
    # "Marloes de Wit" is marloes.dewit@: a small word belongs to what follows it.
    tails = {"".join(every[begin:]) for begin in range(1, len(every))} | {"".join(every)}
    if len(words) == 1:
        return squashed in _address_forms(key) or squashed in tails or squashed in {key[0][0] + tail for tail in tails}
    fitting = [word in key or word in tails for word in words]
    initials = [len(word) == 1 and any(part.startswith(word) for part in key) for word in words]
    return any(fitting) and all(a or b for a, b in zip(fitting, initials, strict=True))


def _address_forms(key: tuple[str, ...]) -> set[str]:
    first, last = key[0], key[-1]
    forms = {
        first,
        last,
        first + last,
        last + first,
        first[0] + last,
        last + first[0],
        first + last[0],
        last[0] + first,
        "".join(key),
    }
    forms.add("".join(part[0] for part in key[:-1]) + last)
    forms.add(first[:2] + last)
    return {form for form in forms if len(form) > 1}


def given_name(name: str, email: str = "") -> str | None:
    """The given name where it is certain, else None: a wrong greeting is worse than a formal one.

    It is certain when the address repeats the order of the name or holds the given name alone, or when the first word
    is a common given name. Where family names come first, nothing is certain.
    """
    if "," in name and not strip_titles(name)[0]:
        return None
    bare, honorific = strip_titles(name)
    words = bare.split()
    if not words or (len(words) == 1 and honorific) or not looks_like_name(_capitalised(bare), single=True):
        return None
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 2 and not words[-1].isupper():
        # "FOX Dana": capitals mark the family name.
        words = [*words[1:], words[0]]
    first, last = fold(words[0]), fold(words[-1])
    if len(first) < 2 or "." in words[0]:
        return None
    if len(words) > 1 and first in {fold(word) for word in word_set("names", "family_first")}:
        return None
    certain = is_known_given_name(words[0])
    if not certain:
        certain = bool(email) and not is_role_mailbox(email) and _order_agrees(first, last, len(words), email)
    return _capitalised(words[0]) if certain else None


def _order_agrees(first: str, last: str, count: int, email: str) -> bool:
    words = tuple(fold(word) for word in local_words(email))
    if not words:
        return False
    if count == 1:
        return words[0] == first
    if words[0] == first:
        return len(words) == 1 or words[-1] == last or (len(words[-1]) == 1 and last.startswith(words[-1]))
    squashed = "".join(words)
    return squashed in {first[0] + last, first + last, first + last[0]}


def _name_and_email(entry: Person | str) -> tuple[str, str]:
    if isinstance(entry, str):
        return ("", entry.strip().lower()) if "@" in entry else (entry, "")
    return entry.name, entry.email


def _capitalised(text: str) -> str:
    return text.title() if text.islower() or (text.isupper() and len(text) > 2) else text


def _bare(word: str) -> str:
    return word.lower().strip(".,")


def _is_honorific(words: list[str], *, behind: bool) -> bool:
    word = words[0]
    bare = _bare(word)
    if word in word_set("names", "honorifics_in_capitals"):
        return True
    if bare in word_set("names", "honorifics") or bare.replace(".-", "-") in word_set("names", "honorifics"):
        return True
    if word.endswith(".") and bare in word_set("names", "dotted_honorifics"):
        # "M. Night Shyamalan" begins with an initial, "M. Dupont" with "Monsieur".
        return len(bare) > 1 or len(words) == 2
    parts = [part for part in re.split(r"[.\-]+", bare) if part]
    known = word_set("names", "honorifics") | word_set("names", "following_honorifics")
    if len(parts) > 1 and all(part in known for part in parts):
        return True
    return behind and word.endswith(".") and bare.replace(".", "") in word_set("names", "following_honorifics")
