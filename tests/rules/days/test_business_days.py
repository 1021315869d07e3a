"""Business days, holidays and mornings."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from afterword_rules.days.business_days import (
    add_business_days,
    country_of_zone,
    is_business_day,
    morning,
)

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (date(2026, 9, 7), "US", False),  # Labor Day
        (date(2026, 9, 7), "GB", True),
        (date(2026, 8, 31), "GB", True),  # a bank holiday only in a part of the country
        (date(2026, 5, 4), "GB", False),  # early May bank holiday
        (date(2026, 5, 4), "IE", False),
        (date(2026, 5, 1), "DE", False),
        (date(2026, 5, 1), "NL", True),
        (date(2026, 4, 27), "NL", False),  # King's Day
        (date(2026, 7, 1), "CA", False),
        (date(2026, 9, 8), "US", True),
        (date(2026, 9, 5), None, False),
        (date(2026, 9, 7), None, True),
        (date(2026, 9, 7), "??", True),
        (date(2026, 9, 7), "us", False),
    ],
)
def test_holidays_are_those_of_the_country(day: date, country: str | None, expected: bool) -> None:
    """A nationwide holiday is free in its country only; an unknown country has free weekends and no more."""
    assert expected == is_business_day(day, country)


def test_a_free_day_of_the_owner_counts() -> None:
    """Days the owner names are free as well."""
    free = frozenset({date(2026, 9, 8)})

    assert not is_business_day(date(2026, 9, 8), "US", free)
    assert date(2026, 9, 9) == add_business_days(date(2026, 9, 4), 1, "US", free)


def test_seven_business_days_after_an_interview() -> None:
    """The seventh business day after Tuesday, March 10 is Thursday, March 19."""
    assert date(2026, 3, 19) == add_business_days(date(2026, 3, 10), 7, "US")


def test_no_business_days_is_the_day_itself() -> None:
    """Adding none changes nothing, also on a Sunday."""
    assert date(2026, 3, 8) == add_business_days(date(2026, 3, 8), 0, "US")


def test_a_friday_before_labor_day_leads_to_tuesday() -> None:
    """The business day after a Friday is behind the weekend and the holiday."""
    assert date(2026, 9, 8) == add_business_days(date(2026, 9, 4), 1, "US")


def test_mornings_keep_the_wall_clock_when_the_clocks_change() -> None:
    """Nine stays nine on both sides of the change, and a skipped time is moved on."""
    assert "2026-03-06T09:00:00-05:00" == morning(date(2026, 3, 6), NEW_YORK).isoformat()
    assert "2026-03-09T09:00:00-04:00" == morning(date(2026, 3, 9), NEW_YORK).isoformat()
    assert "2026-03-08T03:30:00-04:00" == morning(date(2026, 3, 8), NEW_YORK, time(2, 30)).isoformat()


def test_an_endless_holiday_ends() -> None:
    """Free days without end do not make an endless loop."""
    free = frozenset(date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(400))

    assert date(2026, 1, 1) < add_business_days(date(2026, 1, 1), 2, None, free)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("America/New_York", "US"),
        ("America/Chicago", "US"),
        ("America/Denver", "US"),
        ("America/Los_Angeles", "US"),
        ("America/Toronto", "CA"),
        ("Europe/London", "GB"),
        ("Europe/Dublin", "IE"),
        ("Europe/Amsterdam", "NL"),
        ("Europe/Berlin", "DE"),
        ("Europe/Oslo", "NO"),
        ("US/Eastern", "US"),
        ("Asia/Calcutta", "IN"),
        ("UTC", None),
        ("Nowhere/Land", None),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    """The country of a zone comes from the table that ships with it."""
    assert country == country_of_zone(zone)
