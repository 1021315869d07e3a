"""Dates in languages without a file here: full dates only, cut out by the month's names and read by dateparser.

Nothing is known there about promises or appointments, so that every date is OTHER.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import cache
from importlib import import_module

from afterword_parsers.dates.span import DateInWords, DateKind, Precision

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november")
_MOST_SPANS = 50


def find_dates_elsewhere(words: str, original: str, sent: datetime, language: str) -> tuple[DateInWords, ...]:
    """The full dates ("3 maart 2026", "12 kwietnia") of a plain text; `sent` is in the reader's zone."""
    expression = _expression(language)
    if expression is None:
        return ()
    found: list[DateInWords] = []
    for match in expression.finditer(words):
        if len(found) >= _MOST_SPANS:
            break
        day = _day(match.group(), sent, language)
        if day:
            first = datetime.combine(day.date(), time(0), tzinfo=sent.tzinfo)
            last = datetime.combine(day.date(), time(23, 59), tzinfo=sent.tzinfo)
            begin, end = match.span()
            found.append(DateInWords(DateKind.OTHER, Precision.DAY, first, last, original[begin:end], begin, end))
    return tuple(found)


@cache
def _expression(language: str) -> re.Pattern[str] | None:
    if not re.fullmatch("[a-z]{2}", language):
        return None
    try:
        info = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ImportError:
        return None
    names = {name for month in (*_MONTHS, "december") for name in info.get(month, ()) if len(name) > 2}
    if not names:
        return None
    months = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.])(?:3[01]|[12]\d|0?[1-9])(?:\.|º|er)?\s(?:de\s)?(?:{months})\b\.?(?:\s(?:de\s)?20\d\d\b)?",
        re.IGNORECASE,
    )


def _day(span: str, sent: datetime, language: str) -> datetime | None:
    import dateparser

    try:
        # The base is naive on purpose: dateparser gives wrong answers with zones.
        day: datetime | None = dateparser.parse(
            span,
            languages=[language],
            settings={
                "RELATIVE_BASE": sent.replace(tzinfo=None),
                "PREFER_DATES_FROM": "future",
                "REQUIRE_PARTS": ["day", "month"],
                "DATE_ORDER": "DMY",
            },
        )
    except (ValueError, OverflowError, TypeError, AttributeError, KeyError):
        return None
    return day
