"""Who interviews, who only arranges it and who opens the gate, out of nothing but sentences."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import yaml

from afterword_parsers.mail.mime import read_message
from afterword_rules.applications.job_search import job_search
from afterword_rules.reading import Direction, Reading
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules
from rules.builders import OWNER

LETTERS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("plain_interviewers.yaml").read_text(encoding="utf-8")
)
RULES = load_signal_rules()[0]
SENT = datetime(2026, 6, 4, 10, tzinfo=OWNER.zone)
NORA, OWN = "Nora Feld <nora.feld@tidewell.example>", f"{OWNER.name} <{OWNER.addresses[0]}>"
HELLO = {"en": "Hello,", "de": "Guten Tag,", "fr": "Bonjour,", "es": "Hola:"}
YES = {"en": "Yes, that works.", "de": "Ja, das passt mir.", "fr": "Oui, cela me convient.", "es": "Sí, me viene bien."}


def written(sender: str, reader: str, text: str, at: datetime, answers: str = "", **fields: str) -> Reading:
    """One message of the correspondence, read."""
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = sender, reader, at
    message["Message-ID"] = f"<{at:%d%H}@tidewell.example>"
    message["Subject"] = fields.pop("subject", "Tidewell")
    for name, value in fields.items():
        message[name] = value
    if answers:
        message["References"] = answers
    message.set_content(text)
    direction = Direction.OUTGOING if sender == OWN else Direction.INCOMING
    read_mail = read_message(message.as_bytes(), zone=OWNER.zone)
    return read(read_mail, arrived=at, direction=direction, owner=OWNER, rules=RULES)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["text"][:50])
def test_the_partners_are_those_whom_the_letter_names_as_such(letter: dict[str, Any]) -> None:
    """A confirmation, a letter with names, the owner's yes."""
    received = written(
        "Tidewell <no-reply@tidewell.example>",
        OWN,
        "Thank you for applying. We have received your application for the position of Archivist at Tidewell.",
        SENT - timedelta(days=3),
        subject="Your application for Archivist at Tidewell",
    )
    copied = {"Cc": ", ".join(letter["cc"])} if letter["cc"] else {}
    asked = written(NORA, OWN, f"{HELLO[letter['lang']]}\n\n{letter['text']}\n\nNora Feld\n", SENT, **copied)
    agreed = written(OWN, NORA, YES[letter["lang"]], SENT + timedelta(hours=2), asked.message_id)

    found = job_search([received, asked, agreed], [], OWNER, SENT + timedelta(days=20)).applications
    talks = [sorted(person.name for person in talk.interviewers) for one in found for talk in one.interviews]

    assert [letter["with"]] == talks
