"""What a letter means once it is known which application it belongs to.

A person at the employer who names a day and an hour is arranging a conversation, however they put it; so is a scheduling
service. Nothing of the kind may be concluded about mail that belongs to no application.
"""

from __future__ import annotations

from dataclasses import replace

from afterword_parsers.dates.span import DateKind
from afterword_parsers.jobs.vendors import VendorKind, vendor_of
from afterword_parsers.person import PersonSource
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, Signal, SignalKind
from afterword_rules.signals.unbelieved import is_distrusted

_VAGUE = {SignalKind.HUMAN_REPLY, SignalKind.NONE}
# Beside these a person at the employer who names an hour arranges a talk as well.
_WITHOUT_A_TIME = _VAGUE | {SignalKind.STATUS_UPDATE, SignalKind.ACTION_REQUIRED}
# A stranger's words; not those of a person at an employer who names the very role that was applied for.
_STRANGERS = SignalKind.RECRUITER_OUTREACH
_UNSURE = {*_WITHOUT_A_TIME, _STRANGERS}
_SCHEDULE = 3


def in_context(reading: Reading) -> Reading:
    """`reading` with the signal that it has as a letter of an application."""
    signal = reading.signal
    if reading.direction is Direction.OUTGOING or signal.kind not in _UNSURE or is_distrusted(signal):
        return reading
    person = _from_person(reading)
    # Who has yet to give an answer has not said no.
    open_still = signal.runner_up is SignalKind.REJECTED and _promises_news(reading)
    is_talk = signal.runner_up is not None and signal.runner_up.is_talk
    believed = (signal.kind in _VAGUE and not open_still) and (
        _may_be_believed(signal.runner_up)
        if person or _from_office(reading)
        else (is_talk and _arranges_talks(reading))
    )
    if signal.kind is _STRANGERS:
        believed = person and is_talk and reading.about.role is not None
    if believed and signal.runner_up is not None:
        evidence = signal.runner_up_evidence or signal.evidence
        rule = "context.letter-of-an-application"
        return replace(reading, signal=replace(signal, kind=signal.runner_up, rule=rule, evidence=evidence))
    if not person or signal.kind is _STRANGERS:
        return reading
    times = [date for date in reading.dates if date.is_hour_of_talk and date.earliest > reading.arrived]
    if not times:
        return reading
    # One time, or a day's schedule, and no question: it is stated, not proposed.
    starts = {date.earliest for date in times}
    schedule = len(starts) >= _SCHEDULE and len({start.date() for start in starts}) == 1
    stated = reading.agrees or ((len(starts) == 1 or schedule) and not reading.asks)
    kind = SignalKind.INTERVIEW_SCHEDULED if stated else SignalKind.INTERVIEW_PROPOSED
    evidence = tuple(Evidence("body", date.text) for date in times[:3])
    return replace(reading, signal=Signal(kind, 0.7, "context.names-a-time", evidence, signal.kind))


def _may_be_believed(kind: SignalKind | None) -> bool:
    """Whether a letter of a known application may mean it though its words alone would not prove it."""
    if kind is None or kind is SignalKind.APPLICATION_RECEIVED:
        return False
    return kind.moves or kind is SignalKind.STATUS_UPDATE


def _promises_news(reading: Reading) -> bool:
    return any(date.kind is DateKind.PROMISE and date.latest > reading.arrived for date in reading.dates)


def _arranges_talks(reading: Reading) -> bool:
    """Whether a machine wrote that does nothing but arrange talks: a scheduling service, or a calendar with its event."""
    vendor = vendor_of(reading.sender.email)
    scheduling = vendor is not None and vendor.kind is VendorKind.SCHEDULING
    return not reading.marks.auto_reply and not reading.marks.bounce and (scheduling or bool(reading.invitations))


def _from_person(reading: Reading) -> bool:
    """Whether a human wrote who gives a name."""
    signed = any(person.source in {PersonSource.SENDER, PersonSource.SIGNATURE} for person in reading.people)
    return signed and not _from_machine(reading)


def _from_office(reading: Reading) -> bool:
    """Whether somebody wrote under the name of an office at the employer, and nothing speaks against the words."""
    against = bool(reading.signal.rule) and not reading.signal.rule.startswith("human.")
    return not against and not _from_machine(reading) and vendor_of(reading.sender.email) is None


def _from_machine(reading: Reading) -> bool:
    marks = reading.marks
    return marks.auto_reply or marks.generated or marks.bounce or marks.no_reply or marks.bulk
