"""What is next: the drafts that wait for the owner, and what comes when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterword.passes import Decision
from afterword.report.wording import spoken
from afterword_rules.application import Application
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import DraftState, FollowUp
from afterword_rules.follow_ups.plan import is_draft_of

_WAITING = {DraftState.PLACED, DraftState.EDITED, DraftState.COMPOSING}


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A draft that the owner has to send or to delete. `goes` says why the next pass takes it out, where it does."""

    record: DraftRecord
    why: str = ""
    best_before: datetime | None = None
    goes: str = ""


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that comes at `at`: a draft, a conversation, or the day by which news was promised (`whole_day`)."""

    at: datetime
    application: str
    what: str
    why: str = ""
    whole_day: bool = False
    due: bool = False


def waiting_drafts(records: Iterable[DraftRecord], decision: Decision) -> tuple[WaitingDraft, ...]:
    """The drafts that lie in Drafts or are open in a composer, the oldest first."""
    goes = {withdrawal.record.key: withdrawal.because for withdrawal in decision.plan.withdraw}
    wanted = _by_occasion(decision.wanted)
    found = [
        _waiting(record, wanted.get((record.application, record.kind), ()), goes.get(record.key, ""))
        for record in records
        if record.state in _WAITING or (record.standing and record.state is DraftState.ANSWERED)
    ]
    return tuple(sorted(found, key=lambda one: one.record.placed_at or one.record.intended_at))


def _waiting(record: DraftRecord, wanted: Sequence[FollowUp], goes: str) -> WaitingDraft:
    follow_up = next((one for one in wanted if is_draft_of(record, one)), None)
    if follow_up is None:
        return WaitingDraft(record, goes=goes)
    return WaitingDraft(record, follow_up.why, follow_up.best_before, goes)


def _by_occasion(wanted: Iterable[FollowUp]) -> dict[tuple[str, str], list[FollowUp]]:
    found: dict[tuple[str, str], list[FollowUp]] = {}
    for follow_up in wanted:
        found.setdefault((follow_up.application, follow_up.kind), []).append(follow_up)
    return found


def coming(decision: Decision, now: datetime) -> tuple[Coming, ...]:
    """What is due now, then what comes, the next first."""
    found = [_of_follow_up(one, due=True) for one in decision.plan.place]
    found += [_of_follow_up(one) for one in decision.plan.waiting]
    for application in decision.search.applications:
        found += _of_application(application, now)
    return tuple(sorted(found, key=lambda one: (not one.due, one.at)))


def _of_follow_up(follow_up: FollowUp, *, due: bool = False) -> Coming:
    person = follow_up.recipient
    to = (person.name or person.email) if person else ""
    kind = spoken(follow_up.kind)
    what = f"draft: {kind} to {to}" if to else f"draft: {kind}, to somebody you will find"
    return Coming(follow_up.due, follow_up.application, what, follow_up.why, due=due)


def _of_application(application: Application, now: datetime) -> Iterator[Coming]:
    for interview in application.interviews:
        if interview.start > now and not interview.cancelled and not interview.declined:
            who = ", ".join(person.name or person.email for person in interview.interviewers)
            yield Coming(
                interview.start, application.key, f"interview with {who}" if who else "interview", interview.agenda
            )
    promise = application.promise
    if promise is not None and promise.until >= now and not application.stage.over:
        yield Coming(promise.until, application.key, "news was promised by then", promise.words, whole_day=True)
