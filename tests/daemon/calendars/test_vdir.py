"""Calendar files in particular: what lies beside them, what is wrong with them, and what is read twice."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from afterword.calendars import vdir
from afterword.calendars.contract import CalendarRead
from afterword.calendars.vdir import VdirCalendar
from daemon.calendars.calendar_files import NOON, calendar_file, event

GOOD = calendar_file(event("good", NOON))


def read(path: Path) -> CalendarRead:
    return look(VdirCalendar("work", path))


def look(calendar: VdirCalendar) -> CalendarRead:
    return calendar.events(NOON - timedelta(days=7), NOON + timedelta(days=7), UTC)


def test_only_events_of_the_folder_and_its_collections_are_read(tmp_path: Path) -> None:
    """Hidden files, the colours and names of collections, half-written files and deeper folders are no events."""
    for path in ("a.ics", "one/b.ICS", "one/.c.ics", ".hidden/d.ics", "one/e.ics.tmp", "one/two/f.ics", "one/g.props"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(calendar_file(event(Path(path).name, NOON)))
    (tmp_path / "one" / "color").write_text("#ff0000")

    found = read(tmp_path)

    assert (["a.ics", "b.ICS"], (), True) == ([event.uid for event in found.events], found.problems, found.complete)


def test_tasks_are_no_problem(tmp_path: Path) -> None:
    """Vdirs hold to-dos beside events: such a file is read and has no event."""
    (tmp_path / "todo.ics").write_bytes(calendar_file("BEGIN:VTODO\r\nUID:t\r\nSUMMARY:Buy milk\r\nEND:VTODO\r\n"))

    assert CalendarRead(()) == read(tmp_path)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00\xff\xfe no calendar \x80",
        GOOD[:60],
        GOOD.replace(b"END:VEVENT\r\nEND:VCALENDAR\r\n", b""),
        GOOD.replace(b"DTSTART:2026", b"DTSTART:year"),
        GOOD.replace(b"DTSTART", b"X-START"),
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 2_000,
    ],
    ids=["empty", "garbage", "truncated", "no end", "no date", "no start", "nested"],
)
def test_a_broken_file_is_named_and_the_others_are_read(tmp_path: Path, broken: bytes) -> None:
    """What a broken file held is not known, so the read is not complete; its neighbours are as good as ever."""
    (tmp_path / "bad.ics").write_bytes(broken)
    (tmp_path / "good.ics").write_bytes(GOOD)

    found = read(tmp_path)

    assert ("good", False) == (found.events[-1].uid, found.complete)
    assert found.problems
    assert all(problem.startswith(f"{tmp_path}/bad.ics: ") for problem in found.problems)


def test_a_huge_file_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """Beyond the limit nothing is read: a line says so, and events that are missing prove nothing."""
    (tmp_path / "huge.ics").write_bytes(b"BEGIN:VCALENDAR\r\nX-JUNK:" + b"x" * 6_000_000)
    (tmp_path / "good.ics").write_bytes(GOOD)

    found = read(tmp_path)

    assert (["good"], False) == ([event.uid for event in found.events], found.complete)
    assert f"{tmp_path}/huge.ics: it is 6000024 bytes long, only the first" in found.problems[0]


def test_what_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unreadable file makes the read incomplete, and so does an unreadable collection."""
    (tmp_path / "one").mkdir()
    (tmp_path / "bad.ics").write_bytes(GOOD)
    (tmp_path / "good.ics").write_bytes(GOOD)
    real_open, real_scan = Path.open, os.scandir

    def refuse_file(path: Path, *arguments: str) -> object:
        if path.name == "bad.ics":
            raise PermissionError(13, "Permission denied")
        return real_open(path, *arguments)  # type: ignore[call-overload]

    def refuse_folder(path: Path) -> object:
        if path.name == "one":
            raise PermissionError(13, "Permission denied")
        return real_scan(path)

    monkeypatch.setattr(Path, "open", refuse_file)
    monkeypatch.setattr(os, "scandir", refuse_folder)

    found = read(tmp_path)

    assert (f"{tmp_path}/one: Permission denied", f"{tmp_path}/bad.ics: Permission denied") == found.problems
    assert (["good"], False) == ([event.uid for event in found.events], found.complete)


def test_a_folder_that_is_suddenly_empty_is_not_believed(tmp_path: Path) -> None:
    """A disk that was unmounted leaves an empty folder behind; nobody deletes all events at once."""
    (tmp_path / "a.ics").write_bytes(GOOD)
    calendar = VdirCalendar("work", tmp_path)
    look(calendar)

    (tmp_path / "a.ics").unlink()

    assert [(False, (f"{tmp_path}: all 1 files are gone",))] * 2 == [
        (found.complete, found.problems) for found in (look(calendar), look(calendar))
    ]


def test_files_that_did_not_change_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second read opens only what was written since, and gives everything."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.ics").write_bytes(calendar_file(event(name, NOON)))
    calendar = VdirCalendar("work", tmp_path)
    look(calendar)
    opened: list[str] = []
    real = Path.open

    def note(path: Path, *arguments: str) -> object:
        opened.append(path.name)
        return real(path, *arguments)  # type: ignore[call-overload]

    (tmp_path / "half").write_bytes(calendar_file(event("b", NOON, "SUMMARY:moved")))
    (tmp_path / "half").rename(tmp_path / "b.ics")
    monkeypatch.setattr(Path, "open", note)

    found = look(calendar)

    assert (["b.ics"], ["", "moved"]) == (opened, [event.summary for event in found.events])


def test_problems_are_told_at_every_read(tmp_path: Path) -> None:
    """A broken file that did not change stays a problem, and the read stays incomplete."""
    (tmp_path / "bad.ics").write_bytes(b"no calendar")
    calendar = VdirCalendar("work", tmp_path)

    assert look(calendar) == look(calendar)
    assert not look(calendar).complete


def test_times_without_a_zone_are_read_in_the_zone_of_the_day(tmp_path: Path) -> None:
    """When the owner's zone changes, what was read in the old one is read again."""
    (tmp_path / "a.ics").write_bytes(GOOD.replace(b"00Z\r\nDTEND", b"00\r\nDTEND"))
    calendar = VdirCalendar("work", tmp_path)
    window = (NOON - timedelta(days=7), NOON + timedelta(days=7))

    starts = [calendar.events(*window, ZoneInfo(zone)).events[0].start for zone in ("Europe/Berlin", "Asia/Tokyo")]

    assert [datetime(2026, 3, 2, 11, tzinfo=UTC), datetime(2026, 3, 2, 3, tzinfo=UTC)] == starts
    assert not vdir.VdirCalendar("work", tmp_path).events(*window, UTC).events[0].zone_known
