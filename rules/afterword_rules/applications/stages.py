"""The stage of an application: a fold over dated facts, forward only except on contrary proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterword_rules.application import Interview, Stage, Step
from afterword_rules.applications.events import Event
from afterword_rules.owners_word import ToldStage
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind

_ANY: frozenset[Stage | None] = frozenset({None, *Stage})
_OPEN = {Stage.APPLIED, Stage.ASSESSMENT, Stage.INTERVIEW, Stage.AWAITING_DECISION}

# Which stage a signal leads to, and from which stages. None = nothing was known before.
_INCOMING: dict[SignalKind, tuple[Stage, set[Stage | None]]] = {
    SignalKind.APPLICATION_RECEIVED: (Stage.APPLIED, {None}),
    SignalKind.ASSESSMENT_REQUESTED: (Stage.ASSESSMENT, {None, Stage.APPLIED, Stage.AWAITING_DECISION}),
    SignalKind.INTERVIEW_PROPOSED: (Stage.INTERVIEW, {None, Stage.APPLIED, Stage.ASSESSMENT, Stage.AWAITING_DECISION}),
    SignalKind.INTERVIEW_SCHEDULED: (Stage.INTERVIEW, {None, Stage.APPLIED, Stage.ASSESSMENT, Stage.AWAITING_DECISION}),
    SignalKind.INTERVIEW_RESCHEDULED: (
        Stage.INTERVIEW,
        {None, Stage.APPLIED, Stage.ASSESSMENT, Stage.AWAITING_DECISION},
    ),
    SignalKind.REJECTED: (Stage.REJECTED, {None, Stage.OFFER, *_OPEN}),
    # An offer after a refusal is contrary proof.
    SignalKind.OFFER: (Stage.OFFER, {None, Stage.REJECTED, *_OPEN}),
    SignalKind.WITHDRAWN: (Stage.WITHDRAWN, {Stage.OFFER, *_OPEN}),
}
_OUTGOING: dict[SignalKind, tuple[Stage, set[Stage | None]]] = {
    SignalKind.ACCEPTED: (Stage.ACCEPTED, {Stage.OFFER}),
    SignalKind.WITHDRAWN: (Stage.WITHDRAWN, {Stage.OFFER, *_OPEN}),
}


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something that may change the stage at `at`, from any stage in `since`."""

    at: datetime
    stage: Stage
    since: frozenset[Stage | None]
    why: str
    source: str


def history(
    readings: Sequence[Reading],
    events: Sequence[Event],
    interviews: Sequence[Interview],
    now: datetime,
    told: Iterable[ToldStage] = (),
    told_since: datetime | None = None,
) -> tuple[Step, ...]:
    """Every change of stage up to `now`, in order; empty when nothing proves an application.

    `told` are the stages that the owner gave it, `told_since` is when it began if the owner says that there is one.
    """
    facts = [_Fact(told_since, Stage.APPLIED, frozenset({None}), "you said so", "")] if told_since else []
    facts += [*_from_mail(readings), *_from_events(events, _founded(readings)), *_from_endings(interviews)]
    facts += [_Fact(one.at, one.stage, _ANY, "you said so", "") for one in told]
    steps: list[Step] = []
    for fact in sorted((f for f in facts if f.at <= now), key=lambda f: f.at):
        stage = steps[-1].stage if steps else None
        if stage in fact.since and stage is not fact.stage and not _another_ahead(fact, interviews):
            steps.append(Step(fact.stage, fact.at, fact.why, fact.source))
    return tuple(steps)


def _from_mail(readings: Iterable[Reading]) -> Iterable[_Fact]:
    for reading in readings:
        table = _OUTGOING if reading.direction is Direction.OUTGOING else _INCOMING
        if reading.signal.kind in table:
            stage, since = table[reading.signal.kind]
            yield _Fact(reading.arrived, stage, frozenset(since), reading.signal.rule, reading.message_id)


def _founded(readings: Iterable[Reading]) -> datetime | None:
    """When the first mail proved an application."""
    return min((fact.at for fact in _from_mail(readings) if None in fact.since), default=None)


def _from_events(events: Iterable[Event], founded: datetime | None) -> Iterable[_Fact]:
    """An event that lay ahead when it and the application were known is an interview, whatever its mail said."""
    since: frozenset[Stage | None] = frozenset(_OPEN - {Stage.INTERVIEW})
    if founded is None:
        return
    for event in events:
        known = max(event.known, founded)
        stood = event.cancelled is None or event.cancelled > known
        if event.current.invitation.end > known and stood:
            yield _Fact(known, Stage.INTERVIEW, since, "event in the calendar", event.current.source)


def _from_endings(interviews: Iterable[Interview]) -> Iterable[_Fact]:
    for interview in interviews:
        if not interview.cancelled and not interview.declined:
            source = interview.sources[0] if interview.sources else ""
            why = "the interview has ended"
            yield _Fact(interview.end, Stage.AWAITING_DECISION, frozenset({Stage.INTERVIEW}), why, source)


def _another_ahead(fact: _Fact, interviews: Iterable[Interview]) -> bool:
    """Whether an interview of the same loop is still to come when this one ends."""
    if fact.stage is not Stage.AWAITING_DECISION or fact.since is _ANY:
        return False
    standing = (i for i in interviews if not i.cancelled and not i.declined)
    return any(i.end > fact.at and (i.known is None or i.known <= fact.at) for i in standing)
