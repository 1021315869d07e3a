"""Which application a message or an event belongs to.

Hard evidence decides: the thread, the event, the requisition id, the employer with the role, known people. Likeness never does.
What fits several applications equally is attached to none and becomes a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from afterword_parsers.invitation import Invitation
from afterword_parsers.jobs.company_domains import company_domains
from afterword_parsers.jobs.company_name import company_key, domain_suggests, may_be_same_company
from afterword_parsers.jobs.vendors import VendorTable, built_in_vendors
from afterword_parsers.names.machine_guests import is_machine_guest
from afterword_parsers.names.mailbox_names import is_role_mailbox
from afterword_parsers.person import PersonSource
from afterword_rules.applications.calendar_words import speaks_of_talk
from afterword_rules.applications.case import Case
from afterword_rules.applications.case_book import CaseBook
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind

# A job board's "was sent" and the vendor's confirmation of the same job come on the same day, or after a weekend.
SAME_APPLICATION = timedelta(days=3)
# After so long a silence a second confirmation of the same role is a second application.
SAME_SEARCH = timedelta(days=90)

_LONGEST_SUBJECT = 16

_ARRANGING = {SignalKind.INTERVIEW_PROPOSED, SignalKind.INTERVIEW_SCHEDULED}
# An offer is none of them: whoever offers a job that nobody applied for wants something else.
_FOUNDING = _ARRANGING | {SignalKind.ASSESSMENT_REQUESTED, SignalKind.REJECTED}


def candidates(reading: Reading, cases: CaseBook, owner: Owner) -> list[Case]:
    """The applications `reading` may belong to, by the strongest evidence there is; empty when by none."""
    for found in _by_evidence(reading, cases, owner):
        if found:
            return _narrowed(found, reading)
    return []


def _by_evidence(reading: Reading, cases: CaseBook, owner: Owner) -> Iterator[list[Case]]:
    """The applications that `reading` belongs to by one kind of evidence after the other, the strongest first."""
    about = reading.about
    known = correspondents(reading, owner)
    domains = company_domains(known, owner.vendors)

    def role_fits(case: Case) -> bool:
        return case.may_be_for(about.role, about.requisition)

    yield [case for case in cases.with_message(reading.references) if role_fits(case)]
    yield cases.with_uid(invitation.uid for invitation in reading.invitations)
    if about.company:
        there = [case for case in cases.perhaps_at(about.company) if case.is_at(about.company)]
        yield [case for case in there if case.is_for(about.role, about.requisition)]
        yield [case for case in there if role_fits(case)]

    def name_fits(case: Case) -> bool:
        # A letter that names another employer is not about this one, whoever wrote it: an agent speaks for many.
        told = about.company if reading.direction is Direction.INCOMING else None
        return not told or may_be_same_company(told, case.company)

    yield [case for case in cases.with_email(known) if role_fits(case) and name_fits(case)]
    yield [case for case in cases.with_domain(domains) if role_fits(case) and name_fits(case)]
    # The employer's own domain speaks louder than whatever else the letter was read to name.
    perhaps = cases.perhaps_owning(domains)
    yield [case for case in perhaps if role_fits(case) and _suggested(domains, case)]
    # An agent writes under the name of an agency, about the employer that the subject names.
    if reading.direction is Direction.INCOMING and known:
        yield [case for case in _named_in(reading.subject, cases) if role_fits(case)]


def _named_in(subject: str, cases: CaseBook) -> list[Case]:
    """The applications whose employer, with a name of two words or more, stands in a subject line."""
    words = company_key(subject).split()[:_LONGEST_SUBJECT]
    runs = {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 2, min(a + 6, len(words)) + 1)}
    return cases.with_company_key(runs)


def _suggested(domains: Iterable[str], case: Case) -> bool:
    return any(domain_suggests(domain, case.company) for domain in domains)


def _narrowed(found: list[Case], reading: Reading) -> list[Case]:
    """`found` without those that a better fit, or their own end, makes improbable."""
    about = reading.about
    exact = [case for case in found if case.is_for(about.role, about.requisition)]
    found = exact or found
    if len(found) > 1:
        known = [case for case in found if reading.sender.email in case.emails]
        found = known or found
    if len(found) > 1:
        found = [case for case in found if not case.ended_by(reading.arrived)] or found
    return found


def belongs(reading: Reading, cases: CaseBook, owner: Owner) -> tuple[Case | None, tuple[Case, ...]]:
    """The one application `reading` belongs to, or None with the several that it may belong to."""
    found = candidates(reading, cases, owner)
    if reading.signal.kind is SignalKind.APPLICATION_RECEIVED:
        found = [case for case in found if _confirms(reading, case)]
    if len(found) == 1:
        return found[0], ()
    return None, tuple(found)


def _confirms(reading: Reading, case: Case) -> bool:
    """Whether a confirmation is about this application and not about a new one."""
    if not case.message_ids.isdisjoint(reading.references):
        return True
    gap = reading.arrived - case.founder.arrived
    if case.ended_by(reading.arrived) or gap > SAME_SEARCH:
        return False
    if case.is_for(reading.about.role, reading.about.requisition):
        return True
    # Without a role on one side only a second sender, soon after the first, speaks of the same application.
    return gap <= SAME_APPLICATION and not case.confirmed_by(reading)


def may_found(reading: Reading) -> bool:
    """Whether `reading` proves an application that nothing was known of."""
    if reading.direction is Direction.OUTGOING or not reading.about.company:
        return False
    if reading.signal.kind is SignalKind.APPLICATION_RECEIVED:
        return True
    if not reading.about_own_application:
        return False
    # Banks and clubs decline too; only an employer names the role.
    return reading.signal.kind in _FOUNDING and (reading.signal.kind in _ARRANGING or reading.about.role is not None)


def event_belongs(invitation: Invitation, cases: CaseBook, owner: Owner, moment: datetime) -> Case | None:
    """The one application an event of the calendar belongs to, as things stood at `moment`.

    None for the dentist, and where it may be several.
    """
    if invitation.organizer and internal(invitation.organizer.email, owner):
        return None
    for found in _by_guests_and_words(invitation, cases, owner):
        fitting = found
        if len(fitting) > 1:
            titled = [case for case in fitting if case.role and case.role.casefold() in invitation.summary.casefold()]
            fitting = titled or fitting
        if len(fitting) > 1:
            fitting = [case for case in fitting if not case.ended_by(moment)] or fitting
        if len(fitting) == 1:
            return fitting[0]
    return None


def _by_guests_and_words(invitation: Invitation, cases: CaseBook, owner: Owner) -> Iterator[list[Case]]:
    """The applications that an event belongs to by one kind of evidence after the other, the strongest first."""
    people = [*invitation.attendees, *([invitation.organizer] if invitation.organizer else [])]
    emails = {
        guest.email
        for guest in people
        if guest.email and not owner.is_me(guest.email) and not is_machine_guest(guest.name, guest.email)
    }
    domains = company_domains(emails, owner.vendors)
    yield cases.with_uid([invitation.uid])
    yield cases.with_email(emails)
    yield cases.with_domain(domains)
    yield [case for case in cases.perhaps_owning(domains) if _suggested(domains, case)]
    # "Target practice" and "Apple picking" are no interviews: a name alone needs a word of talk beside it.
    if speaks_of_talk(invitation.summary):
        words = f" {company_key(f'{invitation.summary} {invitation.description}')} "
        yield [case for case in cases if f" {company_key(case.company)} " in words]


def correspondents(reading: Reading, owner: Owner) -> set[str]:
    """The addresses of the humans on the other side of `reading`, in lower case."""
    if reading.direction is Direction.OUTGOING:
        return {address.email for address in reading.recipients if not owner.is_me(address.email)}
    named = {p.email for p in reading.people if p.email and p.source is not PersonSource.TEXT}
    guests = {
        guest.email
        for i in reading.invitations
        for guest in i.attendees
        # One program takes notes at the interviews of many employers.
        if guest.kind == "individual" and not is_machine_guest(guest.name, guest.email)
    }
    everybody = {reading.sender.email} | named | guests
    return {email for email in everybody if email and not owner.is_me(email) and is_humans(email, owner.vendors)}


def is_humans(email: str, vendors: VendorTable | None = None) -> bool:
    """Whether a human may read `email`: no role mailbox, and no machine of a vendor (the built-in ones if not told)."""
    return not is_role_mailbox(email) and not ((vendors or built_in_vendors()).of(email) and not _relayed(email))


def _relayed(email: str) -> bool:
    """Whether a vendor's address carries a person's name (first.last@tenant.vendor)."""
    local = email.partition("@")[0]
    parts = local.split(".")
    return len(parts) == 2 and all(part.isalpha() and len(part) > 1 for part in parts)


def internal(email: str, owner: Owner) -> bool:
    """Whether `email` lies in a domain of the owner's own that is no public mail provider: a colleague's."""
    mine = company_domains(owner.addresses, owner.vendors)
    return not owner.is_me(email) and email.rpartition("@")[2] in mine
