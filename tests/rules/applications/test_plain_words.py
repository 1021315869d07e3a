"""What people write who do not say "interview", "reschedule" or "unsuccessful", once they are known."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml

from afterword_parsers.mail.mime import read_message
from afterword_rules.applications.context import in_context
from afterword_rules.reading import Direction
from afterword_rules.signal import SignalKind
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules
from rules.builders import OWNER

LETTERS: dict[str, list[dict[str, str]]] = yaml.safe_load(
    Path(__file__).with_name("plain_words.yaml").read_text(encoding="utf-8")
)
RULES = load_signal_rules()[0]
SENT = datetime(2026, 6, 4, 10, tzinfo=OWNER.zone)
AROUND = {
    "en": ("Dear Sam,", "Kind regards,\nNora Feld"),
    "de": ("Guten Tag,", "Mit freundlichen Grüßen\nNora Feld"),
    "fr": ("Bonjour,", "Bien cordialement,\nNora Feld"),
    "es": ("Hola:", "Un saludo,\nNora Feld"),
}
TALKS = {SignalKind.INTERVIEW_PROPOSED, SignalKind.INTERVIEW_SCHEDULED}
MOVES = {SignalKind.INTERVIEW_RESCHEDULED}
CALLS_OFF = {SignalKind.INTERVIEW_CANCELLED, SignalKind.INTERVIEW_RESCHEDULED}


def kind_of(letter: dict[str, str]) -> SignalKind:
    """What a letter with these words means where its writer is known."""
    greeting, closing = AROUND[letter["lang"]]
    message = EmailMessage()
    message["From"] = "Nora Feld <nora.feld@tidewell.example>"
    message["To"] = f"{OWNER.name} <{OWNER.addresses[0]}>"
    message["Subject"] = "Tidewell"
    message["Date"] = SENT
    message["Message-ID"] = "<plain@tidewell.example>"
    message.set_content(f"{greeting}\n\n{letter['text']}\n\n{closing}\n")
    read_mail = read_message(message.as_bytes(), zone=OWNER.zone)
    reading = read(read_mail, arrived=SENT, direction=Direction.INCOMING, owner=OWNER, rules=RULES)
    return in_context(reading).signal.kind


@pytest.mark.parametrize("letter", LETTERS["asked_in"], ids=lambda letter: letter["text"][:40])
def test_being_asked_in_is_an_interview(letter: dict[str, str]) -> None:
    """A tour, a lesson, a cup of tea, an hour before the panel."""
    assert kind_of(letter) in TALKS


@pytest.mark.parametrize("letter", LETTERS["moved"], ids=lambda letter: letter["text"][:40])
def test_another_time_in_place_of_the_first_is_a_move(letter: dict[str, str]) -> None:
    """Whatever the reason, and without the word for it."""
    assert kind_of(letter) in MOVES


@pytest.mark.parametrize("letter", LETTERS["called_off"], ids=lambda letter: letter["text"][:40])
def test_what_will_not_be_is_called_off(letter: dict[str, str]) -> None:
    """With a new time, the promise of one, or none; in no case a refusal."""
    assert kind_of(letter) in CALLS_OFF


@pytest.mark.parametrize("letter", LETTERS["turned_down"], ids=lambda letter: letter["text"][:40])
def test_a_kind_no_is_a_refusal(letter: dict[str, str]) -> None:
    """Who will have the place, how close it was, what they wish they could write."""
    assert SignalKind.REJECTED == kind_of(letter)


@pytest.mark.parametrize("letter", LETTERS["no_refusal"], ids=lambda letter: letter["text"][:40])
def test_what_only_sounds_like_a_no_is_none(letter: dict[str, str]) -> None:
    """Others who are preferred in another matter, news that is still to come."""
    assert SignalKind.REJECTED != kind_of(letter)
