"""When the next look is due, and at what. Deciding only: no clock, no sleep.

    everything   all accounts and calendars, every few minutes, and when a moment comes that changes what is due
    one account  when it has news, when its mail lies in files (a look costs nothing), when its pause is over

An account that failed is left in peace until its pause is over, whatever else is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from afterword.running.back_off import Pause, is_over

_BETWEEN_NEWS = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class AccountState:
    """What is known of one account. `every` is how often it is looked at by itself, None = only with everything else.

    `again` is when to look at it once more, since its link was lost while the program listened for news.
    `tried` is when it was last looked at to the end, with whatever success. `busy`: it is being read right now.
    """

    every: timedelta | None = None
    tried: datetime | None = None
    pause: Pause | None = None
    news: bool = False
    busy: bool = False
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """At `at`, look at `accounts`; with `everything`, at the calendars too, and decide anew."""

    at: datetime
    accounts: frozenset[str]
    everything: bool = False


def next_look(
    now: datetime,
    accounts: Mapping[str, AccountState],
    *,
    floor: timedelta,
    looked: datetime | None,
    next_change: datetime | None = None,
    not_before: datetime | None = None,
) -> Look:
    """The next look to take; it is due when its `at` is not after `now`.

    `looked` is when everything was last looked at, None = never. `next_change` is the next moment at which something
    comes due, `not_before` a moment until which nothing is done, after a bug of ours.
    """
    ready = {name: state for name, state in accounts.items() if not state.busy}
    whole = Look(_whole(now, floor, looked, next_change), _in_no_pause(ready, now), everything=True)
    if whole.at > now:
        moments = {name: _single(state, now) for name, state in ready.items()}
        due = frozenset(name for name, moment in moments.items() if moment is not None and moment <= now)
        if due:
            return _held(Look(now, due), not_before)
        coming = min((moment for moment in moments.values() if moment is not None), default=whole.at)
        if coming < whole.at:
            return _held(Look(coming, frozenset(n for n, m in moments.items() if m == coming)), not_before)
    return _held(whole, not_before)


def _whole(now: datetime, floor: timedelta, looked: datetime | None, next_change: datetime | None) -> datetime:
    # A clock that was set back makes the last look lie ahead.
    if looked is None or looked > now:
        return now
    moments = [looked + floor]
    if next_change is not None and next_change > looked:
        moments.append(next_change)
    return min(moments)


def _in_no_pause(ready: Mapping[str, AccountState], now: datetime) -> frozenset[str]:
    return frozenset(name for name, state in ready.items() if is_over(state.pause, now))


def _single(state: AccountState, now: datetime) -> datetime | None:
    """When this account is worth a look by itself; None = not before everything is looked at."""
    tried = state.tried if state.tried is None or state.tried <= now else None
    if state.pause is not None:
        return now if is_over(state.pause, now) else state.pause.until
    if state.news:
        return now if tried is None else tried + _BETWEEN_NEWS
    if state.again is not None:
        return state.again
    if state.every is None:
        return None
    return now if tried is None else tried + state.every


def _held(look: Look, not_before: datetime | None) -> Look:
    return look if not_before is None or look.at >= not_before else replace(look, at=not_before)
