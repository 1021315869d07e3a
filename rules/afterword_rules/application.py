"""The value types of a job search: applications, their stages, their people and their interviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afterword_rules.note import Note


class Stage(StrEnum):
    """Where an application stands. Forward only, except on contrary proof."""

    APPLIED = "applied"
    ASSESSMENT = "assessment"
    INTERVIEW = "interview"
    AWAITING_DECISION = "awaiting_decision"
    OFFER = "offer"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def over(self) -> bool:
        """Nothing is expected of the owner any more."""
        return self in {Stage.OFFER, Stage.ACCEPTED, Stage.REJECTED, Stage.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Step:
    """One change of stage: reached at `at` (aware), because of `why` (a rule id or a sentence), in message `source`."""

    stage: Stage
    at: datetime
    why: str
    source: str = ""


class ContactRole(StrEnum):
    """What a human is for an application."""

    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """A human at the employer. `email` in lower case, empty when unknown; `why` says where it was found."""

    name: str
    email: str
    role: ContactRole
    why: str
    title: str = ""
    honorific: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """One conversation. `start` and `end` are aware. `end_known` is False when only the start was said.

    `key` names it for ever: the start instant in UTC, since the same slot may come from a mail, an invitation and a
    calendar. `organizer` arranged it (and interviews only when nobody else does). `agenda` is the event's own subject
    of talk ("System design"). `known` is when it was first heard of.
    """

    key: str
    start: datetime
    end: datetime
    interviewers: tuple[Contact, ...] = ()
    organizer: Contact | None = None
    agenda: str = ""
    round: int = 1
    cancelled: bool = False
    declined: bool = False
    end_known: bool = True
    zone_known: bool = True
    known: datetime | None = None
    sources: tuple[str, ...] = ()

    def held(self, now: datetime) -> bool:
        """Whether it took place: its end has passed and nobody called it off."""
        return not self.cancelled and not self.declined and self.end <= now


@dataclass(frozen=True, slots=True)
class Promise:
    """News was promised by the end of the day of `until`; `said` is when that was read, in message `source`."""

    until: datetime
    said: datetime
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the application's correspondence, as later steps need it to answer in the right thread.

    `disbelieved` is the rule by which nothing it says is believed ("trust.stranger"); empty for all others.
    """

    message_id: str
    references: tuple[str, ...]
    at: datetime
    outgoing: bool
    correspondent: str
    correspondents: tuple[str, ...]
    subject: str
    language: str
    human: bool
    automatic_reply: bool
    signal: str
    asks_for_news: bool = False
    disbelieved: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """One role at one employer. `key` is stable: a digest of the message that founded it.

    `notes` are the owner's, from wherever they were written down; `muted` is True when the owner wants no draft.
    """

    key: str
    company: str
    role: str | None
    requisition: str | None
    vendor: str | None
    history: tuple[Step, ...]
    contacts: tuple[Contact, ...] = ()
    interviews: tuple[Interview, ...] = ()
    promise: Promise | None = None
    letters: tuple[Letter, ...] = ()
    language: str = "en"
    notes: tuple[Note, ...] = ()
    muted: bool = False

    @property
    def stage(self) -> Stage:
        """The stage it stands at now."""
        return self.history[-1].stage
