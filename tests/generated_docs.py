"""The tables in docs/rules.md, made from what they describe. `python tests/generated_docs.py` writes them anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from importlib import resources
from pathlib import Path
from typing import Any

from afterword_parsers.jobs.vendors import VendorKind, built_in_vendors
from afterword_rules.signals.rule_schema import vocabulary
from afterword_rules.signals.signal_rule import SignalRule
from afterword_rules.signals.vendor_entry import VendorEntry

RULES = Path(__file__).parents[1] / "docs" / "rules.md"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def signals() -> str:
    """What a message may say, and what it may be about."""
    words = vocabulary()
    made = (
        table((kind, "means"), ((f"`{name}`", means) for name, means in words[kind].items()))
        for kind in ("signal", "topic")
    )
    return "\n\n".join(made)


def keys_of(model: type[Any], words: str) -> str:
    """The keys of a mapping, and what holds where they are left out."""
    rows: list[tuple[str, str, str]] = []
    for one in fields(model):
        usual = (
            "" if one.default in (None, (), "") else "needed" if one.default is MISSING else str(one.default).lower()
        )
        usual = ", ".join(map(str, one.default)) if isinstance(one.default, tuple) else usual
        rows.append((f"`{one.name}`", vocabulary()[words][one.name], usual))
    return table(("key", "means", "usual"), rows)


def vendor() -> str:
    kinds = f"Kinds: {', '.join(f'`{kind}`' for kind in VendorKind)}."
    names = ", ".join(one.name for one in sorted(built_in_vendors().vendors, key=lambda one: one.name.casefold()))
    return f"{keys_of(VendorEntry, 'vendor')}\n\n{kinds}\n\nKnown already: {names}."


def languages() -> str:
    folder = resources.files("afterword_parsers.dates") / "languages"
    codes = sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return f"There are: {', '.join(f'`{code}`' for code in codes)}."


SECTIONS = {
    "signals": signals,
    "rule": lambda: keys_of(SignalRule, "rule"),
    "vendor": vendor,
    "languages": languages,
}


def written_anew(text: str) -> str:
    """`text` with every generated section as it must be."""
    for name, made in SECTIONS.items():
        before, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, behind = rest.partition(f"<!-- /{name} -->")
        text = f"{before}{begin}{made()}\n{end}{behind}"
    return text


if __name__ == "__main__":
    RULES.write_text(written_anew(RULES.read_text(encoding="utf-8")), encoding="utf-8")
