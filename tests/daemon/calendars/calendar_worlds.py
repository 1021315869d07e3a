"""The kinds of calendar, each with the outside that its owner changes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any, Protocol

import pytest
from google.oauth2.credentials import Credentials

from afterword.calendars.caldav import CaldavCalendar
from afterword.calendars.contract import Calendar
from afterword.calendars.google import GoogleCalendar
from afterword.calendars.memory import MemoryCalendar
from afterword.calendars.vdir import VdirCalendar
from afterword.calendars.web import WebCalendar
from afterword.secrets import Secret
from afterword_parsers.calendar.ics import read_invitations
from afterword_parsers.invitation import Invitation
from daemon.calendars.calendar_files import calendar_file
from servers.google_calendar import GoogleCalendarServer
from servers.http_loopback import Loopback, Reply, Request
from servers.radicale import PASSWORD, Radicale

ME = "nell@home.example"
Fixture = Callable[[str], Any]


class World(Protocol):
    """One calendar from outside, as the owner changes it."""

    calendar: Calendar

    def write(self, **events: str) -> None:
        """The calendar holds these events from now on, by uid."""
        ...

    def take_down(self) -> None: ...

    def bring_back(self) -> None: ...

    def stop(self) -> None: ...


class MemoryWorld:
    def __init__(self, _: Path, __: Fixture) -> None:
        self.calendar = self._memory = MemoryCalendar("work")

    def write(self, **events: str) -> None:
        self._memory.entries = list(read_invitations(calendar_file(*events.values()), zone=UTC)[0])

    def take_down(self) -> None:
        self._memory.down = "it is down"

    def bring_back(self) -> None:
        self._memory.down = ""

    def stop(self) -> None:
        """Nothing runs."""


class FolderWorld:
    def __init__(self, folder: Path, _: Fixture) -> None:
        self._path = folder / "calendar"
        (self._path / "interviews").mkdir(parents=True)
        self.calendar = VdirCalendar("work", self._path)

    def write(self, **events: str) -> None:
        collection = self._path / "interviews"
        for path in collection.iterdir():
            if path.stem not in events:
                path.unlink()
        for uid, text in events.items():
            half = collection / f"{uid}.tmp"
            half.write_bytes(calendar_file(text))
            half.rename(collection / f"{uid}.ics")

    def take_down(self) -> None:
        self._path.rename(self._path.with_name("gone"))

    def bring_back(self) -> None:
        self._path.with_name("gone").rename(self._path)

    def stop(self) -> None:
        """Nothing runs."""


class FileWorld:
    def __init__(self, folder: Path, _: Fixture) -> None:
        self._path = folder / "calendar.ics"
        self.calendar = VdirCalendar("work", self._path)
        self.write()

    def write(self, **events: str) -> None:
        half = self._path.with_name("half")
        half.write_bytes(calendar_file(*events.values()))
        half.rename(self._path)

    def take_down(self) -> None:
        self._path.rename(self._path.with_name("gone"))

    def bring_back(self) -> None:
        self._path.with_name("gone").rename(self._path)

    def stop(self) -> None:
        """Nothing runs."""


class PublishedFile:
    """Answers as a server of files does: with an ETag, and 304 to who knows it."""

    def __init__(self) -> None:
        self.data = calendar_file()
        self.down = False

    def __call__(self, request: Request) -> Reply:
        if self.down:
            return Reply(503, b"<html>Back soon</html>", {"Content-Type": "text/html"})
        tag = f'"{hashlib.sha256(self.data).hexdigest()}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(304, headers={"ETag": tag}, length=None)
        return Reply(200, self.data, {"ETag": tag, "Content-Type": "text/calendar"})


class WebWorld:
    def __init__(self, _: Path, __: Fixture, tls: tuple[Path, Path] | None = None) -> None:
        self._file = PublishedFile()
        self._server = Loopback(self._file, tls)
        self._server.__enter__()
        self.calendar = WebCalendar("work", f"{self._server.url}/secret-part/work.ics")

    def write(self, **events: str) -> None:
        self._file.data = calendar_file(*events.values())

    def take_down(self) -> None:
        self._file.down = True

    def bring_back(self) -> None:
        self._file.down = False

    def stop(self) -> None:
        self._server.close()


class SecureWebWorld(WebWorld):
    def __init__(self, folder: Path, fixture: Fixture) -> None:
        tls: tuple[Path, Path] = fixture("localhost")
        patch: pytest.MonkeyPatch = fixture("monkeypatch")
        patch.setenv("SSL_CERT_FILE", str(tls[0]))
        super().__init__(folder, fixture, tls)


class CaldavWorld:
    """The calendar of a new user of Radicale; it is down while the user is not let in."""

    def __init__(self, _: Path, fixture: Fixture) -> None:
        self._server: Radicale = fixture("radicale")
        self._user = f"nell-{uuid.uuid4()}"
        self._there: dict[str, str] = {}
        self._server.let_in(self._user)
        self._server.make_calendar(self._user, "work")
        self._server.make_calendar(self._user, "tasks", "VTODO")
        self.calendar = CaldavCalendar("work", self._server.url, self._user, lambda: Secret(PASSWORD), patience=0)

    def write(self, **events: str) -> None:
        for uid in self._there.keys() - events.keys():
            assert 200 == self._server.write("DELETE", self._path(uid), self._user)
        for uid, text in events.items():
            assert self._server.write("PUT", self._path(uid), self._user, calendar_file(text)) in {201, 204}
        self._there = events

    def _path(self, uid: str) -> str:
        return f"{self._user}/work/{uid}.ics"

    def take_down(self) -> None:
        self._server.shut_out(self._user)

    def bring_back(self) -> None:
        self._server.let_in(self._user)

    def stop(self) -> None:
        """The server goes on for the next user."""


class GoogleWorld:
    """A deleted event stays listed as cancelled, and nothing else is told of it."""

    def __init__(self, _: Path, __: Fixture) -> None:
        self._server = GoogleCalendarServer()
        self._server.__enter__()
        self.calendar = google_calendar(self._server)

    def write(self, **events: str) -> None:
        found = read_invitations(calendar_file(*events.values()), zone=UTC)[0]
        gone = [entry["id"] for entry in self._server.entries if entry["id"] not in events]
        self._server.entries = [
            *(google_event(invitation) for invitation in found),
            *({"id": name, "status": "cancelled"} for name in gone),
        ]

    def take_down(self) -> None:
        self._server.token = "another"

    def bring_back(self) -> None:
        self._server.token = "token"

    def stop(self) -> None:
        refused = self._server.refused
        self._server.close()
        assert [] == refused


def google_calendar(server: GoogleCalendarServer, calendar: str = "primary", silence: float = 20.0) -> GoogleCalendar:
    """The calendar as the program reads it from the server."""
    return GoogleCalendar(
        "work",
        calendar,
        lambda: Credentials(token="token"),  # type: ignore[no-untyped-call]
        [ME],
        endpoint=f"{server.url}/calendar/v3/",
        silence=silence,
    )


def google_event(invitation: Invitation) -> dict[str, Any]:
    """An event as the API gives it."""
    event: dict[str, Any] = {
        "kind": "calendar#event",
        "id": invitation.uid,
        "iCalUID": invitation.uid,
        "status": "cancelled" if invitation.cancelled else "confirmed",
        "summary": invitation.summary,
        "start": {"dateTime": invitation.start.isoformat()},
        "end": {"dateTime": invitation.end.isoformat()},
        "attendees": [{"email": guest.email, "displayName": guest.name} for guest in invitation.attendees],
    }
    return event | ({"recurrence": ["RRULE:FREQ=WEEKLY"]} if invitation.recurs else {})
