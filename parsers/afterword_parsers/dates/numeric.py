"""Dates in figures: 2026-04-28, 28.04.2026, 4/28/2026, 4/28."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from afterword_parsers.dates.years import dates_of, valid

if TYPE_CHECKING:
    from afterword_parsers.dates.language import Language

_DATES = re.compile(
    r"(?<![\w.,/:$#+-])(?:"
    r"(?P<iso_year>20\d\d|19\d\d)(?P<s>[-/.])(?P<iso_month>0?[1-9]|1[0-2])(?P=s)(?P<iso_day>3[01]|[12]\d|0?[1-9])(?:(?=T\d\d:))?"
    r"|(?P<a>[0-3]?\d)(?P<sep>[/.-])[ ]?(?P<b>[0-3]?\d)(?P=sep)[ ]?(?P<year>20\d\d|19\d\d|\d\d)"
    r"|(?P<a2>[0-3]?\d)(?P<sep2>/)(?P<b2>[0-3]?\d)"
    r"|(?P<a3>[0-3]?\d)\.[ ]?(?P<b3>0?[1-9]|1[0-2])\."
    r")(?![\w/%]|[.,-]\d|:\d)(?!\s?(?:stars?|points?|rating|score)\b)",
)
# Without a year, figures are a date only behind a word that leads to one, or before a time.
_LEADS = re.compile(
    r"(?:\b(?:on|by|until|before|from|to|through|till|for|and|or|am|bis|zum|vom|den|dem|der|ab|vor|le|du|au|avant|el|del|al|hasta|date|when|"
    r"mon|tues?|wed|thur?s?|fri|sat|sun|mo|di|mi|do|fr|sa|so|"
    r"\w+day|\w+tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi\xe9rcoles|jueves|viernes|"
    r"s\xe1bado|domingo|sp\xe4testens)\b[.,:]?[ ]*\(?|\()\Z",
    re.IGNORECASE,
)
_TIME_FOLLOWS = re.compile(
    r"\s*,?\s*(?:at|@|um|à|a las|from|von)?\s*\d{1,2}(?::\d\d|\s?[ap]\.?m\b|\s?uhr|\s?h\d{0,2}\b)", re.IGNORECASE
)
_WEEKDAY_BEFORE = re.compile(r"(?<!\w)([^\W\d_]{2,12})\.?,?\s+\(?(?:den\s+|dem\s+|der\s+|le\s+|el\s+|the\s+)?\Z")
# Where the month comes first. Canada writes both, so its figures decide nothing.
_MONTH_FIRST = frozenset({"US", "PH", "FM", "PW", "MH"})
_EITHER = frozenset({"", "CA"})


def find_numeric(text: str, begin: int, end: int) -> list[tuple[int, int, dict[str, Any]]]:
    """Dates in figures between two offsets of a plain text: begin, end, groups (and the word before: `before`)."""
    found: list[tuple[int, int, dict[str, Any]]] = []
    for match in _DATES.finditer(text, begin, end):
        values: dict[str, Any] = {name: words for name, words in match.groupdict().items() if words is not None}
        before = text[max(begin, match.start() - 24) : match.start()]
        short = "a2" in values or "a3" in values or len(values.get("year", "2026")) == 2
        if short and values.get("a2", "") == "24" and values.get("b2") == "7":
            continue
        leads = _LEADS.search(before) or (
            "a3" not in values and _TIME_FOLLOWS.match(text, match.end(), match.end() + 30)
        )
        if short and not leads and not (values.get("sep") in {"/", "."} and "year" in values):
            continue
        weekday = _WEEKDAY_BEFORE.search(before)
        if weekday:
            values["before"] = weekday.group(1).lower()
        found.append((match.start(), match.end(), values))
    return found


def numeric_days(
    values: Mapping[str, Any], sent: date, language: Language, *, past: bool, country: str | None
) -> tuple[date, date] | None:
    """The date and its other reading.

    A number over 12 or a dot decides what is the month, then a weekday before it, then the country, then a language
    that is written in one way only; else both readings are given.
    """
    if "iso_year" in values:
        day = valid(int(values["iso_year"]), int(values["iso_month"]), int(values["iso_day"]))
        return (day, day) if day else None
    a, b = (int(values.get(name) or values.get(f"{name}2") or values.get(f"{name}3") or 0) for name in ("a", "b"))
    year = int(values["year"]) if "year" in values else None
    if year is not None and year < 100:
        year += 2000
    dotted = values.get("sep") == "." or "a3" in values
    weekday = language.weekdays.get(values.get("before", ""))
    day_first = dates_of(b, a, year, weekday, sent, past=past) if 1 <= b <= 12 and 1 <= a <= 31 else None
    month_first = (
        dates_of(a, b, year, weekday, sent, past=past) if 1 <= a <= 12 and 1 <= b <= 31 and not dotted else None
    )
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if weekday is not None:
        fitting = [found for found in (day_first, month_first) if found[0] == found[1]]
        if len(fitting) == 1:
            return fitting[0]
    place = (country or "").upper()
    if place in _MONTH_FIRST:
        return month_first
    if place not in _EITHER or language.code in {"de", "fr", "es"}:
        return day_first
    return min(day_first[0], month_first[0]), max(day_first[0], month_first[0])
