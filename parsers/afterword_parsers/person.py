"""The value type of a human being that a message names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PersonSource(StrEnum):
    """Where a person stood, most certain first."""

    SENDER = "sender"
    REPLY_TO = "reply-to"
    CC = "cc"
    SIGNATURE = "signature"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Person:
    """A human named in a message.

    `name` as written, without academic or courtesy titles ("Annegret Weiß"); `honorific` keeps those ("Frau Dr.").
    `email` in lower case, empty when none stands there. `title` is the job title where one is given.
    `meets` is True when the text says this person will talk with the reader (an interviewer), False when it says that
    they will not, None when it says nothing. `begin` is the offset of the name in the writer's own text, -1 where it does
    not stand there; of several places the one that stands beside a time of day.
    """

    name: str
    email: str = ""
    title: str = ""
    honorific: str = ""
    phone: str = ""
    source: PersonSource = PersonSource.TEXT
    meets: bool | None = None
    begin: int = -1
