"""The shape of one signal rule, as it stands in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from afterword_rules.signal import SignalKind
from afterword_rules.signals.sentences import Where
from afterword_rules.signals.vendor_entry import VendorEntry


class Topic(StrEnum):
    """What a message is about as a whole, which a single sentence rarely tells.

    JOB: somebody looks for a job, or fills one. APPLICATION: there is an application or an interview, of whatever
    kind, which supports JOB and cannot outweigh ELSEWHERE. ELSEWHERE: another kind of application, interview, offer or decision
    (a flat, a visa, a card, a course). HIRING: the reader is on the employer's side, asked to interview somebody.
    """

    JOB = "job"
    APPLICATION = "application"
    ELSEWHERE = "elsewhere"
    HIRING = "hiring"


class SenderKind(StrEnum):
    """Who wrote: a HUMAN, or a MACHINE (no-reply, bulk, generated, the mailbox of a vendor)."""

    HUMAN = "human"
    MACHINE = "machine"


class Direction(StrEnum):
    """Which way a message went, seen from the owner."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Mood(StrEnum):
    """FACT: a sentence that puts it under a condition does not count. ANY: it counts all the same."""

    FACT = "fact"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Example:
    """A message in few words, for which a rule must fire, or must not.

    `sender` is an address, `event` the name of a calendar event that comes with it.
    """

    text: str = ""
    subject: str = ""
    sender: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class SignalRule:
    """One rule: the words by which a signal (or a topic) is known.

    A rule fires on a sentence that contains one of `any` (or is matched by one of `regex`), all of `all`, and none of
    `none`; and then only if one of `also` stands somewhere in the message, and nothing of `without` does.
    `weight`, above 0 and up to 1, is how sure the rule is when it fires alone; several rules for one signal add up.

    `where` names the parts of a message whose sentences are looked at. Regular expressions see the sentence as phrases
    do: in lower case and with contractions written out.

    In a phrase, `(a|b)` is a or b, `...` is any words of the same sentence, and `*` at the end of a word is any
    ending. Letter case, kinds of quotes, line breaks and contractions do not matter.
    """

    id: str
    signal: SignalKind | None = None
    topic: Topic | None = None
    why: str = ""
    weight: float = 0.9
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    where: tuple[Where, ...] = (Where.ANY,)
    mood: Mood = Mood.FACT
    direction: Direction = Direction.INCOMING
    senders: tuple[SenderKind, ...] = ()
    language: tuple[str, ...] = ()
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()
    disable: bool = False


@dataclass(frozen=True, slots=True)
class SignalRuleFile:
    """rules.yaml: rules for signals, and vendors."""

    signals: tuple[SignalRule, ...] = ()
    vendors: tuple[VendorEntry, ...] = ()
