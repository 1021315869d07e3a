"""Times of day in words: "2:00 to 2:45 pm ET", "von 10 bis 11 Uhr", "14h30", "at 3"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, tzinfo
from typing import TYPE_CHECKING, Any

from afterword_parsers.calendar.zones import is_here, is_readers_zone, is_writers_zone, zone_of

if TYPE_CHECKING:
    from afterword_parsers.dates.language import Language

# How far behind a time its zone is looked for; also what bounds the work on endless white space.
ZONE_REACH = 60
_DIGIT = re.compile(r"\d")
_NOON = time(12)
_LONGEST_LINK = 20
# In "between ten and noon" these join a range; between two hours alone they stand for two times.
_TWO_TIMES = frozenset({"and", "und", "et", "y"})
_MERIDIEM = r"[ap]\.?[ ]?m\b\.?"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time of day that stands in a text.

    `zone_words` is empty when none were said. `bare` = an hour without anything that makes it one ("at 3"): a time
    only beside a day. `window` = somewhere in between ("between 2 and 4 pm").
    """

    begin: int
    end: int
    start: time
    finish: time | None
    zone_words: str = ""
    bare: bool = False
    window: bool = False


def time_expression(data: Mapping[str, Any], zone: str) -> str:
    """The expression for a time or a range of times, out of a language's clock words."""
    letters = rf"|[ ]?(?:{data['hour_letter']})[ ]?" if data.get("hour_letter") else ""
    suffix = rf"(?:{_MERIDIEM}|(?:{data['suffix']})\b)"
    hour = r"2[0-4]|[01]?\d"
    before, between = rf"(?:{data['at']})", rf"(?:{data['window']})"
    return (
        rf"(?:(?P<at>(?<!\w)(?:{before}|(?P<window>{between}))\s*)|(?<![\w.,:/$\u20ac\u00a3#+-]))"
        rf"(?P<h1>{hour})(?!\d)(?:(?P<s1>[:.]{letters})(?P<m1>[0-5]\d)(?!\d))?\s?(?P<x1>{suffix})?"
        rf"(?:(?:\s?[(]?(?:{zone})[)]?)?\s?(?:{data['to']})\s?(?:(?:{data['at']})\s?)?"
        rf"(?P<h2>{hour})(?!\d)(?:(?P<s2>[:.]{letters})(?P<m2>[0-5]\d)(?!\d))?\s?(?P<x2>{suffix})?)?(?![\w/])"
    )


def find_times(text: str, begin: int, end: int, language: Language) -> list[TimeSpan]:
    """The times between two offsets of a plain text in which the days were blanked out."""
    found: list[TimeSpan] = []
    if _DIGIT.search(text, begin, end):
        for match in language.clock.time.finditer(text, begin, end):
            span = _read(match, text, language)
            if span:
                found.append(span)
    if language.clock.noon:
        for match in language.clock.noon.finditer(text, begin, end):
            if not any(span.begin < match.end() and match.start() < span.end for span in found):
                found.append(_with_zone(text, match.start(), match.end(), time(12), None, language))
    return _with_noon(sorted(found, key=lambda span: span.begin), text, language)


def _with_noon(found: list[TimeSpan], text: str, language: Language) -> list[TimeSpan]:
    """ "9:30 to noon" and "noon to 1 pm" are one time each."""
    joined: list[TimeSpan] = []
    for span in found:
        last = joined[-1] if joined else None
        if last and _NOON in {last.start, span.start} and last.start < span.start and not (last.finish or span.finish):
            between = text[last.end : span.begin]
            joins = len(between) <= _LONGEST_LINK and language.clock.until.fullmatch(between)
            if joins and between.strip() not in _TWO_TIMES:
                zone = last.zone_words or span.zone_words
                joined[-1] = TimeSpan(last.begin, span.end, last.start, span.start, zone, last.bare and span.bare)
                continue
        joined.append(span)
    return joined


@dataclass(frozen=True, slots=True)
class Clocks:
    """The zones of the two who write to each other; None where one is not known. `country` is the sender's."""

    reader: tzinfo | None
    writer: tzinfo | None
    here: tzinfo
    country: str | None = None

    def zone_at(self, words: str) -> tzinfo | None:
        """The zone of words behind a time ("ET", "your time", "our time"); None when it is unknown."""
        if is_readers_zone(words):
            return self.reader
        if is_writers_zone(words):
            return self.writer
        return self.here if is_here(words) else zone_of(words, self.country)


def _read(match: re.Match[str], text: str, language: Language) -> TimeSpan | None:
    group = match.groupdict()
    said = [_suffix(group["x1"]), _suffix(group["x2"])]
    marks = [group["s1"], group["s2"]]
    certain = any(said) or any(mark and mark.strip() != "." for mark in marks)
    dotted = any(mark == "." for mark in marks)
    # "At 11.30", "11.30 to 12.15": with a full stop a time only beside a day, as "at 3" is.
    ranged = all(mark == "." for mark in marks)
    bare = not certain and bool(ranged if not group["at"] else not dotted or _ends_time(match, text))
    if not certain and not bare:
        return None
    begin = match.start("h1")
    if bare and language.clock.not_after_bare_hour.match(text, match.end(), match.end() + 60):
        return None
    start = _hour(int(group["h1"]), said[0] or said[1], leading=group["h1"].startswith("0"))
    if start is None:
        return None
    first = time(start % 24, int(group["m1"] or 0))
    last: time | None = None
    if group["h2"]:
        finish = _hour(int(group["h2"]), said[1] or said[0], leading=group["h2"].startswith("0"))
        if finish is None:
            return None
        last = time(finish % 24, int(group["m2"] or 0))
        first, last = _in_order(first, last, start_said=bool(said[0]), end_said=bool(said[1]))
    span = _with_zone(text, begin, match.end(), first, last, language)
    return TimeSpan(span.begin, span.end, first, last, span.zone_words, bare, bool(group["window"]))


def _ends_time(match: re.Match[str], text: str) -> bool:
    """Whether nothing behind a dotted time makes it a date ("bis 12.11.") or an amount."""
    return text[match.end() : match.end() + 1] not in {".", "%"} or not text[match.end() + 1 : match.end() + 3].strip()


def _with_zone(text: str, begin: int, end: int, start: time, finish: time | None, language: Language) -> TimeSpan:
    end = begin + len(text[begin:end].rstrip())
    if text[end - 1] == "." and "." not in text[end - 4 : end - 1]:
        end -= 1
    zone = language.clock.zone.match(text, end, end + ZONE_REACH)
    if not zone:
        return TimeSpan(begin, end, start, finish)
    closed = text[zone.end() : zone.end() + 1] in {")", "]"} and "(" in zone.group().replace("[", "(")
    return TimeSpan(begin, zone.end() + closed, start, finish, zone.group("zone"))


def _suffix(words: str | None) -> str:
    if not words:
        return ""
    letters = re.sub(r"[\s.]", "", words.lower())
    return letters if letters in {"am", "pm"} else "clock"


def _hour(hour: int, said: str, *, leading: bool) -> int | None:
    """The hour of the day. Without "am" or "pm" people mean working hours: 2 is the afternoon, 10 the morning."""
    if said in {"am", "pm"}:
        if hour > 12:
            return hour if said == "pm" and hour < 24 else None
        return hour % 12 + (12 if said == "pm" else 0)
    if 1 <= hour <= 6 and not leading:
        return hour + 12
    return hour if hour < 24 else None


def _in_order(first: time, last: time, *, start_said: bool, end_said: bool) -> tuple[time, time | None]:
    """Start and end put into order: "11:00 to 12:30 pm" begins in the morning, "10:00 am - 1:00" ends in the afternoon."""
    if first < last:
        return first, last
    if not start_said and first.hour >= 12 and first.replace(hour=first.hour - 12) < last:
        return first.replace(hour=first.hour - 12), last
    if not end_said and last.hour < 12 and last.replace(hour=last.hour + 12) > first:
        return first, last.replace(hour=last.hour + 12)
    return first, None
