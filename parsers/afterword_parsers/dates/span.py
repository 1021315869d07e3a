"""The value type of a date that stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DateKind(StrEnum):
    """What the words around a date make of it.

    PROMISE: the other side will be heard of by then. APPOINTMENT: a meeting takes place (proposed or agreed).
    DEADLINE: the reader has to do something by then. PAST: something happened. OTHER: none of these is certain.
    """

    PROMISE = "promise"
    APPOINTMENT = "appointment"
    DEADLINE = "deadline"
    PAST = "past"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a date was given. MINUTE: with a time of day. DAY: one day. RANGE: somewhere between two days."""

    MINUTE = "minute"
    DAY = "day"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class DateInWords:
    """A date with its words.

    Both ends are aware. For MINUTE, `earliest` is the start and `latest` the end of what was said (equal when only a
    start was given). For DAY they are the first and the last minute of that day in the reader's zone, for RANGE those
    of the first and the last day that may be meant. `ambiguous` is set when two readings are possible ("12/05" from an
    unknown country): then both lie between `earliest` and `latest`, and nothing may be decided on it.
    `business_days` is how many of them were counted to `latest`, weekends left out but no holidays, which only the
    reader's country knows; 0 = none were counted.
    `same_hour` is set for a DAY at which something shall begin when it would have begun before it was moved.
    `begin` and `end` are offsets of `text` in the text that was searched.
    """

    kind: DateKind
    precision: Precision
    earliest: datetime
    latest: datetime
    text: str
    begin: int
    end: int
    ambiguous: bool = False
    zone_known: bool = True
    business_days: int = 0
    same_hour: bool = False

    @property
    def is_hour_of_talk(self) -> bool:
        """Whether it certainly tells on which day and at what time a meeting begins."""
        return self.kind is DateKind.APPOINTMENT and self.precision is Precision.MINUTE and not self.ambiguous
