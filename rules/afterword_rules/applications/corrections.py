"""What the owner's word does to applications while they are put together: messages placed, two that are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from afterword_rules.applications.case import Case
from afterword_rules.applications.case_book import CaseBook
from afterword_rules.note import Which
from afterword_rules.owners_word import OwnersWord, ToldContact, ToldMerge, ToldStage
from afterword_rules.reading import Reading


def case_of(which: Which, cases: Iterable[Case]) -> Case | None:
    """The one application that the owner means by `which`; None when none or several fit."""
    found = [case for case in cases if case.is_meant_by(which)]
    return found[0] if len(found) == 1 else None


def told_case(reading: Reading, which: Which, cases: CaseBook) -> Case:
    """The application to which the owner says `reading` belongs; it is added to `cases` when there was none."""
    case = case_of(which, cases)
    if case is None:
        case = Case(founder=reading, company=which.company, role=which.role or None, told=True)
        cases.add(case)
    return case


def merge(cases: CaseBook, merges: Sequence[ToldMerge]) -> CaseBook:
    """`cases` with those joined that the owner says are one."""
    left = list(cases)
    for one in merges:
        part, whole = case_of(one.which, left), case_of(one.into, left)
        if part is not None and whole is not None and part is not whole:
            _take_over(whole, part)
            left = [case for case in left if case is not part]
    return CaseBook(left)


def _take_over(whole: Case, part: Case) -> None:
    whole.role = whole.role or part.role
    whole.requisition = whole.requisition or part.requisition
    whole.vendor = whole.vendor or part.vendor
    whole.readings = sorted([*whole.readings, *part.readings], key=lambda r: (r.arrived, r.message_id))
    whole.message_ids |= part.message_ids
    whole.emails |= part.emails
    whole.domains |= part.domains
    whole.uids |= part.uids
    whole.told = whole.told or part.told


def told_stages(case: Case, word: OwnersWord) -> tuple[ToldStage, ...]:
    """The stages that the owner gave `case`."""
    return tuple(one for one in word.stages if case.is_meant_by(one.which))


def is_muted(case: Case, word: OwnersWord) -> bool:
    """Whether the owner wants no follow-up for `case`."""
    told = [one.muted for one in word.mutes if case.is_meant_by(one.which)]
    return bool(told) and told[-1]


def told_contacts(case: Case, word: OwnersWord) -> tuple[ToldContact, ...]:
    """The people whom the owner named for `case`, the last named first."""
    return tuple(one for one in reversed(word.contacts) if case.is_meant_by(one.which))
