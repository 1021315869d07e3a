"""CalDAV in particular: how calendars are found, when nothing changed, what servers do wrong, and who gets the password."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from afterword.calendars.caldav import CaldavCalendar
from afterword.calendars.contract import CalendarRead
from afterword.calendars.http_exchange import Limits, trusted_with_secrets
from afterword.calendars.kept_answers import KeptAnswers
from afterword.errors import WorldError
from afterword.secrets import Secret
from daemon.calendars.calendar_files import NOON, calendar_file, event
from servers.http_loopback import Loopback, Reply, Request
from servers.radicale import PASSWORD, Radicale

WEEK = timedelta(days=7)
GOOD = calendar_file(event("good", NOON)).decode()


def look(calendar: CaldavCalendar, days: int = 7) -> CalendarRead:
    return calendar.events(NOON - timedelta(days=days), NOON + timedelta(days=days), UTC)


def uids(read: CalendarRead) -> list[str]:
    return [found.uid for found in read.events]


class Account:
    """A new user of Radicale with the calendar "work", seen through a recorder of what is asked."""

    def __init__(self, radicale: Radicale) -> None:
        self.radicale = radicale
        self.user = f"nell-{uuid.uuid4()}"
        radicale.let_in(self.user)
        radicale.make_calendar(self.user, "work")

    def put(self, uid: str, calendar: str = "work", *lines: str) -> None:
        path = f"{self.user}/{calendar}/{uid}.ics"
        assert self.radicale.write("PUT", path, self.user, calendar_file(event(uid, NOON, *lines))) in {201, 204}

    def delete(self, uid: str, calendar: str = "work") -> None:
        assert 200 == self.radicale.write("DELETE", f"{self.user}/{calendar}/{uid}.ics", self.user)

    def calendar(self, path: str = "", kept: KeptAnswers | None = None) -> CaldavCalendar:
        return CaldavCalendar("work", self.radicale.url + path, self.user, lambda: Secret(PASSWORD), kept)


@pytest.fixture(name="account")
def _account(radicale: Radicale) -> Account:
    return Account(radicale)


@pytest.fixture(name="asked")
def _asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked so far: the method, and what of a REPORT."""
    from afterword.calendars import caldav, http_exchange

    asked: list[str] = []

    def ask(question: http_exchange.Question) -> http_exchange.Answer:
        kind = re.search(rb"<[cd]:([a-z-]+) xmlns", question.body or b"")
        asked.append(kind[1].decode() if kind else question.method)
        return http_exchange.ask(question)

    monkeypatch.setattr(caldav, "ask", ask)
    return asked


@pytest.mark.server
@pytest.mark.parametrize("path", ["", "{user}/", "{user}/work/", "nowhere/at/all/"])
def test_calendars_are_found_from_any_address(account: Account, path: str) -> None:
    """From the server's root, the owner's home, the calendar itself, or a wrong path of the right server."""
    account.put("one")

    assert ["one"] == uids(look(account.calendar(path.format(user=account.user))))


@pytest.mark.server
def test_all_calendars_of_the_account_are_read(account: Account) -> None:
    """Those for events, whatever they are called; lists of tasks are none of them."""
    account.radicale.make_calendar(account.user, "Gespräche 2".replace(" ", "%20").replace("ä", "%C3%A4"))
    account.radicale.make_calendar(account.user, "tasks", "VTODO")
    account.put("one")
    account.put("two", "Gespr%C3%A4che%202")

    found = look(account.calendar())

    assert ({"one", "two"}, (), True) == ({*uids(found)}, found.problems, found.complete)


@pytest.mark.server
def test_nothing_changed_is_learnt_cheaply(account: Account, asked: list[str]) -> None:
    """The second read asks what changed since the token, hears nothing, and gives the same without the events again."""
    account.put("one")
    calendar = account.calendar()
    first = look(calendar)
    asked.clear()

    assert first == look(calendar)
    assert ("sync-collection", 0) == (asked[-1], asked.count("calendar-query"))


@pytest.mark.server
def test_the_token_outlives_the_program(account: Account, asked: list[str], tmp_path: Path) -> None:
    """So it does in another process, and a day later, when the window has moved on."""
    account.put("one")
    look(account.calendar(kept=KeptAnswers(tmp_path)))
    asked.clear()
    later = timedelta(days=1)

    found = account.calendar(kept=KeptAnswers(tmp_path)).events(NOON - WEEK + later, NOON + WEEK + later, UTC)

    assert (["one"], 0) == (uids(found), asked.count("calendar-query"))


@pytest.mark.server
def test_any_change_is_seen(account: Account) -> None:
    """Added, changed and deleted, each alone."""
    calendar = account.calendar()
    account.put("one")
    seen = [uids(look(calendar))]
    account.put("two")
    seen.append(uids(look(calendar)))
    account.put("one", "work", "SUMMARY:Moved to the barn")
    summaries = {found.summary for found in look(calendar).events}
    account.delete("two")
    seen.append(uids(look(calendar)))

    assert [["one"], ["one", "two"], ["one"]] == seen
    assert {"Moved to the barn", ""} == summaries


@pytest.mark.server
def test_an_invalid_token_loses_no_deletion(account: Account, asked: list[str]) -> None:
    """The server forgot the token (403 valid-sync-token): everything is asked for again, and what was deleted is gone."""
    account.put("one")
    account.put("two")
    kept = KeptAnswers()
    look(account.calendar(kept=kept))
    key = f"{account.user} {account.radicale.url}{account.user}/work/"
    about, body = kept.load(key)
    assert about
    kept.keep(key, {**about, "token": f"http://radicale.org/ns/sync/{'0' * 64}"}, body)
    account.delete("two")
    asked.clear()

    found = look(account.calendar(kept=kept))

    assert (["one"], True) == (uids(found), found.complete)
    assert ["sync-collection", "calendar-query"] == asked[-2:]


@pytest.mark.server
def test_a_wrong_password_is_tried_once(account: Account, asked: list[str]) -> None:
    """Trying at every address might lock the account."""
    calendar = CaldavCalendar("work", account.radicale.url, account.user, lambda: Secret("wrong"))

    found = look(calendar)

    assert (1, False) == (len(asked), found.complete)
    assert ("work at localhost: the server refuses the name or the password (401)",) == found.problems


@pytest.mark.server
def test_a_refused_password_is_not_tried_again_until_it_changes(account: Account, asked: list[str]) -> None:
    """Every five minutes a wrong password locks accounts; a new one is tried at once."""
    passwords = iter(["wrong", "wrong", PASSWORD])
    calendar = CaldavCalendar("work", account.radicale.url, account.user, lambda: Secret(next(passwords)))
    account.put("good")
    look(calendar)
    tried = len(asked)
    again = look(calendar)

    assert (tried, False) == (len(asked), again.complete)
    assert "it is asked again when the password is another" in again.problems[0]
    assert ["good"] == uids(look(calendar))


@pytest.mark.server
def test_a_server_that_stops_is_stale_and_comes_back(tmp_path: Path) -> None:
    """Stopped: not complete. Started again: as before."""
    server = Radicale(tmp_path)
    with server:
        account = Account(server)
        account.put("one")
        calendar = account.calendar()
        before = look(calendar)
    down = look(calendar)
    with server:
        after = look(calendar)

    assert ((), False) == (down.events, down.complete)
    assert ("work at localhost: the server is not there (connection refused)",) == down.problems
    assert (before, ["one"]) == (after, uids(after))


def multistatus(*responses: str) -> Reply:
    body = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    return Reply(207, f"{body}{''.join(responses)}</d:multistatus>".encode(), {"Content-Type": "application/xml"})


def response(href: str, properties: str, status: str = "200 OK") -> str:
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{properties}</d:prop>"
        f"<d:status>HTTP/1.1 {status}</d:status></d:propstat></d:response>"
    )


CALENDAR = response(
    "/c/", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:sync-token>t1</d:sync-token>"
)
EVENTS = multistatus(response("/c/good.ics", f"<c:calendar-data>{GOOD}</c:calendar-data>"))


def scripted(query: Reply, place: Reply | None = None) -> Callable[[Request], Reply]:
    """A server that shows one calendar at every address, and answers every query with `query`."""

    def answer(request: Request) -> Reply:
        if request.method == "PROPFIND":
            return place or multistatus(CALENDAR)
        return multistatus() if b"sync-collection" in request.body else query

    return answer


def scripted_calendar(
    server: Loopback, kept: KeptAnswers | None = None, limits: Limits | None = None
) -> CaldavCalendar:
    return CaldavCalendar("work", f"{server.url}/c/", "nell", lambda: Secret(PASSWORD), kept, limits)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (Reply(401), "c: the server refuses the name or the password (401)"),
        (Reply(403), "c: the server does not let us read it (403)"),
        (Reply(410), "c: the calendar was taken away (410)"),
        (Reply(500), "c: the server is in trouble (500)"),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), "c: a web page came instead of a calendar"),
        (Reply(207, b"<html><p>Sign in</html>"), "c: the answer is no XML, or broke off"),
        (Reply(207, b"<html/>"), "c: the server does not speak CalDAV"),
        (Reply(207, EVENTS.body[:-40]), "c: the answer is no XML, or broke off"),
        (Reply(207, EVENTS.body[:-40], length=len(EVENTS.body)), "c: the answer broke off after"),
        (Reply(207, b'<?xml version="1.0" encoding="x-klingon"?><a/>'), "c: the answer is"),
        (Reply(hangs=True), "c: the server took too long"),
        (multistatus(response("/c/a.ics", "")), "a.ics: it came without its events"),
        (multistatus(response("/c/a.ics", "<c:calendar-data/>", "500 Trouble")), "a.ics: it came without its events"),
        (
            multistatus("<d:response><d:href>/c/</d:href><d:status>HTTP/1.1 507 Full</d:status></d:response>"),
            "c: the server is in trouble (507)",
        ),
        (
            multistatus(response("/c/a.ics", f"<c:calendar-data>{GOOD[:90]}</c:calendar-data>")),
            "a.ics: the last event does not end",
        ),
    ],
    ids=lambda value: value.replace(" ", "-")[:60] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_bad_answer_is_never_an_emptied_calendar(query: Reply, said: str) -> None:
    """Not complete, one line with the host and the cause; and then it is well again."""
    kept = KeptAnswers()
    with Loopback(scripted(query)) as server:
        limits = Limits(silence=0.3, total=1.0) if query.hangs else None
        bad = look(scripted_calendar(server, kept, limits))
        server.answer = scripted(EVENTS)
        good = look(scripted_calendar(server, kept))

    assert not bad.complete
    assert bad.problems[0].startswith(f"work at localhost: {said}")
    assert (["good"], True) == (uids(good), good.complete)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Reply(403), "the server does not let us read it (403)"),
        (Reply(404), "there is no calendar at this address (404)"),
        (Reply(500), "the server is in trouble (500)"),
        (Reply(200, b"<html>", {"Content-Type": "text/html"}), "a web page came instead of a calendar"),
        (multistatus(), "the server names no calendars of yours"),
        (
            multistatus(response("/", "<d:current-user-principal><d:unauthenticated/></d:current-user-principal>")),
            "the server names no calendars of yours",
        ),
        (
            multistatus(response("/", "<c:calendar-home-set><d:href>/h/</d:href></c:calendar-home-set>")),
            "no calendar with events was found there",
        ),
        (
            multistatus(response("/", "<c:calendar-home-set><d:href>http://trap.example/</d:href></c:calendar-home-set>")),
            "the server sends us to a place that is not safe",
        ),
        (
            multistatus(response("/", "<c:calendar-home-set><d:href>https://trap.example/</d:href></c:calendar-home-set>")),
            "the server sends us to a place that is not safe",
        ),
    ],
    ids=lambda value: value.replace(" ", "-")[:60] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_server_that_shows_no_calendar_is_not_believed(place: Reply, said: str) -> None:
    """Nothing was found, so nothing is known: not complete."""
    with Loopback(scripted(EVENTS, place)) as server:
        found = look(scripted_calendar(server))

    assert ((), False, (f"work at localhost: {said}",)) == (found.events, found.complete, found.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_dtd_is_refused(encoding: str) -> None:
    """Entities that grow without end, or read files, need one."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY e0 "ha">{levels}]><d>&e9;</d>'
    with Loopback(scripted(Reply(207, bomb.encode(encoding)))) as server:
        found = look(scripted_calendar(server))

    assert ("work at localhost: c: the answer holds a DTD, which no calendar server needs",) == found.problems


def test_the_password_goes_nowhere_else() -> None:
    """A redirect to another server is followed without it."""
    with Loopback(scripted(EVENTS)) as other:
        with Loopback(lambda _: Reply(307, headers={"Location": f"{other.url}/c/"})) as server:
            look(scripted_calendar(server))

        assert other.requests
        assert not any("authorization" in request.headers for request in other.requests)
        assert all("authorization" in request.headers for request in server.requests)


@pytest.mark.parametrize(
    ("home", "url", "trusted"),
    [
        ("https://caldav.mail.example/", "https://caldav.mail.example/1/", True),
        ("https://caldav.mail.example/", "https://p34-caldav.mail.example:443/1/", True),
        ("https://caldav.mail.example/", "http://caldav.mail.example/", False),
        ("https://caldav.mail.example/", "https://caldav.mail.example:8443/", True),
        ("https://caldav.mail.example/", "https://evilmail.example/", False),
        ("https://mail.example/", "https://other.example/", False),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", False),
        ("https://192.168.0.1/", "https://10.168.0.1/", False),
    ],
)
def test_whom_the_password_may_be_shown(home: str, url: str, trusted: bool) -> None:
    """The same server, or over https one of the same domain."""
    assert trusted is trusted_with_secrets(home, url)


def test_a_server_without_tokens_is_asked_each_time() -> None:
    """Sync is an offer: without it everything is read anew."""
    place = multistatus(response("/c/", "<d:resourcetype><c:calendar/></d:resourcetype>"))
    with Loopback(scripted(EVENTS, place)) as server:
        calendar = scripted_calendar(server)
        first, second = look(calendar), look(calendar)

    assert (first, ["good"]) == (second, uids(second))
    assert 2 == sum(b"calendar-query" in request.body for request in server.requests)


def test_no_password_is_a_line_and_nothing_is_asked() -> None:
    """A locked keyring is told as it is."""

    def locked() -> Secret:
        raise WorldError("the keyring is locked")

    with Loopback(scripted(EVENTS)) as server:
        found = look(CaldavCalendar("work", server.url, "nell", locked))

    assert ("work at localhost: the keyring is locked",) == found.problems
    assert [] == server.requests


@pytest.mark.slow
def test_fifty_thousand_events_are_read() -> None:
    """All that the server gives is read, and the next time not even sent."""
    one = calendar_file(event("number", NOON)).decode()
    data = (f"<c:calendar-data>{one.replace('number', str(n))}</c:calendar-data>" for n in range(50_000))
    with Loopback(scripted(multistatus(*(response(f"/c/{n}.ics", text) for n, text in enumerate(data))))) as server:
        calendar = scripted_calendar(server)
        found = look(calendar)

    assert (50_000, (), True) == (len(found.events), found.problems, found.complete)
