"""What is asked and answered in CalDAV: RFC 4918, RFC 4791 (calendars), RFC 6578 (what changed since)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from afterword.errors import WorldError

DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'

WHERE = f"""{_HEAD}<d:propfind {_SPACES}><d:prop>
<d:resourcetype/><d:current-user-principal/><c:calendar-home-set/>
<c:supported-calendar-component-set/><d:sync-token/><d:displayname/>
</d:prop></d:propfind>""".encode()
"""Asks what a place is, and where the calendars are."""


def query(start: datetime, end: datetime) -> bytes:
    """Asks for all events that touch the time between (RFC 4791 section 7.8)."""
    return f"""{_HEAD}<c:calendar-query {_SPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">
<c:time-range start="{start.astimezone(UTC):%Y%m%dT%H%M%SZ}" end="{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>""".encode()


def changes(token: str) -> bytes:
    """Asks what changed since the server gave out `token` (RFC 6578 section 3.2)."""
    return f"""{_HEAD}<d:sync-collection {_SPACES}><d:sync-token>{escape(token)}</d:sync-token>
<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>""".encode()


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing on the server: its `href` as written, its status, and the properties that could be had."""

    href: str
    status: int
    properties: Mapping[str, ET.Element]

    def words(self, name: str) -> str:
        """The text of a property, empty where there is none."""
        found = self.properties.get(name)
        return (found.text or "").strip() if found is not None else ""

    def hrefs(self, name: str) -> list[str]:
        """The addresses in a property."""
        found = self.properties.get(name)
        if found is None:
            return []
        return [href.text.strip() for href in found.iter(f"{DAV}href") if href.text and href.text.strip()]

    @property
    def is_calendar(self) -> bool:
        """Whether events are kept here. A calendar that names no components keeps all of them (section 5.2.3)."""
        kind, kept = self.properties.get(f"{DAV}resourcetype"), None
        if kind is None or kind.find(f"{CALDAV}calendar") is None:
            return False
        kept = self.properties.get(f"{CALDAV}supported-calendar-component-set")
        names = [one.get("name", "").upper() for one in kept.iter(f"{CALDAV}comp")] if kept is not None else []
        return not names or "VEVENT" in names


def read_multistatus(body: bytes) -> tuple[Resource, ...]:
    """The resources of a 207 answer (RFC 4918 section 13).

    :raises WorldError: it is none, not the whole of one, or holds a DTD, which only an attack would.
    """
    parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314 (entities need a DTD, and that is refused)
    try:
        parser.feed(body)
        root = parser.close()
    except ET.ParseError:
        raise WorldError("the answer is no XML, or broke off") from None
    except (LookupError, ValueError):
        raise WorldError("the answer is in an unknown encoding") from None
    if root.tag != f"{DAV}multistatus":
        raise WorldError("the server does not speak CalDAV")
    return tuple(_resource(response) for response in root.findall(f"{DAV}response"))


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:  # noqa: ARG002
        raise WorldError("the answer holds a DTD, which no calendar server needs")


def _resource(response: ET.Element) -> Resource:
    properties: dict[str, ET.Element] = {}
    for part in response.findall(f"{DAV}propstat"):
        if _status(part) == 200:
            properties.update({one.tag: one for found in part.findall(f"{DAV}prop") for one in found})
    whole = response.find(f"{DAV}status")
    return Resource(
        href=(response.findtext(f"{DAV}href") or "").strip(),
        status=_status(response) if whole is not None else 200,
        properties=properties,
    )


def _status(element: ET.Element) -> int:
    """The number in "HTTP/1.1 200 OK"; 0 where there is none."""
    words = (element.findtext(f"{DAV}status") or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0
