"""A calendar on disk: a folder with one event a file (a vdir, as vdirsyncer and khal write it), or one .ics file.

A folder may hold several vdirs, one level down. Files that are not called *.ics (`color`, `displayname`, *.props) and
hidden ones are not looked at.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from afterword.calendars.contract import CalendarRead, in_window
from afterword.calendars.ics_data import holds_no_more_than
from afterword.errors import shown
from afterword_parsers.calendar.ics import read_invitations
from afterword_parsers.calendar.ics_text import MOST_BYTES
from afterword_parsers.invitation import Invitation

_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _File:
    """What one file said when it had this stamp (inode, time, size). `whole`: no event of it is missing."""

    stamp: _Stamp
    events: tuple[Invitation, ...]
    problems: tuple[str, ...]
    whole: bool


class VdirCalendar:
    """The events of the folder or file `path`. Files that did not change since the last read are not opened again."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._path = path
        self._files: dict[Path, _File] = {}
        self._read_for: tuple[datetime, tzinfo] | None = None

    @property
    def name(self) -> str:
        return self._name

    def events(self, window_start: datetime, window_end: datetime, zone: tzinfo) -> CalendarRead:
        """A folder that suddenly holds no file at all is taken for a disk that is not mounted: not complete."""
        self._forget_unless(window_start, zone)
        problems: list[str] = []
        paths = self._paths(problems)
        if not paths and self._files and not problems:
            problems.append(f"{shown(self._path)}: all {len(self._files)} files are gone")
        complete = not problems
        files: dict[Path, _File] = {}
        for path in paths:
            try:
                file = self._file(path, window_start, zone)
            except FileNotFoundError:
                # Deleted, or about to be written again under this name.
                complete = False
                continue
            except OSError as error:
                problems.append(f"{shown(path)}: {error.strerror}")
                complete = False
                continue
            files[path] = file
            problems += file.problems
            complete = complete and file.whole
        if paths:
            self._files = files
        inside = [
            event for file in files.values() for event in file.events if in_window(event, window_start, window_end)
        ]
        inside.sort(key=lambda event: (event.start, event.uid, event.recurrence))
        return CalendarRead(tuple(inside), tuple(problems), complete)

    def close(self) -> None:
        self._files.clear()

    def _forget_unless(self, window_start: datetime, zone: tzinfo) -> None:
        """What is kept lacks events that were over before the window it was read for, and depends on the zone."""
        if self._read_for is not None:
            start, read_in = self._read_for
            if read_in == zone and start <= window_start:
                return
        self._files.clear()
        self._read_for = (window_start, zone)

    def _paths(self, problems: list[str]) -> list[Path]:
        try:
            if not stat.S_ISDIR(self._path.stat().st_mode):
                return [self._path]
        except OSError as error:
            problems.append(f"{shown(self._path)}: {error.strerror}")
            return []
        found, collections = _look_into(self._path, problems)
        for collection in collections:
            found += _look_into(collection, problems)[0]
        return sorted(found)

    def _file(self, path: Path, window_start: datetime, zone: tzinfo) -> _File:
        status = path.stat()
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        known = self._files.get(path)
        if known is not None and known.stamp == stamp:
            return known
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        problems: tuple[str, ...] = ()
        if too_long := len(data) > MOST_BYTES:
            problems = (f"it is {status.st_size} bytes long, only the first {MOST_BYTES} were read",)
        events, wrong = read_invitations(data[:MOST_BYTES], zone=zone)
        whole = not too_long and holds_no_more_than(len(events), data)
        if not whole and not problems and not wrong:
            problems = ("it is cut short",)
        return _File(
            stamp,
            tuple(event for event in events if event.recurs or event.end >= window_start),
            tuple(f"{shown(path)}: {problem}" for problem in (*problems, *wrong)),
            whole,
        )


def _look_into(folder: Path, problems: list[str]) -> tuple[list[Path], list[Path]]:
    """The .ics files and the folders in a folder."""
    files: list[Path] = []
    folders: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    folders.append(folder / entry.name)
                elif entry.name.lower().endswith(".ics") and entry.is_file():
                    files.append(folder / entry.name)
    except OSError as error:
        problems.append(f"{shown(folder)}: {error.strerror}")
    return files, folders
