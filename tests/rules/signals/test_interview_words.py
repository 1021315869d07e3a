"""The ways in which people propose, fix, move and call off a conversation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from afterword_parsers.message import Address, Link, Marks, Message, Words
from afterword_rules.signal import Signal, SignalKind
from afterword_rules.signals.classify import classify
from afterword_rules.signals.signal_rules import load_signal_rules

RULES, _ = load_signal_rules()


def read(text: str, *links: Link, machine: bool = False, subject: str = "", language: str = "en") -> Signal:
    """The verdict about a mail to somebody who applied for a job."""
    return classify(
        Message(
            message_id="<1@saltmarsh.example>",
            sent=datetime(2026, 3, 10, 14, tzinfo=UTC),
            sender=Address("Imke Sand", "no-reply@saltmarsh.example" if machine else "imke.sand@saltmarsh.example"),
            subject=subject or "Your application for the Stoker role",
            text=Words(own=text),
            links=links,
            language=language,
            marks=Marks(no_reply=machine),
        ),
        RULES,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Could you spare me twenty minutes on the phone one of these days?",
        "Do you fancy a cup of coffee with the crew?",
        "Our chief engineer is keen to meet you.",
        "How are you fixed for Thursday?",
        "Any chance you could pop in on Friday?",
        "You name the day and we'll put the kettle on.",
        "Send us two or three dates that suit you, please.",
        "The owner would like half an hour of your time.",
        "Shall we say Monday at nine?",
        "I can do Tuesday morning or Wednesday after four.",
        "Hätten Sie am Donnerstag Zeit für ein Telefonat?",
        "Schauen Sie doch einmal bei uns im Kesselhaus vorbei.",
        "Wie sieht es bei Ihnen nächste Woche zeitlich aus?",
        "Unser Maschinist würde sich gern mit Ihnen unterhalten.",
        "Pourriez-vous passer à l'atelier mardi ?",
        "Quel créneau vous conviendrait ?",
        "Nous aimerions faire votre connaissance autour d'un café, quand seriez-vous disponible ?",
        "¿Podrías acercarte al taller el jueves?",
        "¿Qué día te viene mejor para hablar?",
    ],
)
def test_a_conversation_is_proposed(text: str) -> None:
    """Asked, wished or offered, in four languages."""
    assert SignalKind.INTERVIEW_PROPOSED == read(text).kind


@pytest.mark.parametrize(
    "text",
    [
        "Great, Tuesday at ten it is. Come to the north gate.",
        "Lovely, see you on Thursday at 3.",
        "I've put you down for Monday, 9:30.",
        "You are booked in for Wednesday at 11 am with our chief engineer.",
        "Your slot on Friday at 2 pm is confirmed.",
        "I'll ring you tomorrow at four.",
        "Here is your timetable for Thursday: 9:00 boiler room, 10:00 the panel.",
        "Prima, Mittwoch passt. Wir rufen Sie um 10 Uhr an.",
        "Frau Kern erwartet Sie am Dienstag um 8 Uhr am Tor.",
        "Votre entretien est fixé au mardi 12 mai à 10 h.",
        "C'est noté pour jeudi à 14 h.",
        "Te esperamos el lunes a las 10 en el taller.",
    ],
)
def test_a_conversation_is_fixed(text: str) -> None:
    """Confirmed, booked, or agreed with a word."""
    assert SignalKind.INTERVIEW_SCHEDULED == read(text).kind


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid we need to move your interview to Friday.",
        "Our chat has been pushed back to Thursday at 4.",
        "Something came up in the boiler room, could we do Wednesday instead?",
        "Would you mind if we moved our call to next week?",
        "New time: Tuesday, 15:00. Former time: Monday, 15:00.",
        "Wir müssen Ihr Gespräch leider auf Donnerstag verlegen.",
        "Nous devons décaler votre entretien à vendredi.",
        "Tenemos que aplazar la entrevista al jueves.",
    ],
)
def test_a_conversation_is_moved(text: str) -> None:
    """It stands, at another time."""
    assert SignalKind.INTERVIEW_RESCHEDULED == read(text).kind


@pytest.mark.parametrize(
    "text",
    [
        "I have to cancel our conversation on Tuesday.",
        "Thursday's interview will not take place.",
        "Sorry, tomorrow is off: the boiler has burst.",
        "There is no need to come on Friday.",
        "Das Vorstellungsgespräch am Montag entfällt.",
        "Wir müssen den Termin am Mittwoch leider absagen.",
        "L'entretien de mardi est annulé.",
        "Hemos tenido que suspender la entrevista del lunes; queda anulada.",
    ],
)
def test_a_conversation_is_called_off(text: str) -> None:
    """It does not take place."""
    assert SignalKind.INTERVIEW_CANCELLED == read(text).kind


@pytest.mark.parametrize(
    "text",
    [
        "The boiler will be inspected on Tuesday.",
        "If you are shortlisted, we will ask which days suit you.",
        "Applications close on Friday at 17:00.",
        "The office is closed on Monday.",
        "Should you be selected, an interview will be scheduled.",
    ],
)
def test_no_conversation_is_spoken_of(text: str) -> None:
    """A day, a condition or a deadline arranges nothing."""
    assert read(text).kind not in {
        SignalKind.INTERVIEW_PROPOSED,
        SignalKind.INTERVIEW_SCHEDULED,
        SignalKind.INTERVIEW_RESCHEDULED,
        SignalKind.INTERVIEW_CANCELLED,
    }


def test_a_humans_link_to_a_scheduling_service_proposes_a_talk() -> None:
    """Nothing else needs to be said."""
    assert SignalKind.INTERVIEW_PROPOSED == read("Over to you: https://calendly.com/saltmarsh/stoker").kind


def test_a_link_behind_words_counts_as_well() -> None:
    """In HTML the address is not part of the text."""
    link = Link("my calendar", "https://savvycal.com/imke/stoker")

    assert SignalKind.INTERVIEW_PROPOSED == read("Here is my calendar.", link).kind


def test_a_machines_link_alone_proposes_nothing() -> None:
    """Its footer may advertise anything."""
    signal = read("We received your application. Tours: https://calendly.com/saltmarsh/tours", machine=True)

    assert SignalKind.INTERVIEW_PROPOSED != signal.kind


def test_a_link_in_mail_about_no_job_is_kept_for_the_application_it_may_belong_to() -> None:
    """A known recruiter may write nothing but this."""
    signal = read("Here: https://calendly.com/imke/30", subject="Hello")

    assert SignalKind.INTERVIEW_PROPOSED != signal.kind
    assert SignalKind.INTERVIEW_PROPOSED == signal.runner_up
