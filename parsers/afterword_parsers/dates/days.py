"""Days in words: finding them in a sentence, and working out which days they are.

What a day span `is` (the word in a language's file), and the groups and values it may carry:

- `date`: weekday, day, month, year. `date_range`: the same twice (`..._b`). `numeric`: 12/05/2026, 28.04.2026, 2026-04-28.
- `weekday`: with `which` = next / last. `weekday_and_day`: "Friday the 13th". `day_of_month`: "the 15th".
- `tomorrow`: `days` from the day of the mail. `business_day`: the next one. `within`, `ago`: count, unit.
- `after_weekday`: `weeks` after that weekday (or after today). `weekday_of_week`: "Friday of next week".
- `week`, `month`: part, which (or a month's name). `week_of`: the week in which a date lies.
- `nothing`: words that look like a day and are none ("every Monday").
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from afterword_parsers.dates.language import Language
from afterword_parsers.dates.numeric import find_numeric, numeric_days
from afterword_parsers.dates.years import dates_of, nearest, valid

_DAY = timedelta(days=1)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Words for a day: where they stand, what they are, and what stood in them."""

    begin: int
    end: int
    kind: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are meant. `several` = somewhere between the two; `ambiguous` = two readings.

    `business` is the number of business days that were counted to `last`, weekends left out; 0 = none were.
    """

    first: date
    last: date
    several: bool = False
    ambiguous: bool = False
    business: int = 0


Anchors = tuple[tuple[str, re.Pattern[str]], ...]


def anchors_in(text: str, language: Language) -> Anchors:
    """The anchors of a language that stand anywhere in a plain text: its sentences need not be searched for others."""
    return tuple((name, anchor) for name, anchor in language.anchors if anchor.search(text))


def find_days(text: str, begin: int, end: int, language: Language, anchors: Anchors | None = None) -> list[DaySpan]:
    """The day spans between two offsets of a plain text: of all that match, the longest that begins first.

    `anchors` are those that stand in the text, all of the language where that is not known.
    """
    found = find_numeric(text, begin, end) if _DIGIT.search(text, begin, end) else []
    spans = [DaySpan(start, stop, "numeric", values) for start, stop, values in found]
    there = {
        name for name, anchor in (language.anchors if anchors is None else anchors) if anchor.search(text, begin, end)
    }
    for pattern in language.days:
        if pattern.needs not in there:
            continue
        for match in pattern.expression.finditer(text, begin, end):
            values: dict[str, Any] = {}
            for name, words in match.groupdict().items():
                if words is not None:
                    values.setdefault(name.partition("__")[0], words)
            where = match.span("span") if "span" in values else match.span()
            spans.append(DaySpan(where[0], where[1], pattern.kind, {**values, **pattern.values}))
    chosen: list[DaySpan] = []
    for span in sorted(spans, key=lambda span: (span.begin, -span.end)):
        if chosen and span.begin < chosen[-1].end:
            continue
        if chosen and span.kind == "numeric" and chosen[-1].kind == "weekday" and "before" in span.values:
            # "Friday, 17.04.": the weekday stands in the figures' own values already.
            chosen.append(DaySpan(chosen.pop().begin, span.end, span.kind, span.values))
        else:
            chosen.append(span)
    return [span for span in chosen if span.kind != "nothing"]


def days_of(span: DaySpan, sent: date, language: Language, *, past: bool, country: str | None) -> Days | None:
    """The days that a span means in a mail sent on `sent`; None when there is no such day.

    Without a year it is the next such day after the mail, or the last one before it when `past`.
    """
    reading = _Reading(span.values, language)
    try:
        return _days(span.kind, reading, sent, past=past, country=country)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The groups of a span as values."""

    values: Mapping[str, Any]
    language: Language

    def number(self, name: str) -> int | None:
        return int(self.values[name]) if name in self.values else None

    def month(self, name: str = "month") -> int | None:
        return self.language.months.get(_key(self.values.get(name, "")))

    def weekday(self, name: str = "weekday") -> int | None:
        return self.language.weekdays.get(_key(self.values.get(name, "")))

    def count(self) -> tuple[float, float]:
        if isinstance(self.values.get("count"), list):
            return self.values["count"][0], self.values["count"][1]
        least, most = self._amount("count")
        return (least, self._amount("count_b")[1]) if "count_b" in self.values else (least, most)

    def _amount(self, name: str) -> tuple[float, float]:
        words = _key(self.values.get(name, "1"))
        return (float(words), float(words)) if words.isdecimal() else self.language.numbers.get(words, (1, 1))

    def named(self, name: str) -> str:
        """The name of a unit, part or week ("early", "next") whose words stand in the group, or that is a fixed value."""
        words = str(self.values.get(name, ""))
        table = {"unit": self.language.units, "part": self.language.parts, "which": self.language.which}[name]
        if not words or any(words == known for known, _ in table):
            return words
        return next((known for known, expression in table if expression.match(words)), "")


def _days(kind: str, reading: _Reading, sent: date, *, past: bool, country: str | None) -> Days | None:
    match kind:
        case "numeric":
            return _of(numeric_days(reading.values, sent, reading.language, past=past, country=country))
        case "date":
            return _date(reading, sent, past=past)
        case "date_range":
            return _date_range(reading, sent, past=past)
        case "weekday" | "weekday_and_day" | "day_of_month" | "weekday_of_week" | "after_weekday":
            return _by_weekday(kind, reading, sent, past=past)
        case "tomorrow":
            return _one(sent + timedelta(days=reading.values["days"]))
        case "business_day":
            return _one(_business_days(sent, 1))
        case "within" | "ago":
            return _counted(reading, sent, back=kind == "ago")
        case "week" | "week_of":
            return _week(kind, reading, sent, past=past)
        case "month":
            return _month(reading, sent, past=past)
        case _:
            return None


def _date(reading: _Reading, sent: date, *, past: bool) -> Days | None:
    month, day = reading.month(), reading.number("day")
    if month is None or day is None:
        return None
    return _of(dates_of(month, day, reading.number("year"), reading.weekday(), sent, past=past))


def _date_range(reading: _Reading, sent: date, *, past: bool) -> Days | None:
    month, month_b = reading.month() or reading.month("month_b"), reading.month("month_b")
    day, day_b = reading.number("day"), reading.number("day_b")
    if month is None or day is None or day_b is None:
        return None
    first = dates_of(month, day, reading.number("year"), reading.weekday(), sent, past=past)
    if first is None:
        return None
    last = valid(first[0].year, month_b or month, day_b)
    if last and last < first[0]:
        last = valid(first[0].year + 1, month_b or month, day_b) if month_b and month_b != month else None
    if last is None or (last - first[0]).days > 92:
        return _one(first[0])
    return Days(first[0], last, several=True)


def _by_weekday(kind: str, reading: _Reading, sent: date, *, past: bool) -> Days | None:
    weekday, day, which = reading.weekday(), reading.number("day"), reading.named("which")
    if kind in {"weekday_and_day", "day_of_month"}:
        return _of(nearest(day or 0, weekday, sent, past=past))
    if kind == "weekday_of_week":
        return _one(_monday(sent, which) + timedelta(days=weekday or 0))
    if kind == "after_weekday":
        start = sent if weekday is None else _next(sent, weekday)
        if weekday is None and "tomorrow" in reading.values:
            start += _DAY
        return _one(start + timedelta(weeks=reading.values["weeks"]))
    if weekday is None:
        return None
    if past or which == "last":
        back = (sent.weekday() - weekday) % 7
        return _one(sent - timedelta(days=back or 7))
    coming = _next(sent, weekday)
    if which == "next" and coming < _monday(sent, "next"):
        # Said on a Wednesday, "next Friday" is the day after tomorrow for some and Friday in nine days for most.
        return Days(coming, coming + timedelta(days=7), several=True, ambiguous=True)
    return _one(coming)


def _counted(reading: _Reading, sent: date, *, back: bool) -> Days | None:
    least, most = reading.count()
    unit = reading.named("unit")
    if most > 400 or not unit:
        return None
    first, last = (_moved(sent, -amount if back else amount, unit) for amount in (least, most))
    business = int(most) if unit == "business_day" and not back else 0
    return Days(min(first, last), max(first, last), several=first != last, business=business)


def _moved(day: date, amount: float, unit: str) -> date:
    match unit:
        case "business_day":
            return _business_days(day, int(amount))
        case "hour":
            # Without the hour of the mail: 24 hours are a day, 48 are two; what is less is today or tomorrow.
            return day + timedelta(days=round(amount / 24 + 0.2 * (1 if amount > 0 else -1)))
        case "month":
            month = day.month - 1 + int(amount)
            year, month = day.year + month // 12, month % 12 + 1
            return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        case "fortnight":
            return day + timedelta(weeks=2 * amount)
        case "week":
            return day + timedelta(days=round(7 * amount))
        case _:
            return day + timedelta(days=round(amount))


def _business_days(day: date, count: int) -> date:
    step = _DAY if count >= 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def _week(kind: str, reading: _Reading, sent: date, *, past: bool) -> Days | None:
    part, which = reading.named("part"), reading.named("which")
    if kind == "week_of":
        found = _date(reading, sent, past=past)
        monday = found.first - timedelta(days=found.first.weekday()) if found else None
    else:
        monday = _monday(sent, which)
    if monday is None:
        return None
    offsets = {"early": (0, 1), "middle": (2, 3), "late": (3, 4), "end": (4, 4)}.get(part, (0, 4))
    first, last = (monday + timedelta(days=offset) for offset in offsets)
    if kind == "week" and which in {"", "this"} and last >= sent:
        first = max(first, sent)
    return Days(first, last, several=first != last)


def _monday(sent: date, which: str) -> date:
    """The Monday of this, next or last week. On a weekend "this week" is the one about to begin."""
    monday = sent - timedelta(days=sent.weekday())
    match which:
        case "next":
            return monday + timedelta(days=7)
        case "after_next":
            return monday + timedelta(days=14)
        case "last":
            return monday - timedelta(days=7)
        case _:
            return monday + timedelta(days=7) if sent.weekday() > 4 else monday


def _month(reading: _Reading, sent: date, *, past: bool) -> Days | None:
    part, which, named = reading.named("part"), reading.named("which"), reading.month()
    year, month = sent.year, sent.month
    if named is not None:
        month = named
        explicit = reading.number("year")
        if explicit is not None:
            year = explicit
        elif past and month > sent.month:
            year -= 1
        elif not past and month < sent.month:
            year += 1
    elif which in {"next", "last"}:
        step = 1 if which == "next" else -1
        year, month = year + (month - 1 + step) // 12, (month - 1 + step) % 12 + 1
    length = calendar.monthrange(year, month)[1]
    first, last = {"early": (1, 10), "middle": (11, 20), "late": (21, length), "end": (length, length)}.get(
        part, (1, length)
    )
    start, finish = date(year, month, first), date(year, month, last)
    if named is None and which not in {"next", "last"} and finish >= sent:
        start = max(start, sent)
    return Days(start, finish, several=start != finish)


def _next(sent: date, weekday: int) -> date:
    return sent + timedelta(days=(weekday - sent.weekday()) % 7 or 7)


def _one(day: date) -> Days:
    return Days(day, day)


def _of(readings: tuple[date, date] | None) -> Days | None:
    if readings is None:
        return None
    return Days(min(readings), max(readings), ambiguous=readings[0] != readings[1])


def _key(words: str) -> str:
    return " ".join(words.lower().rstrip(".").split())
