"""`calendars:` in config.yaml: where a calendar lies, and what is wrong with what the owner wrote about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from afterword.calendars.http_exchange import host_of, url_problem
from afterword.owner.entry_problems import command_problems, one_of
from afterword_rules.yaml_files.source import Path, Positions, Problem

_KINDS = ("ics", "caldav", "google")
_CONSENTS = ("account", "client", "token")


@dataclass(frozen=True, slots=True)
class CaldavEntry:
    """`caldav:`: an address on the server, and who the owner is there.

    `password_command` is a program with its arguments, which prints the password; without it the password comes from
    where `afterword.secrets` says.
    """

    url: str
    user: str
    password_command: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GoogleEntry:
    """`google:`: the id of a calendar, or "primary", and whose consent lets it be read.

    `account` is the account that has it, `client` the file of the owner's own OAuth client for a consent of its own,
    `token` a file that holds one; exactly one of the three is given.
    """

    token: str | None = None
    calendar: str = "primary"
    account: str | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry of `calendars:`. `ics` is a file, a folder (vdir) or an https address; exactly one of the three is given."""

    id: str
    ics: str | None = None
    caldav: CaldavEntry | None = None
    google: GoogleEntry | None = None

    @property
    def place(self) -> str:
        """Where it lies, as it may be shown: an address of a published calendar is as secret as a password."""
        if self.caldav is not None:
            return f"CalDAV at {host_of(self.caldav.url)}"
        if self.google is not None:
            return f"Google, {self.google.calendar}"
        place = self.ics or ""
        return f"published at {host_of(place)}" if "://" in place else place


def calendar_problems(entry: CalendarEntry, path: Path, positions: Positions) -> Iterator[Problem]:
    """What is wrong with one entry beyond its shape."""
    yield from one_of(
        {kind: getattr(entry, kind) for kind in _KINDS},
        path,
        positions,
        missing="say where the calendar lies: ics, caldav or google",
        beside="one calendar lies in one place; give the other an id of its own",
    )
    if entry.ics is not None:
        yield from _place_problems(entry.ics, (*path, "ics"), positions)
    if entry.caldav is not None:
        yield from _caldav_problems(entry.caldav, (*path, "caldav"), positions)
    if entry.google is not None:
        yield from _google_problems(entry.google, (*path, "google"), positions)


def _google_problems(entry: GoogleEntry, path: Path, positions: Positions) -> Iterator[Problem]:
    for key in ("calendar", *_CONSENTS):
        if (value := getattr(entry, key)) is not None and not value.strip():
            yield positions.problem((*path, key), f'"{key}" is empty')
    yield from one_of(
        {key: getattr(entry, key) for key in _CONSENTS},
        path,
        positions,
        missing="say whose consent lets it be read: account, client or token",
        beside="one of them lets the calendar be read",
    )


def _place_problems(place: str, path: Path, positions: Positions) -> Iterator[Problem]:
    if not place.strip():
        yield positions.problem(path, '"ics" is empty; give a file, a folder or an https address')
    # "webcal:" is written without slashes too.
    elif ("://" in place or place.startswith("webcal:")) and (wrong := url_problem(place)):
        yield positions.problem(path, wrong)


def _caldav_problems(entry: CaldavEntry, path: Path, positions: Positions) -> Iterator[Problem]:
    if wrong := url_problem(entry.url):
        yield positions.problem((*path, "url"), wrong)
    if not entry.user.strip():
        yield positions.problem((*path, "user"), '"user" is empty')
    elif ":" in entry.user:
        # RFC 7617 section 2.
        yield positions.problem((*path, "user"), "a user name cannot hold a colon")
    yield from command_problems(entry.password_command, (*path, "password_command"), positions, "calendar")
