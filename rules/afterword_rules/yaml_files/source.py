"""The way in for every YAML file of the owner: read it strictly, then check it against a type.

    data, positions, problems = read_yaml(text, "rules.yaml")
    value, more = validate(data, positions, Settings)

A problem prints as `rules.yaml:12:5: unknown signal "intervew" - did you mean "interview_scheduled"?`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from afterword_rules.yaml_files.reader import Path, Place, Positions, Problem, did_you_mean, read_yaml
from afterword_rules.yaml_files.shape import validate

__all__ = [
    "Path",
    "Place",
    "Positions",
    "Problem",
    "did_you_mean",
    "read_and_validate",
    "read_yaml",
    "told_once",
    "validate",
]

T = TypeVar("T")


def read_and_validate(text: str, name: str, model: type[T]) -> tuple[T | None, Positions, list[Problem]]:
    """Both at once: a key that stands twice hides no misspelt one. The value is None where there are problems."""
    data, positions, problems = read_yaml(text, name)
    if data is None and problems:
        return None, positions, problems
    value, more = validate({} if data is None else data, positions, model)
    problems = told_once(problems, more)
    return (None if problems else value), positions, problems


def told_once(first: Iterable[Problem], more: Iterable[Problem]) -> list[Problem]:
    """All of `first`, and of `more` what concerns other places: what could not be read has no right type either."""
    found = list(first)
    places = {(problem.line, problem.column) for problem in found}
    return sorted([*found, *(problem for problem in more if (problem.line, problem.column) not in places)])
