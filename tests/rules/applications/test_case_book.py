"""Looking applications up finds all that a look at each of them would find."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.jobs.company_name import domain_suggests
from afterword_rules.applications.case import Case
from afterword_rules.applications.case_book import CaseBook
from rules.builders import CALLOWAY, confirmation

FIRST = ("Calloway", "The Calloway", "Oakhurst", "Hafen", "Grünwald", "Gruenwald", "3B", "A", "Mühle & Söhne", "Ox")
REST = (
    "",
    " Freight",
    " Veterinary Group",
    " Bank",
    " GmbH",
    " & Co. KG",
    " and Daughters",
    " Data Systems International",
)
LABELS = (
    "calloway",
    "callowayfreight",
    "joincalloway",
    "calloway-careers",
    "oakhurstvets",
    "gruenwald",
    "grunwald",
    "cdsi",
)
names = st.builds(lambda first, rest: first + rest, st.sampled_from(FIRST), st.sampled_from(REST))
domains = st.builds(
    lambda label, service, end: f"{service}{label}.{end}",
    st.sampled_from(LABELS)
    | names.map(lambda name: "".join(c for c in name.lower() if c.isalnum() or c == "-") or "x"),
    st.sampled_from(("", "mail.", "careers.")),
    st.sampled_from(("example", "co.uk", "com")),
)


def case_at(company: str, number: int = 0) -> Case:
    """An application at `company`."""
    return Case(replace(confirmation("3-02 10:00"), message_id=f"<{number}@x.example>"), company)


@given(st.lists(names, max_size=12), names)
def test_every_case_at_a_company_is_found(companies: list[str], company: str) -> None:
    """However the name is written."""
    cases = [case_at(one) for one in companies]

    expected = [case for case in cases if case.is_at(company)]
    assert expected == [case for case in CaseBook(cases).perhaps_at(company) if case.is_at(company)]


@given(st.lists(names, max_size=12), domains)
def test_every_case_that_may_own_a_domain_is_found(companies: list[str], domain: str) -> None:
    """In every way in which a domain suggests a name."""
    cases = [case_at(one) for one in companies]

    expected = [case for case in cases if domain_suggests(domain, case.company)]
    found = CaseBook(cases).perhaps_owning([domain])
    assert expected == [case for case in found if domain_suggests(domain, case.company)]


def test_what_a_case_learns_finds_it() -> None:
    """Ids, events, people and domains, and a fuller name; the oldest case first."""
    book = CaseBook()
    first, second = case_at("Larkspur"), case_at("Osprey")
    for case in (first, second):
        book.add(case)
        book.learn(case, emails=["agent@agency.example"])
    book.learn(second, message_ids=["<1@x.example>"], uids=["u"], domains=["osprey.example"])
    book.rename(first, "Larkspur Robotics")

    assert [first, second] == book.with_email(["agent@agency.example"])
    assert [second] == book.with_message(["<1@x.example>", "<2@x.example>"])
    assert ([second], [second]) == (book.with_uid(["u"]), book.with_domain(["osprey.example"]))
    assert [first] == book.perhaps_at("Larkspur Robotics")
    assert {"u"} == second.uids


def test_cases_that_know_things_are_found_by_them() -> None:
    """Those that were put together before the book was made."""
    case = case_at(CALLOWAY.company or "")
    case.emails.add("hannah@calloway.example")

    assert [case] == CaseBook([case]).with_email({"hannah@calloway.example"})
