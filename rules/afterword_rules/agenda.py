"""What a conversation is about, as far as its event says."""

from __future__ import annotations

import functools
import importlib.resources
import re

import yaml


@functools.cache
def _phrases() -> re.Pattern[str]:
    source = importlib.resources.files("afterword_rules") / "defaults" / "agendas.yaml"
    phrases: list[str] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)", re.IGNORECASE)


def agenda_of(summary: str, description: str) -> str:
    """The agenda named in an event's title, else in its description, as written there; empty when none is."""
    found = _phrases().search(summary) or _phrases().search(description)
    return found.group() if found else ""
