"""How values stand in the ledger: moments as sortable text, readings and invitations as JSON."""

from __future__ import annotations

import gc
import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from afterword.ledger.value_json import MisfitError, reader, writer

T = TypeVar("T")


def stamp(moment: datetime) -> str:
    """An aware moment as text in UTC that sorts by time.

    :raises ValueError: the moment is naive.
    """
    if moment.tzinfo is None:
        raise ValueError(f"naive moment: {moment}")
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        # An event that ends on the last day of the calendar, west of Greenwich.
        utc = moment.replace(tzinfo=UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def moment(text: str) -> datetime:
    """The aware moment, in UTC, that `stamp` wrote."""
    return datetime.fromisoformat(text)


@contextmanager
def many() -> Generator[None]:
    """For loading many values at once: nothing in them is garbage, and looking for it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def plain(text: str) -> str:
    """`text` as SQLite can store it: lone surrogates, which broken mail leaves behind, become "?"."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def dumped(kind: type[T], value: T) -> str:
    """A value dataclass as JSON. Moments keep their offset, not the name of their zone."""
    way = writer(cast("Any", kind))
    return plain(json.dumps(way(value) if way else value, ensure_ascii=False))


def loaded(kind: type[T], text: str, **instead: Any) -> T | None:
    """The value that `dumped` wrote; None when it does not fit the type, as when an older version wrote it.

    `instead` are fields, as they stand in JSON, that come from elsewhere.
    """
    way = reader(cast("Any", kind))
    try:
        data = json.loads(text)
        if instead:
            data |= instead
        value: T = way(data) if way else data
    except (MisfitError, TypeError, ValueError):
        return None
    return value
