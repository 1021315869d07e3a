"""Time zones as people and calendar programs write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"(?:utc|gmt|z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?\Z", re.IGNORECASE)
_DISPLAY = re.compile(r"\((?:utc|gmt)\s*(?:[+-]\s*\d{1,2}:?\d{2})?\)\s*(.+)\Z", re.IGNORECASE)
_IANA = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,30}(?:/[A-Za-z][A-Za-z0-9_+-]{0,30}){1,2}\Z")
_TAIL = re.compile(r"\s+(?:(?:standard|daylight|summer)\s+)?(?:time(?:\s*zone)?|zeit)\Z")
_HEAD = re.compile(
    r"\A(?:heure\s+(?:de\s+|d')?|hora\s+(?:de\s+)?|(?:(?:over |back |up |down )?here )?(?:in|en|à|bei uns in)\s+)"
)


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, str]
    by_country: dict[str, dict[str, str]]
    places: dict[str, str]
    readers: frozenset[str]
    writers: frozenset[str]
    here: frozenset[str]
    display: dict[str, str]


@cache
def _table() -> _Table:
    import yaml

    data = yaml.safe_load(files("afterword_parsers.words").joinpath("zones.yaml").read_text("utf-8"))
    readers, writers, here = (
        frozenset(words.lower() for words in data[name]) for name in ("readers", "writers", "here")
    )
    return _Table(data["words"], data["by_country"], data["places"], readers, writers, here, data["display"])


def zone_named(name: str) -> tzinfo | None:
    """The zone of an IANA name ("Europe/Berlin", "UTC"), None for everything else.

    Names without a slash are not asked of the system: "localtime" is one there.
    """
    if name.upper() in {"UTC", "ETC/UTC", "Z", "ZULU"}:
        return ZoneInfo("UTC")
    if not _IANA.match(name):
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def zone_of(words: str, country: str | None = None) -> tzinfo | None:
    """The zone that words behind a time of day name: "ET", "EST", "Central", "UTC+2", "London time", "MEZ".

    American and European abbreviations give the wall time of the place whatever the season, since "EST" is written in
    July too. `country` (ISO 3166) decides words that mean two places ("IST"); without it these give None, as does
    everything unknown and the reader's own zone ("your time", see `is_readers_zone`).
    """
    plain = " ".join(words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .,;()[]").split())
    if not plain or len(plain) > 60:
        return None
    if offset := _fixed(plain):
        return offset
    table = _table()
    place = _TAIL.sub("", _HEAD.sub("", plain))
    for name in (plain, place, place.removesuffix("er")):
        choices = table.by_country.get(name)
        if choices is not None:
            chosen = choices.get((country or "").upper()) or choices.get("")
            return zone_named(chosen) if chosen else None
        known = table.words.get(name) or table.places.get(name)
        if known:
            return zone_named(known)
    return zone_named(words.strip())


def is_readers_zone(words: str) -> bool:
    """Whether the words mean the reader's clock ("your time", "Ortszeit")."""
    return " ".join(words.lower().strip(" .,;()[]").split()) in _table().readers


def is_writers_zone(words: str) -> bool:
    """Whether the words mean the writer's clock ("our time")."""
    return " ".join(words.lower().strip(" .,;()[]").split()) in _table().writers


def is_here(words: str) -> bool:
    """Whether the words mean where the writer is ("here", "bei uns"): a clock only beside another one."""
    return " ".join(words.lower().strip(" .,;()[]").split()) in _table().here


@cache
def zone_words(*, lower_case: bool = False) -> str:
    """A regular expression without groups for what `zone_of` and `is_readers_zone` understand; to be used ignoring case.

    Abbreviations count in capitals only ("et" and "est" are French words); `lower_case` admits those that are no words of
    English, where they stand right behind a time.
    """
    table = _table()
    known = sorted({*table.words, *table.by_country} - {"z"}, key=len, reverse=True)
    short = "|".join(re.escape(word.upper()) for word in known if len(word) <= 5 and " " not in word)
    short += "|et|ct|mt|pt|est|edt|cst|cdt|mst|mdt|pst|pdt|gmt|bst|utc|cet|cest|ist|sgt|aest|aedt" if lower_case else ""
    long = "|".join(re.escape(word).replace(r"\ ", " ") for word in known if len(word) > 5 or " " in word)
    places = "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(table.places, key=len, reverse=True))
    somebodys = sorted({*table.readers, *table.writers, *table.here}, key=len, reverse=True)
    readers = "|".join(re.escape(word).replace(r"\ ", " ") for word in somebodys)
    return (
        rf"(?:(?:{readers})\b(?!\sin\s)|(?:utc|gmt)\s?[+-]\s?\d{{1,2}}(?::?\d{{2}})?(?!\d)"
        r"|(?-i:(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]+)\b"
        rf"|(?-i:{short})\b(?:\s(?:time|zeit)\b)?"
        rf"|(?:{long})\b(?:\s(?:(?:standard|daylight|summer)\s)?(?:time|zeit)\b)?(?!\s(?:station|park|library|office|street|st\b))"
        rf"|(?:{places})(?:er)?\s(?:time|zeit)\b|(?:heure|hora)\s(?:de\s|d')?(?:{places})\b"
        rf"|(?:(?:over |back |up |down )?here )?(?:in|en|à|bei uns in)\s(?:{places})\b"
        # A place alone, as in 3 pm (London)
        rf"|(?:{places})\b(?=\s*(?:[)/;|=.]|,\s*\d|\Z|\n)))"
    )


def zone_of_tzid(tzid: str) -> tzinfo | None:
    """The zone that a calendar's TZID means (RFC 5545 section 3.8.3.1), None when it is unknown.

    Understands IANA names, also behind a vendor's prefix, Windows names ("W. Europe Standard Time"), names as Outlook
    displays them, and plain offsets ("GMT-0500").
    """
    name = tzid.strip().strip("\"'").strip()
    if not name or len(name) > 200:
        return None
    if name.lower().removeprefix("tzone://microsoft/") in {"utc", "gmt", "z"}:
        return ZoneInfo("UTC")
    if offset := _fixed(name):
        return offset
    parts = name.split("/")
    for count in (3, 2):
        if len(parts) >= count and (zone := zone_named("/".join(parts[-count:]))):
            return zone
    table = _table()
    shown = _DISPLAY.match(name)
    label = " ".join((shown.group(1) if shown else name).lower().split())
    if known := table.display.get(label):
        return zone_named(known)
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    if known := WINDOWS_TO_OLSON.get(name):
        return zone_named(known)
    return zone_of(name) if label in table.words else None


def _fixed(words: str) -> tzinfo | None:
    match = _OFFSET.match(words)
    if not match:
        return None
    hours, minutes = int(match.group(2)), int(match.group(3) or 0)
    if hours > 14 or minutes > 59:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if match.group(1) == "-" else distance)
