"""Dates in German sentences. The mail is of Wednesday, April 15, 2026, 10:00 in Berlin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import DateInWords, Precision, find_dates

BERLIN = ZoneInfo("Europe/Berlin")


def brief(text: str) -> list[str]:
    """The dates of a German text as "kind day", with the last day or the times where there are such."""
    found = find_dates(text, sent=datetime(2026, 4, 15, 10, tzinfo=BERLIN), zone=BERLIN, language="de", country="DE")
    return [_brief(each) for each in found]


def _brief(each: DateInWords) -> str:
    if each.precision is Precision.MINUTE:
        end = "" if each.latest == each.earliest else f"-{each.latest:%H:%M}"
        return f"{each.kind} {each.earliest:%Y-%m-%d %H:%M}{end}"
    last = f"..{each.latest:%m-%d}" if each.precision is Precision.RANGE else ""
    return f"{each.kind} {each.earliest:%Y-%m-%d}{last}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie hören bis spätestens Donnerstag, 30. April, von uns.", ["promise 2026-04-30"]),
        ("Wir melden uns in den nächsten zwei Wochen bei Ihnen.", ["promise 2026-04-29"]),
        ("Sie erhalten bis Ende nächster Woche eine Rückmeldung.", ["promise 2026-04-24"]),
        ("Wir geben Ihnen bis Monatsende Bescheid.", ["promise 2026-04-30"]),
        ("Innerhalb von 10 Werktagen bekommen Sie Bescheid.", ["promise 2026-04-29"]),
        ("Wir kommen bis Mitte Mai auf Sie zu.", ["promise 2026-05-11..05-20"]),
        ("Die Entscheidung fällt nächste Woche.", ["promise 2026-04-20..04-24"]),
        ("Wir werden uns spätestens am 30. April bei Ihnen melden.", ["promise 2026-04-30"]),
        ("Wir melden uns Anfang nächster Woche.", ["promise 2026-04-20..04-21"]),
        ("Sollten Sie bis Freitag nichts von uns hören, melden Sie sich gerne.", ["promise 2026-04-17"]),
        ("sie sagten bis Freitag", ["promise 2026-04-17"]),
    ],
)
def test_promises(text: str, expected: list[str]) -> None:
    """News is promised by then."""
    assert expected == brief(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Wir laden Sie zum Gespräch ein:\n\nDienstag, 28. April 2026, von 10:00 bis 11:00 Uhr",
            ["appointment 2026-04-28 10:00-11:00"],
        ),
        ("Am 28. April um 10 Uhr komme ich sehr \ngerne.", ["appointment 2026-04-28 10:00"]),
        ("Passt Ihnen Freitag, der 17.04. um 14 Uhr?", ["appointment 2026-04-17 14:00"]),
        (
            "Das Gespräch dauert 45 Minuten und findet am Montag um 9:30 Uhr statt.",
            ["appointment 2026-04-20 09:30-10:15"],
        ),
        ("Können wir morgen um 15.30 Uhr telefonieren?", ["appointment 2026-04-16 15:30"]),
        ("Am 28. sehen wir uns.", ["appointment 2026-04-28"]),
    ],
)
def test_appointments(text: str, expected: list[str]) -> None:
    """A day with a time in words about meeting."""
    assert expected == brief(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bitte senden Sie uns Ihre Lösung bis zum 20.04.2026.", ["deadline 2026-04-20"]),
        ("Bitte geben Sie uns bis Freitag Bescheid.", ["deadline 2026-04-17"]),
        ("Ihre Bewerbung ist am 14. April bei uns eingegangen.", ["past 2026-04-14"]),
        ("Vielen Dank, dass Sie gestern bei uns waren.", ["past 2026-04-14"]),
        ("Ich bin bis 24. April im Urlaub.", ["other 2026-04-24"]),
        ("Falls Ihr Profil passt, melden wir uns innerhalb von zwei Wochen.", ["other 2026-04-29"]),
        ("Bitte entschuldigen Sie, dass Sie erst heute von mir hören.", []),
        ("Guten Morgen Herr Brandt, 55.000 Euro, Telefon 0761 5550-142, Am Steinbruch 7, 79112 Freiburg", []),
        ("Ich arbeite mit Python 3.12. Das war alles.", []),
    ],
)
def test_what_is_something_else(text: str, expected: list[str]) -> None:
    """Deadlines, what is past, absences, conditions, and what is no date at all."""
    assert expected == brief(text)


def test_three_dates_of_one_mail() -> None:
    """Thanks for today, a talk tomorrow and the promise are told apart."""
    text = (
        "Vielen Dank, dass Sie heute bei uns waren. Frau Dr. Weiß und Herr Lüttke beraten sich morgen; "
        "Sie hören bis spätestens Donnerstag, 30. April, von uns."
    )

    assert ["past 2026-04-15", "other 2026-04-16", "promise 2026-04-30"] == brief(text)
