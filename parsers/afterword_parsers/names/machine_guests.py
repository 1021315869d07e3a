"""Whether a guest of an event is a machine: a program that takes notes, a recorder, a room."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from afterword_parsers.names.mailbox_names import local_words
from afterword_parsers.names.name_shapes import looks_like_name
from afterword_parsers.names.names import fits_address, fold, strip_titles
from afterword_parsers.words.word_lists import list_of, words_of

_DATA = "machine_guests.yaml"
_WORD = re.compile(r"[^\W\d_]+|\d+")
# "Fireflies.ai", "Read.ai Notes", "tldv.io"; and "Verbatim AI": the given name "Ai" is no row of capitals.
_PRODUCT = re.compile(r"\b[\w-]{2,}\.(?:ai|io|app|com|video)\b|(?<![\w.])AI(?![\w.])")


@lru_cache(maxsize=4096)
def is_machine_guest(name: str, email: str) -> bool:
    """Whether a guest of this name and address is no human. Either may be empty.

    A person at a firm that makes such programs has a name and an address like anybody's.
    """
    bare = strip_titles("" if "@" in name else name)[0]
    human = fits_address(bare, email) and looks_like_name(bare)
    if not human and _is_machines_mailbox(email):
        return True
    domain = email.rpartition("@")[2].lower()
    if not human and any(domain == one or domain.endswith(f".{one}") for one in list_of(_DATA, "services")):
        return True
    if not bare:
        return False
    return _is_machines_name(name) or (not human and _is_called_like(bare, domain, email))


def _is_machines_mailbox(email: str) -> bool:
    words = local_words(email.rpartition("@")[0].partition("+")[0].lower())
    known = words_of(_DATA, "mailboxes")
    return "".join(words) in known or (len(words) > 1 and not _spells_a_name(words) and any(w in known for w in words))


def _spells_a_name(words: tuple[str, ...]) -> bool:
    """Whether two words may be a given name or an initial and a surname: "j.minutes" is somebody."""
    return len(words) == 2 and len(words[0]) == 1


def _is_machines_name(name: str) -> bool:
    if _PRODUCT.search(name):
        return True
    words = [word.lower() for word in _WORD.findall(name)]
    text = f" {' '.join(words)} "
    if any(f" {one} " in text for one in (*list_of(_DATA, "names"), *list_of(_DATA, "room_names"))):
        return True
    return bool(words) and (words[0] in words_of(_DATA, "room_beginnings") or words[-1].endswith(_room_endings()))


@cache
def _room_endings() -> tuple[str, ...]:
    return ("besprechungsraum", "besprechungszimmer", "konferenzraum", "sitzungszimmer", "meetingraum")


def _is_called_like(name: str, domain: str, email: str) -> bool:
    """Whether the name is the domain's own: a firm or its product, unless somebody's given name is the mailbox as well."""
    squashed = fold(name.replace(" ", ""))
    labels = {fold(label) for label in domain.split(".")[:-1]}
    local = fold("".join(local_words(email.partition("@")[0])))
    return len(squashed) > 3 and squashed in labels and squashed != local
