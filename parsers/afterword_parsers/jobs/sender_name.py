"""The employer in a sender's name: "Fennel Bank Hiring Team", "Tidewater Labs @ icims", "Jobs @ Thistle & Fern"."""

from __future__ import annotations

import re

from afterword_parsers.jobs.company_name import company_key, domain_suggests, is_free_mail
from afterword_parsers.jobs.letter_closing import ClosingName, team_name
from afterword_parsers.jobs.name_run import is_name, is_organisation, looks_like_person, never_a_company, readable
from afterword_parsers.jobs.role_name import names_one_person
from afterword_parsers.jobs.vendors import VendorTable
from afterword_parsers.message import Address

_ROLE_MAILBOX = re.compile(
    r"no-?_?reply|do-?_?not-?_?reply|notif|careers?|jobs?|talent|recruit|hiring|hr\b|people|team|autoreply|system|application|bewerb",
)

# "Ashwin (Osprey Maps)", "Moni vom Café Rosa", "Lee at Osprey Maps".
_BESIDE_A_PERSON = re.compile(
    r"[A-ZÀ-Þ][\w'.-]+(?: [A-ZÀ-Þ][\w'.-]+)?(?: \((?P<firm>[A-ZÀ-Þ][^()]{2,50})\)| (?:from|at|vom|von der|von|bei|chez) (?P<at>[A-ZÀ-Þ].{2,50}))$"
)


def sender_names(sender: Address, vendors: VendorTable) -> list[ClosingName]:
    """What the sender's name says of the employer, most certain first; nothing for a human's name."""
    name = re.sub(r"\s+", " ", readable(sender.name)).strip(" \"'")
    if not name or ("@" in name.replace(" @ ", " ") and not re.match(r"\w[\w ]*@\s?\w", name)):
        return []
    if beside := _BESIDE_A_PERSON.match(name):
        return [ClosingName(5, beside["firm"] or beside["at"])] if is_name(beside["firm"] or beside["at"]) else []
    vendor = vendors.of(sender.email)
    labels = frozenset(() if vendor else (company_key(label) for label in sender.domain.split(".")[:-1]))
    text = name if any(vendors.named(label) for label in labels) else _without_vendor(name, vendors)
    if not text or never_a_company(text):
        return []
    via = text != name
    team = team_name(text, labels) or (team_name(name, labels) if via else "")
    if team:
        return [ClosingName(6, team)]
    if not is_name(text) or ("." in text and " " not in text):
        return []
    from_machine = vendor is not None or bool(_ROLE_MAILBOX.search(sender.email.rpartition("@")[0]))
    if domain_suggests(sender.domain, text) and not is_free_mail(sender.domain):
        return [ClosingName(6, text)]
    if looks_like_person(text) or not from_machine:
        return []
    if names_one_person(text) and not is_organisation(text):
        return [ClosingName(2, text)]
    return [ClosingName(5, text)]


def _without_vendor(name: str, vendors: VendorTable) -> str:
    """The name without the vendor in it: "X @ icims", "X via Greenhouse", "Workday@X", "X (Lever)"."""
    vendor = vendors.any_name
    if not re.search(vendor, name, re.IGNORECASE):
        return name
    text = re.sub(rf"^(?:{vendor})\s*(?:@|-|–|:)?\s*(?=\S)(?![a-z])", "", name, count=1, flags=re.IGNORECASE)
    text = re.sub(
        rf"\s*(?:@|via|through|by|powered by|über|-|–|\||\()\s*(?:{vendor})\)?$", "", text, flags=re.IGNORECASE
    )
    return "" if re.fullmatch(vendor, text, re.IGNORECASE) else text.strip(" -–@|:")
