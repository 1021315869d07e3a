"""Our letters, once sent, lie in Sent and are read there: they must not be taken for what they are not."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

import pytest

from afterword_parsers.dates.span import DateKind, Precision
from afterword_parsers.mail.mime import read_message
from afterword_rules.reading import Direction
from afterword_rules.signal import SignalKind
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules
from rules.letter_cases import (
    APPLICATION,
    KINDS,
    LANGUAGES,
    LOOP,
    NOW,
    OWNER,
    PANEL,
    ZONE,
    follow_up,
    interview_of,
    written,
)

RULES, _ = load_signal_rules()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(8))
def test_a_letter_of_ours_changes_nothing_when_it_was_sent(kind: str, language: str, number: int) -> None:
    """No wording reads as an interview, a withdrawal, an acceptance, or as a time of day somebody proposed."""
    person = PANEL[number % 5]
    case = replace(
        APPLICATION, key=f"a{number}", interviews=(LOOP,), promise=APPLICATION.promise if number % 2 else None
    )
    letter = written(
        follow_up(kind, person, language, key=f"k{number}"), application=case, interview=interview_of(kind)
    )
    mail = EmailMessage()
    mail["From"] = formataddr((OWNER.name, OWNER.addresses[0]))
    mail["To"] = formataddr((person.name, person.email))
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(NOW)
    mail["Message-ID"] = f"<{kind}.{number}@postbox.example>"
    mail.set_content(letter.body)

    message = read_message(mail.as_bytes(), zone=ZONE)
    reading = read(message, arrived=NOW, direction=Direction.OUTGOING, owner=OWNER, rules=RULES)

    assert reading.signal.kind in {SignalKind.NONE, SignalKind.HUMAN_REPLY}
    assert not [date for date in reading.dates if date.precision is Precision.MINUTE or date.kind is DateKind.PROMISE]
