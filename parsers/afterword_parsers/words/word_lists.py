"""The word lists and phrases that lie as YAML beside the code: read once, when first needed."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def yaml_of(name: str) -> object:
    """The content of a YAML file of this package."""
    import yaml

    text = resources.files("afterword_parsers.words").joinpath(name).read_text(encoding="utf-8")
    # BaseLoader leaves every scalar a string, so that the words "no" and "on" stay words.
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes strings only


def strings(value: object) -> tuple[str, ...]:
    """A YAML list as strings; a block of text gives its words, nothing gives nothing."""
    if isinstance(value, str):
        return tuple(value.split())
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def section(name: str, *path: str) -> object:
    """What stands at `path` in the YAML file `name`; None when it is not there."""
    found = yaml_of(name)
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


@cache
def words_of(name: str, *path: str) -> frozenset[str]:
    """The words at `path` in the YAML file `name`, as they stand there."""
    return frozenset(strings(section(name, *path)))


@cache
def list_of(name: str, *path: str) -> tuple[str, ...]:
    """The list at `path` in the YAML file `name`, in its order."""
    return strings(section(name, *path))
