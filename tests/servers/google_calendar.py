"""Google Calendar on this machine: answers as the library's bundled description says, and refuses what it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from servers.discovery import BadRequestError, Description, answer, refusal
from servers.http_loopback import Loopback, Reply, Request

WEEK = timedelta(weeks=1)
CALENDAR = Description("calendar.v3")
_MOST_RESULTS = 2500


class GoogleCalendarServer(Loopback):
    """One account with the calendar "primary". `entries` are Event objects as the API gives them.

    An entry with a `recurrence` is taken for a weekly one. `refused` are the requests that the description forbids.
    """

    def __init__(self, token: str = "token", page: int = 250) -> None:
        super().__init__(self._answer)
        self.entries: list[dict[str, Any]] = []
        self.token = token
        self.page = page
        self.refused: list[str] = []
        self.instead: Reply | None = None

    def _answer(self, request: Request) -> Reply:
        if self.instead is not None:
            return self.instead
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return refusal(401, "Invalid Credentials")
        try:
            method, asked = checked(request)
        except BadRequestError as error:
            self.refused.append(str(error))
            return refusal(400, str(error))
        if method != "calendar.events.list":
            self.refused.append(method)
            return refusal(403, "only listing is allowed here")
        return self._list(asked)

    def _list(self, asked: Mapping[str, Any]) -> Reply:
        if asked["calendarId"] != "primary":
            return refusal(404, "Not Found")
        start, end = datetime.fromisoformat(asked["timeMin"]), datetime.fromisoformat(asked["timeMax"])
        found = [event for entry in self.entries for event in _instances(entry, end) if _touches(event, start, end)]
        if not asked.get("showDeleted"):
            found = [event for event in found if event.get("status") != "cancelled"]
        begin = int(asked.get("pageToken", "0"))
        size = min(asked.get("maxResults", 250), self.page)
        listed: dict[str, Any] = {"kind": "calendar#events", "items": found[begin : begin + size]}
        if begin + size < len(found):
            listed["nextPageToken"] = str(begin + size)
        return answer(listed)


def checked(request: Request) -> tuple[str, dict[str, Any]]:
    """The method of the description that `request` calls, with its parameters.

    :raises BadRequestError: the description does not know it, or parameters stand together that may not.
    """
    call = CALENDAR.call(request)
    asked = call.asked
    if asked.get("maxResults", 0) > _MOST_RESULTS:
        raise BadRequestError(f"maxResults is out of range: {asked['maxResults']}")
    if "syncToken" in asked and asked.keys() & {"iCalUID", "orderBy", "q", "timeMin", "timeMax", "updatedMin"}:
        raise BadRequestError("syncToken cannot stand beside these")
    if "timeMin" in asked and "timeMax" in asked and asked["timeMin"] >= asked["timeMax"]:
        raise BadRequestError("timeMax must be greater than timeMin")
    return call.method, asked


def _instances(entry: dict[str, Any], until: datetime) -> list[dict[str, Any]]:
    if not entry.get("recurrence"):
        return [entry]
    start, end = moment(entry["start"]), moment(entry["end"])
    found: list[dict[str, Any]] = []
    while start < until and len(found) < 1000:
        first = {"dateTime": f"{start:%Y-%m-%dT%H:%M:%SZ}"}
        found.append(
            {key: value for key, value in entry.items() if key != "recurrence"}
            | {"id": f"{entry['id']}_{start:%Y%m%dT%H%M%SZ}", "recurringEventId": entry["id"]}
            | {"start": first, "end": {"dateTime": f"{end:%Y-%m-%dT%H:%M:%SZ}"}, "originalStartTime": first}
        )
        start, end = start + WEEK, end + WEEK
    return found


def _touches(event: dict[str, Any], start: datetime, end: datetime) -> bool:
    """Both ends are exclusive. What has no times any more cannot be told apart by them."""
    if "start" not in event:
        return True
    return moment(event["start"]) < end and moment(event["end"]) > start


def moment(value: Mapping[str, str]) -> datetime:
    """An EventDateTime as a moment; whole days begin in UTC here."""
    if "date" in value:
        return datetime.fromisoformat(value["date"]).replace(tzinfo=UTC)
    return datetime.fromisoformat(value["dateTime"])
