"""Large calendars: passing over what lies elsewhere changes nothing of what is found, and takes no time."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.calendars import ics_data
from afterword.calendars.contract import in_window
from afterword.calendars.ics_data import read_ics
from afterword_parsers.calendar.ics import read_invitations
from daemon.calendars.calendar_files import NOON, calendar_file, event

BERLIN = ZoneInfo("Europe/Berlin")
START, END = NOON - timedelta(days=7), NOON + timedelta(days=7)
PADDING = "X-PADDING:" + "x" * 2000
LINES = (
    "STATUS:CANCELLED",
    "RRULE:FREQ=DAILY",
    "RECURRENCE-ID:20260301T120000Z",
    "DESCRIPTION:BEGIN:VEVENT",
    "BEGIN:VALARM",
)


@pytest.fixture(name="_everything_is_large", scope="module", autouse=True)
def _everything_is_large() -> Generator[None]:
    """So that small examples take the way of large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ics_data, "_LARGE", 0)
        yield


@given(
    st.lists(
        st.tuples(
            st.integers(-400, 400), st.integers(0, 900), st.lists(st.sampled_from(LINES), max_size=2, unique=True)
        )
    ),
    st.booleans(),
)
def test_nothing_is_lost_by_passing_over(events: list[tuple[int, int, list[str]]], twice: bool) -> None:
    """Whatever lies in the window is found with and without, in one calendar or in two."""
    made = [
        event(f"e{number}", NOON + timedelta(hours=12 * at), *lines, hours=length)
        for number, (at, length, lines) in enumerate(events)
    ]
    data = calendar_file(*made) + (calendar_file(event("last", NOON)) if twice else b"")
    expected, _ = read_invitations(data, zone=BERLIN)

    read = read_ics(data, START, END, BERLIN)

    inside = [one for one in expected if in_window(one, START, END)]
    assert (inside, True) == ([one for one in read.events if in_window(one, START, END)], read.whole)


def test_an_event_that_does_not_end_is_told() -> None:
    """Not whole, wherever the event would have been."""
    cut = event("cut", NOON + timedelta(days=900)).replace("END:VEVENT\r\n", "")

    assert not read_ics(calendar_file(event("good", NOON), cut), START, END, UTC).whole
    assert not read_ics(calendar_file(cut, event("good", NOON)), START, END, UTC).whole


def test_junk_is_passed_over_in_one_go() -> None:
    """A million beginnings without an end, or ends without a beginning: the work grows with the text, not its square."""
    for junk in (b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n"):
        assert not read_ics(b"BEGIN:VCALENDAR\r\n" + junk * 1_000_000, START, END, UTC).whole


def test_a_large_calendar_is_read_in_parts() -> None:
    """Zones that stand once in it hold for all parts."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
        "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    made = (
        event(f"e{n}", NOON, PADDING).replace("DTSTART:", "DTSTART;TZID=Ours:").replace("00Z\r\nDTEND", "00\r\nDTEND")
        for n in range(5000)
    )
    data = calendar_file(zone, *made)

    read = read_ics(data, START, END, UTC)

    assert len(data) > 10_000_000
    assert (5000, True, ()) == (len(read.events), read.whole, read.problems)
    assert {NOON - timedelta(hours=3)} == {one.start for one in read.events}
