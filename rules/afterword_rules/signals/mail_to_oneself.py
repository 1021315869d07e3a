"""Mail that the owner writes to themselves: a note about an application, under the subject "note: COMPANY"."""

from __future__ import annotations

import re

from afterword_parsers.message import Message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading

NOTE = r"(?:my\s+|meine\s+|mis\s+|mes\s+)?(?:notes?|notiz(?:en)?|notas?)"
"""The word that makes a note, as a pattern for any case."""

# After the company a slash may name the person.
_SUBJECT = re.compile(rf"\s*{NOTE}\s*:\s*(?P<company>[^/]*[^/\s])\s*(?:/\s*(?P<person>.*\S))?\s*", re.IGNORECASE)


def noted_company(subject: str) -> tuple[str, str]:
    """The employer, and the person where one is named, of "note: Larkspur / Priya"; empty texts where it is no note."""
    found = _SUBJECT.fullmatch(subject)
    return (found["company"], found["person"] or "") if found else ("", "")


def note_in(message: Message, owner: Owner) -> str:
    """The text of a note that the owner mailed to themselves; empty where `message` is none."""
    people = (message.sender, *message.to, *message.cc)
    if not message.to or not all(owner.is_me(one.email) for one in people) or not noted_company(message.subject)[0]:
        return ""
    own = message.text.own or (message.other.own if message.other else "")
    return " ".join(own.split())


def is_to_oneself(reading: Reading, owner: Owner) -> bool:
    """Whether the owner wrote to nobody but themselves."""
    alone = bool(reading.recipients) and all(owner.is_me(one.email) for one in reading.recipients)
    return reading.direction is Direction.OUTGOING and alone
