"""A job search on disk, told as raw mail and calendar files with the moments at which they came.

The layout is that of tests/stories: `story.yaml` beside `mail/` and `calendar/`. A plain folder with `mail/` and
`calendar/` and no story.yaml is read as one whose messages came when their headers say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword.errors import OwnersError, shown, world_error
from afterword.mailboxes.contract import Role
from afterword.owner.configuration import ProfileFile, no_zone
from afterword.owner.notes_file import aware
from afterword.owner.system_zone import zone_named
from afterword_rules.days.business_days import country_of_zone
from afterword_rules.note import Note
from afterword_rules.owner import Owner, Profile
from afterword_rules.yaml_files.source import Path as YamlPath
from afterword_rules.yaml_files.source import Positions, Problem, read_yaml, validate


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that arrives at `at` (aware) in the folder of `role`."""

    file: Path
    role: Role
    at: datetime


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A calendar file that stands in the calendar from `appears` until `removed`. A later one of the same name replaces it."""

    file: Path
    appears: datetime
    removed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One job search: whose it is, and what happened when. `until` is where the clock stops.

    `problems` are lines for the owner: files that could not be read and are left out.
    """

    title: str
    owner: Owner
    deliveries: tuple[Delivery, ...]
    calendar: tuple[CalendarChange, ...]
    notes: tuple[Note, ...]
    until: datetime
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _OwnerEntry:
    name: str
    addresses: tuple[str, ...]
    timezone: str


@dataclass(frozen=True, slots=True)
class _MailEntry:
    file: str
    folder: str
    delivered: str


@dataclass(frozen=True, slots=True)
class _CalendarFile:
    file: str
    appears: str
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class _NoteEntry:
    at: str
    company: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class _StoryFile:
    """story.yaml. `expect` is for whoever judges the result; the program never looks at it."""

    owner: _OwnerEntry
    mail: tuple[_MailEntry, ...]
    until: str
    title: str = ""
    lang: str = "en"
    tests: str = ""
    profile: ProfileFile = field(default_factory=ProfileFile)
    notes: tuple[_NoteEntry, ...] = ()
    calendar: tuple[_CalendarFile, ...] = ()
    expect: object = None


_FOLDERS = {"INBOX": Role.INBOX, "Sent": Role.SENT}


def load_story(folder: Path) -> Story:
    """Read the story in `folder`.

    :raises OwnersError: story.yaml is wrong (every problem, as file:line:column), or names a file that is not there.
    """
    name = folder / "story.yaml"
    try:
        text = name.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        msg = f"{name}: cannot be read: {cause}"
        raise OwnersError(msg) from error
    data, positions, found = read_yaml(text, str(name))
    if found:
        raise OwnersError(*map(str, found))
    file, wrong = validate(data, positions, _StoryFile)
    if file is None:
        raise OwnersError(*map(str, wrong))
    return _Reader(folder, positions).story(file)


class _Reader:
    """Turns a story file into a story, and gathers what is wrong with it."""

    def __init__(self, folder: Path, positions: Positions) -> None:
        self._folder = folder
        self._positions = positions
        self._problems: list[Problem] = []

    def story(self, file: _StoryFile) -> Story:
        owner = self._owner(file)
        story = Story(
            title=file.title,
            owner=owner,
            deliveries=tuple(self._delivery(entry, ("mail", i)) for i, entry in enumerate(file.mail)),
            calendar=tuple(self._change(entry, ("calendar", i)) for i, entry in enumerate(file.calendar)),
            notes=tuple(
                Note(at=self._moment(n.at, ("notes", i, "at")), company=n.company, text=n.text, person=n.person)
                for i, n in enumerate(file.notes)
            ),
            until=self._moment(file.until, ("until",)),
        )
        if self._problems:
            raise OwnersError(*map(str, sorted(self._problems)))
        return story

    def _owner(self, file: _StoryFile) -> Owner:
        told = file.owner
        zone = zone_named(told.timezone)
        if zone is None:
            self._problems.append(self._positions.problem(("owner", "timezone"), no_zone(told.timezone)))
            zone = ZoneInfo("UTC")
        profile = Profile(file.profile.headline, file.profile.highlights, file.profile.signature)
        addresses = tuple(address.lower() for address in told.addresses)
        return Owner(told.name, addresses, zone, country_of_zone(zone.key), profile)

    def _delivery(self, entry: _MailEntry, path: YamlPath) -> Delivery:
        if entry.folder not in _FOLDERS:
            self._problems.append(
                self._positions.problem((*path, "folder"), f'"{entry.folder}" is neither INBOX nor Sent')
            )
        role = _FOLDERS.get(entry.folder, Role.INBOX)
        return Delivery(self._path(entry.file, path), role, self._moment(entry.delivered, (*path, "delivered")))

    def _change(self, entry: _CalendarFile, path: YamlPath) -> CalendarChange:
        removed = self._moment(entry.removed, (*path, "removed")) if entry.removed else None
        return CalendarChange(self._path(entry.file, path), self._moment(entry.appears, (*path, "appears")), removed)

    def _path(self, name: str, path: YamlPath) -> Path:
        file = self._folder / name
        if not file.is_file():
            self._problems.append(self._positions.problem((*path, "file"), f"there is no file {name}"))
        return file

    def _moment(self, text: str, path: YamlPath) -> datetime:
        moment = aware(text)
        if moment is None:
            wrong = f'"{text}" is no moment; write it like "2026-03-10T14:50:00+01:00"'
            self._problems.append(self._positions.problem(path, wrong))
            return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
        return moment


QUIET_END = timedelta(days=45)
"""How long the clock runs on after the last message of a plain folder: long enough for every follow-up to come due."""


def story_of_folder(folder: Path, owner: Owner) -> Story:
    """A plain folder with `mail/` (and maybe `calendar/`), as the job search of `owner`.

    A message arrives when its topmost Received header says, else its Date; what `owner` wrote lies in Sent.
    A calendar file stands there from the first message on.
    """
    from afterword_parsers.mail.mime import read_message

    deliveries: list[Delivery] = []
    problems: list[str] = []
    for file in sorted((folder / "mail").rglob("*")):
        if not file.is_file() or file.name.startswith("."):
            continue
        try:
            message = read_message(file.read_bytes(), zone=owner.zone)
        except OSError as error:
            problems.append(str(world_error("read", file, error)))
            continue
        at = message.received or message.sent
        if at is None:
            problems.append(f"{shown(file)}: has no date, so it is left out")
            continue
        role = Role.SENT if owner.is_me(message.sender.email) else Role.INBOX
        deliveries.append(Delivery(file, role, at))
    if not deliveries:
        raise OwnersError(*problems, f"{shown(folder)}: no message with a date in mail/, and no story.yaml")
    deliveries.sort(key=lambda delivery: (delivery.at, delivery.file))
    first, last = deliveries[0].at, deliveries[-1].at
    calendar = tuple(CalendarChange(file, first) for file in sorted((folder / "calendar").rglob("*.ics")))
    return Story(folder.name, owner, tuple(deliveries), calendar, (), last + QUIET_END, tuple(problems))
