"""Calendars are read, never written: nothing in here could."""

from __future__ import annotations

import ast
from collections.abc import Collection
from pathlib import Path

import pytest

import afterword
from afterword.calendars.http_exchange import Question, ask
from servers.http_loopback import Loopback, Reply

FOLDER = Path(afterword.__file__).parent / "calendars"
# RFC 9110, RFC 4918, RFC 3253, RFC 4791, RFC 5689.
WRITING_WORDS = {
    "PUT",
    "POST",
    "DELETE",
    "PATCH",
    "PROPPATCH",
    "MKCOL",
    "MKCALENDAR",
    "COPY",
    "MOVE",
    "LOCK",
    "ACL",
    "BIND",
}
# What Google's calendar service offers beside reading.
WRITING_METHODS = {
    *("insert", "update", "patch", "delete", "move", "quickAdd", "import_", "clear", "watch", "transferOwnership"),
    *("insert_media", "new_batch_http_request"),
}


def ways_to_write(source: str, methods: Collection[str] = WRITING_METHODS) -> list[str]:
    """Each verb, method or scope in `source` with which a calendar could be written."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in methods:
            found.append(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.upper() in WRITING_WORDS or node.value in methods:
                found.append(node.value)
            if "googleapis.com/auth/" in node.value and not node.value.endswith(".readonly"):
                found.append(node.value)
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_calendar_can_be_written(path: Path) -> None:
    """No verb, no method of the service, and no scope that writes."""
    source = path.read_text(encoding="utf-8")
    # Dictionaries and sets have an `update` and a `clear` as well.
    methods = WRITING_METHODS if "googleapiclient" in source else ()

    assert [] == ways_to_write(source, methods)


@pytest.mark.parametrize(
    "source",
    [
        "Request(url, method='PUT')",
        "ask('delete', url)",
        "service.events().insert(calendarId=c, body=b).execute()",
        "getattr(service.events(), 'patch')",
        "SCOPE = 'https://www.googleapis.com/auth/calendar.events'",
    ],
)
def test_a_way_to_write_is_noticed(source: str) -> None:
    """The scan above sees each known way."""
    assert ways_to_write(source)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "get"])
def test_nothing_but_reading_leaves_this_machine(method: str) -> None:
    """The one place that asks servers refuses every other verb, whoever calls it."""
    with Loopback(lambda _: Reply()) as server:
        with pytest.raises(ValueError, match="never asked"):
            ask(Question(method, server.url))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

        assert [] == server.requests
