"""How values stand in the ledger: moments as sortable text, readings and invitations as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
# Building one takes longer than using it a hundred times.
_adapters: dict[object, TypeAdapter[Any]] = {}


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


def plain(text: str) -> str:
    """`text` as SQLite can store it: lone surrogates, which broken mail leaves behind, become "?"."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def dumped(kind: type[T], value: T) -> str:
    """A value dataclass as JSON. Moments keep their offset, not the name of their zone."""
    return plain(json.dumps(_adapter(kind).dump_python(value, mode="json"), ensure_ascii=False))


def loaded(kind: type[T], text: str) -> T | None:
    """The value that `dumped` wrote; None when it does not fit the type, as when an older version wrote it."""
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_json(text)
    except ValidationError:
        return None


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    from pydantic import TypeAdapter

    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]
