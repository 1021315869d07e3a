"""The shape of rules.yaml for editors: a JSON Schema (draft-07), made from the types that read the file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from afterword_rules.signals.signal_rule import SignalRuleFile
from afterword_rules.yaml_files.source import read_yaml

SCHEMA_FILE = "rules.schema.json"
"""The name under which the sample file expects it, in the same folder."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
_SPOKEN_OF = {"SignalRuleFile": "file", "SignalRule": "rule", "Example": "example", "VendorEntry": "vendor"}


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """What each key means, by the kind of mapping it stands in: file, rule, example, vendor."""
    source = resources.files("afterword_rules.signals") / "vocabulary.yaml"
    words: dict[str, dict[str, str]] = read_yaml(source.read_text(encoding="utf-8"), source.name)[0]
    return words


def rules_schema() -> dict[str, Any]:
    """The schema. It knows shapes and words; what the program checks beyond that, `afterword rules check` tells."""
    from pydantic import TypeAdapter

    made = TypeAdapter(SignalRuleFile).json_schema(ref_template="#/definitions/{model}")
    parts: dict[str, Any] = made.pop("$defs")
    parts["SignalRuleFile"] = made
    for name, part in parts.items():
        if part.get("type") == "object":
            part["additionalProperties"] = False
            part["description"] = (part.get("description") or "").split("\n\n")[0]
            for key, value in part["properties"].items():
                _describe(value, vocabulary()[_SPOKEN_OF[name]][key])
    parts["SignalRule"]["properties"]["weight"] |= {"exclusiveMinimum": 0, "maximum": 5}
    root = parts.pop("SignalRuleFile")
    return {"$schema": _DRAFT, "title": "Afterword: rules.yaml", **_without_title(root), "definitions": parts}


def _describe(value: dict[str, Any], words: str) -> None:
    value.pop("title", None)
    if value.get("default") in (None, [], ""):
        value.pop("default", None)
    if "$ref" in value:
        # In draft-07 whatever stands beside a $ref is passed over.
        value["allOf"] = [{"$ref": value.pop("$ref")}]
    # "Nothing" is what a key means that is left out, never what is written behind it.
    if "anyOf" in value:
        value["anyOf"] = [one for one in value["anyOf"] if one != {"type": "null"}]
    value["description"] = words


def _without_title(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in {"title", "description"}}
