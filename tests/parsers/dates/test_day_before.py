"""An hour that stands in the sentence behind its day, in the words people choose."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import find_dates
from afterword_parsers.dates.span import DateKind, Precision

LONDON = ZoneInfo("Europe/London")
# A Thursday.
SENT = datetime(2026, 6, 4, 10, tzinfo=LONDON)


def appointments(text: str, language: str) -> list[str]:
    """Start and end of every appointment that has an hour."""
    found = find_dates(text, sent=SENT, zone=LONDON, language=language, country="GB")
    return [
        f"{date.earliest:%m-%d %H:%M}-{date.latest:%H:%M}"
        for date in found
        if date.kind is DateKind.APPOINTMENT and date.precision is Precision.MINUTE
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The panel sits on Tuesday 9 June. Your slot is 2.15pm to 3pm in the map room.", "06-09 14:15-15:00"),
        ("en", "We can see you on Monday. 9.30 to 10.15, second floor.", "06-08 09:30-10:15"),
        ("en", "Let's say Thursday then. I've put you in for 10:45.", "06-11 10:45-10:45"),
        ("de", "Los geht es am Montag mit einem Gespräch. Los geht es um 9.30 Uhr.", "06-08 09:30-09:30"),
        (
            "de",
            "Die Gespräche sind am Donnerstag, 11. Juni. Sie sind von 10.30 bis 11.15 Uhr an der Reihe.",
            "06-11 10:30-11:15",
        ),
        ("fr", "Les entretiens ont lieu jeudi 11 juin. Vous passez à 14h30.", "06-11 14:30-14:30"),
        ("es", "Las entrevistas son el jueves 11 de junio. La tuya es a las 11:30.", "06-11 11:30-11:30"),
    ],
)
def test_an_hour_belongs_to_the_day_of_the_sentence_before(language: str, text: str, expected: str) -> None:
    """All are seen on one day, and each is told the hour in the next sentence."""
    assert [expected] == appointments(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Interviews will be held on Friday 12 June. The office opens at 8 am."),
        ("en", "Please reply by Friday. Your slot is 2 pm."),
        ("en", "We met on Tuesday. You start at 9 am."),
        ("de", "Die Gespräche sind am Freitag. Die Kantine ist ab 11:30 Uhr geöffnet."),
    ],
)
def test_other_hours_belong_to_no_day_before(language: str, text: str) -> None:
    """Opening hours, deadlines and what is over make no appointment."""
    assert [] == appointments(text, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The interview is on Thursday 11 June at 11.30.", "06-11 11:30-11:30"),
        ("en", "Your interview: Thursday 11 June, 11.30 to 12.15.", "06-11 11:30-12:15"),
    ],
)
def test_a_full_stop_may_part_hour_and_minutes(language: str, text: str, expected: str) -> None:
    """The British write 11.30 beside a day."""
    assert [expected] == appointments(text, language)


def test_a_dotted_number_is_no_hour_without_a_day() -> None:
    """A version or an amount is not taken for a time."""
    assert [] == appointments("We meet about release 11.30, from 2.10 to 2.15.", "en")
    assert [] == appointments("Das Gespräch findet vom 10.11. bis 12.11. statt.", "de")
