"""The value types of what is due: follow-ups, the drafts they become, and the actions that make or end them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afterword_rules.application import Contact


class DraftState(StrEnum):
    """The life of a draft. Everything but PLACED is final for the program: it never makes that draft again."""

    INTENDED = "intended"
    PLACED = "placed"
    EDITED = "edited"
    COMPOSING = "composing"
    SENT = "sent"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing a good candidate does once.

    `kind` is an id of follow_ups.yaml. `occasion` names what it follows (an interview's key, a message id), so that
    `key` is the same whenever and wherever it is computed. `due` is when the draft should appear, `best_before` what the draft
    tells the owner, `not_after` the moment after which it is not made any more. All aware.
    `recipient` is None when nobody is known; a recipient without address gives an empty To.
    `thread` is the Message-ID that the draft answers. `template` is the letter's template, empty = that of the kind.
    """

    kind: str
    application: str
    company: str
    role: str | None
    occasion: str
    recipient: Contact | None
    due: datetime
    not_after: datetime
    why: str
    best_before: datetime | None = None
    thread: str | None = None
    references: tuple[str, ...] = ()
    thread_subject: str = ""
    language: str = "en"
    key: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter, written. `to` is empty when nobody is known. `references` end with `in_reply_to`."""

    key: str
    message_id: str
    kind: str
    company: str
    to_name: str
    to_email: str
    subject: str
    body: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """Put this draft into Drafts."""

    follow_up: FollowUp
    draft: Draft


@dataclass(frozen=True, slots=True)
class WithdrawDraft:
    """Take the draft with this key out of Drafts again, if nobody edited it."""

    key: str
    because: str
