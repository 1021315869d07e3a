"""Whether a few words look like the name of a human, and not of a firm, a team, a job, a place or a heading."""

from __future__ import annotations

import re
import unicodedata

from afterword_parsers.words.lexicon import word_set
from afterword_parsers.words.word_lists import words_of

_MAX_WORDS = 5
_INITIAL = re.compile(r"[^\W\d_]\.?$")
_PLAIN = re.compile(r"(?:[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?|(?:[^\W\d_]\.){1,3})$")
# "PrintPal" is a product, "McAllister" and "DeLuca" are people.
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Fitz|Van|O['’]|D['’])[^\W\d_]*[a-zà-ÿ][A-ZÀ-Þ]")


def looks_like_name(text: str, *, single: bool = False) -> bool:
    """Whether `text` is two to five capitalised words that may be a name, small words between them allowed.

    With `single` one word is enough. Honorifics and degrees have to be taken off before (`names.strip_titles`).
    """
    words = text.replace("’", "'").strip(" ,").split()
    if not (1 if single else 2) <= len(words) <= _MAX_WORDS:
        return False
    particles = word_set("names", "particles")
    full = [word for word in words if word.lower() not in particles and not _INITIAL.match(word)]
    if not full or words[-1].islower() or (len(full) < 2 and not single and len(words) < 2):
        return False
    return all(word.lower() in particles or is_name_word(word) for word in words) and bool(full)


def is_name_word(word: str) -> bool:
    """Whether one word may be part of a name: capitalised, letters only, and nothing that firms or jobs are called."""
    if not word or not word[0].isupper() or not _PLAIN.match(word) or _CAMEL.match(word):
        return False
    bare = word.lower().rstrip(".")
    return bare not in word_set("names", "not_names") and (len(word) > 1 or word.isupper())


def is_known_given_name(word: str) -> bool:
    """Whether `word` is a common given name; of a double name the first half counts."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss").partition("-")[0])
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return bare in words_of("given_names.yaml", "names")


def is_place(text: str) -> bool:
    """Whether `text` is the name of a place that mail about jobs often names ("San Francisco")."""
    return text.lower() in words_of("places.yaml", "names")
