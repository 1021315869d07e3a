"""The human who signed a letter: name, job title, address and phone number out of the signature."""

from __future__ import annotations

import re

from afterword_parsers.jobs.name_run import is_organisation
from afterword_parsers.names.mailbox_names import is_role_mailbox
from afterword_parsers.names.name_shapes import is_place, looks_like_name
from afterword_parsers.names.names import fits_address, fold, short_for, strip_titles
from afterword_parsers.people.job_titles import clean_title, is_title
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.words.lexicon import word_set

_MAX_LINES = 15
_EMAIL = re.compile(r"[\w.+\-']{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_PHONE = re.compile(r"(?:\+|\(?\d)[\d \-()/.\u2011]{6,22}\d")
_SPLIT = re.compile(r"\s*[|•·]\s*|\s+[–—-]\s+|\s{3,}")
_LABEL = re.compile(r"^\W*([^\W\d_]{1,10})[.:]?\s")


def person_in_signature(signature: str, known: tuple[str, ...] = (), domain: str = "") -> Person | None:
    """The signer, or None where a team, a firm or nobody signed.

    `known` are names that stand elsewhere in the message (sender, greeting). A name that is not among them needs a
    job title, an address made of it, or a phone number beside it: firms sign with two capitalised words as well.
    `domain` is the sender's; it tells the firm's name behind a title.
    """
    pieces = [piece for line in signature.split("\n")[:_MAX_LINES] for piece in _SPLIT.split(line.strip()) if piece]
    for position, piece in enumerate(pieces[:6]):
        name, honorific, behind = _name_in(piece)
        if not name:
            continue
        rest = [behind, *pieces[position + 1 :]]
        email = _address(rest, name)
        title = next((title for piece in rest[:4] if (title := _title(piece, email or f"@{domain}"))), "")
        phone = _phone(pieces)
        trusted = any(short_for(name, other) or fold(name) == fold(other) for other in known)
        if trusted or (" " in name and (title or email or phone) and not _is_firm(name, rest, email)):
            return Person(name, email, title, honorific, phone, PersonSource.SIGNATURE)
    return None


def _name_in(piece: str) -> tuple[str, str, str]:
    """Name, honorifics, and what follows the name on its line ("Dana Fox, Recruiter")."""
    bare = piece.partition("(")[0].strip(" ,*_")
    name, honorific = strip_titles(bare)
    if looks_like_name(name, single=True):
        return name, honorific, ""
    first, _, behind = bare.partition(",")
    name, honorific = strip_titles(first)
    if behind and looks_like_name(name):
        return name, honorific, behind.strip()
    return "", "", ""


def _address(pieces: list[str], name: str) -> str:
    """The signer's address: one made of the name, else the only one if it is not a task's."""
    found: list[str] = [address.lower().strip(".'") for piece in pieces for address in _EMAIL.findall(piece)]
    fitting = [address for address in found if fits_address(name, address)]
    if fitting:
        return fitting[0]
    own = [address for address in dict.fromkeys(found) if not is_role_mailbox(address)]
    return own[0] if len(own) == 1 and " " not in name else ""


def _title(piece: str, email: str) -> str:
    if _EMAIL.search(piece) or "http" in piece or "www." in piece or not is_title(piece):
        return ""
    return clean_title(piece, firm=email.rpartition("@")[2])


def _phone(pieces: list[str]) -> str:
    """The first phone number; a bare row of digits counts only with a label or a "+", it might be a post code."""
    for piece in pieces:
        match = _PHONE.search(piece)
        if match is None or sum(character.isdigit() for character in match[0]) < 7:
            continue
        label = _LABEL.match(piece)
        labelled = label is not None and label[1].lower() in word_set("people", "phone_labels")
        if labelled or match[0].startswith(("+", "(", "0")) or match[0] == piece.strip():
            return match[0].strip()
    return ""


def _is_firm(name: str, pieces: list[str], email: str) -> bool:
    if email and fits_address(name, email):
        return False
    squashed = fold(name.replace(" ", ""))
    domains = [
        fold(address.rpartition("@")[2].partition(".")[0]) for piece in pieces for address in _EMAIL.findall(piece)
    ]
    return is_organisation(name) or is_place(name) or squashed in domains
