"""The value type of one message after it was read: everything later steps need, and no more of the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afterword_parsers.dates.span import DateInWords
from afterword_parsers.invitation import Invitation
from afterword_parsers.message import Address, Marks
from afterword_parsers.person import Person
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.signal import Signal


class Direction(StrEnum):
    """Whether the message came to the owner or was sent by them."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, read.

    `arrived` is the aware moment at which the owner could know of it. `recipients` are To and Cc together.
    `about_own_application` is True when the text speaks of an application of the reader ("your application").
    `asks_for_news` is True for an outgoing message that asks where the application stands.
    `agrees` is True when the text says yes to a proposed time, False when it says no, None when neither.
    `refused` are those of `dates` that stand in a clause that says no ("I can't make Thursday").
    `asks` is True when the text holds a question.
    `one_more` is True when it tells of a talk besides others: a second one, another round.
    `note` is what the owner wrote to themselves under a subject that says "note: COMPANY"; `subject` tells the company.
    """

    message_id: str
    references: tuple[str, ...]
    direction: Direction
    arrived: datetime
    sender: Address
    recipients: tuple[Address, ...]
    subject: str
    language: str
    marks: Marks
    signal: Signal
    about: SubjectMatter
    people: tuple[Person, ...] = ()
    dates: tuple[DateInWords, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    about_own_application: bool = False
    asks_for_news: bool = False
    agrees: bool | None = None
    refused: tuple[DateInWords, ...] = ()
    asks: bool = False
    one_more: bool = False
    note: str = ""
