"""What a letter means once it is known which application it belongs to.

A person at the employer who names a day and an hour is arranging a conversation, however they put it. Nothing of the
kind may be concluded about mail that belongs to no application.
"""

from __future__ import annotations

from dataclasses import replace

from afterword_parsers.dates.span import DateKind, Precision
from afterword_parsers.person import PersonSource
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, Signal, SignalKind

_VAGUE = {SignalKind.HUMAN_REPLY, SignalKind.NONE}
# What a letter of an application may mean though its words alone would not prove it.
_BELIEVED = {
    SignalKind.ASSESSMENT_REQUESTED,
    SignalKind.INTERVIEW_PROPOSED,
    SignalKind.INTERVIEW_SCHEDULED,
    SignalKind.INTERVIEW_RESCHEDULED,
    SignalKind.INTERVIEW_CANCELLED,
    SignalKind.REJECTED,
    SignalKind.OFFER,
    SignalKind.STATUS_UPDATE,
}


def in_context(reading: Reading) -> Reading:
    """`reading` with the signal that it has as a letter of an application."""
    vague = reading.signal.kind in _VAGUE
    if reading.direction is Direction.OUTGOING or not vague or not _from_person(reading):
        return reading
    signal = reading.signal
    if signal.runner_up in _BELIEVED:
        return replace(reading, signal=replace(signal, kind=signal.runner_up, rule="context.letter-of-an-application"))
    times = [
        date
        for date in reading.dates
        if date.kind is DateKind.APPOINTMENT
        and date.precision is Precision.MINUTE
        and not date.ambiguous
        and date.earliest > reading.arrived
    ]
    if not times:
        return reading
    # One time, and no question: it is stated, not proposed.
    stated = reading.agrees or (len({date.earliest for date in times}) == 1 and not reading.asks)
    kind = SignalKind.INTERVIEW_SCHEDULED if stated else SignalKind.INTERVIEW_PROPOSED
    evidence = tuple(Evidence("body", date.text) for date in times[:3])
    return replace(reading, signal=Signal(kind, 0.7, "context.names-a-time", evidence, signal.kind))


def _from_person(reading: Reading) -> bool:
    marks = reading.marks
    if marks.auto_reply or marks.generated or marks.bounce or marks.no_reply or marks.bulk:
        return False
    return any(person.source is PersonSource.SENDER for person in reading.people)
