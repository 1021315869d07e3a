"""A long message without its attachments: which of its sections are asked for, and the message put together again.

The server tells the structure (BODYSTRUCTURE, RFC 3501 section 7.4.2). Header fields of every part are kept, so that
a reader finds the same parts with the same names; only the contents of large ones that nobody reads are empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_SMALL = 32 * 1024
_READ = frozenset({b"text/plain", b"text/html", b"text/enriched", b"text/calendar", b"application/xhtml+xml"})
_CALENDARS = frozenset({b"application/ics", b"application/calendar", b"application/x-ical"})
_DEEPEST = 20
_MOST_PARTS = 200


class OddStructureError(Exception):
    """What the server tells of a message is not enough to put it together again."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the tree. `section` as in BODY[1.2]; "" is the message itself. `size` in bytes, encoded.

    A message that is attached has one part, its body; a leaf none. `boundary` is that of a multipart.
    """

    section: str
    size: int = 0
    wanted: bool = True
    boundary: bytes = b""
    parts: tuple[Part, ...] = ()
    is_message: bool = False

    def leaves(self) -> Iterator[Part]:
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def sections(self) -> Iterator[str]:
        """What has to be fetched for `assemble`, without the header of the whole message."""
        if self.is_message and self.section:
            yield f"{self.section}.HEADER"
        if not self.parts and self.wanted:
            yield self.section
        for part in self.parts:
            if self.boundary:
                yield f"{part.section}.MIME"
            yield from part.sections()

    def assemble(self, got: Mapping[str, bytes]) -> bytes:
        """The content of this part, with what was fetched by section."""
        if not self.parts:
            return got[self.section] if self.wanted else b""
        if self.is_message:
            return whole_header(got[f"{self.section}.HEADER"]) + self.parts[0].assemble(got)
        pieces: list[bytes] = []
        for part in self.parts:
            pieces += [
                b"--",
                self.boundary,
                b"\r\n",
                whole_header(got[f"{part.section}.MIME"]),
                part.assemble(got),
                b"\r\n",
            ]
        return b"".join([*pieces, b"--", self.boundary, b"--\r\n"])


def structure_of(told: Any) -> Part:
    """The tree of a message, as IMAPClient gives the BODYSTRUCTURE.

    :raises OddStructureError: fetch it whole.
    """
    try:
        root = _body(told, "", 0)
        if sum(1 for _ in root.sections()) > _MOST_PARTS:
            raise OddStructureError
    except (IndexError, TypeError, ValueError, AttributeError) as error:
        raise OddStructureError from error
    return root


def whole_header(raw: bytes) -> bytes:
    """A header that ends with one empty line."""
    return raw.rstrip(b"\r\n") + b"\r\n\r\n" if raw.strip() else b"\r\n"


def _body(told: Any, section: str, depth: int) -> Part:
    """The body of a message. Its only part is numbered 1, and so are the first of several (RFC 3501 section 6.4.5)."""
    inside = f"{section}." if section else ""
    if isinstance(told[0], list):
        return _multipart(told, section, inside, depth)
    return _leaf(told, f"{inside}1", depth)


def _multipart(told: Any, section: str, inside: str, depth: int) -> Part:
    boundary = _parameters(told[2]).get(b"boundary", b"").rstrip()
    if not boundary or depth > _DEEPEST or b"\n" in boundary:
        raise OddStructureError
    parts: list[Part] = []
    for number, part in enumerate(told[0], 1):
        name = f"{inside}{number}"
        parts.append(
            _multipart(part, name, f"{name}.", depth + 1) if isinstance(part[0], list) else _leaf(part, name, depth + 1)
        )
    return Part(section, boundary=boundary, parts=tuple(parts))


def _leaf(told: Any, section: str, depth: int) -> Part:
    kind = told[0].lower() + b"/" + told[1].lower()
    size = int(told[6])
    if kind in {b"message/rfc822", b"message/global"}:
        from imapclient.response_types import BodyData

        if depth > _DEEPEST:
            raise OddStructureError
        inner = _body(BodyData.create(told[8]), section, depth + 1)
        return Part(section, size, parts=(inner,), is_message=True)
    return Part(section, size, wanted=size <= _SMALL or _is_read(kind, told))


def _is_read(kind: bytes, told: Any) -> bool:
    disposition, names = b"", dict(_parameters(told[2]))
    # What follows the size differs for texts and others (RFC 3501 section 7.4.2): the disposition is a pair in it.
    for extension in told[7:]:
        if isinstance(extension, tuple) and len(extension) == 2 and isinstance(extension[0], bytes):
            disposition = extension[0].lower()
            names |= _parameters(extension[1])
            break
    if kind == b"text/calendar" or kind in _CALENDARS:
        return True
    if any(word in value.lower() for value in names.values() for word in (b".ics", b".ical", b".ifb")):
        return True
    # Of an attachment the name is read only, and the header tells it.
    return kind in _READ and not disposition.startswith(b"attachment")


def _parameters(told: Any) -> dict[bytes, bytes]:
    if not isinstance(told, tuple):
        return {}
    pairs = zip(told[::2], told[1::2], strict=False)
    return {name.lower(): value if isinstance(value, bytes) else str(value).encode() for name, value in pairs}
