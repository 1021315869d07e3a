"""A calendar that somebody publishes as one .ics file at an https address. Asked with GET, and nothing else."""

from __future__ import annotations

from datetime import datetime, tzinfo

from afterword.calendars.contract import CalendarRead, in_window
from afterword.calendars.http_exchange import Answer, Limits, Question, ask, host_of, status_problem
from afterword.calendars.ics_data import read_ics
from afterword.calendars.kept_answers import KeptAnswers
from afterword.errors import WorldError
from afterword_parsers.calendar.ics_text import decode

# Who had that many events and has none any more lost them, rather than taking them out one by one.
_MANY = 5


class WebCalendar:
    """The calendar at `url`, which may be secret: problems name its host only.

    The server is told what we have (ETag, Last-Modified: RFC 9110 section 13) and answers 304 when that still holds.
    """

    def __init__(self, name: str, url: str, kept: KeptAnswers | None = None, limits: Limits | None = None) -> None:
        self._name = name
        self._url = url
        self._kept = kept or KeptAnswers()
        self._limits = limits or Limits()

    @property
    def name(self) -> str:
        return self._name

    def events(self, window_start: datetime, window_end: datetime, zone: tzinfo) -> CalendarRead:
        """A calendar of many events that suddenly has none is not believed: not complete."""
        try:
            data = self._data()
        except WorldError as error:
            return CalendarRead((), (self._line(str(error)),), complete=False)
        read = read_ics(data, window_start, window_end, zone)
        inside = [event for event in read.events if in_window(event, window_start, window_end)]
        inside.sort(key=lambda event: (event.start, event.uid, event.recurrence))
        return CalendarRead(tuple(inside), tuple(map(self._line, read.problems)), read.whole)

    def close(self) -> None:
        self._kept.close()

    def _data(self) -> bytes:
        """The file as it is now.

        :raises WorldError: it cannot be had.
        """
        about, before = self._kept.load(self._url)
        headers = {"Accept": "text/calendar, */*;q=0.1"}
        if "etag" in about:
            headers["If-None-Match"] = about["etag"]
        if "last-modified" in about:
            headers["If-Modified-Since"] = about["last-modified"]
        answer = ask(Question("GET", self._url, headers, limits=self._limits))
        if answer.status == 304 and before:
            return before
        if answer.status != 200:
            raise WorldError(status_problem(answer.status))
        events = _events_in(answer)
        if events == 0 and (had := decode(before).upper().count("BEGIN:VEVENT")) >= _MANY:
            raise WorldError(f"all {had} events are gone")
        self._kept.keep(self._url, _validators(answer), answer.body)
        return answer.body

    def _line(self, problem: str) -> str:
        return f"{self._name} at {host_of(self._url)}: {problem}"


def _events_in(answer: Answer) -> int:
    """How many events came.

    :raises WorldError: it is no calendar, or not the whole of one.
    """
    text = decode(answer.body).strip().upper()
    if "BEGIN:VCALENDAR" not in text:
        page = text.startswith("<") or "html" in answer.headers.get("content-type", "")
        raise WorldError("a web page came instead of a calendar" if page else "what came is no calendar")
    if not text.endswith("END:VCALENDAR"):
        raise WorldError("the answer broke off: the calendar does not end")
    return text.count("BEGIN:VEVENT")


def _validators(answer: Answer) -> dict[str, str]:
    return {name: answer.headers[name] for name in ("etag", "last-modified") if answer.headers.get(name)}
