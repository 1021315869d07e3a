"""Google Calendar on this machine: answers as the library's bundled description says, and refuses what it does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from servers.http_loopback import Loopback, Reply, Request

WEEK = timedelta(weeks=1)


@cache
def description() -> Mapping[str, Any]:
    """The discovery document of calendar v3."""
    path = files("googleapiclient") / "discovery_cache" / "documents" / "calendar.v3.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


class BadRequestError(Exception):
    """The request is none that the description knows; the text says why."""


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
            return _error(401, "Invalid Credentials")
        try:
            method, asked = checked(request)
        except BadRequestError as error:
            self.refused.append(str(error))
            return _error(400, str(error))
        if method != "calendar.events.list":
            self.refused.append(method)
            return _error(403, "only listing is allowed here")
        return self._list(asked)

    def _list(self, asked: Mapping[str, Any]) -> Reply:
        if asked["calendarId"] != "primary":
            return _error(404, "Not Found")
        start, end = datetime.fromisoformat(asked["timeMin"]), datetime.fromisoformat(asked["timeMax"])
        found = [event for entry in self.entries for event in _instances(entry, end) if _touches(event, start, end)]
        if not asked.get("showDeleted"):
            found = [event for event in found if event.get("status") != "cancelled"]
        begin = int(asked.get("pageToken", "0"))
        size = min(asked.get("maxResults", 250), self.page)
        answer: dict[str, Any] = {"kind": "calendar#events", "items": found[begin : begin + size]}
        if begin + size < len(found):
            answer["nextPageToken"] = str(begin + size)
        return Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json; charset=UTF-8"})


def checked(request: Request) -> tuple[str, dict[str, Any]]:
    """The method of the description that `request` calls, with its parameters.

    :raises BadRequestError: there is no such method, or a parameter is unknown, missing, repeated or of the wrong type.
    """
    parts = urlsplit(request.path)
    for resource in description()["resources"].values():
        for method in resource["methods"].values():
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", f"/{description()['servicePath']}{method['path']}")
            match = re.fullmatch(pattern, parts.path)
            if match and method["httpMethod"] == request.method:
                asked: dict[str, Any] = {name: unquote(value) for name, value in match.groupdict().items()}
                return method["id"], asked | _parameters(method, parts.query, asked)
    raise BadRequestError(f"no such method: {request.method} {parts.path}")


def _parameters(method: Mapping[str, Any], query: str, in_path: Mapping[str, Any]) -> dict[str, Any]:
    known = {**description()["parameters"], **method.get("parameters", {})}
    found: dict[str, Any] = {}
    for name, values in parse_qs(query, keep_blank_values=True, strict_parsing=bool(query)).items():
        if name not in known or known[name]["location"] != "query":
            raise BadRequestError(f"unknown parameter: {name}")
        if len(values) > 1 and not known[name].get("repeated"):
            raise BadRequestError(f"{name} stands twice")
        read = [_value(name, known[name], value) for value in values]
        found[name] = read if known[name].get("repeated") else read[0]
    for name, told in known.items():
        if told.get("required") and name not in found and name not in in_path:
            raise BadRequestError(f"{name} is missing")
    if "syncToken" in found and found.keys() & {"iCalUID", "orderBy", "q", "timeMin", "timeMax", "updatedMin"}:
        raise BadRequestError("syncToken cannot stand beside these")
    if "timeMin" in found and "timeMax" in found and found["timeMin"] >= found["timeMax"]:
        raise BadRequestError("timeMax must be greater than timeMin")
    return found


def _value(name: str, told: Mapping[str, Any], value: str) -> Any:
    if "enum" in told and value not in told["enum"]:
        raise BadRequestError(f"{name} is none of its words: {value}")
    if told["type"] == "boolean":
        if value not in {"true", "false"}:
            raise BadRequestError(f"{name} is neither true nor false: {value}")
        return value == "true"
    if told["type"] == "integer":
        if (
            not value.isdecimal()
            or int(value) < int(told.get("minimum", 0))
            or (name == "maxResults" and int(value) > 2500)
        ):
            raise BadRequestError(f"{name} is out of range: {value}")
        return int(value)
    if told.get("format") == "date-time":
        try:
            aware = datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            raise BadRequestError(f"{name} is no moment with an offset: {value}")
    return value


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


def _error(status: int, message: str) -> Reply:
    body = {
        "error": {
            "code": status,
            "message": message,
            "errors": [{"message": message, "domain": "global", "reason": "x"}],
        }
    }
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/json; charset=UTF-8"})
