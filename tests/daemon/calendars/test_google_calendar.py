"""Google Calendar in particular: how its events become ours, and what happens when it gives no or half an answer."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from afterword.calendars.contract import CalendarRead
from afterword.calendars.google import SCOPE, GoogleCalendar, credentials_of
from afterword.calendars.google_events import invitation_of
from afterword.errors import WorldError
from afterword_parsers.invitation import Attendee, Invitation
from daemon.calendars.calendar_files import NOON
from daemon.calendars.calendar_worlds import ME, google_calendar
from servers.discovery import BadRequestError
from servers.google_calendar import GoogleCalendarServer, checked
from servers.http_loopback import Reply, Request

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)


@pytest.fixture(name="google")
def _google() -> Generator[GoogleCalendarServer]:
    """A calendar at Google; in the end nothing may have been asked that its description does not know."""
    with GoogleCalendarServer() as server:
        yield server
    assert [] == server.refused


def an_event(name: str = "e1", at: datetime = NOON, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "iCalUID": f"{name}@google.com",
        "status": "confirmed",
        "start": {"dateTime": at.isoformat()},
        "end": {"dateTime": (at + timedelta(hours=1)).isoformat()},
        **more,
    }


def look(calendar: GoogleCalendar) -> CalendarRead:
    return calendar.events(NOON - WEEK, NOON + WEEK, BERLIN)


def converted(**more: Any) -> Invitation:
    found = invitation_of(an_event(**more), BERLIN, [ME])
    assert found is not None
    return found


def test_an_event_comes_with_all_that_matters() -> None:
    """The UID is that of the mail; guests with their answers, rooms as resources, the owner by an address we know."""
    event = converted(
        sequence=2,
        updated="2026-02-20T08:00:00.123Z",
        summary=" System design ",
        description="<b>Agenda</b><br>Queues &amp; caches",
        location="",
        hangoutLink="https://meet.example/abc",
        organizer={"email": "Hiring@larkspur.example", "displayName": "Larkspur Hiring"},
        attendees=[
            {"email": "nell.private@mail.example", "self": True, "responseStatus": "accepted"},
            {"email": "Runa@larkspur.example", "displayName": "Runa  Falk", "responseStatus": "needsAction"},
            {"email": "room-4@resource.example", "displayName": "Room 4", "resource": True},
            {"email": "odd@larkspur.example", "displayName": "odd@larkspur.example", "responseStatus": "declined"},
        ],
    )

    assert ("e1@google.com", 2, "System design", "Agenda\nQueues & caches") == (
        event.uid,
        event.sequence,
        event.summary,
        event.description,
    )
    assert (NOON, NOON + timedelta(hours=1), "https://meet.example/abc") == (event.start, event.end, event.location)
    assert datetime(2026, 2, 20, 8, 0, 0, 123_000, tzinfo=UTC) == event.stamp
    assert Attendee("Larkspur Hiring", "hiring@larkspur.example") == event.organizer
    assert (
        Attendee("", ME, status="accepted"),
        Attendee("Runa Falk", "runa@larkspur.example"),
        Attendee("Room 4", "room-4@resource.example", kind="resource"),
        Attendee("", "odd@larkspur.example", status="declined"),
    ) == event.attendees
    assert ("", False, False, False, True) == (
        event.recurrence,
        event.recurs,
        event.cancelled,
        event.all_day,
        event.zone_known,
    )


def test_an_address_of_the_owners_stays() -> None:
    """One that is configured is not written over by another."""
    event = an_event(attendees=[{"email": "n@work.example", "self": True}])
    found = invitation_of(event, BERLIN, [ME, "n@work.example"])

    assert found is not None
    assert ["n@work.example"] == [guest.email for guest in found.attendees]


def test_times_keep_their_zone() -> None:
    """A named zone holds, an offset does without one, and what has neither is read in the zone of the day and says so."""
    zoned = converted(start={"dateTime": "2026-03-02T13:00:00+01:00", "timeZone": "Europe/Berlin"}, end={})
    plain = converted(start={"dateTime": "2026-03-02T13:00:00"}, end={})

    assert (NOON, "Europe/Berlin", True) == (zoned.start, str(zoned.start.tzinfo), zoned.zone_known)
    assert (NOON, False) == (plain.start, plain.zone_known)


def test_a_whole_day_begins_in_the_zone_of_the_day() -> None:
    """It has no zone of its own, and ends as the next one begins."""
    event = converted(start={"date": "2026-03-02"}, end={"date": "2026-03-03"})

    assert (datetime(2026, 3, 2, tzinfo=BERLIN), datetime(2026, 3, 3, tzinfo=BERLIN), True) == (
        event.start,
        event.end,
        event.all_day,
    )


def test_an_occurrence_names_the_start_it_had() -> None:
    """As RECURRENCE-ID does in mail: the same occurrence from both is one."""
    moved = converted(recurringEventId="e0", originalStartTime={"dateTime": "2026-03-01T13:00:00+01:00"})
    day = converted(recurringEventId="e0", originalStartTime={"date": "2026-03-01"})

    assert ["2026-03-01T12:00:00+00:00", "2026-03-01"] == [moved.recurrence, day.recurrence]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"id": "x", "status": "cancelled"}, None),
        ({"id": "x", "status": "cancelled", "iCalUID": "u"}, None),
        (
            {"status": "cancelled", "iCalUID": "u", "recurringEventId": "x"}
            | {"originalStartTime": {"dateTime": "2026-03-02T12:00:00Z"}},
            ("u", NOON, "2026-03-02T12:00:00+00:00"),
        ),
        (an_event(status="cancelled"), ("e1@google.com", NOON, "")),
    ],
)
def test_a_deleted_event_is_cancelled_as_far_as_it_is_known(
    event: dict[str, Any], expected: tuple[str, datetime, str] | None
) -> None:
    """Of some Google keeps no more than the id: they are gone."""
    found = invitation_of(event, BERLIN, [ME])

    assert expected == (found and (found.uid, found.start, found.recurrence))
    assert found is None or found.cancelled


@pytest.mark.parametrize(
    "wrong",
    [{"start": {}}, {"start": {"dateTime": "soon"}}, {"start": {"date": "2026-13-01"}}, {"iCalUID": ""}, {"start": 7}],
)
def test_an_event_that_cannot_be_read_is_told_and_the_others_are_read(
    google: GoogleCalendarServer, wrong: dict[str, Any]
) -> None:
    """What it was is not known, so the read is not complete."""
    google.instead = listing(an_event("good"), an_event("bad", **wrong))

    found = look(google_calendar(google))

    assert (["good@google.com"], False, 1) == ([one.uid for one in found.events], found.complete, len(found.problems))


def listing(*events: dict[str, Any]) -> Reply:
    return Reply(200, json.dumps({"items": events}).encode(), {"Content-Type": "application/json"})


def test_odd_values_are_borne() -> None:
    """Numbers where words should be, and people without an address, break nothing."""
    event = converted(summary=7, attendees=[None, {}, {"email": None}], organizer="me", sequence="two", updated="then")

    assert ("", 2, None, 0, None) == (
        event.summary,
        len(event.attendees),
        event.organizer,
        event.sequence,
        event.stamp,
    )


def test_all_pages_are_read(google: GoogleCalendarServer) -> None:
    """However few events come at a time."""
    google.page = 3
    google.entries = [an_event(f"e{number}", NOON + timedelta(minutes=number)) for number in range(10)]

    found = look(google_calendar(google))

    assert ([f"e{number}@google.com" for number in range(10)], True) == (
        [event.uid for event in found.events],
        found.complete,
    )
    assert 4 == len(google.requests)


def test_a_page_that_fails_makes_the_read_incomplete(google: GoogleCalendarServer) -> None:
    """What came before it is as good as any."""
    google.page = 3
    google.entries = [an_event(f"e{number}") for number in range(5)]
    whole = google.answer
    google.answer = lambda request: Reply(403) if "pageToken" in request.path else whole(request)

    found = look(google_calendar(google))

    assert (3, False) == (len(found.events), found.complete)
    assert ("work at Google: the server does not let us read it (403)",) == found.problems


def test_only_reading_is_asked_for(google: GoogleCalendarServer) -> None:
    """One GET with the window; the token travels in the header, never in the address."""
    look(google_calendar(google))

    (request,) = google.requests
    method, asked = checked(request)
    assert ("GET", "calendar.events.list") == (request.method, method)
    assert {"showDeleted": True, "singleEvents": True, "calendarId": "primary"}.items() <= asked.items()
    assert "token" not in request.path


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(401), "Google does not accept the token (any more)"),
        (Reply(403), "the server does not let us read it (403)"),
        (Reply(404), "there is no calendar at this address (404)"),
        (Reply(410), "the calendar was taken away (410)"),
        (Reply(500), "the server is in trouble (500)"),
        (Reply(302, headers={"Location": "http://trap.example/"}), "an unexpected answer (302)"),
        (Reply(400, b"<html>"), "an unexpected answer (400)"),
        (Reply(200, b"<html>Sign in</html>", {"Content-Type": "text/html"}), "the answer is no list of events, or broke off"),
        (Reply(200, b'{"items": [{"id"'), "the answer is no list of events, or broke off"),
        (Reply(200, b'{"items": []}', length=90), "Google cannot be reached (IncompleteRead)"),
        (Reply(200, b'["no"]'), "the answer is no list of events, or broke off"),
        (Reply(200, b'{"items": 7}'), "the answer is no list of events, or broke off"),
        (Reply(hangs=True), "Google took too long"),
    ],
    ids=lambda value: value.replace(" ", "-")[:60] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_bad_answer_is_never_an_emptied_calendar(google: GoogleCalendarServer, reply: Reply, said: str) -> None:
    """Not complete, one line with the cause; and then it is well again."""
    google.entries = [an_event()]
    google.instead = reply
    calendar = google_calendar(google, silence=0.3 if reply.hangs else 20)

    bad = look(calendar)
    calendar.close()
    google.instead = None

    assert ((), False, (f"work at Google: {said}",)) == (bad.events, bad.complete, bad.problems)
    assert look(google_calendar(google)).complete


def test_an_unknown_calendar_is_told(google: GoogleCalendarServer) -> None:
    """The id may have been mistyped; it may hold anything that an address may not."""
    found = look(google_calendar(google, "team/été@group.calendar.example"))

    assert ("work at Google: there is no calendar at this address (404)",) == found.problems


@pytest.mark.slow
def test_fifty_thousand_events_are_read(google: GoogleCalendarServer) -> None:
    """In pages of 2500."""
    google.page = 2500
    google.entries = [an_event(str(number)) for number in range(50_000)]

    found = look(google_calendar(google))

    assert (50_000, True, 20) == (len(found.events), found.complete, len(google.requests))


TOKEN = {"client_id": "c", "client_secret": "hush", "refresh_token": "hush-hush", "scopes": ["everything"]}


def token_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "token.json"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_token_asks_for_reading_only(tmp_path: Path) -> None:
    """Whatever the file names."""
    credentials = credentials_of(token_file(tmp_path, json.dumps(TOKEN)))

    assert ([SCOPE], "hush-hush") == (credentials.scopes, credentials.refresh_token)
    assert SCOPE.endswith(".readonly")


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (json.dumps(TOKEN), 0o644, "others can read the token; run `chmod 600` on it"),
        ("hush", 0o600, "this is no token of an authorised user"),
        ('["hush"]', 0o600, "this is no token of an authorised user"),
        ('{"client_secret": "hush"}', 0o600, "this is no token of an authorised user"),
    ],
)
def test_a_bad_token_file_is_told_without_its_words(tmp_path: Path, text: str, mode: int, said: str) -> None:
    """The file and the remedy, and nothing that stands in it."""
    path = token_file(tmp_path, text, mode)

    with pytest.raises(WorldError) as caught:
        credentials_of(path)

    assert f"{path}: {said}" == str(caught.value)
    assert "hush" not in f"{caught.value!r} {caught.value.__cause__}"


def test_a_missing_token_file_is_a_line(tmp_path: Path) -> None:
    """The calendar is stale until the file is there."""
    calendar = GoogleCalendar("work", "primary", lambda: credentials_of(tmp_path / "none.json"), [ME])

    found = look(calendar)

    assert (False, (f"work at Google: cannot read the token {tmp_path}/none.json: No such file or directory",)) == (
        found.complete,
        found.problems,
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/calendar/v3/calendars/primary/events?colour=red"),
        ("GET", "/calendar/v3/calendars/primary/events?singleEvents=yes"),
        ("GET", "/calendar/v3/calendars/primary/events?orderBy=whim"),
        ("GET", "/calendar/v3/calendars/primary/events?maxResults=9999"),
        ("GET", "/calendar/v3/calendars/primary/events?timeMin=2026-03-01T00:00:00"),
        ("GET", "/calendar/v3/calendars/primary/events?syncToken=x&timeMin=2026-03-01T00:00:00Z"),
        ("GET", "/calendar/v3/calendars/primary/event"),
        ("PATCH", "/calendar/v3/calendars/primary/events"),
    ],
)
def test_the_server_of_these_tests_refuses_what_google_would(method: str, path: str) -> None:
    """Unknown paths, parameters and values: otherwise the tests above would prove nothing."""
    with pytest.raises(BadRequestError):
        checked(Request(method, path, {}, b""))
