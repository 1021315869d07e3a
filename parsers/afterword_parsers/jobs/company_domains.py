"""The domains of one employer among addresses: neither a vendor's nor a free mail provider's."""

from __future__ import annotations

from collections.abc import Iterable

from afterword_parsers.jobs.company_name import is_free_mail
from afterword_parsers.jobs.vendors import VendorTable, built_in_vendors


def company_domains(emails: Iterable[str], vendors: VendorTable | None = None) -> set[str]:
    """The domains among `emails` that belong to one employer."""
    domains = {email.rpartition("@")[2] for email in emails if "@" in email}
    known = vendors or built_in_vendors()
    return {domain for domain in domains if domain and not is_free_mail(domain) and not known.of(domain)}
