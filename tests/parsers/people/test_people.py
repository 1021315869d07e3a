"""The humans of a message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.mail.quotes import take_apart
from afterword_parsers.message import Address, Link, Message
from afterword_parsers.people.people import people_in
from afterword_parsers.person import Person, PersonSource

RITA = Address("Rita Blom", "rita.blom@foxglove.example")
SAM = Address("Sam Rivera", "sam.rivera@mailbox.example")


def letter(
    text: str,
    sender: Address = RITA,
    *,
    to: tuple[Address, ...] = (SAM,),
    cc: tuple[Address, ...] = (),
    reply_to: tuple[Address, ...] = (),
    links: tuple[Link, ...] = (),
) -> tuple[Person, ...]:
    message = Message(
        message_id="<a@b>", sent=datetime(2026, 3, 2, tzinfo=UTC), sender=sender, to=to, cc=cc, reply_to=reply_to, subject="Your application",
        text=take_apart(text), links=links,
    )  # fmt: skip
    return people_in(message)


def named(text: str) -> dict[str, tuple[str, bool | None]]:
    """Name to (title, meets) of everybody but the sender."""
    return {one.name: (one.title, one.meets) for one in letter(text) if one.source is not PersonSource.SENDER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thursday, 11 am, with Priya Raman (Lead Engineer) and Carla Mendes (Head of Product).",
         {"Priya Raman": ("Lead Engineer", True), "Carla Mendes": ("Head of Product", True)}),
        ("You'll be meeting with\n\n - Tomé Alvarez, Engineering Manager, Fleet Platform\n - Aiko Brand, Staff Engineer",
         {"Tomé Alvarez": ("Engineering Manager, Fleet Platform", True), "Aiko Brand": ("Staff Engineer", True)}),
        ("A video interview on Tuesday with:\n\nMargit Weller, Engineering Manager, Payments\nKofi Annor, Senior Engineer",
         {"Margit Weller": ("Engineering Manager, Payments", True), "Kofi Annor": ("Senior Engineer", True)}),
        ("I'd like you to meet Leonie Achter, our Director of Platform, for an hour.", {"Leonie Achter": ("Director of Platform", True)}),
        ("The next step is an hour with Hal Ivers, our CTO. Could you do Wednesday?", {"Hal Ivers": ("CTO", True)}),
        ("It will be a phone call with me and Grant Eller, who leads the routing team.", {"Grant Eller": ("", True)}),
        ("Idris Vaughn, our Head of Data, would like to meet you.", {"Idris Vaughn": ("Head of Data", True)}),
        ("Marloes de Groot (Engineering Lead) and Sander Kuiper (Senior Developer) would like to go through your solution with you.",
         {"Marloes de Groot": ("Engineering Lead", True), "Sander Kuiper": ("Senior Developer", True)}),
        ("Your schedule:\n\n10:00 am - 10:45 am | Coding | Solveig Morel, Staff ML Engineer\n11:00 am - 12:00 pm | System design | Rajiv Menon, Principal Engineer",
         {"Solveig Morel": ("Staff ML Engineer", True), "Rajiv Menon": ("Principal Engineer", True)}),
        ("Interviewer: Eva Brandt\nDate: March 3\nLocation: Building Seven", {"Eva Brandt": ("", True)}),
        ("You will be meeting:\n\nPriya Raman\nEngineering Manager\n\nTom Okafor\nStaff Engineer", {"Priya Raman": ("Engineering Manager", True), "Tom Okafor": ("Staff Engineer", True)}),
        ("Our CEO Mark Delgado wants to meet you.", {"Mark Delgado": ("CEO", True)}),
        ("Kofi is on leave; Beatriz Sole, Staff Engineer, will take his place in the interview.", {"Beatriz Sole": ("Staff Engineer", True)}),
        ("Unfortunately Tom Okafor will not be able to join the call on Friday.", {"Tom Okafor": ("", False)}),
        ("Thank you for meeting with Priya Raman yesterday.", {"Priya Raman": ("", None)}),
        ("For anything urgent, please contact Rowan Pettit (rowan.pettit@foxglove.example).", {"Rowan Pettit": ("", None)}),
        ("I suggest that we do a first call together with our lead engineer\nPriya Raman on Friday at 2 pm.", {"Priya Raman": ("lead engineer", True)}),
        ("90 minutes with Janelle Orta (Engineering\nDirector) and Piotr Zawada (Principal Engineer), Tuesday, October 20, 1:00\npm ET, by video.",
         {"Janelle Orta": ("Engineering Director", True), "Piotr Zawada": ("Principal Engineer", True)}),
        ("Ihre Gesprächspartner sind Frau Dr. Anke Weiß (Leiterin Entwicklung) und Herr Björn Lück (Teamleiter Software).",
         {"Anke Weiß": ("Leiterin Entwicklung", True), "Björn Lück": ("Teamleiter Software", True)}),
        ("Am Dienstag um 14 Uhr sprichst du mit Jonas Peters, unserem Head of Engineering.", {"Jonas Peters": ("Head of Engineering", True)}),
        ("Vous rencontrerez Claire Fontaine, notre directrice technique, et Julien Marchand (développeur senior) mardi à 10h.",
         {"Claire Fontaine": ("directrice technique", True), "Julien Marchand": ("développeur senior", True)}),
        ("Te proponemos una entrevista con Lucía Fernández (Directora de Ingeniería) y Pablo Ruiz, desarrollador senior, el martes.",
         {"Lucía Fernández": ("Directora de Ingeniería", True), "Pablo Ruiz": ("desarrollador senior", True)}),
    ],
)  # fmt: skip
def test_people_named_in_the_text(text: str, expected: dict[str, tuple[str, bool | None]]) -> None:
    """Names come with their job titles, and with whether the reader will talk with them."""
    assert expected == named(f"Hi Sam,\n\n{text}\n\nRita")


@pytest.mark.parametrize(
    "text",
    [
        "Your interview with Amber Hollow is on Friday. We look forward to welcoming you at Amber Hollow.",
        "Experience with Apache Kafka and Google Cloud is a plus for this call.",
        "The interview takes place in Santa Cruz, next to Union Square.",
        "You will meet the Platform Team in April. The Senior Data Engineer role is still open.",
        "Thank you for applying to the Machine Learning Engineer position. Equal Opportunity Employer.",
        "Candidate: Lee Parker\nScorecard: open",
        "Could you take the interview with Lee Parker, our candidate for the Backend Engineer opening?",
        "Dear Sam Rivera, your interview with Foxglove is on Monday.",
        "Vous avez un entretien avec Foxglove le 3 mars.",
    ],
)
def test_what_is_no_person(text: str) -> None:
    """Firms, tools, places, teams, roles, candidates and the reader are nobody to write to."""
    assert {} == named(text)


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        ("Would you have half an hour for a video chat with me this Friday?", True),
        ("I'll dial you at the number on your resume.", True),
        ("I would like to talk to you myself on Tuesday.", True),
        ("Das Gespräch führen Sie mit mir.", True),
        ("L'entretien se fera avec moi.", True),
        ("La entrevista será conmigo.", True),
        ("I won't be on the call, but I'm here for questions.", False),
        ("I won't be in the room myself, but I'll meet you at reception.", False),
        ("Ich selbst bin an diesem Tag leider außer Haus.", False),
        ("Je ne serai pas présente lors de l'entretien.", False),
        ("Yo no estaré en la llamada.", False),
        ("Please get in touch with me about the call.", None),
        ("Thank you for our conversation yesterday.", None),
    ],
)
def test_whether_the_writer_takes_part(text: str, meets: bool | None) -> None:
    """The sender says so themselves."""
    assert meets is letter(f"Hi Sam,\n\n{text}\n\nRita")[0].meets


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("Rita Blom", "rita.blom@foxglove.example", ("Rita Blom", "rita.blom@foxglove.example")),
        ("Blom, Rita", "rita.blom@foxglove.example", ("Rita Blom", "rita.blom@foxglove.example")),
        ("BLOM, Rita", "rblom@foxglove.example", ("Rita Blom", "rblom@foxglove.example")),
        ("", "rita.blom@foxglove.example", ("Rita Blom", "rita.blom@foxglove.example")),
        ("Rita Blom via Hirely", "no-reply@hirely.example", ("Rita Blom", "")),
        ("Rita Blom", "c-1a2b3c4d5e@reply.hirely.example", ("Rita Blom", "")),
        ("Rita Blom", "rita.blom@foxglove.hirely.example", ("Rita Blom", "rita.blom@foxglove.hirely.example")),
        ("Rita Blom | Foxglove", "rita@foxglove.example", ("Rita Blom", "rita@foxglove.example")),
        ("Rita Blom (Foxglove)", "r.blom@foxglove.example", ("Rita Blom", "r.blom@foxglove.example")),
        ("Rita Sales", "rita.sales@foxglove.example", ("Rita Sales", "rita.sales@foxglove.example")),
    ],
)
def test_human_senders(name: str, email: str, expected: tuple[str, str]) -> None:
    """The name in its usual form; no address where the mailbox is not the human's."""
    (found,) = letter("x", Address(name, email))

    assert expected == (found.name, found.email)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Larkspur Robotics", "no-reply@us.greenhouse-mail.io"), ("Greenhouse", "no-reply@greenhouse.io"), ("Foxglove Mutual Careers", "foxglove@myworkday.com"),
        ("LinkedIn", "jobs-noreply@linkedin.com"), ("Amber Hollow @ icims", "amberhollow+autoreply@talent.icims.com"), ("Foxglove Talent Acquisition", "talent.acquisition@foxglove.example"),
        ("Amber Hollow", "amberhollow@myworkday.com"), ("Amber Hollow", "notifications@smartrecruiters.com"), ("Foxglove", "hello@foxglove.example"), ("Indeed Apply", "indeedapply@indeed.com"),
        ("", "no-reply@foxglove.example"), ("", "careers@foxglove.example"), ("The Hiring Team", "jobs@foxglove.example"), ("", ""), ("Red Hat", "redhat+autoreply@talent.icims.com"),
    ],
)  # fmt: skip
def test_senders_that_are_no_humans(name: str, email: str) -> None:
    """Firms, vendors, teams and machines."""
    assert () == letter("Thank you for applying.", Address(name, email))


def test_the_signature_completes_the_sender() -> None:
    """Title and phone number come from the signature, the firm's name does not."""
    (found,) = letter(
        "Hi Sam,\n\nsoon.\n\nBest,\nRita Blom\nTalent Partner, Foxglove\nT 816 555 0172\nrita.blom@foxglove.example"
    )

    assert (
        Person("Rita Blom", "rita.blom@foxglove.example", "Talent Partner", "", "816 555 0172", PersonSource.SENDER)
        == found
    )


def test_a_human_signs_a_machines_mail() -> None:
    """The recruiter's name and address stand below a confirmation that a vendor sent."""
    machine = Address("Foxglove", "no-reply@hire.lever.co")
    (found,) = letter("Hi Sam,\n\nwe're on it!\n\nTobias Lind\ntobias.lind@foxglove.example", machine)

    assert ("Tobias Lind", "tobias.lind@foxglove.example", PersonSource.SIGNATURE) == (
        found.name,
        found.email,
        found.source,
    )


def test_a_team_that_signs_is_nobody() -> None:
    """Team names and firm names below a letter are no people."""
    machine = Address("Amber Hollow", "no-reply@hire.lever.co")

    assert () == letter("Hi.\n\nBest,\nThe Amber Hollow Recruiting Team", machine)
    assert () == letter("Hi.\n\nRegards,\nAmber Hollow\nTalent Acquisition", machine)


def test_people_of_the_address_fields() -> None:
    """Reply-To and Cc are people when humans stand there, each person once."""
    found = letter(
        "Hi Sam,\n\nPaige (cc) does the scheduling.\n\nRita",
        cc=(Address("Paige Whit", "paige.whit@foxglove.example"), Address("Recruiting", "recruiting@foxglove.example")),
        reply_to=(RITA,),
    )

    assert [("Rita Blom", PersonSource.SENDER), ("Paige Whit", PersonSource.CC)] == [
        (one.name, one.source) for one in found
    ]


def test_named_people_get_their_address_from_the_message() -> None:
    """Addresses in To, in links and in the text belong to the name they are made of; a given name is enough for a known one."""
    found = letter(
        "Hi Sam,\n\ninterview with Marloes and Eva Brandt.\n\nRita",
        to=(SAM, Address("Marloes de Groot", "marloes.degroot@foxglove.example")),
        links=(Link("Eva Brandt", "mailto:eva.brandt@foxglove.example"),),
    )

    assert {
        ("Marloes de Groot", "marloes.degroot@foxglove.example", True),
        ("Eva Brandt", "eva.brandt@foxglove.example", True),
    } == {(one.name, one.email, one.meets) for one in found if one.source is PersonSource.TEXT}


def test_a_family_name_with_honorific_joins_the_full_name() -> None:
    """ "Frau Dr. Weiß" is the Annegret Weiß who was named before."""
    found = named(
        "Das Gespräch ist mit Frau Dr. Annegret Weiß (Leiterin Entwicklung). Frau Dr. Weiß freut sich auf Sie."
    )

    assert {"Annegret Weiß": ("Leiterin Entwicklung", True)} == found


@given(st.text(alphabet=st.sampled_from("Dana FoxmeiwthRL,.():-|\n@0129"), max_size=300))
def test_any_text_names_somebody_or_nobody(text: str) -> None:
    """No text makes the search raise."""
    assert isinstance(letter(text), tuple)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hal Ivers, who runs the kiln, would like 45 minutes of your time.", "Hal Ivers"),
        (
            "Dana Fox, who keeps the books and is the one person who knows them, will be on the line as well.",
            "Dana Fox",
        ),
        ("Wednesday, 9:30 am, with her and Hal Ivers from the kiln.", "Hal Ivers"),
        ("You will be received by Hal Ivers.", "Hal Ivers"),
        ("Frau Dr. Kern ruft Sie am 13. Mai um 14 Uhr an.", "Kern"),
        ("Frau Dr. Kern erwartet Sie am Tor.", "Kern"),
        ("Unsere Leiterin, Frau Dr. Ina Kern, würde sich gern mit Ihnen unterhalten.", "Ina Kern"),
        ("Dabei wären ich und Frau Kern aus dem Lager.", "Kern"),
        ("1:45 pm  Glazing - Martin Ivers", "Martin Ivers"),
    ],
)
def test_talks_with_the_reader(text: str, name: str) -> None:
    """However the sentence says so."""
    assert named(text)[name][1] is True


@pytest.mark.parametrize(
    "text",
    [
        "I'll set it up but I won't be on the line.",
        "I'll be at the front desk to hand you a badge, that's all of me you get.",
        "Kofi Annor will ring you. I won't be on.",
        "Frau Kern ruft Sie an. Ich selbst bin nicht dabei.",
        "I'll leave you to it.",
    ],
)
def test_sender_who_only_arranges_does_not_take_part(text: str) -> None:
    """They say so in passing."""
    assert [False] == [one.meets for one in letter(text) if one.source is PersonSource.SENDER]


@pytest.mark.parametrize(
    "text",
    [
        "You'd be talking to Hal Ivers, who built the kiln, and to me.",
        "Could we speak on Tuesday at 4:30 pm? Just you and me. I'd ring your mobile.",
        "Ich rufe Sie am Dienstag an.",
    ],
)
def test_sender_who_takes_part(text: str) -> None:
    """They name themselves among the partners."""
    assert [True] == [one.meets for one in letter(text) if one.source is PersonSource.SENDER]


def test_people_know_where_they_stand_in_the_text() -> None:
    """Behind the greeting and beyond a broken line."""
    text = (
        "Hi Sam,\n\nthe plan for Tuesday is that you first meet Priya Raman and have\nlunch with Tomé Alvarez at noon."
    )
    places = {one.name: one.begin for one in letter(text) if one.source is PersonSource.TEXT}

    assert {"Priya Raman": text.index("Priya"), "Tomé Alvarez": text.index("Tomé")} == places


def test_people_of_a_schedule_stand_beside_their_time() -> None:
    """They may have been named before, all at once."""
    text = (
        "You will meet Priya Raman and Martin Ivers.\n\n"
        "10:00 am - 10:45 am | Coding | Priya Raman\n11:00 am - 12:00 pm | Design | Martin Ivers\n"
    )
    places = {one.name: one.begin for one in letter(text) if one.source is PersonSource.TEXT}

    assert {"Priya Raman": text.rindex("Priya"), "Martin Ivers": text.rindex("Martin")} == places


def test_sender_stands_nowhere_in_the_text() -> None:
    """Their name is in a header."""
    assert [-1] == [one.begin for one in letter("See you on Tuesday.") if one.source is PersonSource.SENDER]


def robots_letter(text: str) -> list[tuple[str, str]]:
    """Name and address of everybody in a confirmation that a vendor's machine sent."""
    robot = Address("Foxglove", "notifications@smartrecruiters.com")
    whole = f"Hi Sam,\n\nThank you for applying for the Beekeeper role at Foxglove.\n\n{text}\n\nFoxglove Talent Team"
    return [(one.name, one.email) for one in letter(whole, robot)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Morrow looks after this posting. Ask her directly: ada.morrow@foxglove.example.", ("Ada Morrow", "ada.morrow@foxglove.example")),
        ("Questions go to Ada Morrow, Human Resources Analyst, amorrow@foxglove.example.", ("Ada Morrow", "amorrow@foxglove.example")),
        ("If anything is unclear, ask Ada (ada.morrow@foxglove.example).", ("Ada Morrow", "ada.morrow@foxglove.example")),
        ("If anything is unclear, write to anna.morrow@foxglove.example.", ("Anna Morrow", "anna.morrow@foxglove.example")),
        ("Reach Ada Morrow at a.morrow@foxglove.example with any question.", ("Ada Morrow", "a.morrow@foxglove.example")),
        ("The hiring contact is Ms. Morrow (a.morrow@foxglove.example).", ("Morrow", "a.morrow@foxglove.example")),
        ("Your contact at Foxglove is Ada Morrow.", ("Ada Morrow", "")),
        ("Ada Morrow is handling this search; her number is 519 555 0131.", ("Ada Morrow", "")),
        ("Contact person: Ada Morrow, Talent Advisor", ("Ada Morrow", "")),
        ("Your recruiter for this role is Ada Morrow, +1 519 555 0131.", ("Ada Morrow", "")),
        ("Bei Fragen erreichst du Ada Morrow unter ada.morrow@foxglove.example.", ("Ada Morrow", "ada.morrow@foxglove.example")),
        ("Bei Rückfragen wenden Sie sich an Frau Morrow, a.morrow@foxglove.example.", ("Morrow", "a.morrow@foxglove.example")),
        ("Pour toute question, Ada Morrow est joignable à ada.morrow@foxglove.example.", ("Ada Morrow", "ada.morrow@foxglove.example")),
        ("Tu persona de contacto es Ada Morrow: ada.morrow@foxglove.example.", ("Ada Morrow", "ada.morrow@foxglove.example")),
    ],
)  # fmt: skip
def test_whom_a_machines_mail_names_for_questions(text: str, expected: tuple[str, str]) -> None:
    """A name and an address made of it belong together, wherever in the mail they stand."""
    assert [expected] == robots_letter(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our data protection officer is Klaus Weber, klaus.weber@foxglove.example.",
        "Datenschutzbeauftragter: Klaus Weber, klaus.weber@foxglove.example",
        "To request an accommodation write to Jane Smith at jane.smith@foxglove.example.",
        "If you have technical problems, contact Tom Reed (tom.reed@foxglove.example).",
        "This was sent to sam.rivera@mailbox.example.",
    ],
)
def test_who_is_named_for_other_matters_is_nobody_to_write_to(text: str) -> None:
    """Data protection, accommodation and a broken page have people of their own; and the reader is the reader."""
    assert [] == robots_letter(text)


def test_signer_of_a_machines_mail_has_the_address_that_the_letter_gives() -> None:
    """The letter says where they can be reached, and the name stands below it."""
    robot = Address("Foxglove", "no-reply@foxglove.teamtailor-mail.com")
    text = "Hallo Sam,\n\nbei Fragen erreichst du mich unter ada.morrow@foxglove.example.\n\nViele Grüße\nAda Morrow\nPersonalabteilung"

    assert ["ada.morrow@foxglove.example"] == [one.email for one in letter(text, robot)]


@pytest.mark.parametrize(
    "text",
    [
        "Grant Eller, our lab manager, read your letter. Could you talk with him on Friday at 10 am?",
        "Grant Eller, unser Laborleiter, hat Ihren Brief gelesen. Wäre ein Gespräch mit ihm am Freitag möglich?",
        "Grant Eller, notre directeur, a lu votre lettre. Je vous propose un entretien avec lui vendredi à 11h.",
    ],
)
def test_whom_a_pronoun_means_is_met(text: str) -> None:
    """The one named last before "with him"."""
    assert True is named(text)["Grant Eller"][1]
