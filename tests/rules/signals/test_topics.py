"""What a message is about: which facts beyond its words tell of a job, and which lookalikes are something else."""

from __future__ import annotations

import pytest

from afterword_parsers.message import Address, Marks, Message, Words
from afterword_rules.signal import Signal, SignalKind
from afterword_rules.signals.classify import classify
from afterword_rules.signals.signal_rules import load_signal_rules
from afterword_rules.signals.topic_facts import topic_facts

RULES, _ = load_signal_rules()


def facts(email: str = "imke@saltmarsh.example", name: str = "", subject: str = "", text: str = "") -> list[str]:
    """The facts about one message."""
    return list(topic_facts(Address(name, email), subject, text))


def verdict(
    text: str, subject: str = "", sender: str = "imke@saltmarsh.example", *, machine: bool = False, answer: bool = False
) -> SignalKind:
    """What one message is read as."""
    message = Message(
        message_id="<1@saltmarsh.example>",
        sent=None,
        sender=Address("", sender),
        subject=subject,
        text=Words(own=text),
        marks=Marks(no_reply=machine),
        references=("<0@kelp.example>",) if answer else (),
    )
    return classify(message, RULES).kind


@pytest.mark.parametrize(
    ("email", "name", "fact"),
    [
        ("no-reply@us.greenhouse-mail.io", "", "mail by a vendor of applicant tracking: greenhouse"),
        ("no-reply@indeed.com", "", "mail by a vendor of a job board: indeed"),
        ("careers@saltmarsh.example", "", "a hiring mailbox: careers"),
        ("imke@saltmarsh.example", "Personalabteilung Saltmarsh", "a hiring mailbox: personalabteilung"),
        ("imke@kelp-talents.example", "", "a hiring mailbox: talents"),
    ],
)
def test_sender_tells_of_hiring(email: str, name: str, fact: str) -> None:
    """Vendors are known by their domains, those who hire by a word in name, mailbox or domain."""
    assert fact in facts(email, name)


@pytest.mark.parametrize(
    "text", ["The four of us talked about you for Net Welder.", "Ihre Unterlagen als Netzmechaniker liegen vor mir."]
)
def test_text_names_a_title(text: str) -> None:
    """A title in capitals behind the words by which letters say what they are about."""
    assert any(fact.startswith("the text names a job title") for fact in facts(text=text))


@pytest.mark.parametrize("text", ["Ask our Data Protection Officer.", "As Director she signs.", "for the weekend"])
def test_everyday_titles_tell_nothing(text: str) -> None:
    """Words that every mail has do not count as the title a letter is about."""
    assert not any("names a job title" in fact for fact in facts(text=text))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Loan Officer at Dune Bank",
            "Thank you for applying for Loan Officer. We decided to go with another candidate.",
        ),
        (
            "Veterinary Nurse",
            "Thanks for coming in. We have decided to go with another candidate for Veterinary Nurse.",
        ),
    ],
)
def test_words_of_a_title_are_no_other_topic(subject: str, text: str) -> None:
    """Whoever hires a loan officer lends the applicant nothing."""
    assert SignalKind.REJECTED is verdict(text, subject)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Your application", "Thank you for your application for a loan. We regret that we have to decline it."),
        ("Plot 9", "Thank you for your application. The allotment has been given to another applicant."),
        ("Interview", "We would like to invite you to an interview with the admissions board on Friday at ten."),
        ("Your audition", "Unfortunately you were not selected for the choir, your audition was lovely."),
        (
            "Kita-Platz",
            "Leider können wir Ihrem Kind keinen Betreuungsplatz anbieten, wir haben uns anders entschieden.",
        ),
        ("Wohnung", "Leider hat sich die Vermieterin für einen anderen Bewerber entschieden."),
        ("Votre dossier", "Le propriétaire a retenu une autre candidature pour l'appartement, désolée."),
        ("Su hipoteca", "Lamentamos comunicarle que su solicitud de hipoteca no ha sido aprobada."),
        ("Study", "Thanks for taking part in our user research. Your interview is scheduled for Friday at 10:00."),
        ("Robin", "Thank you for referring Robin Vale. We will not be moving forward with him for the Stoker role."),
        ("Your new job", "You are hired as Stoker! Please pay the registration fee with a gift card by Friday."),
        ("Issue 9", "This week we sit down with Ana for an interview. Why your application was rejected by a robot."),
    ],
)
def test_lookalikes_move_nothing(subject: str, text: str) -> None:
    """Banks, clubs, schools, landlords, studies, colleagues and swindlers use the words of those who hire."""
    assert verdict(text, subject) in {SignalKind.NONE, SignalKind.HUMAN_REPLY}


@pytest.mark.parametrize(("weight", "verdict_without_role"), [(0.7, "human_reply"), (0.95, "rejected")])
def test_the_weaker_the_words_the_more_topic_they_take(weight: float, verdict_without_role: str) -> None:
    """Sure words of a human are believed on little proof of a job; half-sure ones only where the job is plain."""
    rules, problems = load_signal_rules(
        f"signals:\n  - id: mine\n    signal: rejected\n    weight: {weight}\n    any: [the lamp is out]\n"
    )
    sender = Address("", "imke@saltmarsh.example")

    def read(text: str) -> Signal:
        return classify(Message("<1@x.example>", None, sender, subject="Re: Hello", text=Words(own=text)), rules)

    assert not problems
    assert "rejected" == read("The lamp is out for the Welder position. The hiring team").kind
    assert verdict_without_role == read("The lamp is out, and the trial shift with it.").kind
    assert "rejected" in {read("The lamp is out, and the trial shift with it.").runner_up, verdict_without_role}


@pytest.mark.parametrize(
    ("sender", "text", "kind"),
    [
        (
            "jobs@saltmarsh.example",
            "We have received your application for Stoker and will read it soon.",
            "application_received",
        ),
        (
            "imke.sand@saltmarsh.example",
            "We have received your application for Stoker. I am away until Monday.",
            "none",
        ),
        ("jobs@saltmarsh.example", "The office is closed until Monday, your interview has been moved.", "none"),
    ],
)
def test_only_a_hiring_mailbox_confirms_by_itself(sender: str, text: str, kind: str) -> None:
    """An automatic reply is a confirmation where applications are sent to; a person's is a holiday notice."""
    message = Message(
        "<1@x.example>",
        None,
        Address("", sender),
        subject="Automatic reply",
        text=Words(own=text),
        marks=Marks(auto_reply=True),
    )

    assert kind == classify(message, RULES).kind
