"""Which texts of a message the signal rules look at."""

from __future__ import annotations

import re

from afterword_parsers.jobs.vendors import VendorTable
from afterword_parsers.message import Message, Words
from afterword_rules.signals.sentences import Sentence, Where, sentences
from afterword_rules.signals.signal_rule import SenderKind
from afterword_rules.signals.topic_facts import topic_facts

_TRIVIAL = 40
_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATE = re.compile(r"(?:candidate|kandidat(?:in)?)\s*:\s*([^\n]{1,60})", re.IGNORECASE)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|sv|vs|r|ris|rif|tr|rv|odp)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


def wrote(message: Message) -> SenderKind:
    """Whether a human or a machine wrote it, as far as the marks tell."""
    marks = message.marks
    machine = marks.no_reply or marks.bulk or marks.generated
    return SenderKind.MACHINE if machine else SenderKind.HUMAN


def answers(message: Message) -> bool:
    """Whether the subject says that this is an answer, so that the subject itself is that of an earlier message."""
    return _ANSWER.match(message.subject) is not None


def own_words(message: Message) -> str:
    """What the sender wrote for this message; a forwarded text only where there is nothing else."""
    texts = [words for words in (message.text, message.other) if words is not None]
    own = message.text.own.strip()
    if len(own) < _TRIVIAL:
        own = max((words.own.strip() for words in texts), key=len)
    return own or max((words.forwarded.strip() for words in texts), key=len)


def sentences_of(message: Message, vendors: VendorTable | None = None) -> list[Sentence]:
    """All sentences of a message: subject, sender, own words, calendar events, the rest as background, and facts.

    `vendors` are the built-in ones unless the owner added some.
    """
    own = own_words(message)
    # A subject without a letter is a claim without the words that could take it back.
    stale = answers(message) or not (own or message.invitations)
    found = [*sentences(" ".join(message.subject.split()), Where.SUBJECT, stale=stale)]
    found += sentences(f"{message.sender.name} {message.sender.email}", Where.SENDER)
    found += sentences(own, Where.BODY)
    for event in message.invitations:
        found += sentences(f"{event.summary}\n\n{event.description}\n\n{event.location}", Where.INVITATION)
    found += sentences(_background(message.text), Where.BACKGROUND, stale=True)
    titles = " | ".join([message.subject, *(event.summary for event in message.invitations)])
    for fact in topic_facts(message.sender, titles, own, vendors):
        found += sentences(fact, Where.FACT)
    return found


def reader_is_candidate(message: Message) -> bool:
    """Whether a "Candidate: ..." in the message names one of its addressees, so that it is no hiring manager's mail."""
    texts = [own_words(message), *(f"{one.summary}\n{one.description}" for one in message.invitations)]
    named = " ".join(found[1] for text in texts for found in _CANDIDATE.finditer(text)).lower()
    if not named:
        return False
    readers = [*message.to, *message.cc]
    names = {part for one in readers for part in _WORD.findall(f"{one.name} {one.email.partition('@')[0]}".lower())}
    return any(len(part) > 2 and part in _WORD.findall(named) for part in names)


def _background(words: Words) -> str:
    """Signature, quotes and forwarded parts: they tell what a correspondence is about, never what is new in it."""
    return "\n\n".join(part for part in (words.signature, words.quoted[:4_000], words.forwarded[:4_000]) if part)
