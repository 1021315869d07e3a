"""Business days: Monday to Friday without the public holidays of a country. "Morning" is 09:00 in the owner's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.resources import files

MORNING = time(9)
NO_DAYS: frozenset[date] = frozenset()
_DAY = timedelta(days=1)
# The library that knows them is loaded once for so many years.
_YEARS = 5
# Longer than any run of free days; a country whose whole month is off is a mistake in `extra`, not a holiday.
_LONGEST_BREAK = 40


def is_business_day(day: date, country: str | None, extra: frozenset[date] = NO_DAYS) -> bool:
    """Whether people work on `day`.

    `country` (ISO 3166) gives the nationwide public holidays; None or a country nobody knows = only weekends are free.
    `extra` are further free days of the owner's.
    """
    return day.weekday() < 5 and day not in extra and day not in _public_holidays((country or "").upper(), day.year)


def add_business_days(day: date, n: int, country: str | None, extra: frozenset[date] = NO_DAYS) -> date:
    """The `n`th business day strictly after `day`; `day` itself for n = 0, whatever day it is."""
    for _ in range(n):
        for _ in range(_LONGEST_BREAK):
            day += _DAY
            if is_business_day(day, country, extra):
                break
    return day


def morning(day: date, zone: tzinfo, at: time = MORNING) -> datetime:
    """`at` on `day` in `zone`. A time that the clocks skip is moved on by the skipped hour; of two, the first is meant."""
    there = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone)


def country_of_zone(zone_name: str) -> str | None:
    """The country (ISO 3166) in which an IANA zone lies; None for "UTC" and for what is no place."""
    return _countries().get(zone_name)


def _public_holidays(country: str, year: int) -> frozenset[date]:
    first = year - year % _YEARS
    return _holidays_from(country, first) if country else NO_DAYS


@cache
def _holidays_from(country: str, first: int) -> frozenset[date]:
    from afterword_rules.days.public_holidays import public_holidays

    return public_holidays(country, range(first, first + _YEARS))


@cache
def _countries() -> dict[str, str]:
    import yaml

    countries: dict[str, str] = yaml.safe_load(
        files("afterword_rules.days").joinpath("zone_countries.yaml").read_text("utf-8")
    )
    # The table that ships with tzdata (zone.tab: country, coordinates, zone, comment).
    try:
        table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    except (ModuleNotFoundError, OSError):
        return countries
    for line in table.splitlines():
        columns = line.split("\t")
        if len(columns) >= 3 and not line.startswith("#"):
            countries[columns[2]] = columns[0]
    return countries
