"""Value dataclasses as what JSON can hold, and back.

Of fields, these types are known: str, int, float, bool, datetime, enums of words, tuples of one type, dataclasses, and
each of these or None. A library for this would take more memory than all the mail that a ledger knows.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

Way = Callable[[Any], Any]


class MisfitError(ValueError):
    """What was read does not fit the type."""


@cache
def writer(kind: Any) -> Way | None:
    """How a value of this type becomes what JSON can hold; None = it is that already.

    Moments keep their offset, not the name of their zone.
    """
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return _record_writer([(field.name, writer(hints[field.name])) for field in dataclasses.fields(kind)])
    if (inner := _inside(kind, tuple)) is not None:
        return _each(writer(inner), list)
    if (inner := _inside(kind, types.UnionType)) is not None:
        return _unless_none(writer(inner))
    return _written if kind is datetime else None


@cache
def reader(kind: Any) -> Way | None:
    """How a value of this type is made of what JSON held; None = it is that already.

    Unknown keys are passed over, and what is missing has its default, for an older or newer version may have written it.
    The way raises MisfitError; whether a text is a text is not looked at.
    """
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return _record_reader(kind, {field.name: reader(hints[field.name]) for field in dataclasses.fields(kind)})
    if (inner := _inside(kind, tuple)) is not None:
        return _each(reader(inner), tuple)
    if (inner := _inside(kind, types.UnionType)) is not None:
        return _unless_none(reader(inner))
    if kind is datetime:
        return datetime.fromisoformat
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    return None


def _record_writer(ways: list[tuple[str, Way | None]]) -> Way:
    def write(value: Any) -> dict[str, Any]:
        return {name: way(getattr(value, name)) if way else getattr(value, name) for name, way in ways}

    return write


def _record_reader(kind: Any, ways: dict[str, Way | None]) -> Way:
    names, in_order = list(ways), list(ways.values())

    def read(data: Any) -> Any:
        try:
            if list(data) == names:
                # As nearly always, and twice as quick.
                return kind(*[way(one) if way else one for way, one in zip(in_order, data.values(), strict=True)])
            return kind(**{name: way(data[name]) if way else data[name] for name, way in ways.items() if name in data})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise MisfitError(str(error)) from None

    return read


def _each(way: Way | None, kind: Callable[[Iterable[Any]], Any]) -> Way:
    return kind if way is None else lambda values: kind([way(one) for one in values])


def _unless_none(way: Way | None) -> Way | None:
    return None if way is None else lambda value: None if value is None else way(value)


def _written(moment: datetime) -> str:
    text = moment.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def _inside(kind: Any, origin: Any) -> Any:
    """X of tuple[X, ...] or of X | None, whichever `origin` means; None of another type."""
    if typing.get_origin(kind) is not origin:
        return None
    return next(one for one in typing.get_args(kind) if one is not types.NoneType)
