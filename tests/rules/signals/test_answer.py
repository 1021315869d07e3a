"""Yes, no and wishes in answer to a proposed time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import find_dates
from afterword_rules.signals.answer import refused, says_yes


@pytest.mark.parametrize(
    "text",
    [
        "Works for me, Nora.",
        "tuesday at 3 works fine",
        "See you then!",
        "It's a date.",
        "Half past nine suits me perfectly.",
        "Wednesday at two it is.",
        "ok thursday 3 then",
        "Perfect, thanks!",
        "Yes, please.",
        "I'd be happy to come by on Monday.",
        "I can do Thursday at 9.",
        "Confirmed. I'll be at the gate at ten.",
        "I can't make Monday, but Tuesday at 11 works well.",
        "Mittwoch passt.",
        "Passt!",
        "Der Termin passt mir sehr gut.",
        "Sehr gerne, bis Donnerstag.",
        "Gerne komme ich am Montag vorbei.",
        "Hiermit bestätige ich den Termin.",
        "Mardi me convient parfaitement.",
        "Parfait, à jeudi !",
        "Je serai là à 9 h.",
        "Me viene muy bien el lunes.",
        "De acuerdo, nos vemos el martes.",
    ],
)
def test_says_yes(text: str) -> None:
    """In four languages, in a word or in a sentence."""
    assert says_yes(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "I can't make Thursday.",
        "Thursday won't work for me, I'm afraid.",
        "Sorry, I'm travelling that day.",
        "That clashes with an exam.",
        "Unfortunately I am on shift until six. Could we do Wednesday at 9 instead?",
        "Sehr gern. Am Montag bin ich leider auf Montage. Ginge es auch am Dienstag um 10 Uhr?",
        "Das passt mir leider nicht.",
        "Da bin ich verhindert.",
        "Je ne serai pas disponible jeudi.",
        "El martes no puedo.",
        "Thursday at nine does not work for us; how about Friday at ten?",
    ],
)
def test_says_no(text: str) -> None:
    """Whatever kind words stand around it."""
    assert says_yes(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for the quick answer. My resume is attached.",
        "Would Tuesday at ten work for you?",
        "Great. Could we do Wednesday at 3?",
        "Gladly. How about Friday at noon?",
        "Ginge es auch am Mittwoch um 14 Uhr?",
        "Seriez-vous libre mardi ?",
    ],
)
def test_says_neither(text: str) -> None:
    """A question or a wish for another time is no yes."""
    assert says_yes(text) is None


def test_refused_time_is_the_one_in_the_clause_that_says_no() -> None:
    """The other one is named to agree to it."""
    text = "I can't make Tuesday, March 24 at 9:00, but Wednesday, March 25 at 10:00 works for me."
    zone = ZoneInfo("America/New_York")
    dates = find_dates(text, sent=datetime(2026, 3, 18, tzinfo=zone), zone=zone, language="en")

    assert [24] == [date.earliest.day for date in refused(text, dates)]


def test_time_beside_regret_is_not_refused() -> None:
    """It may be the only one that is left."""
    text = "Unfortunately I only have Wednesday, March 25 at 10:00."
    zone = ZoneInfo("America/New_York")
    dates = find_dates(text, sent=datetime(2026, 3, 18, tzinfo=zone), zone=zone, language="en")

    assert () == refused(text, dates)
