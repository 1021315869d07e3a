"""What a check says, and what a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`bad` keeps the program from its work; `warn` may become bad, or is worth knowing."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `name` is what was looked at, `what` what was seen, `next_step` what to do, where there is anything."""

    name: str
    verdict: Verdict
    what: str
    next_step: str = ""


def ok(name: str, what: str) -> Finding:
    return Finding(name, Verdict.OK, what)


def warn(name: str, what: str, next_step: str = "") -> Finding:
    return Finding(name, Verdict.WARN, what, next_step)


def bad(name: str, what: str, next_step: str = "") -> Finding:
    return Finding(name, Verdict.BAD, what, next_step)


@dataclass(frozen=True, slots=True)
class Check:
    """`look` runs in a thread of its own, may raise WorldError and OwnersError, and yields as it finds.

    `unfinished` is the next step where it was cut off.
    """

    name: str
    look: Callable[[], Iterable[Finding]]
    unfinished: str = "try again; --patience waits longer"
