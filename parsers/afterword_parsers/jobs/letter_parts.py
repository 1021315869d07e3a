"""A message, laid out for the search for employer and role: its texts made readable, its people and its vendor known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from afterword_parsers.jobs.bare_subject import bare_subject
from afterword_parsers.jobs.company_name import company_key, is_free_mail
from afterword_parsers.jobs.job_card import before_other_jobs
from afterword_parsers.jobs.name_run import looks_like_person, readable, unwrapped
from afterword_parsers.jobs.sender_name import sender_names
from afterword_parsers.jobs.vendors import Vendor, VendorKind, VendorTable
from afterword_parsers.message import Message

_LONGEST_BODY = 8_000
_LONGEST_SIGNATURE = 2_000


@dataclass(frozen=True, slots=True)
class LetterParts:
    """`body` and `other` are unwrapped, `lines` and `signature` as they stood. `people` are names in lower case.

    `known` are company keys of names that stand in the sender's name or address, `slugs` short names of the employer in
    addresses and links of vendors, `domains` those of the correspondents that are no vendor's and no free mail.
    """

    body: str
    lines: str
    signature: str
    other: str
    forwarded: str
    subject: str
    events: tuple[tuple[str, str], ...]
    people: frozenset[str]
    known: frozenset[str]
    slugs: frozenset[str]
    vendor: Vendor | None
    vendors: VendorTable
    language: str
    domains: tuple[str, ...]


def letter_parts(message: Message, vendors: VendorTable) -> LetterParts:
    """Lay out `message`. Quotes are left out: they may be the reader's own words."""
    lines = readable(message.text.own)[:_LONGEST_BODY]
    other = readable(message.other.own)[:_LONGEST_BODY] if message.other else ""
    vendor = vendors.of(message.sender.email)
    if vendor:
        lines, other = before_other_jobs(lines), before_other_jobs(other)
    domain = message.sender.domain
    slugs = _slugs(message, vendors, vendor)
    named = {company_key(found.company) for found in sender_names(message.sender, vendors)}
    own_domain = {} if vendor or is_free_mail(domain) else dict.fromkeys(domain.split(".")[-2:-1])
    return LetterParts(
        body=unwrapped(lines),
        lines=lines,
        signature=readable(message.text.signature)[:_LONGEST_SIGNATURE],
        other=unwrapped(other),
        forwarded=unwrapped(readable(message.text.forwarded)[:_LONGEST_BODY]),
        subject=bare_subject(message.subject),
        events=tuple(
            (bare_subject(event.summary), unwrapped(readable(event.description)[:2_000]))
            for event in message.invitations[:3]
        ),
        people=_people(message),
        known=frozenset(named | slugs | set(own_domain)) - {""},
        slugs=frozenset(slugs),
        vendor=vendor,
        vendors=vendors,
        language=message.language,
        domains=tuple(dict.fromkeys(_domains(message, vendors))),
    )


def _domains(message: Message, vendors: VendorTable) -> Iterator[str]:
    """Domains of the people who write to each other, the sender's first; one of them may be the employer's."""
    for address in (message.sender, *message.reply_to, *message.to[:10], *message.cc[:10]):
        if address.domain and not vendors.of(address.email) and not is_free_mail(address.domain):
            yield address.domain


def _people(message: Message) -> frozenset[str]:
    readers = {address.name for address in (*message.to, *message.cc)}
    guests = {guest.name for event in message.invitations for guest in event.attendees if guest.kind == "individual"}
    sender = {message.sender.name} if looks_like_person(message.sender.name) else set()
    names = {re.sub(r"\s+", " ", readable(name)).strip(" \"'") for name in readers | guests | sender}
    return frozenset(name.lower() for name in names if len(name) > 3 and "@" not in name)


def _slugs(message: Message, vendors: VendorTable, vendor: Vendor | None) -> set[str]:
    found = [vendor.employer_in_address(message.sender.email)] if vendor else []
    for link in message.links[:60]:
        linked = vendors.of_link(link.href)
        if linked and linked.kind is not VendorKind.JOB_BOARD:
            found.append(linked.employer_in_link(link.href))
    keys = {company_key(slug.replace("-", " ")) for slug in found if slug}
    return keys if len(keys) <= 3 else set()
