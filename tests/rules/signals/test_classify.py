"""One message, one verdict: the kinds of mail a job search brings, and the traps among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterword_parsers.invitation import Attendee, Invitation, Method
from afterword_parsers.message import Address, Marks, Message, Words
from afterword_rules.signal import SignalKind
from afterword_rules.signals.about import asks_for_news, speaks_of_own_application
from afterword_rules.signals.classify import classify
from afterword_rules.signals.signal_rules import load_signal_rules
from afterword_rules.yaml_files.source import read_yaml

RULES, _ = load_signal_rules()
MARCH = datetime(2026, 3, 10, 14, tzinfo=UTC)
MACHINE = Marks(no_reply=True)
HUMAN = Marks()


@dataclass(frozen=True)
class Mail:
    """A message in short, with the signal it must give."""

    name: str
    signal: str
    text: str
    subject: str = ""
    sender: str = "imke.sand@saltmarsh.example"
    machine: bool = False
    quoted: str = ""
    signature: str = ""


def message(mail: Mail) -> Message:
    """The message a parser would make of it."""
    return Message(
        message_id="<1@saltmarsh.example>",
        sent=MARCH,
        sender=Address("", mail.sender),
        subject=mail.subject,
        text=Words(own=mail.text, quoted=mail.quoted, signature=mail.signature),
        marks=MACHINE if mail.machine else HUMAN,
    )


def mails() -> list[Mail]:
    """The mail of mails.yaml."""
    data, _, problems = read_yaml((Path(__file__).parent / "mails.yaml").read_text(encoding="utf-8"), "mails.yaml")
    assert not problems
    return [
        Mail(
            entry.get("trap") or entry["text"][:40],
            entry["signal"],
            entry["text"].replace(" ¶ ", "\n\n"),
            entry.get("subject", ""),
            entry["from"] if "@" in entry.get("from", "") else Mail.sender,
            machine=entry.get("from", "human") != "human",
            quoted=entry.get("quoted", ""),
            signature=entry.get("signature", ""),
        )
        for entry in data
    ]


@pytest.mark.parametrize("mail", mails(), ids=lambda mail: f"{mail.signal}: {mail.name}")
def test_reads_mail_of_every_kind(mail: Mail) -> None:
    """Confirmations, refusals, talks and lookalikes are told apart by what they say, whatever words they share."""
    assert mail.signal == classify(message(mail), RULES).kind


def outgoing(text: str, subject: str = "Re: Stoker at Saltmarsh Ferries") -> SignalKind:
    """The verdict about mail of the owner's."""
    return classify(message(Mail("", "", text, subject, "kim@kelp.example")), RULES, outgoing=True).kind


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("I am very happy to accept your offer, and look forward to May.", "accepted"),
        ("Gerne nehme ich Ihr Angebot für die Stelle an.", "accepted"),
        ("I would like to withdraw my application for the Stoker role.", "withdrawn"),
        ("Thank you for the offer. After long thought I have decided to decline it.", "withdrawn"),
        ("I have accepted an offer elsewhere and am no longer available.", "withdrawn"),
        ("Hiermit ziehe ich meine Bewerbung zurück.", "withdrawn"),
        ("Thursday at ten is fine, thank you.", "none"),
        ("I have accepted the calendar invitation.", "none"),
        ("Unfortunately I can not make it on Thursday, could we reschedule our interview?", "none"),
        ("Is there any news about the position?", "none"),
    ],
)
def test_the_owner_accepts_and_withdraws(text: str, signal: str) -> None:
    """Of the owner's own mail only a yes to the job and an end of the application are signals."""
    assert signal == outgoing(text)


@pytest.mark.parametrize("marks", [Marks(auto_reply=True), Marks(bounce=True)], ids=["automatic reply", "bounce"])
def test_automatic_answers_say_nothing(marks: Marks) -> None:
    """A holiday notice is no answer, whatever words it holds."""
    text = "I am out of the office. For anything about your interview on Friday, please write to Olaf."

    found = classify(replace(message(Mail("", "", text, "Stoker")), marks=marks), RULES)

    assert SignalKind.NONE == found.kind


def test_a_kind_word_is_a_human_reply() -> None:
    """A human who answers without news is a human who answered."""
    mail = Mail(
        "", "", "That is kind of you, I enjoyed it as well.", "Re: Thank you for today", quoted="Dear Imke, thank you!"
    )

    assert SignalKind.HUMAN_REPLY == classify(message(mail), RULES).kind


def test_a_machine_without_news_is_none() -> None:
    """What a machine says about nothing is nothing."""
    mail = Mail("", "", "Your password will expire in five days.", "Saltmarsh careers", machine=True)

    assert SignalKind.NONE == classify(message(mail), RULES).kind


def test_the_other_text_is_read_when_the_first_is_empty() -> None:
    """HTML-only mail has its words in the other part."""
    found = Message(
        message_id="<2@saltmarsh.example>",
        sent=MARCH,
        sender=Address("Saltmarsh Ferries", "saltmarsh@myworkday.com"),
        other=Words(own="Your application for the position of Stoker was successfully submitted."),
        marks=MACHINE,
    )

    assert SignalKind.APPLICATION_RECEIVED == classify(found, RULES).kind


def test_forwarded_words_count_only_alone() -> None:
    """A forwarded refusal is read where the sender added nothing, and not below words of their own."""
    refusal = "We have decided not to move forward with your application for the Stoker role."
    bare = replace(message(Mail("", "", "")), text=Words(forwarded=refusal))
    commented = replace(
        bare, text=Words(own="Look what they wrote to Mette, I can hardly believe it.", forwarded=refusal)
    )

    assert SignalKind.REJECTED == classify(bare, RULES).kind
    assert SignalKind.REJECTED != classify(commented, RULES).kind


def test_the_verdict_shows_its_words() -> None:
    """Confidence, rule, the words as they were written, and the runner-up."""
    text = "Thank you for applying. We’ve received your application, but have decided not to move forward with your candidacy."

    found = classify(message(Mail("", "", text)), RULES)

    assert SignalKind.REJECTED == found.kind
    assert found.confidence > 0.9
    assert found.rule.startswith("rejected-")
    assert "body" == found.evidence[0].where
    assert found.evidence[0].text in text
    assert SignalKind.APPLICATION_RECEIVED == found.runner_up


def event(summary: str, method: Method = Method.REQUEST, sequence: int = 0, description: str = "") -> Invitation:
    """A calendar event by mail."""
    return Invitation(
        uid="1@saltmarsh.example",
        start=MARCH,
        end=MARCH + timedelta(hours=1),
        method=method,
        sequence=sequence,
        summary=summary,
        description=description,
        organizer=Attendee("Imke Sand", "imke.sand@saltmarsh.example"),
    )


def invited(invitation: Invitation, text: str = "", marks: Marks = HUMAN) -> SignalKind:
    """The verdict about mail that carries an event."""
    mail = message(Mail("", "", text, invitation.summary))

    return classify(replace(mail, invitations=(invitation,), marks=marks), RULES).kind


def test_an_invitation_to_an_interview_schedules_it() -> None:
    """The event's name, or the words around it, make an interview of it."""
    assert SignalKind.INTERVIEW_SCHEDULED == invited(event("Interview: Kim Kelp (Stoker)"))
    assert SignalKind.INTERVIEW_SCHEDULED == invited(
        event("Saltmarsh / Kim", description="First conversation about the role")
    )


def test_a_higher_sequence_moves_it() -> None:
    """RFC 5546: the same event with a higher SEQUENCE is a new time."""
    assert SignalKind.INTERVIEW_RESCHEDULED == invited(event("Interview: Kim Kelp", sequence=1))


def test_a_cancelled_event_cancels_it() -> None:
    """METHOD:CANCEL ends the interview."""
    assert SignalKind.INTERVIEW_CANCELLED == invited(event("Interview: Kim Kelp", Method.CANCEL))


def test_a_closed_position_outweighs_the_cancelled_event() -> None:
    """Where the note on the cancellation says that the role is gone, the application is over."""
    text = "I am sorry, but the position has been closed and the interview is off. Thank you for your application."

    assert SignalKind.REJECTED == invited(event("Interview: Kim Kelp", Method.CANCEL), text)


def test_an_event_that_is_no_interview_waits_for_a_known_organizer() -> None:
    """An unknown meeting is a human's mail; what it would be stands as the runner-up."""
    found = classify(replace(message(Mail("", "", "", "Kim <> Imke")), invitations=(event("Kim <> Imke"),)), RULES)

    assert SignalKind.HUMAN_REPLY == found.kind
    assert SignalKind.INTERVIEW_SCHEDULED == found.runner_up


def test_a_webinar_is_no_interview() -> None:
    """Courses send invitations too."""
    assert SignalKind.NONE == invited(event("Webinar: ace your interview"), marks=MACHINE)


def test_the_interviewer_is_no_candidate() -> None:
    """An event that names a candidate is the employer's side."""
    summary = "Interview: Lee Dorn (Stoker)"

    assert SignalKind.NONE == invited(event(summary, description="Interviewers: Kim Kelp\nCandidate: Lee Dorn"))


def test_mail_from_the_owners_employer_is_none() -> None:
    """Colleagues write about interviews, not about the owner's application."""
    mail = message(Mail("", "", "Can we set up an interview with you for the Stoker role?"))

    assert SignalKind.NONE == classify(mail, RULES, owner_domains=frozenset({"saltmarsh.example"})).kind
    assert SignalKind.NONE != classify(mail, RULES, owner_domains=frozenset({"kelp.example"})).kind


def test_an_answer_to_an_event_is_no_news() -> None:
    """METHOD:REPLY tells who comes, and nothing about the application."""
    assert SignalKind.NONE == invited(event("Interview: Kim Kelp", Method.REPLY))


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for applying to the Stoker role.",
        "Your application caught our eye.",
        "Ihre Bewerbung gefällt uns.",
        "Votre candidature nous plaît.",
        "Su candidatura nos interesa.",
    ],
)
def test_speaks_of_the_readers_application(text: str) -> None:
    """ "Your application" in five languages' words."""
    assert speaks_of_own_application(message(Mail("", "", text)))


def test_speaks_of_nothing() -> None:
    """Mail without the word does not."""
    assert not speaks_of_own_application(message(Mail("", "", "Are you free on Saturday?")))


@pytest.mark.parametrize(
    "text",
    [
        "I wanted to ask whether there is any news about the role.",
        "Has a decision been made?",
        "Could you tell me what the next steps would be?",
        "I would like to ask about the status of my application.",
        "Gibt es schon Neuigkeiten zu meiner Bewerbung?",
    ],
)
def test_asks_for_news(text: str) -> None:
    """The owner asks where things stand."""
    assert asks_for_news(message(Mail("", "", text)))


@pytest.mark.parametrize("text", ["Thank you for the hour this morning.", "Tuesday at 2 suits me well."])
def test_thanks_and_yes_ask_for_nothing(text: str) -> None:
    """A thank-you is no inquiry."""
    assert not asks_for_news(message(Mail("", "", text)))


def test_a_candidate_may_be_the_reader() -> None:
    """An invitation that names the addressee as the candidate is an interview; one that names another is not."""
    mail = replace(
        message(Mail("", "", "", "Interview: Stoker")),
        to=(Address("Kim Kelp", "kim@kelp.example"),),
        invitations=(event("Interview: Stoker", description="Candidate: Kim Kelp"),),
    )
    other = replace(mail, invitations=(event("Interview: Stoker", description="Candidate: Lee Dorn"),))

    assert SignalKind.INTERVIEW_SCHEDULED == classify(mail, RULES).kind
    assert SignalKind.NONE == classify(other, RULES).kind


def test_a_subject_without_a_letter_says_nothing() -> None:
    """The words that could take a subject back are missing."""
    assert SignalKind.NONE == classify(message(Mail("", "", "", "Thank you for applying!", machine=True)), RULES).kind


def test_the_subject_of_an_answer_is_old() -> None:
    """What stands behind "Re:" was said in an earlier message."""
    mail = Mail("", "", "Thanks, got it! Have a nice weekend.", "Re: Invitation to an interview for the Stoker role")

    assert SignalKind.HUMAN_REPLY == classify(message(mail), RULES).kind


def test_a_long_message_is_read_to_a_limit() -> None:
    """A megabyte of words is cut, not refused."""
    mail = Mail(
        "", "", "We have received your application for the Stoker role. " + "salt and tar " * 100_000, machine=True
    )

    assert SignalKind.APPLICATION_RECEIVED == classify(message(mail), RULES).kind
