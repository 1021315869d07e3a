"""Confirmations, news, tasks and things to do, in the words of people who use no template."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from afterword_parsers.message import Address, Marks, Message, Words
from afterword_rules.signal import SignalKind
from afterword_rules.signals.about import asks_for_news, speaks_of_own_application
from afterword_rules.signals.classify import classify
from afterword_rules.signals.signal_rules import load_signal_rules

RULES, _ = load_signal_rules()
MACHINE = "no-reply@hire.lever.co"
HUMAN = "imke.sand@saltmarsh.example"


def read(
    text: str, subject: str = "Stoker at Saltmarsh Ferries", sender: str = HUMAN, language: str = "en"
) -> SignalKind:
    """The verdict about a message; a machine's sender is known by its address."""
    message = Message(
        message_id="<1@saltmarsh.example>",
        sent=datetime(2026, 3, 10, 14, tzinfo=UTC),
        sender=Address("", sender),
        subject=subject,
        text=Words(own=text),
        marks=Marks(no_reply=sender == MACHINE),
        language=language,
    )
    return classify(message, RULES).kind


@pytest.mark.parametrize(
    ("sender", "language", "text"),
    [
        (MACHINE, "en", "Kim, your application for Stoker is in."),
        (MACHINE, "en", "We are in receipt of your submission for the post of Stoker."),
        (MACHINE, "en", "That's you in the pile for Stoker. Nothing else to do for now."),
        (MACHINE, "en", "This is an automated acknowledgement. Your submission for Stoker was received."),
        (HUMAN, "en", "I have put your CV in our tracker under Stoker and told the chief about it."),
        (
            HUMAN,
            "en",
            "Many thanks for handing in your application form for the Stoker post. We read them all on Sunday.",
        ),
        (HUMAN, "en", "We acknowledge with thanks the receipt of your application for the post of Stoker."),
        (HUMAN, "de", "Ihre Mappe für die Bewerbung als Heizer ist wohlbehalten angekommen."),
        (MACHINE, "de", "Ihre Online-Bewerbung wurde unserem Hafenamt zugestellt."),
        (HUMAN, "fr", "Votre dossier pour le poste de chauffeur est bien arrivé dans notre service."),
        (MACHINE, "es", "Confirmamos que tu candidatura a fogonero está en nuestro sistema."),
    ],
)
def test_papers_have_arrived(sender: str, language: str, text: str) -> None:
    """An application is confirmed by whoever says that it is there, in whatever words."""
    assert SignalKind.APPLICATION_RECEIVED == read(text, sender=sender, language=language)


def test_two_words_confirm_an_application() -> None:
    """ "Got it" confirms where an application was sent, and nothing where a talk is arranged."""
    assert SignalKind.APPLICATION_RECEIVED == read(
        "Kim - got it. Reading it tonight.", "Re: My application as Stoker, CV attached"
    )
    assert SignalKind.APPLICATION_RECEIVED != read("Got it, see you at the interview.", "Re: Your interview")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You are still in the running for the Stoker job; nothing is decided."),
        ("en", "We are running behind with the Stoker role and need a few more days."),
        ("en", "The search for a stoker is on hold until the budget of the hiring team is approved."),
        ("en", "We have one more person to see for the role of Stoker, then the board meets."),
        ("en", "Hopefully I can tell you more about the Stoker role by Friday."),
        ("en", "Thank you for sending back your test for the role of Stoker, we will mark it this week."),
        ("de", "Die Entscheidung über die Stelle steht noch aus, Ihre Bewerbung bleibt im Rennen."),
        ("fr", "Votre candidature reste à l'étude, le recrutement a pris du retard."),
        ("es", "El proceso va con retraso, pero tu candidatura sigue adelante."),
    ],
)
def test_nothing_is_decided_yet(language: str, text: str) -> None:
    """Still read, delayed, paused, waiting for others, promised: the application lives."""
    assert SignalKind.STATUS_UPDATE == read(text, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Before we meet we ask everybody for a small task: the brief is attached, send it back by Monday."),
        (
            "en",
            "Could you write us a page on how you would stoke a cold boiler? It is for the role of Stoker; send it back within three days.",
        ),
        ("en", "You still have not started the take-home for Stoker, and the link closes tomorrow."),
        ("de", "Anbei unsere Testaufgabe für die Stelle als Heizer, bitte bis zum Montag lösen."),
        ("fr", "Merci de réaliser ce test en ligne pour le poste avant vendredi."),
        ("es", "Te invitamos a realizar una prueba para la vacante de fogonero."),
    ],
)
def test_a_task_is_asked_for(language: str, text: str) -> None:
    """Whoever asks for a piece of work to judge by asks for an assessment, whatever it is called."""
    assert SignalKind.ASSESSMENT_REQUESTED == read(text, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We can not open the CV you sent for the role of Stoker. Could you send it again as a PDF?"),
        ("en", "To keep your application for Stoker going, please upload a copy of your licence to your profile."),
        ("en", "Could you send us the names of two referees for your application as Stoker?"),
        ("de", "Zu Ihrer Bewerbung als Heizer fehlt noch ein Zeugnis, bitte reichen Sie es nach."),
    ],
)
def test_something_is_left_to_do(language: str, text: str) -> None:
    """A missing paper, a file that will not open, a question to answer: the applicant has to act."""
    assert SignalKind.ACTION_REQUIRED == read(text, language=language)


@pytest.mark.parametrize(
    "text",
    [
        "I wanted to ask whether there is any news on the stoker's job.",
        "You said I would hear by Friday, so I thought I would ask how things are looking.",
        "Did the board come to a decision?",
        "I haven't heard anything since our talk.",
        "Hat sich inzwischen etwas ergeben?",
        "Darf ich fragen, wie der Stand der Dinge ist?",
        "Je souhaitais savoir si une décision a été prise.",
        "¿Hay alguna novedad sobre el proceso?",
    ],
)
def test_the_owner_asks_for_news(text: str) -> None:
    """An inquiry is known by its question, however politely it is wrapped."""
    assert asks_for_news(Message("<2@kelp.example>", None, Address("", "kim@kelp.example"), text=Words(own=text)))


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for the hour this morning. I look forward to hearing from you.",
        "Vielen Dank für das angenehme Gespräch. Ich freue mich auf Ihre Rückmeldung.",
        "Merci pour cet échange, je reste à votre disposition.",
        "Could we meet on Friday instead?",
    ],
)
def test_thanks_are_no_question(text: str) -> None:
    """Who only looks forward to an answer has not asked for it."""
    assert not asks_for_news(Message("<2@kelp.example>", None, Address("", "kim@kelp.example"), text=Words(own=text)))


@pytest.mark.parametrize(
    "text", ["We read your CV with joy.", "Du hast dich bei uns beworben.", "Tu as postulé chez nous."]
)
def test_speaks_of_what_the_reader_sent(text: str) -> None:
    """The reader's papers are the reader's application."""
    assert speaks_of_own_application(Message("<3@x.example>", None, Address("", HUMAN), text=Words(own=text)))
