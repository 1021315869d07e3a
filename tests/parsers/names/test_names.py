"""Names of people: titles, spellings, given names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.names.name_shapes import looks_like_name
from afterword_parsers.names.names import (
    fits_address,
    given_name,
    given_name_first,
    same_name,
    same_person,
    short_for,
    strip_titles,
)
from afterword_parsers.person import Person


@pytest.mark.parametrize(
    ("written", "name", "honorific"),
    [
        ("Frau Dr. Annegret Weiß", "Annegret Weiß", "Frau Dr."),
        ("Prof. Dr.-Ing. Max Müller", "Max Müller", "Prof. Dr.-Ing."),
        ("Dr. med. Ute Beck", "Ute Beck", "Dr. med."),
        ("Herrn Björn Lüttke", "Björn Lüttke", "Herrn"),
        ("Mme Claire Dubois", "Claire Dubois", "Mme"),
        ("M. Dupont", "Dupont", "M."),
        ("Sra. Lucía Fernández", "Lucía Fernández", "Sra."),
        ("Fox, Dana", "Dana Fox", ""),
        ("Dana M. Fox, PhD, MBA", "Dana M. Fox", ""),
        ("Dana Fox (she/her)", "Dana Fox", ""),
        ("Don Draper", "Don Draper", ""),
        ("Dana", "Dana", ""),
        ("", "", ""),
    ],
)
def test_titles_are_taken_off(written: str, name: str, honorific: str) -> None:
    """Honorifics before a name are kept apart, degrees behind it go, a reversed name is turned."""
    assert (name, honorific) == strip_titles(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Björn Lüttke", "Bjoern Luettke"), ("Annegret Weiß", "Dr. Annegret Weiss"), ("Katharina Krämer", "KATHARINA KRAMER"), ("Dana Fox", "Fox, Dana"),
        ("Dana M. Fox", "Dana Fox"), ("Siobhán Keane", "Siobhan Keane"), ("Marloes de Wit", "Marloes De Wit"), ("D. Fox", "Dana Fox"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str) -> None:
    """Case, accents, umlauts, titles, order and middle names do not make another person."""
    assert same_name(one, other)
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dana Fox", "Lee Fox"), ("Dana Fox", "Dana Cox"), ("Dana", "Dana Fox"), ("", ""), ("Fox", "Dana Fox")],
)
def test_different_names(one: str, other: str) -> None:
    """A shared word is not enough."""
    assert not same_name(one, other)


def test_people_are_the_same_by_address_or_full_name() -> None:
    """An address decides, a full name decides, a full name and the address made of it decide."""
    assert same_person(Person("D. F.", "dana@x.example"), Person("Dana Fox", "dana@x.example"))
    assert same_person("dana.fox@x.example", Person("Dana Fox"))
    assert same_person("Dana Fox", "DANA.FOX@x.example")
    assert not same_person("dana@x.example", "lee@x.example")
    assert not same_person("Dana Fox", "dana@x.example")
    assert short_for("Weiß", "Annegret Weiß")
    assert not short_for("Weiß", "Weiß")


@pytest.mark.parametrize(
    "email",
    [
        "dana.fox@x",
        "dfox@x",
        "fox@x",
        "dana@x",
        "foxd@x",
        "danaf@x",
        "d.fox@x",
        "fox.dana@x",
        "dana_fox2@x",
        "danafox@x",
    ],
)
def test_addresses_made_of_a_name(email: str) -> None:
    """The ways in which firms spell their people."""
    assert fits_address("Dana Fox", email)


@pytest.mark.parametrize("email", ["careers@x", "lee.fox@x", "dana.cox@x", "d@x", "foxglove@x", ""])
def test_addresses_of_others(email: str) -> None:
    """One fitting word of two is none."""
    assert not fits_address("Dana Fox", email)


def test_umlauts_and_small_words_fit_their_address() -> None:
    """Addresses have no umlauts, and write small words into the family name."""
    assert fits_address("Björn Lüttke", "bjoern.luettke@x")
    assert fits_address("Marloes de Wit", "marloes.dewit@x")
    assert fits_address("Annegret Weiß", "annegret.weiss@x")


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("Solveig Moreau", "solveig.moreau@x.example", "Solveig"),
        ("Xandria Quell", "xandria.quell@x.example", "Xandria"),
        ("Xandria Quell", "xquell@x.example", "Xandria"),
        ("Quell, Xandria", "xandria.quell@x.example", "Xandria"),
        ("QUELL Xandria", "xquell@x.example", "Xandria"),
        ("xandria quell", "xandria.quell@x.example", "Xandria"),
        ("Hannah Voss", "", "Hannah"),
        ("Dr. Hannah Voss", "", "Hannah"),
        ("Xandria Quell", "", None),
        ("Xandria Quell", "quell.xandria@x.example", None),
        ("Xandria Quell", "careers@x.example", None),
        ("Zhang Wei", "zhang.wei@x.example", None),
        ("Dr. Weiß", "weiss@x.example", None),
        ("Foxglove Team", "team@x.example", None),
        ("X. Quell", "x.quell@x.example", None),
        ("", "dana.fox@x.example", None),
    ],
)
def test_the_given_name_only_where_it_is_certain(name: str, email: str, expected: str | None) -> None:
    """A wrong greeting is worse than a formal one."""
    assert expected == given_name(name, email)


@pytest.mark.parametrize(
    "text",
    [
        "Dana Fox",
        "Marloes de Wit",
        "María José López",
        "J. K. Rowan",
        "Grace Tanaka-Hill",
        "Sean O'Neil",
        "Odette Oyelaran",
    ],
)
def test_names_look_like_names(text: str) -> None:
    """Two to five capitalised words, small words between them."""
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    ["Larkspur Labs", "Talent Acquisition", "Senior Engineer", "Hiring Team", "Next Steps", "Thank You", "PrintPal Shop", "dana fox", "Dana", "Room 4", "Monday Morning",
     "Product Manager", "Acme Inc", "Unfortunately Dana", ""],
)  # fmt: skip
def test_other_capitalised_words_do_not(text: str) -> None:
    """Firms, jobs, teams and headings."""
    assert not looks_like_name(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_stand_for_a_name(one: str, other: str) -> None:
    """No name makes these functions raise."""
    strip_titles(one)
    same_person(one, other)
    given_name(one, other)
    fits_address(one, other)


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("Blom Rita", "r.blom@foxglove.example", "Rita Blom"),
        ("Blom Rita", "rita.blom@foxglove.example", "Rita Blom"),
        ("Blom Rita", "rblom@foxglove.example", "Rita Blom"),
        ("Rita Blom", "r.blom@foxglove.example", "Rita Blom"),
        ("Rita Blom", "blom.rita@foxglove.example", "Rita Blom"),
        ("Rita Blom", "", "Rita Blom"),
        ("Rita Anna Blom", "r.blom@foxglove.example", "Rita Anna Blom"),
    ],
)
def test_the_address_tells_which_name_comes_first(name: str, email: str, expected: str) -> None:
    """Address books of firms write the family name first; an address says so, or nothing does."""
    assert expected == given_name_first(name, email)


def test_names_in_the_other_order_are_the_same() -> None:
    """ "Blom Rita" in the guest list is "Frau DI Rita Blom" in the letter."""
    assert same_name("Blom Rita", strip_titles("Frau DI Rita Blom")[0])
