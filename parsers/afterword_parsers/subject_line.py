"""The subject line: what is left of it when mail programs and calendars have had their say, and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from afterword_parsers.application_phrase import Mention
from afterword_parsers.name_run import has_legal_form, is_name, name_at, never_a_company, readable
from afterword_parsers.place import is_place
from afterword_parsers.role_name import is_plausible_role, looks_like_role, take_role_apart

_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|rv|res|ref|tr|fwd?|wg|enc|i|r|odp|ynt)(?:\s*\[\d+\])?"
    r"|(?:updated |canceled |cancelled )?(?:invitation|event)(?: with note)?|canceled|cancelled|updated|accepted|declined|tentative(?:ly accepted)?"
    r"|new event|reminder|automatic reply|auto-?reply|out of office|abwesend|automatische antwort|réponse automatique|respuesta automática"
    r"|zugesagt|abgelehnt|abgesagt|aktualisiert|aktualisierte einladung|einladung|abgesagter termin|terminabsage|erinnerung"
    r"|accepté|refusé|annulé|invitation modifiée|événement annulé|invitación|invitación actualizada|aceptado|rechazado|cancelado"
    r")\s*:\s*",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\s+@\s+(?:\w{2,4}\.?,?\s+)?(?:\w{3,9}\.?\s+)?\d{1,4}\b.*$")
_ADDRESS = re.compile(r"\s*\(?[\w.+-]+@[\w.-]+\.\w+\)?\s*$")
_PARTS = re.compile(r"\s+[-–—|/@•·]+\s+|\s*//\s*|\s*[|•·]\s*|:\s+|\s+<>\s+|\s+[-–—]\s*|\s*[–—]\s+|\s*,\s+(?=\S+ \S+$)")


def bare_subject(subject: str) -> str:
    """The subject without "Re:", "Invitation:" and the like before it and without a calendar's time behind it."""
    text = re.sub(r"\s+", " ", readable(subject)).strip()
    while (found := _PREFIX.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    text = re.sub(r"^\[(?:ext|external|extern|spam\??)\]\s*", "", text, flags=re.IGNORECASE)
    return _ADDRESS.sub("", _WHEN.sub("", text)).strip()


def subject_mentions(subject: str, people: frozenset[str], known: frozenset[str]) -> Iterator[Mention]:
    """What the parts of a bare subject name: "R @ X", "X - R", "R at X", "X: video interview for R".

    `people` are names (lower case) that stand for the reader or the sender. Parts of a subject are believed little:
    a company among them needs support from elsewhere.
    """
    text = subject
    for person in people:
        if person:
            text = re.sub(re.escape(person), "\u0001", text, flags=re.IGNORECASE)
    at = re.match(r"(?P<role>.{3,90}?)\s+(?:at|@|bei|chez|with)\s+(?P<company>\S.*)$", text)
    if at and looks_like_role(at["role"]) and (name := name_at(at["company"], known)):
        yield Mention(8, company=name)
        first = re.split(r":\s|\s[-–—|]\s", at["role"])[-1]
        yield from _role(first if looks_like_role(first) else at["role"], 7)
    pieces = [piece.strip(" \u0001,!?.") for piece in _PARTS.split(text)]
    for piece in (inner for piece in pieces for inner in _outside_and_inside(piece)):
        parts = take_role_apart(piece)
        if looks_like_role(parts.role) and is_plausible_role(parts.role) and _is_written_as_title(parts.role):
            yield Mention(6, role=parts)
        elif (name := name_at(piece, known)) and not never_a_company(name) and not looks_like_role(name):
            whole = is_name(piece, known)
            if not is_place(name):
                yield Mention(5 if has_legal_form(name) else 3 if whole else 2, company=name)


def _outside_and_inside(piece: str) -> list[str]:
    """A piece and its parenthesis apart, unless the parenthesis belongs to a title ("Engineer (Python)")."""
    piece = piece.rpartition("\u0001")[2].strip(" ,") or piece
    found = re.match(r"(?P<outside>[^()]*)\((?P<inside>[^()]{3,80})\)(?P<rest>[^()]*)$", piece)
    if not found or looks_like_role(found["outside"]):
        return [piece] if piece else []
    return [part.strip() for part in (found["outside"], found["inside"], found["rest"]) if part.strip()]


def _role(text: str, weight: int) -> Iterator[Mention]:
    parts = take_role_apart(re.sub(r"^.*\u0001\W*", "", text))
    if is_plausible_role(parts.role) and looks_like_role(parts.role):
        yield Mention(weight, role=parts)


def _is_written_as_title(text: str) -> bool:
    first = next((char for char in text if char.isalnum()), "")
    if text.isupper() and len(text) <= 4:
        return False
    return not first.islower() or len(text.split()) <= 4
