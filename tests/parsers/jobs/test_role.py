"""The role a message is about, with requisition id and place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from afterword_parsers.invitation import Attendee, Invitation
from afterword_parsers.jobs.subject_matter_of import subject_matter
from afterword_parsers.message import Address, Message, Words

READER = Address("Robin Ashdown", "robin@ashdown-post.example")
HUMAN = Address("Owen Faraday", "owen.faraday@cascadialedger.example")


def mail(subject: str = "", body: str = "", sender: Address = HUMAN, **more: object) -> Message:
    """A message to the reader; `more` are further fields of `Message`."""
    return Message("<1@post.example>", None, sender, to=(READER,), subject=subject, text=Words(own=body), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        (
            "Thank you for applying to the Senior Backend Engineer position at Larkspur Robotics!",
            "Senior Backend Engineer",
        ),
        (
            "we have received your application for the Site Reliability Engineer II opening. We read it.",
            "Site Reliability Engineer II",
        ),
        (
            "We've received your application for Payments Engineer and will take a close look at it.",
            "Payments Engineer",
        ),
        ("Your application for Analytics Engineer landed on my desk an hour ago.", "Analytics Engineer"),
        ("Thank you for your application as Full-Stack Developer. Your project is what we do.", "Full-Stack Developer"),
        (
            "I look after the Staff Software Engineer search at Copperline Systems. Are you free?",
            "Staff Software Engineer",
        ),
        (
            "we are delighted to offer you the position of Senior Python Engineer. The letter is attached.",
            "Senior Python Engineer",
        ),
        (
            "Orchard Street Media has invited you to take the Backend Engineer coding test on HackerRank.",
            "Backend Engineer",
        ),
        ("We have finished all conversations for the Platform Engineer role. It was close.", "Platform Engineer"),
        ("Thank you for your interest in Thistle & Fern and in our Harbour Pilot opportunity!", "Harbour Pilot"),
        ("Thank you for taking the time to apply for the Harbour Pilot position.", "Harbour Pilot"),
        ("I would like to withdraw my application for the Backend Engineer role.", "Backend Engineer"),
        ("I applied for the Geospatial Data Engineer position because I like maps.", "Geospatial Data Engineer"),
        ("We regret that you were not selected for the following position:\n\nHarbour Pilot", "Harbour Pilot"),
        ("Position: Harbour Pilot\nDate: today", "Harbour Pilot"),
        ("the budget for the Data Scientist position has been withdrawn.", "Data Scientist"),
        ("Thank you for applying for the Customer Success position at Osprey Maps.", "Customer Success"),
        (
            "I'm thrilled to share that we would like to offer you the position of Senior\nBackend Engineer at Larkspur Robotics!",
            "Senior Backend Engineer",
        ),
        ("Thank you for your interest in the Engineer, Charts and Tides role.", "Engineer, Charts and Tides"),
    ],
)
def test_the_body_names_it(body: str, role: str) -> None:
    """The usual English sentences give the title alone."""
    assert role == subject_matter(mail(body=body)).role


@pytest.mark.parametrize(
    ("language", "body", "role"),
    [
        (
            "de",
            "vielen Dank für Ihre Bewerbung als Softwareentwickler Python (m/w/d) und Ihr Interesse an uns.",
            "Softwareentwickler Python",
        ),
        (
            "de",
            "vielen Dank für Ihr Interesse an der Position Projektleiterin Hochbau in unserem Hause.",
            "Projektleiterin Hochbau",
        ),
        ("de", "Ihre Bewerbung auf die Stelle als Referent Hafenrecht (w/m/d) ist eingegangen.", "Referent Hafenrecht"),
        (
            "fr",
            "Nous avons bien reçu votre candidature au poste de développeur web chez Osprey Cartes.",
            "développeur web",
        ),
        (
            "fr",
            "Votre candidature pour le poste de Chargée de communication (H/F) nous est bien parvenue.",
            "Chargée de communication",
        ),
        ("es", "Hemos recibido tu candidatura para el puesto de Analista de datos en Faro Norte.", "Analista de datos"),
        ("es", "Gracias por tu interés en la vacante de Desarrollador Backend.", "Desarrollador Backend"),
    ],
)
def test_other_languages_name_it(language: str, body: str, role: str) -> None:
    """German, French and Spanish sentences name the role as well."""
    assert role == subject_matter(mail(body=body, language=language)).role


@pytest.mark.parametrize(
    ("body", "role", "requisition"),
    [
        (
            "Your application for Clinical Data Analyst (R0048213) was submitted on June 9.",
            "Clinical Data Analyst",
            "R0048213",
        ),
        (
            "Thank you for the time you took to apply for R0048213 Clinical Data Analyst and for your trust.",
            "Clinical Data Analyst",
            "R0048213",
        ),
        (
            "received your application for the following opening: 2026-3117 Machine Learning Engineer.",
            "Machine Learning Engineer",
            "2026-3117",
        ),
        (
            "Your application to Orchard Street Media for the position Backend Engineer (JR-5530) was sent.",
            "Backend Engineer",
            "JR-5530",
        ),
        (
            "your interest in Stonebridge Mutual and in the position Data Engineer (R-2207). We thank you.",
            "Data Engineer",
            "R-2207",
        ),
        ("Thank you for applying for the Harbour Pilot position. Your Job ID: 1421099.", "Harbour Pilot", "1421099"),
    ],
)
def test_the_requisition_id(body: str, role: str, requisition: str) -> None:
    """The id that stands with the role is told apart from it."""
    found = subject_matter(mail(body=body))

    assert (role, requisition) == (found.role, found.requisition)


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ("Senior Backend Engineer @ Larkspur Robotics", "Senior Backend Engineer"),
        ("Quillfeather Press - Full-Stack Developer", "Full-Stack Developer"),
        ("Re: Backend Developer at Calloway Freight", "Backend Developer"),
        ("Cascadia Ledger: video interview for Payments Engineer", "Payments Engineer"),
        ("Re: Staff Software Engineer - quick chat?", "Staff Software Engineer"),
        ("Analytics Engineer (R-2251) - can we talk?", "Analytics Engineer"),
        ("Interview: Robin Ashdown / Payments Engineer", "Payments Engineer"),
        ("Einladung zum Vorstellungsgespräch - Softwareentwickler Python (m/w/d)", "Softwareentwickler Python"),
        ("AW: Ihre Bewerbung als Hafenlotse (m/w/d) bei der Osprey Karten GmbH", "Hafenlotse"),
        ("Data Scientist - meeting our Head of Data", "Data Scientist"),
        ("Automatic reply: Geospatial Data Engineer - a short hello from an applicant", "Geospatial Data Engineer"),
        ("Your application: Platform Engineer", "Platform Engineer"),
        ("Indeed Application: Full-Stack Developer", "Full-Stack Developer"),
        ("Thank you for applying to Calloway Freight - Backend Developer", "Backend Developer"),
        (
            "Invitation: Larkspur Robotics on-site panel: Robin Ashdown (Senior Backend Engineer) @ Thu Feb 26, 2026 1pm - 2:30pm (EST) (robin@ashdown-post.example)",
            "Senior Backend Engineer",
        ),
        ("Larkspur Robotics interview: Robin Ashdown, Platform Engineer", "Platform Engineer"),
    ],
)
def test_the_subject_names_it(subject: str, role: str) -> None:
    """Subjects as people, calendars and vendors write them give the role."""
    language = "de" if "Bewerbung" in subject or "Einladung" in subject else "en"

    assert role == subject_matter(mail(subject, "Hi Robin,\n\nsee below.", language=language)).role


def test_the_body_is_trusted_more_than_the_subject() -> None:
    """Where the two disagree the body holds."""
    found = subject_matter(mail("Re: Platform Engineer", "Thank you for applying for the Harbour Pilot position."))

    assert ("Harbour Pilot", "body") == (found.role, found.role_where)


def test_the_employers_longer_name_is_no_role() -> None:
    """An employer that calls itself a co-op does not look for one."""
    body = "I look after recruitment for Harbour Kids Co-op. Thanks for applying for Room Leader! Are you free?"

    assert "Room Leader" == subject_matter(mail("Room Leader at Harbour Kids", body)).role


def test_a_job_boards_card_gives_role_and_place() -> None:
    """The first card is the reader's job, whichever line the board puts first; the others are not."""
    board = Address("LinkedIn", "jobs-noreply@linkedin.com")
    plain = "Your application was sent to Fennel Bank\n\nProduct Designer\nFennel Bank\nDublin, Ireland\n\nView similar jobs\nSenior Engineer\nOsprey Maps · Cork"
    dotted = "Your application was sent to Fennel Bank\n\nRobin Ashdown\nFennel Bank\nProduct Designer\nFennel Bank · Dublin (Hybrid)\n\nView similar jobs\nSenior Engineer\nOsprey Maps · Cork"

    for body in (plain, dotted):
        found = subject_matter(mail("Robin, your application was sent to Fennel Bank", body, board))
        assert "Product Designer" == found.role
        assert (found.place or "").startswith("Dublin")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Thank you for your application", "We have received it. Our recruiters will read it."),
        (
            "Next steps",
            "You'll be meeting with\n\n - Tomás Echeverría, Engineering Manager\n - Aiko Brandvold, Staff Engineer",
        ),
        ("Quick chat with Idris Vaughan, Head of Data", "I'd like you to meet Idris."),
        ("Update", "Please apply to any of our current openings, you can apply for up to 5 roles."),
        ("Your job alert", "Create a Job Alert to hear of new positions."),
        ("", "This role has been closed. We thank you for your interest in this position."),
        ("Hello", "Best,\n\nJane Abernathy\nSenior Technical Recruiter"),
    ],
)
def test_none_where_the_mail_does_not_say(subject: str, body: str) -> None:
    """The titles of the people one meets, filler and empty frames are no role."""
    message = mail(subject, body, cc=(Address("Idris Vaughan", "idris@x.example"),))

    assert subject_matter(message).role is None


def test_an_invitation_names_role_and_employer() -> None:
    """The event's own summary and description are read; the titles of its guests are not the role."""
    at = datetime(2026, 5, 12, 14, tzinfo=UTC)
    guests = (Attendee("Robin Ashdown", READER.email), Attendee("Vikram Sethi", "vikram@bluefinlogistics.example"))
    event = Invitation(
        "u1",
        at,
        at,
        summary="Bluefin Logistics / Robin Ashdown",
        description="Vikram Sethi and Robin Ashdown: Senior Python Engineer.\n",
        attendees=guests,
    )
    coding = Invitation(
        "u2", at, at, summary="Coding", description="Coding with Vikram Sethi, Staff Engineer.", attendees=guests
    )
    sender = Address("Tobias Lund", "tobias.lund@bluefinlogistics.example")

    found = subject_matter(mail("Bluefin Logistics / Robin Ashdown", "", sender, invitations=(event,)))
    assert ("Bluefin Logistics", "Senior Python Engineer") == (found.company, found.role)
    assert subject_matter(mail("Coding", "", sender, invitations=(coding,))).role is None
