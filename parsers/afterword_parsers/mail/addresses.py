"""Mailboxes in address fields (RFC 5322 section 3.4), read leniently: people and machines write them wrongly."""

from __future__ import annotations

import re

from afterword_parsers.mail.headers import ENCODED_WORD, decode_header
from afterword_parsers.message import Address

_MAX_ADDRESSES = 500
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}(?:'[^\s<>()\[\],;:\"'@]{1,64})?@[^\s<>()\[\],;:\"'@]{1,255}")
_QUOTED_LOCAL = re.compile(r"\"[^\"<>]{1,64}\"@[^\s<>()\[\],;:\"'@]{1,255}")
_COMMENT = re.compile(r"\(([^()]*)\)")


def addresses_in(raw: str) -> tuple[Address, ...]:
    """The mailboxes of one field. What names no address is kept as a name with an empty `email`."""
    found: list[Address] = []
    waiting = ""
    raw = ENCODED_WORD.sub(_hide_separators, raw)
    for piece in _pieces(raw):
        whole = f"{waiting}, {piece}" if waiting else piece
        if "@" not in piece and "<" not in piece and "=?" not in piece:
            # An unquoted comma: `Fox, Dana <dana@...>` came as two pieces.
            waiting = whole
            continue
        waiting = ""
        found.append(_address(whole))
        if len(found) >= _MAX_ADDRESSES:
            break
    if waiting:
        found.append(Address(_clean_name(waiting), ""))
    return tuple(address for address in found if address.name or address.email)


def first_address(raw: str) -> Address:
    """The first mailbox of a field, an empty one when there is none."""
    found = addresses_in(raw)
    return next((address for address in found if address.email), found[0] if found else Address("", ""))


def _hide_separators(word: re.Match[str]) -> str:
    """An encoded word in which a bare comma (forbidden, and seen) cannot be taken for the end of an address."""
    return word[0].replace(",", "=2C").replace(";", "=3B").replace(":", "=3A").replace("(", "=28").replace(")", "=29")


def _pieces(raw: str) -> list[str]:
    """`raw` cut at commas and semicolons outside of quotes, comments and angle brackets; a group's name is dropped."""
    pieces: list[str] = []
    start = 0
    quoted = angle = False
    depth = 0
    skip = False
    for position, character in enumerate(raw):
        if skip:
            skip = False
        elif character == "\\":
            skip = True
        elif character == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif character == "<":
            angle = True
        elif character == ">":
            angle = False
        elif character in ",;" and not angle:
            pieces.append(raw[start:position])
            start = position + 1
        elif character == ":" and not angle and "@" not in raw[start:position] and "=?" not in raw[start:position]:
            start = position + 1
    pieces.append(raw[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _address(piece: str) -> Address:
    text = piece if "@" in piece else decode_header(piece)
    inside = text.rpartition("<")[2].partition(">")[0] if "<" in text else text
    match = _QUOTED_LOCAL.search(inside) or _ADDRESS.search(inside) or _ADDRESS.search(text)
    if match is None:
        return Address(_clean_name(text.replace("<", " ").replace(">", " ")), "")
    if "<" in text:
        name = text.rpartition("<")[0]
        if not name.strip():
            name = text.rpartition(">")[2]
    else:
        # The old form: `dana@fox.example (Dana Fox)`.
        comment = _COMMENT.search(text)
        name = comment[1] if comment else text.replace(match[0], " ").replace("mailto:", " ")
    return Address(_clean_name(name, match[0]), match[0].lower().strip("."))


def _clean_name(raw: str, email: str = "") -> str:
    name = decode_header(raw)
    name = re.sub(r"\\(.)", r"\1", name).replace('"', " ").strip(" \t,;<>'")
    name = " ".join(name.split())
    return "" if name.lower() == email.lower() else name
