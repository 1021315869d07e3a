"""The employer of a message: named in body, subject, sender, signature; the vendor never, quotes never."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.jobs.name_run import name_at
from afterword_parsers.jobs.subject_matter_of import subject_matter
from afterword_parsers.jobs.vendors import load_vendors
from afterword_parsers.message import Address, Link, Message, Words

READER = Address("Robin Ashdown", "robin@ashdown-post.example")


def mail(sender: Address, subject: str = "", body: str = "", **more: object) -> Message:
    """A message to the reader; `more` are further fields of `Message`."""
    return Message("<1@post.example>", None, sender, to=(READER,), subject=subject, text=Words(own=body), **more)  # type: ignore[arg-type]


def company(message: Message) -> str | None:
    return subject_matter(message).company


MACHINE = Address("", "no-reply@us.greenhouse-mail.io")


@pytest.mark.parametrize(
    ("body", "employer"),
    [
        (
            "Thank you for applying to the Harbour Pilot position at Larkspur Robotics! We will read it.",
            "Larkspur Robotics",
        ),
        ("Thank you for your interest in Northwind Grid. Your application is here.", "Northwind Grid"),
        ("Thanks for your interest in joining Northwind Grid! We will be in touch.", "Northwind Grid"),
        (
            "Your application to Orchard Street Media for the position Backend Engineer was submitted.",
            "Orchard Street Media",
        ),
        ("We appreciate your interest in a career with Thistle & Fern and will read your papers.", "Thistle & Fern"),
        (
            "Thank you for the time you gave to your application at the Harbour Bank of Duluth. We will write.",
            "Harbour Bank of Duluth",
        ),
        (
            "Unfortunately, Copperline Systems, Inc. has decided not to move forward with your application.",
            "Copperline Systems, Inc.",
        ),
        ("Orchard Street Media has invited you to take a coding test.", "Orchard Street Media"),
        ("Hello Robin,\nCascadia Ledger has received your application. We read all of them.", "Cascadia Ledger"),
        (
            "We are pleased to offer you the position of Harbour Pilot at Bluefin Logistics. The letter is attached.",
            "Bluefin Logistics",
        ),
        (
            "vielen Dank für Ihr Interesse an der Grünwald Messtechnik GmbH. Ihre Unterlagen liegen uns vor.",
            "Grünwald Messtechnik GmbH",
        ),
        ("Ihre Bewerbung als Hafenlotse (m/w/d) bei der Osprey Karten AG ist eingegangen.", "Osprey Karten AG"),
        (
            "Nous avons bien reçu votre candidature au poste de pilote chez Éditions Lumière et vous en remercions.",
            "Éditions Lumière",
        ),
        ("Merci de l'intérêt que vous portez à Éditions Lumière. Nous reviendrons vers vous.", "Éditions Lumière"),
        ("Hemos recibido tu candidatura para el puesto de Analista de datos en Faro Norte. Gracias.", "Faro Norte"),
        ("Gracias por tu interés en formar parte de Faro Norte. Te escribiremos pronto.", "Faro Norte"),
    ],
)
def test_the_body_names_it(body: str, employer: str) -> None:
    """The usual sentences of four languages name the employer, whoever carried the mail."""
    language = {"v": "de", "I": "de", "N": "fr", "M": "fr", "H": "es", "G": "es"}.get(body[0], "en")
    language = "en" if body.startswith("Hello") else language

    assert employer == company(mail(MACHINE, body=body, language=language))


@pytest.mark.parametrize(
    ("subject", "employer"),
    [
        ("Thank you for applying to Larkspur Robotics", "Larkspur Robotics"),
        ("Robin, thanks for applying to Larkspur Robotics!", "Larkspur Robotics"),
        ("Your application to Larkspur Robotics", "Larkspur Robotics"),
        ("Harbour Pilot @ Larkspur Robotics", "Larkspur Robotics"),
        ("Re: Backend Developer at Larkspur Robotics", "Larkspur Robotics"),
        ("Robin Ashdown, your application was sent to Larkspur Robotics", "Larkspur Robotics"),
        ("Your application was viewed by Larkspur Robotics", "Larkspur Robotics"),
        ("Larkspur Robotics has received your application", "Larkspur Robotics"),
        ("Ihre Bewerbung bei der Larkspur Robotik GmbH", "Larkspur Robotik GmbH"),
    ],
)
def test_the_subject_names_it(subject: str, employer: str) -> None:
    """Where the body says nothing the subject is believed."""
    language = "de" if "Bewerbung" in subject else "en"

    assert employer == company(mail(MACHINE, subject, "Hello,\n\nwe will read it soon.", language=language))


@pytest.mark.parametrize(
    ("sender", "employer"),
    [
        (Address("Fennel Bank Hiring Team", "no-reply@ashbyhq.com"), "Fennel Bank"),
        (Address("Brightwater Health Talent Acquisition", "brightwater@myworkday.com"), "Brightwater Health"),
        (Address("Stonebridge Mutual Careers", "stonebridge@myworkday.com"), "Stonebridge Mutual"),
        (Address("Tidewater Labs @ icims", "tidewaterlabs+autoreply@talent.icims.com"), "Tidewater Labs"),
        (Address("Osprey Maps via Greenhouse", "no-reply@us.greenhouse-mail.io"), "Osprey Maps"),
        (Address("Osprey Maps", "no-reply@hire.lever.co"), "Osprey Maps"),
        (Address("Jobs @ Thistle & Fern", "noreply@candidates.workablemail.com"), "Thistle & Fern"),
        (Address("Grünwald Messtechnik GmbH", "gruenwald-jobs@m.personio.de"), "Grünwald Messtechnik GmbH"),
        (Address("Calloway Freight", "careers@callowayfreight.example"), "Calloway Freight"),
    ],
)
def test_the_senders_name_names_it(sender: Address, employer: str) -> None:
    """A team's or a company's name in From is the employer when nothing else is said."""
    assert employer == company(
        mail(sender, "Application submitted", "Hello Robin,\n\nwe have received your application.")
    )


@pytest.mark.parametrize(
    "closing",
    [
        "Best,\nThe Cascadia Ledger Team",
        "Best,\n\nCascadia Ledger Talent Acquisition",
        "Regards,\nCascadia Ledger People & Culture",
        "Team Cascadia Ledger",
        "Warmly,\nThe team at Cascadia Ledger",
        "Recruiting at Cascadia Ledger",
        "Best,\n\nOwen Faraday\nRecruiting Coordinator\nCascadia Ledger, Inc. | Seattle",
        "Best,\n\nOwen Faraday\nTalent Partner, Cascadia Ledger",
        "Owen Faraday\nTalent Acquisition Manager\nCascadia Ledger LLC | 400 Grain Exchange, Duluth, MN\nT 218 555 0172",
        "Kind regards,\n\nOwen Faraday\nHead of Digital\nCascadia Ledger",
        "Owen Faraday\nRecruiting, Cascadia Ledger\nowen@ledger.example",
        "--\nOwen Faraday | Senior Recruiter | Cascadia Ledger, Inc.",
    ],
)
def test_the_closing_lines_name_it(closing: str) -> None:
    """Closings and signatures name the employer, alone or beside a title."""
    message = mail(
        Address("Owen Faraday", "owen@ledger.example"),
        "Quick chat?",
        f"Hi Robin,\n\nare you free on Friday?\n\n{closing}",
    )

    assert (company(message) or "").startswith("Cascadia Ledger")


def test_the_signature_part_is_read() -> None:
    """A signature that was taken off the text still names the employer."""
    message = Message(
        "<1@x.example>",
        None,
        Address("Gil Navarro", "gil@tide.example"),
        subject="Machine Learning Engineer",
        text=Words(own="Hi Robin,\n\ncan we talk?", signature="Gil Navarro | Recruiting | Tidewater Labs"),
    )

    assert ("Tidewater Labs", "signature") == (company(message), subject_matter(message).company_where)


def test_a_domain_confirms_a_weak_name_and_gives_none() -> None:
    """ "X - R" is believed from the company's own domain; a domain alone names nobody."""
    sender = Address("Beth Marchetti", "beth.marchetti@quillfeather.example")

    assert "Quillfeather Press" == company(
        mail(sender, "Quillfeather Press - Full-Stack Developer", "Dear Robin,\n\nare you free?")
    )
    assert company(mail(sender, "Full-Stack Developer", "Dear Robin,\n\nare you free?\n\nBeth")) is None


def test_the_other_alternative_names_it() -> None:
    """A job board that names the employer in the HTML part only is understood."""
    message = mail(
        Address("Indeed Apply", "indeedapply@indeed.com"),
        "Indeed Application: Full-Stack Developer",
        "Application submitted\n\nFull-Stack Developer\n\nThe following items were sent to the employer. Good luck!",
        other=Words(
            own="Application submitted\nFull-Stack Developer\nQuillfeather Press - Toronto, ON\nThe following items were sent to Quillfeather Press. Good luck!"
        ),
    )

    assert "Quillfeather Press" == company(message)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (Address("LinkedIn", "jobs-noreply@linkedin.com"), "Thank you from LinkedIn", "You applied through LinkedIn."),
        (Address("Greenhouse", "no-reply@greenhouse.io"), "Reminder", "Submit your scorecard.\n\nGreenhouse"),
        (
            Address("HackerRank", "support@hackerrankforwork.com"),
            "Your test",
            "Welcome to HackerRank. Start the test from HackerRank.\n\nHackerRank",
        ),
        (
            Address("Workday", "x@myworkday.com"),
            "Application submitted",
            "You can see it in Workday.\n\nThe Workday Team",
        ),
        (
            Address("Rebekah Harris", "no-reply@thing.breezy-mail.com"),
            "Next step",
            "Hi Robin, are you free?\n\nRebekah",
        ),
        (
            Address("Jane Abernathy", "jane@mailbox.example"),
            "Interview with Ewan Baird",
            "Call with Idris Vaughan and Margit Whitcombe.",
        ),
        (Address("Notifications", "noreply@mail.example"), "Your interview is scheduled", "On Thursday at 8:30 AM."),
        (
            Address("", "no-reply@us.greenhouse-mail.io"),
            "Thank you for applying",
            "Thank you for applying to our team. Talk to you at this time.",
        ),
    ],
)
def test_vendors_people_and_filler_are_no_employer(sender: Address, subject: str, body: str) -> None:
    """Who carried the mail, who wrote it and whom the reader meets are never the employer."""
    assert company(mail(sender, subject, body)) is None


def test_a_vendor_can_be_the_employer() -> None:
    """Who applies at a vendor reads its name in body and subject."""
    message = mail(
        Address("", "no-reply@ashbyhq.com"),
        "Thank you for applying to Pinpoint",
        "Thank you for your interest in Pinpoint. We will read it.",
    )

    assert "Pinpoint" == company(message)


def test_quotes_are_not_read() -> None:
    """What stands in a quote may be the reader's own words."""
    message = Message(
        "<1@x.example>",
        None,
        READER,
        text=Words(own="Works for me!", quoted="Thank you for applying to Larkspur Robotics."),
    )

    assert company(message) is None


def test_other_jobs_below_are_not_read() -> None:
    """A job board's list of similar jobs names other employers."""
    body = "Your application was sent to Fennel Bank\n\nProduct Designer\nFennel Bank\nDublin\n\nView similar jobs\nHarbour Pilot\nOsprey Maps · Cork\n\nPosition at Osprey Maps"

    assert "Fennel Bank" == company(
        mail(Address("LinkedIn", "jobs-noreply@linkedin.com"), "Your application was sent to Fennel Bank", body)
    )


def test_the_fuller_name_wins_and_the_legal_name_in_the_footer_does_not() -> None:
    """Of two forms of a name the fuller one is told, unless only a footer knows it."""
    short = mail(
        MACHINE,
        "Your application to Lumen Works",
        "Thank you for applying for the Tester role here at Lumen.\n\nThe Lumen Works Team",
    )
    footer = mail(
        MACHINE,
        "Thanks for applying to Lumen",
        "Thank you for your interest in Lumen.\n\nLumen Talent Team\nLumen Systems Incorporated",
    )

    assert "Lumen Works" == company(short)
    assert "Lumen" == company(footer)


def test_a_wrapped_line_does_not_cut_a_name_and_a_heading_does_not_grow_it() -> None:
    """A line break in a paragraph is a space; one behind a short line is an end."""
    wrapped = "I look after applications and I came across your application at Larkspur\nRobotics and liked what I read there very much, so let us talk."
    heading = "Thank you for your application to Larkspur\nRobin Ashdown\nWe have it."

    assert "Larkspur Robotics" == company(mail(MACHINE, body=wrapped))
    assert "Larkspur" == company(mail(MACHINE, body=heading))


def test_names_in_lower_case_need_a_witness() -> None:
    """A brand written small is believed when sender or domain writes it, too."""
    body = "Thank you for applying to adelfa. We will read your application."

    assert "adelfa" == company(mail(Address("adelfa", "jobs@adelfa.example"), body=body))


def test_the_readers_own_signature_names_no_employer() -> None:
    """In what the reader wrote, sender and signature tell of the reader's present job; the sentences still count."""
    own = "Hi Jane,\n\nI accept, and look forward to {}.\n\nRobin Ashdown\nSoftware Engineer at Pinecrest Software"
    mute, telling = (
        Message("<1@x.example>", None, READER, text=Words(own=own.format(what)))
        for what in ("it", "joining Larkspur Robotics")
    )

    assert subject_matter(mute, outgoing=True).company is None
    assert "Larkspur Robotics" == subject_matter(telling, outgoing=True).company


def test_the_client_of_an_agency_is_the_employer() -> None:
    """A sentence that names the employer outweighs the signature of the agency that writes."""
    body = "Hi Robin,\n\nI'm recruiting for a Data Engineer on behalf of Copperline Systems.\n\nPriya Shah\nSenior Consultant\nTalentBridge Recruitment"

    assert "Copperline Systems" == company(mail(Address("Priya Shah", "priya@talentbridge.example"), "A role", body))


def test_the_owners_vendor_is_no_employer() -> None:
    """A vendor the owner added is told as vendor and not as employer."""
    table = load_vendors([{"key": "hireling", "name": "Hireling", "kind": "ats", "mail": ["hireling.example"]}])
    found = subject_matter(
        mail(Address("Hireling", "no-reply@hireling.example"), "Application submitted", "We have it."), table
    )

    assert ("hireling", None) == (found.vendor, found.company)


def test_links_of_a_vendor_support_a_name() -> None:
    """A name in passing is believed when the vendor's link carries it."""
    links = (Link("Status", "https://larkspur.wd5.myworkdayjobs.com/en-US/Careers"),)

    assert "Larkspur" == company(
        mail(Address("", "larkspur@myworkday.com"), "Update", "This came from Larkspur, in short.", links=links)
    )


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_never_raises(body: str, subject: str, name: str, address: str) -> None:
    """Whatever a message holds, an answer comes."""
    message = Message(
        "",
        None,
        Address(name, address),
        subject=subject,
        text=Words(own=body, signature=subject),
        other=Words(own=name),
    )

    assert subject_matter(message).company != ""


@pytest.mark.parametrize(
    "piece",
    [
        "application for the ",
        "Thank you for applying to A & B of the ",
        "The The The Team ",
        "A. ",
        "(((",
        "position ",
        "Re: ",
        "A, ",
        "x@ | - ",
        "İ application at İ ",
    ],
)
def test_long_hostile_text_takes_no_time(piece: str) -> None:
    """60 KB of one phrase repeated is read in well under a second of processor time."""
    before = time.process_time()
    subject_matter(mail(Address(piece * 500, "a@b.example"), piece * 500, piece * (60_000 // len(piece))))

    assert time.process_time() - before < 1


def test_name_ends_where_the_date_of_an_event_begins() -> None:
    """A calendar's notice writes the title and the day with nothing between."""
    assert name_at("Larkspur Robotics Thu May 7, 2026 1pm") == "Larkspur Robotics"
    assert name_at("Larkspur Robotics 7 May 2026") == "Larkspur Robotics"
