"""What the owner's word does to applications while they are put together: messages placed, two that are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from afterword_rules.applications.case import Case
from afterword_rules.applications.case_book import CaseBook
from afterword_rules.note import Which
from afterword_rules.owners_word import OwnersWord, ToldContact, ToldMerge, ToldMute, ToldStage


def cases_of(which: Which, cases: Iterable[Case], at: datetime | None = None) -> list[Case]:
    """The applications that the owner may mean by `which`, said `at` (None: at whatever time)."""
    return [case for case in cases if case.is_meant_by(which, at)]


def merge(cases: CaseBook, merges: Sequence[ToldMerge]) -> CaseBook:
    """`cases` with those joined that the owner says are one."""
    left = list(cases)
    for one in merges:
        parts, wholes = cases_of(one.which, left, one.at), cases_of(one.into, left, one.at)
        if len(parts) == len(wholes) == 1 and parts[0] is not wholes[0]:
            _take_over(wholes[0], parts[0])
            left = [case for case in left if case is not parts[0]]
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
    whole.parts.append(part)


def told_stages(case: Case, word: OwnersWord) -> tuple[ToldStage, ...]:
    """The stages that the owner gave `case`."""
    return tuple(one for one in word.stages if case.is_meant_by(one.which, one.at))


def is_muted(case: Case, word: OwnersWord) -> bool:
    """Whether the owner wants no follow-up for `case`."""
    told = [one.muted for one in word.mutes if case.is_meant_by(one.which, one.at)]
    return bool(told) and told[-1]


def told_contacts(case: Case, word: OwnersWord) -> tuple[ToldContact, ...]:
    """The people whom the owner named for `case`, the last named first."""
    return tuple(one for one in reversed(word.contacts) if case.is_meant_by(one.which, one.at))


def unheard(cases: Sequence[Case], word: OwnersWord) -> tuple[Which, ...]:
    """What the owner speaks of and no application is called."""
    return tuple(dict.fromkeys(which for which, at in _spoken_of(word) if not cases_of(which, cases, at)))


def _spoken_of(word: OwnersWord) -> Iterator[tuple[Which, datetime | None]]:
    for note in word.notes:
        yield note.which, note.at
    for message in word.messages:
        if message.which is not None:
            yield message.which, message.at
    for merged in word.merges:
        yield from ((merged.which, merged.at), (merged.into, merged.at))
    told: Sequence[ToldStage | ToldMute | ToldContact] = (*word.stages, *word.mutes, *word.contacts)
    for one in told:
        yield one.which, one.at
