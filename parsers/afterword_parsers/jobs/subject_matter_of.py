"""What an application mail is about: employer, role, requisition id, place and the vendor that carried it."""

from __future__ import annotations

from dataclasses import replace

from afterword_parsers.jobs.application_phrase import mentions
from afterword_parsers.jobs.employer import employer
from afterword_parsers.jobs.letter_parts import letter_parts
from afterword_parsers.jobs.role import role
from afterword_parsers.jobs.vendors import VendorTable, built_in_vendors
from afterword_parsers.message import Address, Message
from afterword_parsers.subject_matter import SubjectMatter


def subject_matter(message: Message, vendors: VendorTable | None = None, *, outgoing: bool = False) -> SubjectMatter:
    """Employer and role as the message names them; None for what it does not say. Never raises.

    Quoted text is not read. `vendors` are the built-in ones unless the owner added some (`load_vendors`).
    `outgoing`: the reader wrote it, so that sender and signature tell of the reader and not of an employer.
    """
    if outgoing:
        nobody = Address("", message.sender.email)
        message = replace(message, sender=nobody, text=replace(message.text, signature=""), other=None)
    parts = letter_parts(message, vendors or built_in_vendors())
    in_body = list(mentions(parts.body, parts.language, parts.known))
    company = employer(parts, message.sender, in_body, closing=not outgoing)
    found = role(parts, company[0] if company else None, in_body)
    return SubjectMatter(
        company=company[0] if company else None,
        role=found[0].role if found else None,
        requisition=found[0].requisition if found else None,
        place=found[0].place if found else None,
        vendor=parts.vendor.key if parts.vendor else None,
        company_where=company[1] if company else "",
        role_where=found[1] if found else "",
    )
