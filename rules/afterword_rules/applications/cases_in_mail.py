"""The mail of each application: every message put into the one application it belongs to, what fits none left over."""

from __future__ import annotations

from collections.abc import Sequence

from afterword_parsers.jobs.company_domains import company_domains
from afterword_parsers.jobs.company_name import company_key
from afterword_rules.applications.attaching import belongs, correspondents, internal, is_humans, may_found
from afterword_rules.applications.case import Case
from afterword_rules.applications.case_book import CaseBook
from afterword_rules.applications.context import in_context
from afterword_rules.applications.corrections import cases_of, merge
from afterword_rules.applications.trust import believable
from afterword_rules.owner import Owner
from afterword_rules.owners_word import OwnersWord
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind
from afterword_rules.signals.mail_to_oneself import is_to_oneself
from afterword_rules.signals.unbelieved import is_distrusted

MEANINGLESS = {SignalKind.NONE, SignalKind.JOB_ALERT, SignalKind.RECRUITER_OUTREACH}
"""What a message says that moves no application."""

Unsure = tuple[Reading, tuple[Case, ...]]
"""A message that fits none or several applications."""


def cases_in(
    readings: Sequence[Reading],
    owner: Owner,
    word: OwnersWord,
    written_to: frozenset[str],
    founders: frozenset[str] = frozenset(),
) -> tuple[CaseBook, list[Unsure]]:
    """The applications in `readings` (the oldest first, each once), and what fits none or several of them.

    `written_to` are the addresses to which the owner wrote.
    `founders` are the ids of messages that the owner gave to applications of which no other mail knows.
    """
    cases = CaseBook()
    left: list[Reading] = []
    early: list[Reading] = []
    unsure: list[Unsure] = []
    told = {one.message_id: one for one in word.messages}
    for reading in readings:
        if is_to_oneself(reading, owner):
            continue
        if reading.message_id in told:
            which, at = told[reading.message_id].which, told[reading.message_id].at
            if which is None:
                continue
            meant = cases_of(which, cases, at)
            if not meant and reading.message_id in founders:
                meant = [Case(reading, which.company, which.role or None, told=True, stages=word.stages)]
                cases.add(meant[0])
            if meant:
                _attach_or_ask(reading, meant, cases, owner, unsure)
            else:
                early.append(reading)
            continue
        case, several = belongs(reading, cases, owner)
        if case is None and not several and may_found(reading) and not _from_colleague(reading, owner):
            case = Case(founder=reading, company=reading.about.company or "", stages=word.stages)
            cases.add(case)
        if case is None:
            left.append(reading)
        else:
            _attach(believable(reading, case, owner, written_to), case, cases, owner)
    # An application may be founded by a later message than the owner put into it. A key speaks of one that was known.
    destined = [(reading, told[reading.message_id]) for reading in early]
    homes = [(reading, one.which, cases_of(one.which, cases, one.at)) for reading, one in destined if one.which]
    homeless = {reading.message_id for reading, which, meant in homes if not meant and not which.key}
    if homeless:
        return cases_in(readings, owner, word, written_to, founders | homeless)
    for reading, _, meant in homes:
        if meant:
            _attach_or_ask(reading, meant, cases, owner, unsure)
        else:
            left.append(reading)
    cases = merge(cases, word.merges)
    for reading in left:
        # What came too early to be understood may be understood now.
        case, several = belongs(reading, cases, owner)
        if case is not None and reading.signal.kind is not SignalKind.APPLICATION_RECEIVED:
            _attach(believable(reading, case, owner, written_to), case, cases, owner)
        else:
            unsure.append((reading, several))
    for case in cases:
        case.readings.sort(key=lambda r: (r.arrived, r.message_id))
    return cases, unsure


def _attach_or_ask(
    reading: Reading, meant: Sequence[Case], cases: CaseBook, owner: Owner, unsure: list[Unsure]
) -> None:
    """Put `reading` where the owner says; where that may be several applications, into none."""
    if len(meant) == 1:
        _attach(reading, meant[0], cases, owner)
    else:
        unsure.append((reading, tuple(meant)))


def _from_colleague(reading: Reading, owner: Owner) -> bool:
    return internal(reading.sender.email, owner)


def _attach(reading: Reading, case: Case, cases: CaseBook, owner: Owner) -> None:
    """Put `reading` into `case`, and learn from it how further mail of this application can be known."""
    reading = in_context(reading)
    case.readings.append(reading)
    if is_distrusted(reading.signal):
        return
    cases.learn(
        case,
        message_ids=(reading.message_id, *reading.references),
        uids=(invitation.uid for invitation in reading.invitations),
    )
    case.vendor = case.vendor or reading.about.vendor
    if reading.direction is Direction.INCOMING and reading.signal.kind in MEANINGLESS:
        return
    known = correspondents(reading, owner)
    cases.learn(case, emails=known | _named(reading, owner), domains=company_domains(known, owner.vendors))
    if not reading.marks.generated and reading.about.company_where in {"body", "signature"}:
        # The title of an event runs on into its date.
        cases.rename(case, _fuller(case.company, reading.about.company))
    case.role = case.role or reading.about.role
    case.requisition = case.requisition or reading.about.requisition


def _named(reading: Reading, owner: Owner) -> set[str]:
    """The addresses of people whom a letter of the employer names: when they write, it is about this."""
    if reading.direction is Direction.OUTGOING:
        return set()
    named = {person.email for person in reading.people if person.email and not owner.is_me(person.email)}
    return {email for email in named if is_humans(email, owner.vendors)}


def _fuller(known: str, told: str | None) -> str:
    """The fuller of two names of one employer: a portal signs as "Larkspur", its people as "Larkspur Robotics"."""
    short, long = company_key(known).split(), company_key(told or "").split()
    return told if told and len(short) < len(long) and long[: len(short)] == short else known
