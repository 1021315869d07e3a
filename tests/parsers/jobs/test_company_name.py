"""Names of companies: the same employer, and domains that fit a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.jobs.company_name import (
    company_key,
    domain_suggests,
    is_free_mail,
    may_be_same_company,
    same_company,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Larkspur Robotics, Inc.", "larkspur robotics"),
        ("The Grünwald GmbH & Co. KG", "gruenwald"),
        ("Polder Payments B.V.", "polder payments"),
        ("Thistle & Fern Ltd", "thistle fern"),
        ("Éditions Lumière SARL", "editions lumiere"),
        ("Cascadia Ledger (CLG)", "cascadia ledger"),
        ("Hargreave's", "hargreaves"),
        ("Company", "company"),
        ("", ""),
        ("!!!", ""),
    ],
)
def test_key_leaves_out_writing_habits(name: str, key: str) -> None:
    """Legal form, article, parentheses, accents and punctuation do not count."""
    assert key == company_key(name)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Grünwald Messtechnik", "Gruenwald Messtechnik GmbH"),
        ("Grünwald Messtechnik", "Grunwald Messtechnik"),
        ("Thistle & Fern", "Thistle and Fern Ltd"),
        ("ElmAI", "Elm AI"),
        ("Osprey Maps", "OspreyMaps"),
        ("Calloway Freight", "Calloway Freight Group"),
        ("Tidewater Labs", "Tidewater Labs Deutschland GmbH"),
        ("The Orchard Bank", "Orchard Bank"),
    ],
)
def test_the_same_company_written_differently(a: str, b: str) -> None:
    """Two spellings of one employer are the same, both ways round."""
    assert same_company(a, b)
    assert same_company(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Apple", "Apple Bank"),
        ("Meta", "Metaverse"),
        ("Stripe", "Strip"),
        ("Copperline", "Copperline Systems"),
        ("", ""),
        ("HP", "PHP"),
        ("Elm", "Elm Street Group"),
    ],
)
def test_other_companies_stay_apart(a: str, b: str) -> None:
    """A longer or a similar name is another company; nothing is no company."""
    assert not same_company(a, b)
    assert not same_company(b, a)


@pytest.mark.parametrize(
    ("a", "b", "may_be"),
    [
        ("Copperline", "Copperline Systems", True),
        ("BCG", "Bluefin Consulting Group", True),
        ("Meta", "Metaverse", False),
        ("Larkspur", "Osprey", False),
        ("", "Osprey", False),
    ],
)
def test_a_short_form_is_worth_a_question(a: str, b: str, may_be: bool) -> None:
    """The first words or the initials of a name may stand for it."""
    assert may_be == may_be_same_company(a, b)


@pytest.mark.parametrize(
    ("domain", "company"),
    [
        ("callowayfreight.example", "Calloway Freight"),
        ("larkspur-robotics.example", "Larkspur Robotics, Inc."),
        ("gruenwald-messtechnik.example", "Grünwald Messtechnik GmbH"),
        ("quillfeather.example", "Quillfeather Press"),
        ("thistleandfern.example", "Thistle & Fern"),
        ("mail.careers.bluefinlogistics.co.uk", "Bluefin Logistics"),
        ("joinlarkspur.example", "Larkspur Robotics"),
        ("larkspurhq.example", "Larkspur"),
        ("orchardstreet.example", "Orchard Street Media"),
    ],
)
def test_a_domain_fits_its_owner(domain: str, company: str) -> None:
    """The name, its first words, or the name with a usual addition make a domain."""
    assert domain_suggests(domain, company)


@pytest.mark.parametrize(
    ("domain", "company"),
    [
        ("gmail.com", "Gmail"),
        ("meta.example", "Metaverse Inc"),
        ("careers.example", "Careers Group"),
        ("osprey.example", "Larkspur Robotics"),
        ("", "Larkspur"),
        ("larkspur.example", ""),
    ],
)
def test_a_domain_does_not_fit_others(domain: str, company: str) -> None:
    """Free mail, service names and other words suggest nobody."""
    assert not domain_suggests(domain, company)


def test_free_mail_is_known() -> None:
    """Mailboxes for everybody are told from an employer's own domain."""
    assert is_free_mail("GMAIL.com")
    assert is_free_mail("gmx.de")
    assert not is_free_mail("larkspur-robotics.example")


@given(st.text(max_size=80), st.text(max_size=80))
def test_never_raises_and_is_symmetric(a: str, b: str) -> None:
    """Whatever stands there, the comparison answers, and the same both ways."""
    assert same_company(a, b) == same_company(b, a)
    domain_suggests(a, b)
