"""The table of vendors: who sends, where a link leads, and where the employer stands in it."""

from __future__ import annotations

import pytest

from afterword_parsers.jobs.company_name import company_key
from afterword_parsers.jobs.vendors import (
    VendorKind,
    built_in_vendors,
    load_vendors,
    vendor_of,
    vendor_of_link,
)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("no-reply@us.greenhouse-mail.io", "greenhouse"),
        ("No-Reply@HIRE.lever.co", "lever"),
        ("brightwater@myworkday.com", "workday"),
        ("no-reply@ashbyhq.com", "ashby"),
        ("tidewaterlabs+autoreply@talent.icims.com", "icims"),
        ("notification@smartrecruiters.com", "smartrecruiters"),
        ("noreply@candidates.workablemail.com", "workable"),
        ("notifications@app.bamboohr.com", "bamboohr"),
        ("gruenwald-jobs@m.personio.de", "personio"),
        ("indeedapply@indeed.com", "indeed"),
        ("jobs-noreply@linkedin.com", "linkedin"),
        ("support@hackerrankforwork.com", "hackerrank"),
        ("calendar-notification@google.com", "google_calendar"),
        ("calendly.com", "calendly"),
        ("system@successfactors.eu", "successfactors"),
    ],
)
def test_finds_a_vendor_by_what_it_sends_from(address: str, key: str) -> None:
    """A vendor is known by the domain of its machines, subdomains and any case included."""
    vendor = vendor_of(address)

    assert vendor is not None
    assert key == vendor.key


@pytest.mark.parametrize(
    "address",
    ["jane@larkspur.example", "someone@google.com", "x@notlever.co", "greenhouse.io.example", "", "@", "a@b@", "."],
)
def test_nobody_else_is_a_vendor(address: str) -> None:
    """A look-alike, a person at Google or nonsense is no vendor."""
    assert vendor_of(address) is None


@pytest.mark.parametrize(
    ("href", "key", "employer"),
    [
        ("https://brightwater.wd5.myworkdayjobs.com/en-US/Careers/login", "workday", "brightwater"),
        ("https://boards.greenhouse.io/larkspurrobotics/jobs/411", "greenhouse", "larkspurrobotics"),
        ("https://jobs.lever.co/osprey-maps/4f1b7a", "lever", "osprey-maps"),
        ("https://careers-tidewaterlabs.icims.com/jobs/intro?unsub=1", "icims", "tidewaterlabs"),
        ("https://apply.workable.com/thistle-fern/", "workable", "thistle-fern"),
        ("https://gruenwald.jobs.personio.de/privacy-policy", "personio", "gruenwald"),
        ("https://www.hackerrank.com/test/8f2k1q/login", "hackerrank", None),
        ("https://hire.lever.co/unsubscribe/4f1b7a", "lever", None),
    ],
)
def test_reads_vendor_and_employer_out_of_a_link(href: str, key: str, employer: str | None) -> None:
    """The employer's short name stands in a subdomain or in the path, where a vendor puts it."""
    vendor = vendor_of_link(href)

    assert vendor is not None
    assert (key, employer) == (vendor.key, vendor.employer_in_link(href))


@pytest.mark.parametrize(
    "href",
    [
        "https://larkspur.example/jobs",
        "mailto:a@lever.co",
        "http://[bad",
        "",
        "javascript:1",
        "https://outlook.office.com/mail",
    ],
)
def test_other_links_lead_to_no_vendor(href: str) -> None:
    """Broken links, mail links and other sites belong to nobody."""
    assert vendor_of_link(href) is None


def test_names_the_employer_in_a_tenant_address() -> None:
    """Workday and iCIMS write the employer into the sender's local part."""
    workday, icims = vendor_of("x@myworkday.com"), vendor_of("x@icims.com")

    assert workday is not None
    assert icims is not None
    assert "brightwater" == workday.employer_in_address("brightwater@myworkday.com")
    assert "tidewaterlabs" == icims.employer_in_address("tidewaterlabs+autoreply@talent.icims.com")


def test_the_owner_adds_a_vendor_and_changes_one() -> None:
    """Extra entries lie over the built-in ones: the same key replaces, a new one adds."""
    table = load_vendors(
        [
            {
                "key": "hireling",
                "name": "Hireling",
                "kind": "ats",
                "mail": ["hireling.example"],
                "employer": ["{slug}.hireling.example"],
            },
            {"key": "lever", "name": "Lever", "kind": "ats", "mail": ["lever.example"]},
        ]
    )

    found = table.of("no-reply@mail.hireling.example")
    assert found is not None
    assert "hireling" == found.key
    assert "larkspur" == found.employer_in_link("https://larkspur.hireling.example/jobs/1")
    assert table.of("no-reply@hire.lever.co") is None


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"name": "Hireling", "kind": "ats"}, "key missing"),
        ({"key": "hireling", "kind": "ats"}, "name missing"),
        ({"key": "hireling", "name": "Hireling", "kind": "robot"}, "kind is one of ats"),
    ],
)
def test_says_what_is_wrong_with_an_entry(entry: dict[str, object], words: str) -> None:
    """An entry without key, name or a known kind is refused with its reason."""
    with pytest.raises(ValueError, match=words):
        load_vendors([entry])


def test_the_built_in_table_is_consistent() -> None:
    """Keys, domains and names stand once; every vendor can be recognised by something; all kinds are there."""
    vendors = built_in_vendors().vendors

    assert len(vendors) == len({vendor.key for vendor in vendors})
    domains = [place for vendor in vendors for place in vendor.mail]
    assert len(domains) == len(set(domains))
    assert [] == [vendor.key for vendor in vendors if not vendor.mail and not vendor.links]
    assert [] == [vendor.key for vendor in vendors if not company_key(vendor.name)]
    assert set(VendorKind) == {vendor.kind for vendor in vendors}
