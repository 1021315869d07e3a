"""Which year, month and day a date means that does not say all three."""

from __future__ import annotations

from datetime import date, timedelta

# A date that has just gone by is not next year's: "your interview on March 3", written on March 10.
_JUST_GONE = timedelta(days=45)
_FAR_AHEAD = timedelta(days=250)


def valid(year: int, month: int, day: int) -> date | None:
    """The date, None when there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dates_of(
    month: int, day: int, year: int | None, weekday: int | None, sent: date, *, past: bool
) -> tuple[date, date] | None:
    """The date and its other reading (the same one, as a rule).

    Without a year: the next such date after the mail, the last one before it when `past`. A weekday chooses between
    years; one that fits none makes the nearest such weekday the other reading.
    """
    if year is not None:
        chosen = valid(year, month, day)
        return _with_weekday(chosen, weekday) if chosen else None
    around = [found for each in range(sent.year - 1, sent.year + 2) if (found := valid(each, month, day))]
    if month == 2 and day == 29:
        around = [found for each in range(sent.year - 4, sent.year + 5) if (found := valid(each, month, day))]
    before, after = [found for found in around if found <= sent], [found for found in around if found >= sent]
    if past:
        return _with_weekday(before[-1], weekday) if before else None
    candidates = [*after[:1], *before[-1:]]
    if not candidates:
        return None
    fitting = [found for found in candidates if weekday is None or found.weekday() == weekday]
    if before and after and sent - before[-1] <= _JUST_GONE and after[0] - sent > _FAR_AHEAD and before[-1] in fitting:
        return before[-1], before[-1]
    return _with_weekday(fitting[0] if fitting else candidates[0], weekday)


def nearest(day: int, weekday: int | None, sent: date, *, past: bool) -> tuple[date, date] | None:
    """The next day of a month with that number after `sent` ("Friday the 13th", "the 15th"), or the last before it.

    With a weekday it is looked for over 14 months, since not every 13th is a Friday; a weekday that fits only far away
    makes the next such number the other reading.
    """
    year, month, step = sent.year, sent.month, -1 if past else 1
    first: date | None = None
    for distance in range(15):
        found = valid(year, month, day)
        if found and (found < sent if past else found > sent):
            first = first or found
            if weekday is None or found.weekday() == weekday:
                return (found, found) if distance <= 3 else (first, found)
        month += step
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (first, first) if first else None


def _with_weekday(day: date, weekday: int | None) -> tuple[date, date]:
    if weekday is None or day.weekday() == weekday:
        return day, day
    distance = (weekday - day.weekday() + 3) % 7 - 3
    return day, day + timedelta(days=distance)
