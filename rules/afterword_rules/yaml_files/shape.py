"""Checking data read from YAML against a type, with mistakes in the words of the owner's file.

A type is a dataclass, a tuple of one type, a dict, an enum of words, str, int, float, bool, object, or one of several of these, None among them.
A library for this would take as much memory as all the rules, for as long as the program runs.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from afterword_rules.yaml_files.reader import Path, Positions, Problem, did_you_mean

T = TypeVar("T")
_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def validate(data: Any, positions: Positions, model: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
    """Turn `data` into a `model`, or say everything that is wrong with it.

    Strict: no text is taken for a number, no unknown key is passed over. A list may become a tuple, a word an enum.
    """
    check = _Check(positions)
    value = check.value(data, model, ())
    return (None, tuple(sorted(check.problems))) if check.problems else (value, ())


@dataclass(slots=True)
class _Check:
    """One check of one file; what its methods return counts only where there are no problems."""

    positions: Positions
    problems: list[Problem] = field(default_factory=list[Problem])

    def value(self, data: Any, kind: Any, path: Path) -> Any:
        """`data`, which stands at `path`, as a value of type `kind`."""
        way, inner = _way(kind)
        return way(self, data, inner, path)

    def anything(self, data: Any, _: Any, path: Path) -> Any:  # noqa: ARG002 - as the others
        return data

    def optional(self, data: Any, kind: Any, path: Path) -> Any:
        return None if data is None else self.value(data, kind, path)

    def either(self, data: Any, kinds: tuple[tuple[Any, ...], bool], path: Path) -> Any:
        """The first of several types that `data` fits; where none does, what is wrong for the first is told."""
        some, may_be_none = kinds
        if data is None and may_be_none:
            return None
        for kind in some:
            trial = _Check(self.positions)
            value = trial.value(data, kind, path)
            if not trial.problems:
                return value
        return self.value(data, some[0], path)

    def plain(self, data: Any, kind: type, path: Path) -> Any:
        if type(data) is kind:
            return data
        if kind is float and type(data) is int:
            return float(data)
        hint = " - put it in 'quotes'" if kind is str and isinstance(data, int | float) else ""
        return self.mistaken(data, _WORDS[kind], path, hint)

    def word(self, data: Any, kind: type[Enum], path: Path) -> Any:
        words = _members(kind)
        if isinstance(data, str) and data in words:
            return words[data]
        label = _name(path) or "word"
        self.problems.append(
            self.positions.problem(path, f'unknown {label} "{_shortened(data)}"{did_you_mean(str(data), words)}')
        )
        return None

    def items(self, data: Any, kind: Any, path: Path) -> Any:
        if not isinstance(data, list):
            hint = " - put it in [brackets]" if isinstance(data, str) else ""
            return self.mistaken(data, "a list", path, hint)
        return tuple([self.value(one, kind, (*path, number)) for number, one in enumerate(data)])

    def mapping(self, data: Any, kinds: tuple[Any, Any], path: Path) -> Any:
        if not isinstance(data, dict):
            return self.mistaken(data, "a mapping", path)
        of_key, of_value = kinds
        found: dict[Any, Any] = {}
        for key, one in data.items():
            if of_key is str or key in _members(of_key):
                found[key if of_key is str else _members(of_key)[key]] = self.value(one, of_value, (*path, key))
            else:
                self.unknown_key(key, _members(of_key), path)
        return found

    def record(self, data: Any, kind: Any, path: Path) -> Any:
        if not isinstance(data, dict):
            return self.mistaken(data, "a mapping", path)
        fields, needed = fields_of(kind)
        found: dict[str, Any] = {}
        for key, one in data.items():
            if key in fields:
                found[key] = self.value(one, fields[key], (*path, key))
            else:
                self.unknown_key(key, fields, path)
        missing = [name for name in needed if name not in data]
        self.problems += (self.positions.problem(path, f'the key "{name}" is missing') for name in missing)
        return None if self.problems else kind(**found)

    def mistaken(self, data: Any, wanted: str, path: Path, hint: str = "") -> None:
        subject = f'"{name}"' if (name := _name(path)) else "this"
        self.problems.append(self.positions.problem(path, f"{subject} must be {wanted}, not {_said(data)}{hint}"))

    def unknown_key(self, key: str, known: typing.Iterable[str], path: Path) -> None:
        text = f'unknown key "{key}"{did_you_mean(key, known)}'
        self.problems.append(self.positions.problem((*path, key), text, at_key=True))


_Way = Callable[[_Check, Any, Any, Path], Any]


@cache
def _way(kind: Any) -> tuple[_Way, Any]:
    """How a type is checked, and the type or types inside it."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _Check.items, inner[0]
    if origin is dict:
        return _Check.mapping, inner
    if origin in {types.UnionType, typing.Union}:
        some = [one for one in inner if one is not types.NoneType]
        if len(some) == 1:
            return _Check.optional, some[0]
        return _Check.either, (tuple(some), types.NoneType in inner)
    if dataclasses.is_dataclass(kind):
        return _Check.record, kind
    if kind is object:
        return _Check.anything, kind
    return (_Check.plain if kind in _WORDS else _Check.word), kind


@cache
def fields_of(kind: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a dataclass with their types, and the names of those that have no default."""
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    missing = dataclasses.MISSING
    needed = [one.name for one in fields if one.default is missing and one.default_factory is missing]
    return {one.name: hints[one.name] for one in fields}, tuple(needed)


@cache
def _members(kind: type[Enum]) -> dict[str, Enum]:
    return {str(member.value): member for member in kind}


def _name(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _said(given: Any) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int | float):
        return f"{given:g}"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "a mapping"
    return f'"{_shortened(given)}"'


def _shortened(given: Any) -> str:
    return str(given)[:60]
