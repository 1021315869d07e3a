"""The JSON Schema of rules.yaml knows what the program knows, in the words editors understand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from afterword_parsers.jobs.vendors import VendorKind
from afterword_rules.signal import SignalKind
from afterword_rules.signals.rule_schema import rules_schema, vocabulary
from afterword_rules.signals.signal_rule import Example, SignalRule, SignalRuleFile
from afterword_rules.signals.vendor_entry import VendorEntry

SCHEMA = rules_schema()
# https://json-schema.org/draft-07/json-schema-validation, as far as it is used here.
DRAFT_07 = {
    "$schema",
    "$ref",
    "title",
    "description",
    "default",
    "type",
    "enum",
    "const",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "definitions",
    "allOf",
    "anyOf",
    "exclusiveMinimum",
    "maximum",
}


def keywords(part: Any) -> Iterator[str]:
    """Every keyword of a schema; the names of properties and definitions are none."""
    if isinstance(part, list):
        for one in part:
            yield from keywords(one)
    if isinstance(part, dict):
        for key, value in part.items():
            yield key
            if key in {"properties", "definitions"}:
                for one in value.values():
                    yield from keywords(one)
            elif key not in {"enum", "default", "const", "required"}:
                yield from keywords(value)


def test_only_keywords_of_draft_07_are_used() -> None:
    """Editors read the schema with a server that knows nothing later."""
    assert "http://json-schema.org/draft-07/schema#" == SCHEMA["$schema"]
    assert set() == set(keywords(SCHEMA)) - DRAFT_07


@pytest.mark.parametrize(
    ("model", "words", "part"),
    [
        (SignalRuleFile, "file", SCHEMA),
        (SignalRule, "rule", SCHEMA["definitions"]["SignalRule"]),
        (Example, "example", SCHEMA["definitions"]["Example"]),
        (VendorEntry, "vendor", SCHEMA["definitions"]["VendorEntry"]),
    ],
    ids=["file", "rule", "example", "vendor"],
)
def test_every_key_is_described(model: type[Any], words: str, part: dict[str, Any]) -> None:
    """A key without a word of explanation, or an explanation without a key, is forgotten work."""
    names = {one.name for one in fields(model)}

    assert names == set(vocabulary()[words])
    assert names == set(part["properties"])
    assert all(one["description"] for one in part["properties"].values())
    assert part["additionalProperties"] is False


def test_words_with_a_list_of_values_are_offered() -> None:
    """The words of signals and vendors are completed as they are typed."""
    assert list(SignalKind) == SCHEMA["definitions"]["SignalKind"]["enum"]
    assert list(VendorKind) == SCHEMA["definitions"]["VendorKind"]["enum"]
    assert ["id"] == SCHEMA["definitions"]["SignalRule"]["required"]
