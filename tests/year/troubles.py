"""The troubles of a simulated year: which, and from when to when. A pure function of a seed.

Each lasts within a day from 20:55 UTC, some of them from 19:58, to 16:30, so that what it held up is made up for by
20:00, when the owner sits down. The last two days are quiet.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from year.story import HOME_ZONE, START


class Kind(StrEnum):
    """What goes wrong."""

    SUSPENDS = "the machine sleeps"
    REFUSES = "no connection"
    STALLS = "the network stalls"
    CUTS_APPEND = "the link is cut as a draft is given"
    LOSES_ANSWER = "the link is cut before the answer to a draft"
    RESETS = "the link is reset after some bytes"
    DOWN = "the server is down"
    STEP = "killed between two steps"
    ANYWHERE = "killed anywhere"
    STOPS = "stopped"


KILLS = (Kind.STEP, Kind.ANYWHERE, Kind.STOPS)
_WHILE_WRITING = (Kind.CUTS_APPEND, Kind.LOSES_ANSWER, Kind.STEP, Kind.RESETS, Kind.ANYWHERE)
_STEPS = 7
_LONDON = ZoneInfo(HOME_ZONE)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """`number` is the step, the bytes or the milliseconds after which it strikes."""

    kind: Kind
    start: datetime
    end: datetime
    number: int


def troubles(seed: int, days: int, *, kills: bool = True) -> Iterator[Trouble]:
    """In their order, none within another. Every other four weeks nobody kills, so that there is a long life to measure."""
    dice = random.Random(f"troubles {seed}")
    for day in range(days - 2):
        midnight = (START + day * _DAY).replace(hour=0, minute=0)
        kinds = [kind for kind in Kind if (kills and (day // 28) % 2 == 0) or kind not in KILLS]
        night = dice.random()
        if night < 0.5 and day:
            kind = dice.choice([kind for kind in (Kind.SUSPENDS, Kind.REFUSES, *KILLS) if kind in kinds])
            start = midnight - (242 if night < 0.25 else 180) * timedelta(minutes=1)
            yield _trouble(dice, kind, start, start + dice.uniform(1, 10.7) * _HOUR)
        # Most drafts come due at nine in London: what can go wrong while they are written goes wrong then.
        if dice.random() < 0.7:
            first = midnight.replace(hour=9, tzinfo=_LONDON).astimezone(UTC) - dice.uniform(0, 0.05) * _HOUR
            kind = dice.choice([kind for kind in _WHILE_WRITING if kind in kinds])
            yield _trouble(dice, kind, first, first + dice.uniform(0.2, 0.6) * _HOUR)
        for earliest, latest in ((10, 13), (13.2, 16.4)):
            if dice.random() < 0.35:
                first = midnight + dice.uniform(earliest, latest - 0.3) * _HOUR
                yield _trouble(
                    dice,
                    dice.choice(kinds),
                    first,
                    min(first + dice.expovariate(1.5) * _HOUR, midnight + latest * _HOUR),
                )


def _trouble(dice: random.Random, kind: Kind, start: datetime, end: datetime) -> Trouble:
    number = dice.randint(1, _STEPS) if kind is Kind.STEP else dice.randint(0, 60)
    if kind is Kind.RESETS:
        number = dice.randint(1, 20_000)
    return Trouble(kind, start, max(end, start + timedelta(minutes=2)), number)
