"""The word lists of one module, where they are kept apart by language: all together, or one language's."""

from __future__ import annotations

from functools import cache
from typing import cast

from afterword_parsers.words.word_lists import section, strings


@cache
def word_set(module: str, name: str) -> frozenset[str]:
    """All words of the list `name` in `module`.yaml together, whatever language they are kept under."""
    return frozenset(word for words in by_language(module, name).values() for word in words)


@cache
def by_language(module: str, name: str) -> dict[str, tuple[str, ...]]:
    """The list `name` in `module`.yaml by ISO 639-1 code; a list that is not kept apart comes under ""."""
    value = section(f"{module}.yaml", name)
    if isinstance(value, dict):
        return {str(code): strings(words) for code, words in cast("dict[object, object]", value).items()}
    return {"": strings(value)}
