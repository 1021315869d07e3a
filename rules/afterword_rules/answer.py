"""Whether a text says yes or no to a time that was proposed."""

from __future__ import annotations

import functools
import importlib.resources
import re

import yaml


@functools.cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    source = importlib.resources.files("afterword_rules") / "defaults" / "answers.yaml"
    lists: dict[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))

    def pattern(phrases: list[str]) -> re.Pattern[str]:
        words = (re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]") for phrase in phrases)
        return re.compile(r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)

    return pattern(lists["yes"]), pattern(lists["no"])


def says_yes(text: str) -> bool | None:
    """True for yes, False for no, None when `text` (the writer's own words) says neither."""
    yes, no = _phrases()
    if no.search(text):
        return False
    return True if yes.search(text) else None
