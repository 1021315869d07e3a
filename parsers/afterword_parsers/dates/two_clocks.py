"""One time told by two clocks: "10:00 our time, that's 4 pm for you", "3 pm here, so 11 am on your side"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from afterword_parsers.calendar.zones import is_here, is_readers_zone, is_writers_zone
from afterword_parsers.dates.clock import TimeSpan

_LONGEST_GAP = 60
# What may stand between the two; "or" and "and" join two times.
_LINK = re.compile(
    r"[\s,;:()\[\]/|=.?!-]*(?:(?:so|that|that's|thats|which|which's|is|are|i\.?e|equals|being|will|would|be|makes|it|it's|this|means|meaning|aka|then|"
    r"therefore|by|my|reckoning|das|ist|sind|also|heißt|d\.h|entspricht|wären|wäre|soit|donc|c'est|ce|qui|fait|est|es|decir|o|sea|que|son|serían|"
    r"será|las|la|les|los|a|à|um|at|um)\b[\s,;:()\[\]/|=.'-]*){0,7}\Z",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"[(/=]|\b(?:so|that|that's|which|i\.?e|also|heißt|entspricht|soit|donc|decir|sea)\b", re.IGNORECASE
)
_WRITERS, _UNTOLD, _READERS, _NAMED = range(4)


def told_once(times: Iterable[TimeSpan], text: str) -> list[TimeSpan]:
    """`times` of one day, in their order, with each that only tells the one before it by another clock left out.

    What is kept has the clock that is known best: a named zone, the reader's, the writer's.
    """
    kept: list[TimeSpan] = []
    for each in times:
        if kept and _is_one(kept[-1], each, text):
            kept[-1] = _better(kept[-1], each)
        else:
            kept.append(each)
    return kept


def _is_one(first: TimeSpan, second: TimeSpan, text: str) -> bool:
    one, other = _clock(first), _clock(second)
    gap = text[first.end : second.begin]
    if one == other or second.begin < first.end or len(gap) > _LONGEST_GAP or not _LINK.match(gap):
        return False
    # "11 am, 3 pm London" may be two times.
    return _UNTOLD not in {one, other} or _SAYS_SO.search(gap) is not None


def _clock(span: TimeSpan) -> int:
    if not span.zone_words:
        return _UNTOLD
    if is_readers_zone(span.zone_words):
        return _READERS
    return _WRITERS if is_writers_zone(span.zone_words) or is_here(span.zone_words) else _NAMED


def _better(first: TimeSpan, second: TimeSpan) -> TimeSpan:
    if _clock(first) >= _clock(second):
        return first
    finish = second.finish
    if finish is None and first.finish is not None:
        finish = _later(second.start, _minutes(first.start, first.finish))
    return replace(second, begin=first.begin, finish=finish, bare=False, window=first.window)


def _minutes(start: time, finish: time) -> timedelta:
    return datetime.combine(date.min, finish) - datetime.combine(date.min, start)


def _later(start: time, by: timedelta) -> time | None:
    moment = datetime.combine(date.min, start) + by
    return moment.time() if moment.date() == date.min else None
