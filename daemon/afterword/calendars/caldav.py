"""Calendars on a CalDAV server (RFC 4791), found from one address. Only PROPFIND and REPORT are spoken: both read."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from afterword.calendars.contract import CalendarRead, in_window
from afterword.calendars.dav_xml import CALDAV, DAV, WHERE, Resource, changes, query, read_multistatus
from afterword.calendars.http_exchange import (
    Answer,
    Limits,
    Question,
    ask,
    host_of,
    status_problem,
    trusted_with_secrets,
    url_problem,
)
from afterword.calendars.ics_data import holds_no_more_than
from afterword.calendars.kept_answers import KeptAnswers
from afterword.errors import WorldError
from afterword.secrets import Secret
from afterword_parsers.calendar.ics import read_invitations
from afterword_parsers.invitation import Invitation

# A server may judge a day without a zone, or an event of no length, otherwise than we do: we ask for more than we need.
_BEFORE = timedelta(days=2)
# What was asked for this far ahead need not be asked for again tomorrow, when nothing changed.
_AHEAD = timedelta(days=14)
# In seconds, before a password that was refused is tried again: some servers refuse everybody for a while.
_PATIENCE = 3600.0
_MOST_PROBLEMS = 20
# The events, what is wrong with them, and whether none is missing.
_Found = tuple[list[Invitation], list[str], bool]


@dataclass(frozen=True, slots=True)
class _Collection:
    """One calendar of the account; `token` names its present state, empty where the server has none."""

    url: str
    token: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FoundCalendar:
    """A calendar with events: its address, and what the owner calls it."""

    url: str
    name: str


def calendars_at(url: str, user: str, secret: Secret, limits: Limits | None = None) -> tuple[FoundCalendar, ...]:
    """What `user` has on the server of `url`, for the owner to choose from; or the one calendar at `url`.

    :raises WorldError: nothing is found there, or we are not let in.
    """
    server = _Server(url, _basic(user, secret), limits or Limits())
    return tuple(FoundCalendar(one.url, one.name or _last_part(one.url)) for one in server.collections())


def _basic(user: str, secret: Secret) -> str:
    return f"Basic {base64.b64encode(f'{user}:{secret.reveal()}'.encode()).decode()}"


class CaldavCalendar:
    """All calendars with events that `user` has on the server of `url`; or the one at `url`, if that is a calendar.

    `password` is asked once for each read. What the server answered is kept: as long as it says that nothing changed,
    the events are not sent again.
    """

    def __init__(
        self,
        name: str,
        url: str,
        user: str,
        password: Callable[[], Secret],
        kept: KeptAnswers | None = None,
        limits: Limits | None = None,
        *,
        patience: float = _PATIENCE,
    ) -> None:
        self._name = name
        self._url = url
        self._user = user
        self._patience = patience
        self._password = password
        self._kept = kept or KeptAnswers()
        self._limits = limits or Limits(size=64_000_000)
        self._shown: Secret | None = None
        self._refused: tuple[Secret | None, float] | None = None

    @property
    def name(self) -> str:
        return self._name

    def events(self, window_start: datetime, window_end: datetime, zone: tzinfo) -> CalendarRead:
        """A server on which no calendar is found is taken for one that hides them: not complete."""
        found: list[Invitation] = []
        problems: list[str] = []
        complete = True
        try:
            server = _Server(self._url, self._authorization(), self._limits)
            collections = server.collections()
            self._refused = None
        except WorldError as error:
            if isinstance(error, _RefusedError):
                self._refused = (self._shown, time.monotonic())
            return CalendarRead((), (self._line(str(error)),), complete=False)
        for collection in collections:
            try:
                events, wrong, whole = self._read(server, collection, (window_start, window_end), zone)
            except WorldError as error:
                events, wrong, whole = [], [f"{_last_part(collection.url)}: {error}"], False
            found += events
            problems += map(self._line, wrong)
            complete = complete and whole
        inside = [event for event in found if in_window(event, window_start, window_end)]
        inside.sort(key=lambda event: (event.start, event.uid, event.recurrence))
        if len(problems) > _MOST_PROBLEMS:
            problems[_MOST_PROBLEMS:] = [self._line(f"and {len(problems) - _MOST_PROBLEMS} more problems")]
        return CalendarRead(tuple(inside), tuple(problems), complete)

    def close(self) -> None:
        self._kept.close()

    def _authorization(self) -> str:
        """The password as the server wants it, unless it refused it lately: asking every few minutes locks accounts."""
        secret = self._shown = self._password()
        refused, since = self._refused or (None, 0.0)
        if secret == refused and time.monotonic() - since < self._patience:
            text = f"{status_problem(401)}; it is asked again when the password is another, or in an hour"
            raise WorldError(text, retry=False)
        return _basic(self._user, secret)

    def _read(
        self, server: _Server, collection: _Collection, window: tuple[datetime, datetime], zone: tzinfo
    ) -> _Found:
        """The events of one calendar: those kept when the server says that they still hold, else the whole window.

        Whatever changed, the window is asked for again as a whole: no deletion can be lost on the way.
        """
        key = f"{self._user} {collection.url}"
        about, body = self._kept.load(key)
        start, end = window[0] - _BEFORE, window[1] + _AHEAD
        if not _covers(about, start, window[1] + _BEFORE) or not server.unchanged(collection, about.get("token", "")):
            body = server.report(collection.url, query(start, end), depth="1").body
            about = {"start": start.astimezone(UTC).isoformat(), "end": end.astimezone(UTC).isoformat()}
        events: list[Invitation] = []
        problems: list[str] = []
        whole = True
        for resource in read_multistatus(body):
            more, wrong, complete = _events(resource, zone)
            events += more
            problems += wrong
            whole = whole and complete
        # A token that was given out before the events were read: what changes in between is seen the next time.
        if whole and collection.token and about.get("token") != collection.token:
            self._kept.keep(key, {**about, "token": collection.token}, body)
        return events, problems, whole

    def _line(self, problem: str) -> str:
        return f"{self._name} at {host_of(self._url)}: {problem}"


class _Server:
    """The server of one account, for one read."""

    def __init__(self, url: str, authorization: str, limits: Limits) -> None:
        self._url = url
        self._authorization = authorization
        self._limits = limits

    def collections(self) -> list[_Collection]:
        """Every calendar with events: the address itself, or those in the owner's calendar home (RFC 6764 section 6)."""
        answer, here = self._start()
        if here.is_calendar:
            return [_collection(answer.url, here)]
        found: dict[str, _Collection] = {}
        for home in self._homes(answer, here):
            listed = self._propfind(home, depth="1")
            for resource in read_multistatus(listed.body):
                if resource.status >= 400:
                    raise WorldError(f"a calendar is hidden: {status_problem(resource.status)}")
                if resource.is_calendar:
                    url = self._led_to(listed.url, resource.href)
                    found[url] = _collection(url, resource)
        if not found:
            raise WorldError("no calendar with events was found there")
        return list(found.values())

    def unchanged(self, collection: _Collection, token: str) -> bool:
        """Whether the server knows `token` and nothing changed since. A token it does not know (403) proves nothing."""
        if not token or not collection.token:
            return False
        answer = self._ask("REPORT", collection.url, changes(token), depth="0")
        if answer.status == 401:
            raise WorldError(status_problem(401), retry=False)
        if answer.status != 207:
            return False
        place = urlsplit(collection.url).path.rstrip("/")
        others = (unquote(urlsplit(one.href).path).rstrip("/") for one in read_multistatus(answer.body))
        return all(path == unquote(place) for path in others)

    def report(self, url: str, body: bytes, depth: str) -> Answer:
        return _multistatus(self._ask("REPORT", url, body, depth))

    def _start(self) -> tuple[Answer, Resource]:
        """The place from which the calendars can be found: the owner's address, or the well-known one of its server."""
        bare = urlsplit(self._url).path in {"", "/"}
        well_known = urljoin(self._url, "/.well-known/caldav")
        trouble: WorldError | None = None
        for url in (well_known, self._url) if bare else (self._url, well_known):
            try:
                answer = self._propfind(url, depth="0")
                resources = read_multistatus(answer.body)
            except _RefusedError:
                raise
            except WorldError as error:
                # The owner's own address tells best what is wrong.
                trouble = error if trouble is None or url == self._url else trouble
                continue
            for resource in resources:
                if resource.is_calendar or any(self._hints(resource)):
                    return answer, resource
        raise trouble or WorldError("the server names no calendars of yours")

    def _hints(self, resource: Resource) -> Iterator[str]:
        yield from resource.hrefs(f"{CALDAV}calendar-home-set")
        yield from resource.hrefs(f"{DAV}current-user-principal")

    def _homes(self, answer: Answer, here: Resource) -> list[str]:
        homes = here.hrefs(f"{CALDAV}calendar-home-set")
        if not homes:
            principal = self._led_to(answer.url, here.hrefs(f"{DAV}current-user-principal")[0])
            answer = self._propfind(principal, depth="0")
            for resource in read_multistatus(answer.body):
                homes += resource.hrefs(f"{CALDAV}calendar-home-set")
        if not homes:
            raise WorldError("the server names no calendars of yours")
        return [self._led_to(answer.url, home) for home in homes]

    def _led_to(self, base: str, href: str) -> str:
        """An address the server gave. Only there, where the password may be shown, is anything asked."""
        try:
            url = urljoin(base, href)
        except ValueError:
            url = ""
        if url_problem(url) or not trusted_with_secrets(self._url, url):
            raise WorldError("the server sends us to a place that is not safe")
        return url

    def _propfind(self, url: str, depth: str) -> Answer:
        return _multistatus(self._ask("PROPFIND", url, WHERE, depth))

    def _ask(self, method: Literal["PROPFIND", "REPORT"], url: str, body: bytes, depth: str) -> Answer:
        if not trusted_with_secrets(self._url, url):
            # A redirect, which is followed without the password, led us here.
            raise WorldError("the server sends us to a place that is not safe")
        headers = {
            "Depth": depth,
            "Content-Type": "application/xml; charset=utf-8",
            "Accept": "application/xml, text/xml",
        }
        return ask(Question(method, url, headers, body, self._authorization, self._limits))


class _RefusedError(WorldError):
    """The password is wrong: asking elsewhere with it would only lock the account."""


def _multistatus(answer: Answer) -> Answer:
    if answer.status == 401:
        raise _RefusedError(status_problem(401), retry=False)
    if answer.status == 207:
        return answer
    if answer.status == 200 and "html" in answer.headers.get("content-type", ""):
        raise WorldError("a web page came instead of a calendar")
    raise WorldError(status_problem(answer.status))


def _events(resource: Resource, zone: tzinfo) -> _Found:
    """What one answer tells of one resource."""
    place = _last_part(resource.href)
    if resource.status == 404:
        # Deleted while it was being read.
        return [], [], True
    if resource.status >= 400:
        return [], [f"{place}: {status_problem(resource.status)}"], False
    data = resource.words(f"{CALDAV}calendar-data").encode("utf-8", "replace")
    if not data:
        return [], [f"{place}: it came without its events"], False
    events, problems = read_invitations(data, zone=zone)
    whole = holds_no_more_than(len(events), data)
    if not whole and not problems:
        problems = ("it is cut short",)
    return list(events), [f"{place}: {problem}" for problem in problems], whole


def _collection(url: str, resource: Resource) -> _Collection:
    return _Collection(url, resource.words(f"{DAV}sync-token"), resource.words(f"{DAV}displayname"))


def _last_part(url: str) -> str:
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])


def _covers(about: Mapping[str, str], start: datetime, end: datetime) -> bool:
    """Whether what was kept was asked for from `start` to `end`, or more."""
    try:
        return datetime.fromisoformat(about["start"]) <= start and end <= datetime.fromisoformat(about["end"])
    except (KeyError, ValueError, TypeError):
        return False
