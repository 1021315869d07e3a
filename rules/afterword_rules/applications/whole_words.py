"""Word lists of `defaults/`, as patterns that find one of their words: whole words, any case."""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable

import yaml


@functools.cache
def word_patterns(file: str) -> dict[str, re.Pattern[str]]:
    """A pattern for each list of a file in `defaults/`, by the list's name; a file that is one list has the name ""."""
    source = importlib.resources.files("afterword_rules") / "defaults" / file
    data: dict[str, list[str]] | list[str] = yaml.safe_load(source.read_text(encoding="utf-8"))
    lists = data if isinstance(data, dict) else {"": data}
    return {name: _pattern(words) for name, words in lists.items()}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)
