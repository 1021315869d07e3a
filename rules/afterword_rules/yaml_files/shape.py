"""Checking data read from YAML against a type, with mistakes in the words of the owner's file."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from afterword_rules.yaml_files.reader import Path, Positions, Problem, did_you_mean

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dataclass_type": "a mapping",
    "dataclass_exact_type": "a mapping",
}


def validate(data: Any, positions: Positions, model: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
    """Turn `data` into a `model`, a pydantic model or a dataclass, or say everything that is wrong with it.

    Strict: no text is taken for a number, no unknown key is passed over. A list may become a tuple, a word an enum.
    """
    from pydantic import ValidationError

    try:
        value: T = _adapter(model).validate_json(json.dumps(data), strict=True, extra="forbid")
    except ValidationError as error:
        problems = {_problem(found, positions, model) for found in error.errors(include_url=False)}
    else:
        return value, ()
    # A union complains once for each of its members: one word about one value is enough.
    about_values: dict[tuple[int, int], Problem] = {}
    for problem in sorted(problems):
        if not _is_about_key(problem):
            about_values.setdefault((problem.line, problem.column), problem)
    return None, tuple(sorted([*about_values.values(), *filter(_is_about_key, problems)]))


def _adapter(model: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(model)
    return _ADAPTERS[model]


def _is_about_key(problem: Problem) -> bool:
    return problem.text.startswith(("unknown key", "the key"))


def _problem(error: Mapping[str, Any], positions: Positions, model: type[Any]) -> Problem:
    path: Path = tuple(error["loc"])
    kind: str = error["type"]
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if kind in {"extra_forbidden", "unexpected_keyword_argument", "no_such_attribute"}:
        known = _keys_at(model, path[:-1])
        return positions.problem(path, f'unknown key "{path[-1]}"{did_you_mean(str(path[-1]), known)}', at_key=True)
    if kind in {"missing", "missing_argument"}:
        return positions.problem(path[:-1], f'the key "{path[-1]}" is missing')
    given = error.get("input")
    if kind in {"enum", "literal_error"}:
        words = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        label = name or "word"
        return positions.problem(path, f'unknown {label} "{given}"{did_you_mean(str(given), words)}')
    if kind in _WANTED:
        subject = f'"{name}"' if name else "this"
        return positions.problem(path, f"{subject} must be {_WANTED[kind]}, not {_said(given)}{_hint(kind, given)}")
    message = str(error.get("msg", kind)).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return positions.problem(path, f'"{name}": {message[:1].lower()}{message[1:]}' if name else message)


def _hint(kind: str, given: Any) -> str:
    """How to write what was most probably meant."""
    if kind == "string_type" and isinstance(given, bool | int | float):
        return " - put it in 'quotes'"
    if _WANTED[kind] == "a list" and isinstance(given, str):
        return " - put it in [brackets]"
    return ""


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
    return f'"{str(given)[:60]}"'


def _keys_at(model: Any, path: Path) -> frozenset[str]:
    """The keys that are known where `path` leads, as far as the type hints tell."""
    here: list[Any] = [model]
    for part in path:
        here = [step for candidate in here for step in _inside(candidate, part)]
    return frozenset(key for candidate in here for key in _fields(candidate))


def _fields(kind: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return {one.name: hints[one.name] for one in dataclasses.fields(kind)}
    fields = getattr(kind, "model_fields", None)
    if isinstance(fields, dict):
        return {one.alias or name: one.annotation for name, one in fields.items()}
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) in {typing.Union, typing.Annotated}:
        return {key: value for one in typing.get_args(kind) for key, value in _fields(one).items()}
    return {}


def _inside(kind: Any, part: str | int) -> list[Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, types.UnionType) or origin in {typing.Union, typing.Annotated}:
        return [step for one in arguments for step in _inside(one, part)]
    if isinstance(part, int):
        return [one for one in arguments if one is not Ellipsis][:1]
    if origin is not None and issubclass(origin, Mapping):
        return [arguments[1]]
    fields = _fields(kind)
    # A part of the path that is no field names the member of a union: the type stays the same.
    return [fields[part]] if part in fields else [kind]
