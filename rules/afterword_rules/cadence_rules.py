"""The cadence as YAML: the program's follow_ups.yaml, with the owner's over it."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass, replace
from datetime import time

from afterword_rules.due import KINDS
from afterword_rules.follow_ups.cadence import Cadence, Wait
from afterword_rules.yaml_source import Path, Positions, Problem, did_you_mean, read_yaml, validate

_SOURCE = "follow_ups.yaml"


@dataclass(frozen=True, slots=True)
class CadenceEntry:
    """One entry of `follow_ups:` as it stands in YAML. What is left out keeps the value it had."""

    id: str
    why: str | None = None
    wait: str | None = None
    wait_after_promise: str | None = None
    at: str | None = None
    best_before: str | None = None
    not_after: str | None = None
    at_most: int | None = None
    disable: bool = False


@dataclass(frozen=True, slots=True)
class CadenceFile:
    """A file of follow-ups. `disable: true` at the top switches all of them off."""

    follow_ups: tuple[CadenceEntry, ...] = ()
    disable: bool = False


def load_cadences(
    owner_yaml: str | None = None, owner_name: str = _SOURCE
) -> tuple[dict[str, Cadence], tuple[Problem, ...]]:
    """The cadence of each kind, by id, and every problem of the owner's file (None = there is none).

    With a problem in the owner's file the program's own cadences are given, so that a caller that goes on is right.
    """
    default = importlib.resources.files("afterword_rules") / "defaults" / _SOURCE
    cadences, problems = _merge({}, default.read_text(encoding="utf-8"), _SOURCE)
    if problems:
        msg = f"the program's own cadence is broken: {problems[0]}"
        raise AssertionError(msg)
    if owner_yaml is None:
        return cadences, ()
    merged, problems = _merge(cadences, owner_yaml, owner_name)
    return (cadences if problems else merged), problems


def _merge(base: dict[str, Cadence], text: str, name: str) -> tuple[dict[str, Cadence], tuple[Problem, ...]]:
    data, positions, problems = read_yaml(text, name)
    if problems:
        return base, tuple(problems)
    value, found = validate(data or {}, positions, CadenceFile)
    if value is None:
        return base, found
    merged, wrong = dict(base), list(found)
    for i, entry in enumerate(value.follow_ups):
        if entry.id not in KINDS:
            wrong.append(
                positions.problem(
                    ("follow_ups", i, "id"), f'unknown follow-up "{entry.id}"{did_you_mean(entry.id, KINDS)}'
                )
            )
            continue
        cadence = _cadence(base.get(entry.id), entry, ("follow_ups", i), positions, wrong)
        if cadence is not None:
            merged[entry.id] = cadence
    if value.disable:
        merged = {kind: replace(cadence, disabled=True) for kind, cadence in merged.items()}
    return merged, tuple(wrong)


def _cadence(
    base: Cadence | None, entry: CadenceEntry, path: Path, positions: Positions, wrong: list[Problem]
) -> Cadence | None:
    waits: dict[str, Wait | None] = {}
    for field in ("wait", "wait_after_promise", "best_before", "not_after"):
        text = getattr(entry, field)
        try:
            waits[field] = Wait.parse(text) if text is not None else getattr(base, field, None)
        except ValueError as error:
            wrong.append(positions.problem((*path, field), str(error)))
            return None
    wait, not_after = waits["wait"], waits["not_after"]
    if wait is None or not_after is None:
        wrong.append(positions.problem(path, f'follow-up "{entry.id}" needs `wait` and `not_after`'))
        return None
    try:
        at = time.fromisoformat(entry.at) if entry.at else (base.at if base else time(9))
    except ValueError:
        wrong.append(positions.problem((*path, "at"), f'"{entry.at}" is no time of day; write it like "09:00"'))
        return None
    return Cadence(
        kind=entry.id,
        wait=wait,
        not_after=not_after,
        at=at,
        best_before=waits["best_before"],
        wait_after_promise=waits["wait_after_promise"],
        at_most=entry.at_most if entry.at_most is not None else (base.at_most if base else 1),
        disabled=entry.disable,
    )
