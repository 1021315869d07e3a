"""The shape of rules.yaml for editors: a JSON Schema (draft-07), made from the types that read the file."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from functools import cache
from importlib import resources
from typing import Any

from afterword_rules.signals.signal_rule import SignalRuleFile
from afterword_rules.yaml_files.shape import fields_of
from afterword_rules.yaml_files.source import read_yaml

_DRAFT = "http://json-schema.org/draft-07/schema#"
_SPOKEN_OF = {"SignalRuleFile": "file", "SignalRule": "rule", "Example": "example", "VendorEntry": "vendor"}
_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """What each key means, by the kind of mapping it stands in: file, rule, example, vendor."""
    source = resources.files("afterword_rules.signals") / "vocabulary.yaml"
    words: dict[str, dict[str, str]] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return words


def rules_schema() -> dict[str, Any]:
    """The schema. It knows shapes and words; what the program checks beyond that, `afterword rules check` tells."""
    parts: dict[str, Any] = {}
    root = _record(SignalRuleFile, parts)
    parts["SignalRule"]["properties"]["weight"] |= {"exclusiveMinimum": 0, "maximum": 5}
    shape = {key: root[key] for key in ("properties", "type", "additionalProperties")}
    return {"$schema": _DRAFT, "title": "Afterword: rules.yaml", **shape, "definitions": dict(sorted(parts.items()))}


def _record(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The schema of a dataclass; what it refers to is added to `parts`."""
    words = vocabulary()[_SPOKEN_OF[kind.__name__]]
    fields, needed = fields_of(kind)
    properties = {
        one.name: {**_default(one.default), **_property(fields[one.name], parts), "description": words[one.name]}
        for one in dataclasses.fields(kind)
    }
    return {
        "description": (inspect.getdoc(kind) or "").split("\n\n")[0],
        "properties": properties,
        **({"required": list(needed)} if needed else {}),
        "title": kind.__name__,
        "type": "object",
        "additionalProperties": False,
    }


def _default(value: Any) -> dict[str, Any]:
    if value in (dataclasses.MISSING, None, (), ""):
        return {}
    return {"default": list(value) if isinstance(value, tuple) else value}


def _property(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    shape = _shape(kind, parts)
    # In draft-07 whatever stands beside a $ref is passed over.
    return {"allOf": [shape]} if "$ref" in shape else shape


def _shape(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return {"items": _shape(inner[0], parts), "type": "array"}
    if origin in {types.UnionType, typing.Union}:
        # "Nothing" is what a key means that is left out, never what is written behind it.
        return {"anyOf": [_shape(one, parts) for one in inner if one is not types.NoneType]}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    name = kind.__name__
    if name not in parts:
        parts[name] = _record(kind, parts) if dataclasses.is_dataclass(kind) else _words(kind)
    return {"$ref": f"#/definitions/{name}"}


def _words(kind: Any) -> dict[str, Any]:
    words = [member.value for member in kind]
    return {"description": inspect.getdoc(kind), "enum": words, "title": kind.__name__, "type": "string"}
