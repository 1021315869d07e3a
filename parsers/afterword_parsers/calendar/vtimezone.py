"""What a calendar's own VTIMEZONE says about an offset, for zones nobody knows by name (RFC 5545 section 3.6.5).

Only the yearly rules that calendar programs write are understood; nothing is ever expanded, so that a hostile rule
costs nothing. One calendar's definition never leaks into the next one: invitations come from strangers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})")
_START = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})")
_BYDAY = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)\Z")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Onset:
    """From when on an offset holds: once at `start`, or each year on the `nth` `weekday` of `month`."""

    offset: timedelta
    start: datetime
    month: int = 0
    nth: int = 0
    weekday: int = 0

    def latest_before(self, moment: datetime) -> datetime | None:
        if not self.month:
            return self.start if self.start <= moment else None
        for year in (moment.year, moment.year - 1):
            onset = datetime.combine(_nth_weekday(year, self.month, self.nth, self.weekday), self.start.time())
            if self.start <= onset <= moment:
                return onset
        return None


def offset_in(definition: list[tuple[str, str]], moment: datetime) -> tzinfo | None:
    """The offset that holds at the naive `moment`, None when the definition does not tell.

    `definition` is the VTIMEZONE's lines as (name, value) pairs, BEGIN and END among them.
    """
    onsets = _onsets(definition)
    found = [(at, onset.offset) for onset in onsets if (at := onset.latest_before(moment))]
    if found:
        return timezone(max(found)[1])
    return timezone(onsets[0].offset) if len(onsets) == 1 else None


def _onsets(definition: list[tuple[str, str]]) -> list[_Onset]:
    onsets: list[_Onset] = []
    current: dict[str, str] | None = None
    for name, value in definition[:200]:
        if name == "BEGIN" and value.upper() in {"STANDARD", "DAYLIGHT"}:
            current = {}
        elif name == "END" and current is not None and value.upper() in {"STANDARD", "DAYLIGHT"}:
            if onset := _onset(current):
                onsets.append(onset)
            current = None
        elif current is not None:
            current[name] = value
    return onsets


def _onset(lines: dict[str, str]) -> _Onset | None:
    offset, start = _OFFSET.match(lines.get("TZOFFSETTO", "")), _START.match(lines.get("DTSTART", ""))
    if not offset or not start:
        return None
    distance = timedelta(hours=int(offset.group(2)), minutes=int(offset.group(3)))
    if distance >= timedelta(hours=15):
        return None
    distance = -distance if offset.group(1) == "-" else distance
    try:
        year, month_of_year, day_of_month, hour, minute = (int(part) for part in start.groups())
        first = datetime(year, month_of_year, day_of_month, hour, minute)  # noqa: DTZ001
    except ValueError:
        return None
    rule: dict[str, str] = {}
    for part in lines.get("RRULE", "").upper().split(";"):
        key, _, value = part.partition("=")
        rule[key.strip()] = value.strip()
    day, month = _BYDAY.match(rule.get("BYDAY", "")), rule.get("BYMONTH", "")
    if rule.get("FREQ") == "YEARLY" and day and month.isdecimal() and 1 <= int(month) <= 12:
        return _Onset(distance, first, int(month), int(day.group(1)), _DAYS.index(day.group(2)))
    return _Onset(distance, first)


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
        return day if day.month == month else day - timedelta(days=7)
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))
