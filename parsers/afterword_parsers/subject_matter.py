"""The value type of what an application mail is about: which employer, which role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectMatter:
    """Employer, role and where they were read. None = the mail does not say.

    `company` is written as in the mail, without legal form dropped or added ("Grünwald Messtechnik GmbH"); never the
    vendor of the applicant-tracking system. `role` comes without requisition id and without "(m/w/d)".
    `vendor` is the key of the applicant-tracking or scheduling vendor that sent the mail (vendors.yaml), if one did.
    The `*_where` fields name the place that was believed: body, subject, sender, link, signature, domain.
    """

    company: str | None = None
    role: str | None = None
    requisition: str | None = None
    place: str | None = None
    vendor: str | None = None
    company_where: str = ""
    role_where: str = ""
