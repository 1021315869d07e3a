"""The value types of what one message says about an application."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SignalKind(StrEnum):
    """What one message says. The words are those of the owner's rules.yaml."""

    APPLICATION_RECEIVED = "application_received"
    ASSESSMENT_REQUESTED = "assessment_requested"
    INTERVIEW_PROPOSED = "interview_proposed"
    INTERVIEW_SCHEDULED = "interview_scheduled"
    INTERVIEW_RESCHEDULED = "interview_rescheduled"
    INTERVIEW_CANCELLED = "interview_cancelled"
    REJECTED = "rejected"
    OFFER = "offer"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    STATUS_UPDATE = "status_update"
    HUMAN_REPLY = "human_reply"
    ACTION_REQUIRED = "action_required"
    RECRUITER_OUTREACH = "recruiter_outreach"
    JOB_ALERT = "job_alert"
    NONE = "none"

    @property
    def is_talk(self) -> bool:
        """Whether it is about a conversation: its time, its move, its end."""
        return self in _TALKS

    @property
    def moves(self) -> bool:
        """Whether an application goes on or ends by it when the employer says so. What the owner ends is none of these."""
        return self in _MOVES


_TALKS = {
    SignalKind.INTERVIEW_PROPOSED,
    SignalKind.INTERVIEW_SCHEDULED,
    SignalKind.INTERVIEW_RESCHEDULED,
    SignalKind.INTERVIEW_CANCELLED,
}
_MOVES = {
    *_TALKS,
    SignalKind.APPLICATION_RECEIVED,
    SignalKind.ASSESSMENT_REQUESTED,
    SignalKind.REJECTED,
    SignalKind.OFFER,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that made a rule fire: `where` is subject, body, sender, header, invitation."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One verdict about one message.

    `confidence` runs from 0 to 1. `rule` is the id of the rule that decided ("" when none fired). `runner_up` is
    the second best reading, None when there was none, with the words for it in `runner_up_evidence`.
    """

    kind: SignalKind
    confidence: float
    rule: str = ""
    evidence: tuple[Evidence, ...] = ()
    runner_up: SignalKind | None = None
    runner_up_evidence: tuple[Evidence, ...] = ()
