"""Published calendars in particular: what is asked twice, what servers do wrong, and where they may not lead us."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from afterword.calendars.contract import CalendarRead
from afterword.calendars.http_exchange import Limits
from afterword.calendars.kept_answers import KeptAnswers
from afterword.calendars.web import WebCalendar
from daemon.calendars.calendar_files import NOON, calendar_file, event
from daemon.calendars.calendar_worlds import PublishedFile
from servers.http_loopback import Loopback, Reply, Request

GOOD = calendar_file(event("good", NOON))
SMALL = Limits(size=1_000_000)
SHORT = Limits(silence=0.3, total=1.0)


@pytest.fixture(name="serve")
def _serve() -> Generator[Callable[[Callable[[Request], Reply]], Loopback]]:
    """Starts servers, and stops them after the test."""
    servers: list[Loopback] = []

    def serve(answer: Callable[[Request], Reply]) -> Loopback:
        servers.append(Loopback(answer))
        servers[-1].__enter__()
        return servers[-1]

    yield serve
    for server in servers:
        server.close()


Serve = Callable[[Callable[[Request], Reply]], Loopback]


def look(calendar: WebCalendar) -> CalendarRead:
    return calendar.events(NOON - timedelta(days=7), NOON + timedelta(days=7), UTC)


def uids(read: CalendarRead) -> list[str]:
    return [found.uid for found in read.events]


def test_what_did_not_change_is_not_sent_again(serve: Serve) -> None:
    """The second read knows the ETag, is told 304, and gives the same."""
    published = PublishedFile()
    published.data = GOOD
    server = serve(published)
    calendar = WebCalendar("work", f"{server.url}/a.ics")

    assert look(calendar) == look(calendar)
    assert [False, True] == ["if-none-match" in request.headers for request in server.requests]


def test_a_date_does_where_there_is_no_etag(serve: Serve) -> None:
    """Last-Modified is sent back as it came."""
    day = "Mon, 02 Mar 2026 09:00:00 GMT"

    def answer(request: Request) -> Reply:
        if request.headers.get("if-modified-since") == day:
            return Reply(304, length=None)
        return Reply(200, GOOD, {"Last-Modified": day})

    calendar = WebCalendar("work", serve(answer).url)

    assert look(calendar) == look(calendar)
    assert ["good"] == uids(look(calendar))


def test_what_is_known_outlives_the_program(serve: Serve, tmp_path: Path) -> None:
    """Another process asks with the ETag of the one before; the file is the owner's alone, and names no address."""
    published = PublishedFile()
    published.data = GOOD
    server = serve(published)
    for _ in range(2):
        calendar = WebCalendar("work", f"{server.url}/secret-part.ics", KeptAnswers(tmp_path / "kept"))
        assert ["good"] == uids(look(calendar))
        calendar.close()

    (path,) = (tmp_path / "kept").iterdir()
    assert "if-none-match" in server.requests[1].headers
    assert (0o600, 0o700) == (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777)
    assert b"secret-part" not in path.read_bytes() + path.name.encode()


def test_a_damaged_file_of_ours_is_no_calendar(serve: Serve, tmp_path: Path) -> None:
    """What was kept and then cut is asked for anew."""
    published = PublishedFile()
    published.data = GOOD
    server = serve(published)
    look(WebCalendar("work", server.url, KeptAnswers(tmp_path)))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-40])

    assert ["good"] == uids(look(WebCalendar("work", server.url, KeptAnswers(tmp_path))))
    assert "if-none-match" not in server.requests[1].headers


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(304, length=None), "an unexpected answer (304)"),
        (Reply(401), "the server refuses the name or the password (401)"),
        (Reply(403), "the server does not let us read it (403)"),
        (Reply(404, b"<html>"), "there is no calendar at this address (404)"),
        (Reply(410), "the calendar was taken away (410)"),
        (Reply(429), "the server was asked too often (429)"),
        (Reply(500, GOOD), "the server is in trouble (500)"),
        (Reply(204, length=None), "an unexpected answer (204)"),
        (Reply(200, b"<!DOCTYPE html><p>Sign in"), "a web page came instead of a calendar"),
        (Reply(200, b"Sign in", {"Content-Type": "text/html"}), "a web page came instead of a calendar"),
        (Reply(200, b""), "what came is no calendar"),
        (Reply(200, b"BEGIN:VCARD\r\nEND:VCARD"), "what came is no calendar"),
        (Reply(200, GOOD[:80], length=len(GOOD)), f"the answer broke off after 80 of {len(GOOD)} bytes"),
        (Reply(200, GOOD[:80], length=None), "the answer broke off: the calendar does not end"),
        (Reply(200, GOOD[:90], {"Transfer-Encoding": "chunked"}, None), "the answer broke off"),
        (Reply(200, b"8\r\nBEGIN:VC", {"Transfer-Encoding": "chunked"}, None), "the answer broke off"),
        (Reply(200, GOOD, {"Content-Encoding": "gzip"}), "the server answered in an encoding that was not asked for"),
        (Reply(200, b"x" * 1_000_001), "the answer is longer than 1000000 bytes"),
        (Reply(hangs=True), "the server took too long"),
        (Reply(200, b"x", drips=20, length=None), "the server took too long"),
        (
            Reply(302, headers={"Location": "http://calendar.example/"}),
            "the server sends us to a place that is not safe",
        ),
        (Reply(302, headers={"Location": "file:///etc/passwd"}), "the server sends us to a place that is not safe"),
        (Reply(302, headers={"Location": "http://[::1"}), "the server sends us to a place that is not safe"),
        (Reply(302, headers={"Location": "/again"}), "the server sends us from place to place without end"),
    ],
    ids=lambda value: value.replace(" ", "-")[:60] if isinstance(value, str) else "",
)
def test_a_bad_answer_is_never_an_emptied_calendar(serve: Serve, reply: Reply, said: str) -> None:
    """Not complete, one line with the host and the cause, nothing of the secret address; and then it is well again."""
    server = serve(lambda _: reply)
    url, kept = f"{server.url}/secret-part/basic.ics", KeptAnswers()

    bad = look(WebCalendar("work", url, kept, SHORT if reply.hangs or reply.drips else SMALL))
    server.answer = lambda _: Reply(200, GOOD)

    assert ((), False) == (bad.events, bad.complete)
    (line,) = bad.problems
    assert line.startswith(f"work at localhost: {said}")
    assert "secret" not in line
    assert ["good"] == uids(look(WebCalendar("work", url, kept)))


def test_a_server_that_is_not_there_is_told() -> None:
    """A refused connection and an unknown name are lines, too."""
    with Loopback(lambda _: Reply()) as server:
        url = server.url

    assert ("work at localhost: the server is not there (connection refused)",) == look(
        WebCalendar("work", url)
    ).problems


def test_a_redirect_on_this_machine_is_followed(serve: Serve) -> None:
    """What moved is read where it is."""
    target = serve(lambda _: Reply(200, GOOD))
    server = serve(lambda _: Reply(301, headers={"Location": f"{target.url}/moved.ics"}))

    assert ["good"] == uids(look(WebCalendar("work", server.url)))


def test_https_never_leads_to_less(localhost: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, serve: Serve) -> None:
    """Not even to plain http on this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", str(localhost[0]))
    plain = serve(lambda _: Reply(200, GOOD))
    with Loopback(lambda _: Reply(302, headers={"Location": plain.url}), localhost) as server:
        found = look(WebCalendar("work", server.url))

    assert ("work at localhost: the server sends us to a place that is not safe",) == found.problems
    assert [] == plain.requests


def test_a_certificate_that_nobody_vouches_for_is_refused(localhost: tuple[Path, Path]) -> None:
    """The line says what is wrong with it."""
    with Loopback(lambda _: Reply(200, GOOD), localhost) as server:
        found = look(WebCalendar("work", server.url))

    assert not found.complete
    assert found.problems[0].startswith("work at localhost: the server's certificate is not valid: ")


def test_many_events_are_not_gone_at_once(serve: Serve) -> None:
    """A share that ran out shows an empty calendar: not believed. A few events may well be taken out, one by one."""
    published = PublishedFile()
    calendar = WebCalendar("work", serve(published).url)
    published.data = calendar_file(*(event(f"e{number}", NOON) for number in range(5)))
    look(calendar)

    published.data = calendar_file()
    emptied = look(calendar)
    published.data = GOOD
    one = look(calendar)
    published.data = calendar_file()

    assert (("work at localhost: all 5 events are gone",), False) == (emptied.problems, emptied.complete)
    assert (["good"], CalendarRead(())) == (uids(one), look(calendar))


@pytest.mark.slow
def test_fifty_thousand_events_are_read(serve: Serve) -> None:
    """One each hour for years: those in the window are found, and none is taken for deleted."""
    hours = (NOON + timedelta(hours=number) for number in range(-25_000, 25_000))
    data = calendar_file(*(event(f"{at:%Y%m%d%H}", at, "SUMMARY:Watch the kettle", "LOCATION:Kitchen") for at in hours))
    calendar = WebCalendar("work", serve(lambda _: Reply(200, data)).url)

    found = look(calendar)

    # The one that ends as the window begins is outside.
    assert (14 * 24, True, ()) == (len(found.events), found.complete, found.problems)


@pytest.mark.slow
def test_fifty_thousand_events_in_one_week_are_read(serve: Serve) -> None:
    """More than is read at once: it is read in parts."""
    many = (event(f"e{number}", NOON + timedelta(seconds=number)) for number in range(50_000))
    calendar = WebCalendar("work", serve(lambda _: Reply(200, calendar_file(*many))).url)

    found = look(calendar)

    assert (50_000, True, ()) == (len(found.events), found.complete, found.problems)
