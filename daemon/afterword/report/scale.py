"""The timeline's scale: from moments to places between 0 and 100, and the days that are named below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

_MARGIN = 0.03
_PAST, _FUTURE = timedelta(days=460), timedelta(days=90)
_WEEKLY, _FORTNIGHTLY, _MONTHLY = 56, 100, 330


@dataclass(frozen=True, slots=True)
class Tick:
    """A named day on the scale; where there is little room, only those with `main` are named."""

    at: float
    day: date
    main: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of time drawn from left to right."""

    begin: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """Where `moment` lies, in percent of the width; what lies outside is put at the edge."""
        share = (moment - self.begin) / (self.end - self.begin)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` lies on it."""
        return self.begin <= moment <= self.end

    def ticks(self, zone: tzinfo) -> tuple[Tick, ...]:
        """About five to nine days with names, on Mondays or on the first of a month."""
        first, last = self.begin.astimezone(zone).date(), self.end.astimezone(zone).date()
        days = [day for day in _round_days(first, last) if first < day <= last]
        return tuple(
            Tick(self.at(datetime.combine(day, time(), zone)), day, main=number % 2 == 0)
            for number, day in enumerate(days)
        )


def scale_of(moments: Iterable[datetime], now: datetime) -> Scale:
    """A scale with `now` and all `moments` of the last fifteen months and the next three, with a little room at both ends.

    What is older or further ahead would press the rest together.
    """
    told = [now, *(moment for moment in moments if -_PAST <= moment - now <= _FUTURE)]
    begin, end = min(told), max(told)
    room = max((end - begin) * _MARGIN, timedelta(hours=12))
    return Scale(begin - room, end + room)


def _round_days(first: date, last: date) -> Iterator[date]:
    length = (last - first).days
    if length <= _FORTNIGHTLY:
        step = 7 if length <= _WEEKLY else 14
        monday = first - timedelta(days=first.weekday())
        yield from (monday + timedelta(days=days) for days in range(0, length + step, step))
        return
    months = 1 if length <= _MONTHLY else 3
    year, month = first.year, (first.month - 1) // months * months + 1
    while (day := date(year, month, 1)) <= last:
        yield day
        year, month = (year, month + months) if month + months <= 12 else (year + 1, month + months - 12)
