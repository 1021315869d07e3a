"""The hours in which no draft appears, and further days on which nobody works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from afterword_rules.days.quiet_hours import QuietHours
from afterword_rules.follow_ups.cadence import Cadence, Wait
from rules.builders import CHICAGO, OWNER, at

NIGHT = QuietHours(time(22), time(7))
NOON = QuietHours(time(13), time(15))


@pytest.mark.parametrize(
    ("quiet", "moment", "expected"),
    [
        (NIGHT, "3-10 21:59", "3-10 21:59"),
        (NIGHT, "3-10 22:00", "3-11 07:00"),
        (NIGHT, "3-11 06:59", "3-11 07:00"),
        (NIGHT, "3-11 07:00", "3-11 07:00"),
        (NIGHT, "3-07 23:00", "3-08 07:00"),
        (NOON, "3-10 12:59", "3-10 12:59"),
        (NOON, "3-10 13:00", "3-10 15:00"),
        (NOON, "3-10 15:00", "3-10 15:00"),
        (NOON, "3-10 23:00", "3-10 23:00"),
    ],
)
def test_what_comes_due_inside_appears_at_the_end(quiet: QuietHours, moment: str, expected: str) -> None:
    """The end itself is no longer quiet; the night of a clock change ends at seven too."""
    assert at(expected) == quiet.end_of(at(moment), CHICAGO)


def test_hours_of_a_thank_you_are_not_spent_in_silence() -> None:
    """A kind with `best_before` is due when it is due."""
    owner = replace(OWNER, quiet=NIGHT)
    other = Cadence("mine", Wait.parse("30 minutes"))
    thanks = replace(other, best_before=Wait.parse("12 hours"))

    assert at("3-11 07:00") == other.due(at("3-10 21:45"), owner)
    assert at("3-10 22:15") == thanks.due(at("3-10 21:45"), owner)


def test_owners_holidays_are_no_business_days() -> None:
    """Added to those of the country."""
    owner = replace(OWNER, holidays=frozenset({date(2026, 3, 11), date(2026, 3, 12)}))

    assert at("3-13 09:00") == Wait.parse("1 business day").after(at("3-10 10:00"), owner, time(9))
