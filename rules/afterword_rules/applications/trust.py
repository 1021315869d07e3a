"""Whom to believe about an application: a stranger's word changes nothing, however well it is placed.

Anybody can put a known message into References, copy an event's UID, or write an employer's name. Whether mail comes from
the employer shows only in the address: one that the correspondence knows, or one in the employer's or a vendor's domain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from afterword_parsers.invitation import Invitation
from afterword_parsers.jobs.company_domains import company_domains
from afterword_parsers.jobs.company_name import domain_suggests, is_free_mail
from afterword_parsers.person import PersonSource
from afterword_rules.applications.case import Case
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence
from afterword_rules.signals.unbelieved import is_distrusted, unbelieved

STRANGER = "trust.stranger"

_PUBLIC = {"ac", "co", "com", "edu", "gov", "net", "org"}


def believable(reading: Reading, case: Case, owner: Owner, written_to: Collection[str]) -> Reading:
    """`reading` as `case` may take it: whole from those who are known there, saying nothing from a stranger.

    `written_to` are all addresses that the owner wrote to: these are no strangers, whoever they are.
    """
    if reading.direction is Direction.OUTGOING or not case.readings:
        return reading
    if not _is_stranger(reading.sender.email, case, owner, written_to):
        return _without_trap(reading, case, owner, written_to)
    machine = reading.marks.no_reply and not is_free_mail(reading.sender.domain)
    if machine and not reading.references and not reading.invitations:
        # A vendor that nobody has listed yet writes from its own domain; no letter of ours ever goes there.
        return reading
    return unbelieved(reading, STRANGER, (Evidence("sender", reading.sender.email or "nobody"),))


def of_stranger(invitation: Invitation, case: Case, owner: Owner, written_to: Collection[str]) -> bool:
    """Whether an event in the calendar was put there by somebody whom `case` does not know: invitations arrive unasked."""
    return invitation.organizer is not None and _is_stranger(invitation.organizer.email, case, owner, written_to)


def _without_trap(reading: Reading, case: Case, owner: Owner, written_to: Collection[str]) -> Reading:
    """`reading` without a Reply-To that leads away from the employer."""
    traps = {
        person.email
        for person in reading.people
        if person.source is PersonSource.REPLY_TO and _is_stranger(person.email, case, owner, written_to)
    }
    if not traps:
        return reading
    return replace(reading, people=tuple(person for person in reading.people if person.email not in traps))


def _is_stranger(email: str, case: Case, owner: Owner, written_to: Collection[str]) -> bool:
    """Whether `email` belongs neither to the employer nor to anybody known, where the employer's own domain is known.

    Where nothing but a vendor has written so far, nobody can be told from a stranger.
    """
    if owner.is_me(email) or email in case.emails or email in written_to:
        return False
    domain = email.rpartition("@")[2]
    if email and (owner.vendors.of(email) is not None or domain_suggests(_owned(domain), case.company)):
        return False
    senders = company_domains(_senders(case.readings), owner.vendors)
    if any(_is_within(domain, known) for known in (*senders, *case.domains)):
        return False
    return bool(case.domains) or any(domain_suggests(_owned(known), case.company) for known in senders)


def _owned(domain: str) -> str:
    """The part of `domain` that somebody pays for: what stands before it is theirs to choose (larkspur.example.evil.example)."""
    labels = domain.split(".")
    return ".".join(labels[-3:] if labels[-2:-1] and labels[-2] in _PUBLIC else labels[-2:])


def _senders(readings: Iterable[Reading]) -> set[str]:
    incoming = (r for r in readings if r.direction is Direction.INCOMING and not is_distrusted(r.signal))
    return {reading.sender.email for reading in incoming}


def _is_within(domain: str, known: str) -> bool:
    return domain == known or domain.endswith(f".{known}") or ("." in domain and known.endswith(f".{domain}"))
