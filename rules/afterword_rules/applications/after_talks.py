"""Letters that come after a talk was held: only a day ahead, an invitation or a question makes another talk of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from afterword_parsers.dates.span import DateKind
from afterword_rules.application import Interview
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind

_FIXED = {SignalKind.INTERVIEW_SCHEDULED, SignalKind.INTERVIEW_RESCHEDULED}
# An invitation that "follows" names its day when it comes.
_WITHOUT_A_DAY = {"scheduled-invite-follows"}
_TELLS_NEWS = {DateKind.PROMISE, DateKind.OTHER}


def after_talks(readings: Sequence[Reading], interviews: Iterable[Interview]) -> tuple[Reading, ...]:
    """`readings`, of which those that fix a talk but name no time for it look back at the talk that was held before them."""
    ended = min((one.end for one in interviews if not one.cancelled and not one.declined), default=None)
    if ended is None:
        return tuple(readings)
    return tuple(_looks_back(reading) if _is_without_a_day(reading, ended) else reading for reading in readings)


def _is_without_a_day(reading: Reading, ended: datetime) -> bool:
    signal = reading.signal
    if reading.direction is Direction.OUTGOING or reading.arrived < ended or signal.kind not in _FIXED:
        return False
    if reading.invitations or reading.marks.generated or signal.rule in _WITHOUT_A_DAY:
        return False
    return not any(date.kind is DateKind.APPOINTMENT and date.latest > reading.arrived for date in reading.dates)


def _looks_back(reading: Reading) -> Reading:
    told = reading.signal.runner_up is SignalKind.STATUS_UPDATE
    told = told or any(date.kind in _TELLS_NEWS and date.latest > reading.arrived for date in reading.dates)
    kind = SignalKind.STATUS_UPDATE if told else SignalKind.HUMAN_REPLY
    signal = replace(reading.signal, kind=kind, rule="context.looks-back", runner_up=reading.signal.kind)
    return replace(reading, signal=signal)
