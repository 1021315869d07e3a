"""The timeline's scale: every moment has its place, and the days below it have room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.report.scale import scale_of
from rules.builders import CHICAGO, at

NOW = at("3-24 12:00")
MOMENTS = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(MOMENTS, max_size=5))
def test_every_moment_has_a_place(moments: list[datetime]) -> None:
    """Whatever a mail's date says, it is between 0 and 100, in the order of time; and now is on the scale."""
    scale = scale_of(moments, NOW)
    places = [scale.at(moment) for moment in sorted(moments)]

    assert sorted(places) == places
    assert [] == [place for place in places if not 0 <= place <= 100]
    assert 0 < scale.at(NOW) < 100
    assert len(scale.ticks(CHICAGO)) <= 12


def test_long_ago_does_not_press_the_present_together() -> None:
    """What is older than fifteen months, or far ahead, is not on it."""
    scale = scale_of([NOW - timedelta(days=3000), NOW - timedelta(days=10), NOW + timedelta(days=3000)], NOW)

    assert [False, True, False] == [scale.holds(NOW + timedelta(days=days)) for days in (-3000, -10, 3000)]
    assert scale.at(NOW - timedelta(days=10)) < 10


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (0, []),
        (20, ["9 Mar", "16 Mar", "23 Mar"]),
        (80, ["12 Jan", "26 Jan", "9 Feb", "23 Feb", "9 Mar", "23 Mar"]),
        (200, ["1 Sep", "1 Oct", "1 Nov", "1 Dec", "1 Jan", "1 Feb", "1 Mar"]),
        (400, ["1 Apr", "1 Jul", "1 Oct", "1 Jan", "1 Apr"]),
    ],
)
def test_days_are_named_as_far_apart_as_there_is_room(days: int, named: list[str]) -> None:
    """Mondays for weeks, first days for months, quarters for a year; the scale goes on a little beyond now."""
    ticks = scale_of([NOW - timedelta(days=days)], NOW).ticks(CHICAGO)

    assert named == [f"{tick.day.day} {tick.day:%b}" for tick in ticks]
    assert sorted(tick.at for tick in ticks) == [tick.at for tick in ticks]
    assert [number % 2 == 0 for number in range(len(ticks))] == [tick.main for tick in ticks]
