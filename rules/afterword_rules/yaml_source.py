"""The way in for every YAML file of the owner: read it strictly, then check it against a type.

    data, positions, problems = read_yaml(text, "rules.yaml")
    value, more = validate(data, positions, Settings)

A problem prints as `rules.yaml:12:5: unknown signal "intervew" - did you mean "interview_scheduled"?`.
"""

from __future__ import annotations

from afterword_rules.yaml_reader import Path, Place, Positions, Problem, did_you_mean, read_yaml
from afterword_rules.yaml_shape import validate

__all__ = ["Path", "Place", "Positions", "Problem", "did_you_mean", "read_yaml", "validate"]
