"""Roles beside the sentences, and employers beside a signer's name."""

from __future__ import annotations

import pytest

from afterword_parsers.jobs.loose_roles import loose_roles
from afterword_parsers.jobs.role_name import clean_role
from afterword_parsers.jobs.subject_matter_of import subject_matter
from afterword_parsers.message import Address, Message, Words


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Receipt of your papers (Harbour Pilot) is confirmed.", "Harbour Pilot"),
        ("C'est votre dossier « Technicienne de quai » qui nous intéresse.", "Technicienne de quai"),
        ("Best\nKim\nSaltmarsh Ferries\n(hiring for: Net Technician)", "Net Technician"),
        ("Talent Acquisition for\nSenior Ferry Engineer (2026-1187)\nSaltmarsh Ferries", "Senior Ferry Engineer"),
        ("Bea\nSaltmarsh Ferries\nDeckhand recruitment", "Deckhand"),
        ("We wanted you badly for Harbour Accountant, you know.", "Harbour Accountant"),
    ],
)
def test_role_is_found_beside_the_sentences(text: str, role: str) -> None:
    """Parentheses, quotes, marks and numbers say that a title is that of the place."""
    found = next(iter(loose_roles(text, "", "Saltmarsh Ferries", by_machine=False)))
    assert role == found.role


@pytest.mark.parametrize(
    "text",
    [
        "You would meet Imke Sand (Head of Engineering) and me.",
        "I work here as Talent Partner.",
        "Best\nKim Kelp\nStudio Lead",
    ],
)
def test_titles_of_people_are_no_roles(text: str) -> None:
    """What stands behind or below a human's name is their own title."""
    assert [] == list(loose_roles(text, "", "Saltmarsh Ferries", by_machine=False))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("be our next Harbour Programmer", "Harbour Programmer"),
        ("Data Engineer (all genders)", "Data Engineer"),
        ("Backend Developer, 72k", "Backend Developer"),
        ("Trainee Pilot in September 2027", "Trainee Pilot"),
        ("Sachbearbeiterin Hafen 80%", "Sachbearbeiterin Hafen"),
        ("Data Engineer: conversation", "Data Engineer"),
    ],
)
def test_title_comes_without_what_is_wrapped_around_it(text: str, role: str) -> None:
    """Verbs before it, pay, share of hours and months behind it are no part of a title."""
    assert role == clean_role(text)


@pytest.mark.parametrize(
    ("sender", "text", "company"),
    [
        (
            Address("Jo", "studio@copperandkelp.example"),
            "Sorry for the wait.\n\nx Jo\nCopper & Kelp",
            "Copper & Kelp",
        ),
        (Address("Farah (Quayside Robotics)", "ashwin@quaysiderobotics.example"), "Nice demo!", "Quayside Robotics"),
        (
            Address("Odile Brand", "odile@tidewickvets.example"),
            "See you then.\n\nOdile (Tidewick Veterinary Group)",
            "Tidewick Veterinary Group",
        ),
        (Address("Sven Tarn", "sven@harrick.example"), "Bye\n\nSven Tarn\nHarrick University", "Harrick University"),
    ],
)
def test_employer_stands_beside_the_signer(sender: Address, text: str, company: str) -> None:
    """A name below, behind or in parentheses after the writer's is the employer's where the domain agrees."""
    assert company == subject_matter(Message("<1@x.example>", None, sender, text=Words(own=text))).company
