"""Job titles: the title alone, and whether two mean the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.jobs.role_name import (
    clean_role,
    is_short_for,
    looks_like_role,
    role_key,
    same_role,
    take_role_apart,
)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Softwareentwickler Python (m/w/d)", "Softwareentwickler Python"),
        ("Product Owner (f/m/x)", "Product Owner"),
        ("Chargée de communication H/F", "Chargée de communication"),
        ("Data Engineer (all genders)", "Data Engineer"),
        ("our Backend Developer role", "Backend Developer"),
        ("position of Senior\nBackend Engineer", "Senior Backend Engineer"),
        ('the "Harbour Pilot I" position', "Harbour Pilot I"),
        ("open Payments Engineer position", "Payments Engineer"),
        ("Open Source Engineer", "Open Source Engineer"),
        ("Platform Engineer in Test", "Platform Engineer in Test"),
        ("Data Scientist (Open)", "Data Scientist"),
        ("Account Executive, Vollzeit", "Account Executive"),
        ("Site Reliability Engineer II", "Site Reliability Engineer II"),
        ("", ""),
        ("()", ""),
    ],
)
def test_the_title_alone(text: str, role: str) -> None:
    """Gender marks, articles, "position", quotes and conditions of work go; levels stay."""
    assert role == clean_role(text)


@pytest.mark.parametrize(
    ("text", "role", "requisition"),
    [
        ("R0048213 Clinical Data Analyst", "Clinical Data Analyst", "R0048213"),
        ("Backend Engineer (JR-5530)", "Backend Engineer", "JR-5530"),
        ("2026-3117 Machine Learning Engineer", "Machine Learning Engineer", "2026-3117"),
        ("Harbour Pilot - 16188", "Harbour Pilot", "16188"),
        ("Harbour Pilot, Requisition ID 158799", "Harbour Pilot", "158799"),
        ("Harbour Pilot (Job number: 1755099)", "Harbour Pilot", "1755099"),
        ("R142399 2027 Intern - Tide Tables", "2027 Intern - Tide Tables", "R142399"),
        ("Summer 2027 Intern", "Summer 2027 Intern", None),
        ("Controller 2026/27", "Controller 2026/27", None),
    ],
)
def test_the_requisition_id(text: str, role: str, requisition: str | None) -> None:
    """An id before, behind or in parentheses is taken off and told; a year is none."""
    parts = take_role_apart(text)

    assert (role, requisition) == (parts.role, parts.requisition)


@pytest.mark.parametrize(
    ("text", "role", "place"),
    [
        ("Data Analyst - Berlin", "Data Analyst", "Berlin"),
        ("Data Analyst (Remote)", "Data Analyst", "Remote"),
        ("Lehrer in Freiburg", "Lehrer", "Freiburg"),
        ("Harbour Pilot in Duluth, Minnesota", "Harbour Pilot", "Duluth, Minnesota"),
        ("Harbour Pilot, Duluth, MN", "Harbour Pilot", "Duluth, MN"),
        ("Harbour Pilot in our Duluth office", "Harbour Pilot", "Duluth"),
    ],
)
def test_the_place_behind_a_title(text: str, role: str, place: str) -> None:
    """A place behind the title is no part of it."""
    parts = take_role_apart(text)

    assert (role, place) == (parts.role, parts.place)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sr. Backend Developer", "Senior Back-End Developer"),
        ("Backend Developer", "Backend-Developer"),
        ("Engineer, Payments", "Payments Engineer"),
        ("Full Stack Engineer", "Full-Stack Engineer"),
        ("Engineer II", "Engineer 2"),
        ("Entwickler*in Backend", "Backend Entwickler (m/w/d)"),
        ("R-2207 Data Engineer", "data engineer"),
        ("Head of Sales & Marketing", "Head of Sales and Marketing"),
    ],
)
def test_the_same_role_written_differently(a: str, b: str) -> None:
    """Order, case, punctuation, short forms, ids and marks of gender make no other role."""
    assert same_role(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Engineer II", "Engineer"),
        ("Senior Engineer", "Engineer"),
        ("Data Engineer", "Analytics Engineer"),
        ("", ""),
        ("C++ Developer", "C# Developer"),
    ],
)
def test_other_roles_stay_apart(a: str, b: str) -> None:
    """A level or another word makes another role; nothing is no role."""
    assert not same_role(a, b)


@pytest.mark.parametrize(
    "text",
    ["Harbour Pilot", "Vertriebsingenieurin", "Développeur web", "Analista de datos", "Data Scientists", "UX-Designer"],
)
def test_titles_are_recognised(text: str) -> None:
    """A word on which titles turn is found in four languages, in compounds and in the plural."""
    assert looks_like_role(text)


@pytest.mark.parametrize("text", ["Larkspur Robotics", "Thistle & Fern", "next steps", "System design", "Berlin", ""])
def test_other_words_are_no_titles(text: str) -> None:
    """Companies, topics and places are no job titles."""
    assert not looks_like_role(text)


@given(st.text(max_size=120))
def test_never_raises_and_cleaning_twice_changes_no_key(text: str) -> None:
    """Whatever stands there, a title comes out, and its key is that of the text."""
    assert isinstance(clean_role(text), str)
    assert isinstance(role_key(text), str)


@pytest.mark.parametrize(
    ("text", "role", "place"),
    [
        ("Claims Data Engineer (Gimli, MB, hybrid)", "Claims Data Engineer", "Gimli, MB, hybrid"),
        ("Claims Data Engineer (Hybrid - Gimli)", "Claims Data Engineer", "Hybrid, Gimli"),
        ("Claims Data Engineer (full-time, Gimli)", "Claims Data Engineer", "Gimli"),
        ("Claims Data Engineer – Gimli, MB – Hybrid", "Claims Data Engineer", "Gimli, MB, Hybrid"),
        ("Claims Data Engineer | Gimli | 3 days in office", "Claims Data Engineer", "Gimli"),
        ("Claims Data Engineer · Gimli, Ontario · Remote", "Claims Data Engineer", "Gimli, Ontario, Remote"),
        ("Claims Data Engineer (Greater Gimli Area)", "Claims Data Engineer", "Greater Gimli Area"),
        ("Claims Data Engineer, Remote (US)", "Claims Data Engineer", "Remote, US"),
        ("Claims Data Engineer (12-month contract)", "Claims Data Engineer", None),
        ("Claims Data Engineer (#4471) - Gimli, ON", "Claims Data Engineer", "Gimli, ON"),
        ("Claims Data Engineer (Ref. 4471, Austin)", "Claims Data Engineer", "Austin"),
        ("Imkerin (m/w/d) | Wels | Vollzeit / Teilzeit", "Imkerin", "Wels"),
        ("Imkerin (m/w/d), Standort Wels", "Imkerin", "Standort Wels"),
        ("Imkerin (m/w/d) am Standort Wels", "Imkerin", "Wels"),
        ("Imkerin 80-100 %, Zürich", "Imkerin", "Zürich"),
        ("Apicultrice H/F - CDI - Lyon (69)", "Apicultrice", "Lyon"),
        ("Apicultora (Sevilla, presencial)", "Apicultora", "Sevilla"),
        ("Platform Engineer (Python, remote)", "Platform Engineer (Python)", None),
        ("Platform Engineer (Payments)", "Platform Engineer (Payments)", None),
        ("Product Manager - Growth", "Product Manager - Growth", None),
        ("Head of Data, Claims", "Head of Data, Claims", None),
        ("Sales Manager (DACH)", "Sales Manager (DACH)", None),
        ("Teacher (Maths and Physics)", "Teacher (Maths and Physics)", None),
    ],
)
def test_what_an_advertisement_appends_is_no_part_of_the_title(text: str, role: str, place: str | None) -> None:
    """Places, hours and ways of work go however they are set off; what the job is about stays."""
    parts = take_role_apart(text)

    assert (role, place) == (parts.role, parts.place)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("Cardiac RN", "Cardiac Registered Nurse", True),
        ("QA Lead", "Quality Assurance Lead", True),
        ("Cardiac RN", "Cardiac Rehab Nutritionist", True),
        ("Pediatric RN", "Cardiac Registered Nurse", False),
        ("Data Engineer", "Data Entry Clerk", False),
    ],
)
def test_initials_stand_for_the_words_of_a_title(short: str, long: str, expected: bool) -> None:
    """What else the short title says must stand in the long one."""
    assert expected == is_short_for(short, long)
