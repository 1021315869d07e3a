"""All applications while they are put together, found by what a message shows: ids, people, domains, names.

A long search has a thousand applications; looking each message up in all of them would take the square of that.
What the book finds by a name is only worth a look: the test is the caller's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from afterword_parsers.jobs.company_name import company_key, domain_probes, domain_terms, name_probes
from afterword_rules.applications.case import Case


class CaseBook:
    """The applications, the oldest first. Every change of what a case can be known by goes through here."""

    def __init__(self, cases: Iterable[Case] = ()) -> None:
        self._cases: list[Case] = []
        self._number: dict[int, int] = {}
        self._known_by: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for case in cases:
            self.add(case)

    def __iter__(self) -> Iterator[Case]:
        return iter(self._cases)

    def add(self, case: Case) -> None:
        """A new application."""
        self._number[id(case)] = len(self._cases)
        self._cases.append(case)
        self._learn_company(case)
        for kind, keys in _known(case):
            self._learn(case, kind, keys)

    def learn(
        self,
        case: Case,
        *,
        message_ids: Iterable[str] = (),
        uids: Iterable[str] = (),
        emails: Iterable[str] = (),
        domains: Iterable[str] = (),
    ) -> None:
        """`case` can be known by these from now on."""
        for (kind, known), more in zip(_known(case), (message_ids, uids, emails, domains), strict=True):
            new = set(more) - known
            known.update(new)
            self._learn(case, kind, new)

    def rename(self, case: Case, company: str) -> None:
        """`case` is told to be at `company`."""
        if company != case.company:
            case.company = company
            self._learn_company(case)

    def with_message(self, message_ids: Iterable[str]) -> list[Case]:
        """The cases to which one of these messages, or an answer to it, belongs."""
        return self._found("message", message_ids)

    def with_uid(self, uids: Iterable[str]) -> list[Case]:
        """The cases that know one of these events."""
        return self._found("uid", uids)

    def with_email(self, emails: Iterable[str]) -> list[Case]:
        """The cases in which somebody has one of these addresses."""
        return self._found("email", emails)

    def with_domain(self, domains: Iterable[str]) -> list[Case]:
        """The cases whose people write from one of these domains."""
        return self._found("domain", domains)

    def perhaps_at(self, company: str) -> list[Case]:
        """At least all cases for which `case.is_at(company)`."""
        return self._found("name", name_probes(company))

    def with_company_key(self, keys: Iterable[str]) -> list[Case]:
        """The cases whose company's `company_key` is one of these."""
        wanted = set(keys)
        return [case for case in self._found("key", wanted) if company_key(case.company) in wanted]

    def perhaps_owning(self, domains: Iterable[str]) -> list[Case]:
        """At least all cases for which `domain_suggests(domain, case.company)` for one of `domains`."""
        return self._found("term", (probe for domain in domains for probe in domain_probes(domain)))

    def _learn_company(self, case: Case) -> None:
        self._learn(case, "key", [company_key(case.company)])
        self._learn(case, "name", name_probes(case.company))
        self._learn(case, "term", domain_terms(case.company))

    def _learn(self, case: Case, kind: str, keys: Iterable[str]) -> None:
        number = self._number[id(case)]
        for key in keys:
            self._known_by[kind, key].add(number)

    def _found(self, kind: str, keys: Iterable[str]) -> list[Case]:
        numbers: set[int] = set()
        for key in keys:
            numbers |= self._known_by.get((kind, key), set())
        return [self._cases[number] for number in sorted(numbers)]


def _known(case: Case) -> tuple[tuple[str, set[str]], ...]:
    return ("message", case.message_ids), ("uid", case.uids), ("email", case.emails), ("domain", case.domains)
