"""The plan: what one pass does to the Drafts folder, and what it leaves for later. Deciding only; nothing is done here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterword_parsers.names.names import same_person
from afterword_rules.application import Application, Stage
from afterword_rules.applications.correspondence import human_answers
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import DraftState, FollowUp

_ENDS = {
    Stage.OFFER: "they have made an offer",
    Stage.ACCEPTED: "you have accepted the offer",
    Stage.REJECTED: "they have declined",
    Stage.WITHDRAWN: "you have withdrawn",
}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A draft that has become pointless, and why."""

    record: DraftRecord
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pass at one moment does, and what it does not do.

    `place` are follow-ups to write and put into Drafts, `withdraw` drafts to take out. `waiting` are those whose
    moment is still to come, `missed` those whose moment has passed while the program did not run.
    """

    place: tuple[FollowUp, ...]
    withdraw: tuple[Withdrawal, ...]
    waiting: tuple[FollowUp, ...] = ()
    missed: tuple[FollowUp, ...] = ()

    @property
    def next_moment(self) -> datetime | None:
        """When the next follow-up comes due."""
        return min((follow_up.due for follow_up in self.waiting), default=None)


def plan(
    wanted: Sequence[FollowUp], applications: Iterable[Application], records: Sequence[DraftRecord], now: datetime
) -> Plan:
    """Compare what is wanted with the drafts there ever were. Every follow-up is made at most once."""
    by_key = {application.key: application for application in applications}
    place: list[FollowUp] = []
    waiting: list[FollowUp] = []
    missed: list[FollowUp] = []
    for follow_up in wanted:
        record = next((record for record in records if is_draft_of(record, follow_up)), None)
        if record is not None and record.state is not DraftState.INTENDED:
            continue
        if follow_up.due > now:
            waiting.append(follow_up)
        elif record is None and follow_up.not_after < now:
            missed.append(follow_up)
        else:
            place.append(follow_up)
    withdraw = [
        Withdrawal(record, _reason(record, by_key.get(record.application)))
        for record in records
        if _pointless(record, wanted)
    ]
    return Plan(tuple(place), tuple(withdraw), tuple(waiting), tuple(missed))


def _pointless(record: DraftRecord, wanted: Sequence[FollowUp]) -> bool:
    """Whether the draft still stands in Drafts and serves nothing: nobody wants it, or the owner wrote without it."""
    if not record.standing:
        return False
    if record.state is DraftState.ANSWERED:
        return True
    return record.state is DraftState.PLACED and not any(is_draft_of(record, follow_up) for follow_up in wanted)


def is_draft_of(record: DraftRecord, follow_up: FollowUp) -> bool:
    """Whether `record` is the draft for `follow_up`: the same key, or the same occasion and person told better since."""
    if record.key == follow_up.key:
        return True
    if record.kind != follow_up.kind or record.application != follow_up.application:
        return False
    if record.key.split("/")[:2] != follow_up.key.split("/")[:2]:
        return False
    person = follow_up.recipient
    if person is None:
        return not record.to_email and not record.to_name
    # One person may have several addresses; two interviewers of one name in one talk are not to be expected.
    if person.email and person.email == record.to_email:
        return True
    return bool(person.name and record.to_name) and same_person(person.name, record.to_name)


def _reason(record: DraftRecord, application: Application | None) -> str:
    """Why the draft of `record` is pointless now, in words for the owner."""
    if record.state is DraftState.ANSWERED:
        return "you have written yourself"
    if application is None:
        return "its application is no longer known"
    if application.muted:
        return "you want no more drafts for this application"
    if application.stage in _ENDS:
        return _ENDS[application.stage]
    since = record.placed_at or record.intended_at
    if any(letter.outgoing and letter.at > since for letter in application.letters):
        return "you have written yourself"
    if any(human_answers(application, since)):
        return "they have answered"
    if application.history[-1].at > since:
        return f"the application stands at {application.stage.replace('_', ' ')} now"
    return "its occasion is gone"
