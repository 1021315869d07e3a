"""From a message to a reading: every parser asked once, the verdict beside what it rests on."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from afterword_parsers.dates import find_dates
from afterword_parsers.dates.span import DateKind
from afterword_parsers.jobs.company_domains import company_domains
from afterword_parsers.jobs.subject_matter_of import subject_matter
from afterword_parsers.message import Authentication, Message
from afterword_parsers.people.people import people_in
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, SignalKind
from afterword_rules.signals.about import asks_for_news, speaks_of_own_application, tells_of_one_more_talk
from afterword_rules.signals.answer import refused, says_yes
from afterword_rules.signals.classify import Judgement, judge
from afterword_rules.signals.mail_to_oneself import note_in
from afterword_rules.signals.signal_rule import Topic
from afterword_rules.signals.signal_rules import SignalRules
from afterword_rules.signals.unbelieved import unbelieved

# A question mark that ends a sentence; those inside of links ask nothing.
_QUESTION = re.compile(r"[^\W\d_]\s?[?¿](?=\s|$|[)\"'”])|\d\s?[?](?=\s|$)")


def read(message: Message, *, arrived: datetime, direction: Direction, owner: Owner, rules: SignalRules) -> Reading:
    """What `message` says. `arrived` is aware; the owner's zone and country give dates without them their meaning."""
    return read_and_judge(message, arrived=arrived, direction=direction, owner=owner, rules=rules)[0]


def read_and_judge(
    message: Message, *, arrived: datetime, direction: Direction, owner: Owner, rules: SignalRules
) -> tuple[Reading, Judgement]:
    """As `read`, together with every rule that fired and the ids of those that took too long."""
    outgoing = direction is Direction.OUTGOING
    judgement = judge(
        message, rules, outgoing=outgoing, owner_domains=frozenset(company_domains(owner.addresses, owner.vendors))
    )
    words = message.text.own or (message.other.own if message.other else "")
    worth_it = outgoing or not _without_interest(message, judgement)
    about_a_job = worth_it or judgement.signal.kind is SignalKind.JOB_ALERT
    dates = (
        find_dates(
            words,
            sent=message.sent or arrived,
            zone=owner.zone,
            language=message.language,
            country=owner.country,
            written_there=outgoing,
        )
        if worth_it
        else ()
    )
    reading = Reading(
        message_id=message.message_id,
        references=message.references,
        direction=direction,
        arrived=arrived.astimezone(UTC),
        sender=message.sender,
        recipients=(*message.to, *message.cc),
        subject=message.subject,
        language=message.language,
        marks=message.marks,
        signal=judgement.signal,
        about=subject_matter(message, owner.vendors, outgoing=outgoing) if about_a_job else SubjectMatter(),
        people=people_in(message) if worth_it else (),
        dates=tuple(date for date in dates if date.kind is not DateKind.PAST),
        invitations=message.invitations,
        about_own_application=speaks_of_own_application(message),
        asks_for_news=outgoing and asks_for_news(message),
        agrees=says_yes(words) if worth_it else None,
        refused=refused(words, dates) if dates else (),
        asks=_QUESTION.search(words) is not None,
        one_more=worth_it and bool(dates) and tells_of_one_more_talk(message),
        note=note_in(message, owner) if outgoing else "",
    )
    forged = "" if outgoing else _forged(message.authentication)
    if forged:
        evidence = (Evidence("header", f"Authentication-Results: {forged}"),)
        reading = unbelieved(reading, "trust.forged-sender", evidence)
    return reading, judgement


def _without_interest(message: Message, judgement: Judgement) -> bool:
    """Whether it is a machine's mail about no job, or about jobs that nobody applied for: nobody asks for its dates and people."""
    machine = message.marks.no_reply or message.marks.bulk or message.marks.generated
    if not machine or message.marks.auto_reply or message.invitations or judgement.signal.runner_up:
        return False
    if judgement.signal.kind is SignalKind.JOB_ALERT:
        return True
    about_a_job = any(one.rule.topic in {Topic.JOB, Topic.APPLICATION} for one in judgement.fired)
    return judgement.signal.kind is SignalKind.NONE and not about_a_job


def _forged(found: Authentication) -> str:
    """What the owner's own server found wrong with the sender; empty where nothing is, or where anything speaks for them.

    A forwarder breaks SPF and a mailing list DKIM, hardly one of them both: then the domain's own word (DMARC) decides.
    """
    results = {"dmarc": found.dmarc, "spf": found.spf, "dkim": found.dkim}
    if found.dmarc != "fail" and "pass" in results.values():
        return ""
    return " ".join(f"{name}={result}" for name, result in results.items() if result == "fail")
