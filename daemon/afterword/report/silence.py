"""Silence: how long an employer says nothing, stage by stage."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from afterword_rules.application import Application, Letter, Stage
from afterword_rules.signal import SignalKind

STAGES = (Stage.APPLIED, Stage.ASSESSMENT, Stage.INTERVIEW, Stage.AWAITING_DECISION)
"""The stages in which the owner waits for a word."""
_TELL_NOTHING = {SignalKind.APPLICATION_RECEIVED, SignalKind.JOB_ALERT, SignalKind.RECRUITER_OUTREACH}


@dataclass(frozen=True, slots=True)
class Silence:
    """One wait for a word of one application, in calendar days of the owner's zone."""

    application: str
    days: int


@dataclass(frozen=True, slots=True)
class StageSilence:
    """The waits of one stage: `ended` from reaching it until they wrote, `running` since their last word."""

    stage: Stage
    ended: tuple[Silence, ...]
    running: tuple[Silence, ...]

    @property
    def median(self) -> float | None:
        """The median of the ended waits, in days; None where none has ended."""
        return statistics.median(one.days for one in self.ended) if self.ended else None

    @property
    def longest(self) -> int | None:
        """The longest running wait, in days; None where nobody is waited for."""
        return max((one.days for one in self.running), default=None)


def words_from_them(application: Application) -> Iterator[Letter]:
    """Their letters that tell something, in order; a confirmation, an automatic reply and a newsletter do not."""
    for letter in application.letters:
        told = letter.signal not in _TELL_NOTHING and (letter.human or letter.signal != SignalKind.NONE)
        if told and not letter.outgoing and not letter.automatic_reply:
            yield letter


def silences(applications: Iterable[Application], now: datetime, zone: tzinfo) -> tuple[StageSilence, ...]:
    """One row for each stage in which anybody was ever waited for."""
    ended: dict[Stage, list[Silence]] = {stage: [] for stage in STAGES}
    running: dict[Stage, list[Silence]] = {stage: [] for stage in STAGES}
    for application in applications:
        for stage, since, until in _ended(application, now):
            ended[stage].append(Silence(application.key, _days(since, until, zone)))
        days = days_of_silence(application, now, zone)
        if days is not None:
            running[application.stage].append(Silence(application.key, days))
    return tuple(
        StageSilence(stage, tuple(ended[stage]), tuple(running[stage]))
        for stage in STAGES
        if ended[stage] or running[stage]
    )


def silent_since(application: Application, now: datetime) -> datetime | None:
    """Since when they have said nothing; None where nothing is waited for: it is over, or a conversation is ahead."""
    if application.stage.over or any(begin > now for begin, _ in _conversations(application)):
        return None
    told = [letter.at for letter in words_from_them(application) if letter.at <= now]
    held = [end for _, end in _conversations(application)]
    return max((application.history[-1].at, *told, *held))


def days_of_silence(application: Application, now: datetime, zone: tzinfo) -> int | None:
    """The same in days."""
    since = silent_since(application, now)
    return None if since is None else _days(since, now, zone)


def _ended(application: Application, now: datetime) -> Iterator[tuple[Stage, datetime, datetime]]:
    """From each stage that was reached until they were next heard of: a letter, a further step, a conversation."""
    heard = [letter.at for letter in words_from_them(application)]
    # The end of a conversation makes a step, but it is no word of theirs.
    heard += [step.at for step in application.history if step.stage is not Stage.AWAITING_DECISION]
    heard += [begin for begin, _ in _conversations(application)]
    for step in application.history:
        later = min((moment for moment in heard if step.at < moment <= now), default=None)
        if step.stage in STAGES and later is not None:
            yield step.stage, step.at, later


def _conversations(application: Application) -> list[tuple[datetime, datetime]]:
    return [(one.start, one.end) for one in application.interviews if not one.cancelled and not one.declined]


def _days(since: datetime, until: datetime, zone: tzinfo) -> int:
    return max((until.astimezone(zone).date() - since.astimezone(zone).date()).days, 0)
