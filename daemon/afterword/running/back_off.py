"""How long an account that cannot be reached is left in peace. Kept in the ledger: a restart does not begin to hammer.

The pause doubles with each failure in a row, and varies by a quarter, so that many programs that lost the same server do
not come back to it in the same second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

_FIRST = timedelta(seconds=15)
_FIRST_FOR_OWNER = timedelta(minutes=2)
_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pause:
    """`failures` in a row, at least one. `until` is aware. `for_owner`: it will not pass until the owner does something."""

    failures: int
    until: datetime
    for_owner: bool = False


def next_try(failures: int, now: datetime, jitter: float, *, for_owner: bool = False) -> datetime:
    """When to try again after the `failures`th failure in a row, which was `now`; `jitter` is a random number in [0, 1).

    What waits for the owner is tried too, more seldom: its secret may be another one by then. A secret that was refused
    is not shown to the server again (`ImapLink`), so it is this pause that protects an account from a program that is
    started again and again.
    """
    first = _FIRST_FOR_OWNER if for_owner else _FIRST
    # From 2**16 on every pause is the longest one.
    pause = min(first * (1 << min(max(failures, 1) - 1, 16)), _LONGEST)
    return now + pause * (0.75 + jitter / 2)


def after_failure(before: Pause | None, now: datetime, jitter: float, *, retry: bool = True) -> Pause:
    """The pause to keep after another failure. `retry` is `WorldError.retry`."""
    failures = before.failures + 1 if before is not None and before.for_owner is not retry else 1
    return Pause(failures, next_try(failures, now, jitter, for_owner=not retry), for_owner=not retry)


def is_over(pause: Pause | None, now: datetime) -> bool:
    """Whether to try again. A pause that is longer than any can be was written by a wrong clock, and is over."""
    return pause is None or now >= pause.until or pause.until - now > _LONGEST * 1.25
