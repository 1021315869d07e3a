"""Waits, and the moments they lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, time
from zoneinfo import ZoneInfo

import pytest

from afterword_rules.follow_ups.cadence import Cadence, Unit, Wait
from rules.builders import OWNER, at

NINE = time(9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 minutes", Wait(30, Unit.MINUTES)),
        ("1 minute", Wait(1, Unit.MINUTES)),
        ("12 hours", Wait(12, Unit.HOURS)),
        ("3 days", Wait(3, Unit.DAYS)),
        ("1 business day", Wait(1, Unit.BUSINESS_DAYS)),
        (" 7  business days ", Wait(7, Unit.BUSINESS_DAYS)),
    ],
)
def test_wait_is_read_as_people_write_it(text: str, expected: Wait) -> None:
    """Singular and plural."""
    assert expected == Wait.parse(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "30", "minutes", "-1 days", "1.5 hours", "two days", "3 weeks", "1 day 2 hours"]
)
def test_anything_else_is_no_wait(text: str) -> None:
    """The error shows how to write it."""
    with pytest.raises(ValueError, match="30 minutes"):
        Wait.parse(text)


@pytest.mark.parametrize(
    ("wait", "moment", "expected"),
    [
        ("30 minutes", "3-10 10:45", "3-10 11:15"),
        ("12 hours", "3-10 16:00", "3-11 04:00"),
        ("3 days", "3-10 16:00", "3-13 09:00"),
        ("7 business days", "3-10 11:15", "3-19 09:00"),
        ("1 business day", "9-04 16:00", "9-08 09:00"),
        ("1 business day", "3-13 23:59", "3-16 09:00"),
        ("1 business day", "3-14 12:00", "3-16 09:00"),
        ("1 business day", "3-10 00:01", "3-11 09:00"),
        ("7 business days", "12-22 10:00", "1-04 09:00"),
    ],
    ids=[
        "to the minute",
        "through the night",
        "days",
        "from Tuesday March 10 to Thursday March 19",
        "over Labor Day",
        "promised for Friday",
        "from a Saturday",
        "from just after midnight",
        "over Christmas and the new year",
    ],
)
def test_where_a_wait_leads(wait: str, moment: str, expected: str) -> None:
    """Minutes and hours to the minute, days to the morning."""
    begin, end = at(moment), at(expected)
    if end < begin:
        end = end.replace(year=begin.year + 1)

    assert end == Wait.parse(wait).after(begin, OWNER, NINE)


def test_days_are_the_owners() -> None:
    """What arrives late in Chicago is already tomorrow in Berlin."""
    berlin = replace(OWNER, zone=ZoneInfo("Europe/Berlin"), country="DE")

    assert "2026-03-12T09:00:00+01:00" == Wait.parse("1 business day").after(at("3-10 19:00"), berlin, NINE).isoformat()
    assert "2026-03-11T09:00:00-05:00" == Wait.parse("1 business day").after(at("3-10 19:00"), OWNER, NINE).isoformat()


def test_morning_is_nine_on_both_sides_of_a_clock_change() -> None:
    """The United States change on the 8th of March."""
    assert "2026-03-09T09:00:00-05:00" == Wait.parse("3 days").after(at("3-06 10:00"), OWNER, NINE).isoformat()


def test_hours_are_real_hours_through_a_clock_change() -> None:
    """From eight in the evening until nine in the morning: one hour was left out."""
    assert (
        "2026-03-08T14:00:00+00:00"
        == Wait.parse("12 hours").after(at("3-07 20:00"), OWNER, NINE).astimezone(UTC).isoformat()
    )


def test_morning_may_be_another_hour() -> None:
    """As the owner's file says."""
    cadence = Cadence("outreach", Wait.parse("1 business day"), Wait.parse("5 business days"), at=time(7, 30))

    assert at("3-11 07:30") == cadence.due(at("3-10 16:00"), OWNER)


def test_last_moment_counts_from_the_due_moment() -> None:
    """A machine that slept a week still makes the draft, one that slept a month does not."""
    cadence = Cadence("outreach", Wait.parse("1 business day"), Wait.parse("5 business days"))

    assert at("3-18 09:00") == cadence.last_moment(at("3-11 09:00"), OWNER)


def test_holidays_are_those_of_the_owners_country() -> None:
    """Labor Day is a working day in Germany."""
    german = replace(OWNER, country="DE")

    assert at("9-07 09:00") == Wait.parse("1 business day").after(at("9-04 16:00"), german, NINE)
