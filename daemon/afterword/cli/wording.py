"""The small words of what the commands print."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword_rules.drafts.record import DraftRecord


def counted(number: int, noun: str) -> str:
    """ "1 draft", "2 drafts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def spoken(word: str) -> str:
    """A word of the program's own ("thank_you", "awaiting_decision") as people write it."""
    return word.replace("_", " ")


def one_line(text: str) -> str:
    """Words out of a letter, whose lines may end between them."""
    return " ".join(text.split())


def day_and_time(moment: datetime, zone: tzinfo) -> str:
    """When something is due or came, in `zone`: "Tue 10 Mar 09:00". The year is told by what stands around it."""
    return f"{moment.astimezone(zone):%a %d %b %H:%M}"


def draft_line(record: DraftRecord) -> str:
    """What a draft is and what became of it: "outreach to nobody known yet: withdrawn (they have declined)"."""
    to = record.to_email or record.to_name or "nobody known yet"
    because = f" ({record.because})" if record.because else ""
    return f"{spoken(record.kind)} to {to}: {spoken(record.state)}{because}"


_NOT_BELIEVED = {
    "trust.stranger": "nobody at the employer is known to write from this address",
    "trust.forged-sender": "your mail server found the sender to be forged",
    "trust.forged-owner": "your address stands in From, and no copy in Sent",
}


def not_believed(rule: str) -> str:
    """Why nothing that a message says is believed, by the rule that said so."""
    return _NOT_BELIEVED.get(rule, rule)
