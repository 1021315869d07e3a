"""What every calendar must do, whatever is behind it. A new kind of calendar is one more world."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from afterword.calendars.contract import CalendarRead
from daemon.calendars.calendar_files import NOON, event
from daemon.calendars.calendar_worlds import (
    CaldavWorld,
    FileWorld,
    FolderWorld,
    GoogleWorld,
    MemoryWorld,
    SecureWebWorld,
    WebWorld,
    World,
)

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)


@pytest.fixture(
    name="world",
    params=[
        MemoryWorld,
        FolderWorld,
        FileWorld,
        WebWorld,
        SecureWebWorld,
        GoogleWorld,
        pytest.param(CaldavWorld, marks=pytest.mark.server),
    ],
)
def _world(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[World]:
    """Each kind of calendar in turn, empty."""
    world: World = request.param(tmp_path, request.getfixturevalue)
    yield world
    world.calendar.close()
    world.stop()


def read(world: World, days: int = 7) -> CalendarRead:
    """The week around noon."""
    return world.calendar.events(NOON - timedelta(days=days), NOON + timedelta(days=days), BERLIN)


def uids(read: CalendarRead) -> list[str]:
    return [event.uid for event in read.events]


def test_an_empty_calendar_is_a_complete_read(world: World) -> None:
    """Nothing there, nothing wrong."""
    assert CalendarRead((), (), complete=True) == read(world)


def test_events_come_with_what_was_written_by_start(world: World) -> None:
    """The earliest comes first; text, times and guests are those of the calendar."""
    guest = 'ATTENDEE;CN="Falk, Runa":mailto:Runa@falk.example'
    world.write(b=event("b", NOON + timedelta(hours=4)), a=event("a", NOON, "SUMMARY:Talk with Runa", guest))

    found = read(world)

    assert (["a", "b"], (), True) == (uids(found), found.problems, found.complete)
    first = found.events[0]
    assert ("Talk with Runa", NOON, NOON + timedelta(hours=1)) == (first.summary, first.start, first.end)
    assert ["runa@falk.example"] == [guest.email for guest in first.attendees]


def test_only_what_touches_the_window(world: World) -> None:
    """An event that ends as the window begins, or begins as it ends, is outside; one that reaches in is inside."""
    start, end, hour = NOON - timedelta(days=7), NOON + timedelta(days=7), timedelta(hours=1)
    world.write(
        over=event("over", start - hour),
        reaching=event("reaching", start - hour, hours=2),
        moment=event("moment", start, hours=0),
        last=event("last", end - hour),
        later=event("later", end),
    )

    assert ["reaching", "moment", "last"] == uids(read(world))


def test_a_wider_window_later_shows_what_was_left_out(world: World) -> None:
    """Nothing that a narrow read passed over is forgotten for a wide one."""
    world.write(old=event("old", NOON - timedelta(days=20)), new=event("new", NOON))

    assert [["new"], ["old", "new"]] == [uids(read(world)), uids(read(world, days=30))]


def test_recurring_events_are_given_whenever_they_began(world: World) -> None:
    """As one whose first occurrence is known, so that the window cannot leave it out, or as its occurrences in there."""
    world.write(weekly=event("weekly", NOON - timedelta(days=91), "RRULE:FREQ=WEEKLY"))

    found = read(world).events

    assert {"weekly"} == {event.uid for event in found}
    assert all(event.recurs or (event.recurrence and abs(event.start - NOON) <= WEEK) for event in found)


def test_cancelled_events_are_told(world: World) -> None:
    """That an interview was called off is a fact as well."""
    world.write(off=event("off", NOON, "STATUS:CANCELLED"))

    assert [True] == [event.cancelled for event in read(world).events]


def test_changes_are_seen_at_the_next_read(world: World) -> None:
    """Added, moved and deleted events show at once, in a complete read."""
    world.write(a=event("a", NOON), b=event("b", NOON))
    read(world)

    world.write(a=event("a", NOON + timedelta(hours=1)), c=event("c", NOON))
    found = read(world)

    assert ([("c", NOON), ("a", NOON + timedelta(hours=1))], True) == (
        [(event.uid, event.start) for event in found.events],
        found.complete,
    )


def test_a_calendar_that_is_down_never_looks_emptied(world: World) -> None:
    """The read is not complete and says why, and the calendar is there again when it is back."""
    world.write(a=event("a", NOON), b=event("b", NOON))
    before = read(world)

    world.take_down()
    down = read(world)
    world.bring_back()

    assert ((), False, 1) == (down.events, down.complete, len(down.problems))
    assert before == read(world)


def test_closing_twice_is_fine(world: World) -> None:
    """Close may be called at any time and again."""
    world.calendar.close()
    world.calendar.close()
