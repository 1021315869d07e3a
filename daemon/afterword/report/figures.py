"""The figures of a job search: what the page shows, computed from what a pass decides on. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterword.passes import Decision
from afterword.report.agenda import Coming, WaitingDraft, coming, waiting_drafts
from afterword.report.chronicle import Entry, chronicle
from afterword.report.scale import Scale, scale_of
from afterword.report.silence import StageSilence, days_of_silence, silences, words_from_them
from afterword.report.wording import spoken
from afterword_rules.application import Application, Stage
from afterword_rules.applications.job_search import Question
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import FollowUp
from afterword_rules.owner import Owner
from afterword_rules.reading import Reading

_OFFERED = {Stage.OFFER, Stage.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the keys of the applications that it counts."""

    name: str
    applications: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.applications)


@dataclass(frozen=True, slots=True)
class Row:
    """One application with all that happened to it. `silent` is days since their last word, None where none is awaited."""

    application: Application
    entries: tuple[Entry, ...]
    drafts: tuple[DraftRecord, ...]
    silent: int | None

    @property
    def applied(self) -> datetime:
        """When the first thing of it is known to have happened."""
        return self.application.history[0].at


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page shows. Moments are aware; the page shows them in `owner`'s zone.

    `rows` are the open applications, then those that are over, in both the newest first. `trouble` are lines about
    what could not be read.
    """

    owner: Owner
    made: datetime
    last_pass: datetime | None
    rows: tuple[Row, ...]
    funnel: tuple[Count, ...]
    stages: tuple[Count, ...]
    silences: tuple[StageSilence, ...]
    drafts: tuple[WaitingDraft, ...]
    coming: tuple[Coming, ...]
    missed: tuple[FollowUp, ...]
    questions: tuple[Question, ...]
    scale: Scale
    trouble: tuple[str, ...] = ()

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """The applications of which something is still expected."""
        return tuple(row for row in self.rows if not row.application.stage.over)


def report_of(
    decision: Decision,
    records: Sequence[DraftRecord],
    readings: Iterable[Reading],
    owner: Owner,
    now: datetime,
    *,
    last_pass: datetime | None = None,
    trouble: tuple[str, ...] = (),
) -> Report:
    """The figures at `now` (aware). `readings` are those that `decision` was made of, in any order."""
    applications = decision.search.applications
    told = {reading.message_id: reading for reading in readings}
    rows = _rows(applications, records, told, owner, now)
    return Report(
        owner=owner,
        made=now,
        last_pass=last_pass,
        rows=rows,
        funnel=funnel(applications, now),
        stages=_stages(applications),
        silences=silences(applications, now, owner.zone),
        drafts=waiting_drafts(records, decision),
        coming=coming(decision, now),
        missed=decision.plan.missed,
        questions=decision.search.questions,
        scale=scale_of((entry.at for row in rows for entry in row.entries if entry.mark), now),
        trouble=trouble,
    )


def funnel(applications: Sequence[Application], now: datetime) -> tuple[Count, ...]:
    """How many came how far. Each is counted for what it really had: an offer without an interview is no interview."""
    reached: dict[str, Callable[[Application], bool]] = {
        "applied": lambda _: True,
        "heard back": lambda one: next(words_from_them(one), None) is not None or _interviewed(one, now),
        "interviewed": lambda one: _interviewed(one, now),
        "offer": lambda one: any(step.stage in _OFFERED for step in one.history),
    }
    return tuple(
        Count(name, tuple(application.key for application in applications if holds(application)))
        for name, holds in reached.items()
    )


def _interviewed(application: Application, now: datetime) -> bool:
    return any(interview.held(now) for interview in application.interviews)


def _stages(applications: Sequence[Application]) -> tuple[Count, ...]:
    """How many stand where, in the order of the stages; stages without any are left out."""
    counts = (Count(spoken(stage), tuple(one.key for one in applications if one.stage is stage)) for stage in Stage)
    return tuple(count for count in counts if len(count))


def _rows(
    applications: Sequence[Application],
    records: Sequence[DraftRecord],
    readings: Mapping[str, Reading],
    owner: Owner,
    now: datetime,
) -> tuple[Row, ...]:
    drafts: dict[str, list[DraftRecord]] = {}
    for record in records:
        drafts.setdefault(record.application, []).append(record)
    newest_first = sorted(applications, key=lambda one: one.history[0].at, reverse=True)
    return tuple(
        Row(
            application,
            chronicle(application, readings, now),
            tuple(drafts.get(application.key, ())),
            days_of_silence(application, now, owner.zone),
        )
        for application in sorted(newest_first, key=lambda one: one.stage.over)
    )
