"""The cadence as YAML: the program's follow_ups.yaml, with the owner's over it."""

from __future__ import annotations

import importlib.resources
import re
from dataclasses import dataclass, replace
from datetime import time

from afterword_rules.follow_ups.cadence import After, Cadence, To, Unless, Wait
from afterword_rules.follow_ups.due import SPECIAL
from afterword_rules.letters.templates import REVIEW_NOTE
from afterword_rules.yaml_files.source import Path, Positions, Problem, did_you_mean, read_and_validate

_SOURCE = "follow_ups.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WAITS = ("wait", "wait_after_promise", "best_before", "not_after")
_PROMISED = "status_inquiry"


@dataclass(frozen=True, slots=True)
class CadenceEntry:
    """One entry of `follow_ups:` as it stands in YAML. What is left out keeps the value it had."""

    id: str
    why: str | None = None
    after: After | None = None
    wait: str | None = None
    wait_after_promise: str | None = None
    at: str | None = None
    best_before: str | None = None
    not_after: str | None = None
    at_most: int | None = None
    unless: tuple[Unless, ...] | None = None
    to: tuple[To, ...] | None = None
    template: str | None = None
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
    value, positions, problems = read_and_validate(text, name, CadenceFile)
    if value is None:
        return base, tuple(problems)
    merged, wrong = dict(base), list(problems)
    seen: dict[str, int] = {}
    for i, entry in enumerate(value.follow_ups):
        path: Path = ("follow_ups", i)
        if entry.id in seen:
            line = positions.of(("follow_ups", seen[entry.id], "id"))[0]
            wrong.append(positions.problem((*path, "id"), f'"{entry.id}" stands twice - first in line {line}'))
        seen.setdefault(entry.id, i)
        found = list(_mistakes(base, entry, path, positions))
        wrong += found
        if not found:
            merged[entry.id] = _cadence(base.get(entry.id), entry)
    if value.disable:
        merged = {kind: replace(cadence, disabled=True) for kind, cadence in merged.items()}
    return merged, tuple(sorted(wrong))


def _mistakes(base: dict[str, Cadence], entry: CadenceEntry, path: Path, positions: Positions) -> list[Problem]:
    """What is wrong with one entry although each of its words is right."""
    found: list[tuple[str, str]] = []
    known = not base or entry.id in base
    if not known and entry.after is None:
        near = did_you_mean(entry.id, base)
        more = near if near.endswith("?") else f"{near}; a kind of your own needs `after` and `wait`"
        return [positions.problem((*path, "id"), f'unknown follow-up "{entry.id}"{more}')]
    if not known and (not _NAME.fullmatch(entry.id) or entry.id == REVIEW_NOTE):
        found.append(("id", f'"{entry.id}" cannot be the name of a follow-up; write it like "missed_call"'))
    if not known and entry.wait is None:
        found.append(("", f'follow-up "{entry.id}" needs `wait`'))
    if base and entry.id in SPECIAL and entry.after not in {None, base[entry.id].after}:
        text = f'what "{entry.id}" follows cannot be changed; disable it, and add a kind of your own'
        found.append(("after", text))
    if entry.wait_after_promise is not None and entry.id != _PROMISED:
        text = f"only {_PROMISED} has this; a kind of your own says `after: promise` and `wait`"
        found.append(("wait_after_promise", text))
    if entry.at_most is not None and entry.at_most < 1:
        found.append(("at_most", '"at_most" is 1 or more; `disable: true` switches a follow-up off'))
    if entry.id == "thank_you" and (entry.at_most or 1) > 1:
        found.append(("at_most", "each interviewer is thanked once"))
    for field in _WAITS:
        try:
            Wait.parse(getattr(entry, field) or "1 day")
        except ValueError as error:
            found.append((field, str(error)))
    if entry.at is not None and _time(entry.at) is None:
        found.append(("at", f'"{entry.at}" is no time of day; write it like "09:00"'))
    if entry.to is not None and not entry.to:
        found.append(("to", f"somebody must come first - one of: {', '.join(sorted(To))}"))
    if entry.template is not None and not _NAME.fullmatch(entry.template):
        text = f'"{entry.template}" is no name of a template; write "missed_call" for templates/en/missed_call.txt.j2'
        found.append(("template", text))
    return [positions.problem((*path, field) if field else path, text) for field, text in found]


def _time(text: str) -> time | None:
    try:
        at = time.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is None else None


def _cadence(base: Cadence | None, entry: CadenceEntry) -> Cadence:
    """The cadence an entry without mistakes makes of what there was."""
    waits = {field: Wait.parse(text) for field in _WAITS if (text := getattr(entry, field)) is not None}
    told = {
        "after": entry.after,
        "at": _time(entry.at) if entry.at else None,
        "at_most": entry.at_most,
        "unless": entry.unless,
        "to": entry.to,
        "template": entry.template,
        "why": entry.why,
        **waits,
    }
    changes = {field: value for field, value in told.items() if value is not None}
    # The kinds that YAML does not describe whole say themselves why they are due.
    why = "" if entry.id in SPECIAL else f"a follow-up of yours, {entry.id.replace('_', ' ')}"
    start = base or Cadence(entry.id, waits["wait"], why=why)
    return replace(start, **changes, disabled=entry.disable)  # type: ignore[arg-type]
