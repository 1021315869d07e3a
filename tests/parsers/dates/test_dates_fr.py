"""Dates in French sentences. The mail is of Wednesday, April 15, 2026, 10:00 in Paris."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import Precision, find_dates

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nous reviendrons vers vous d'ici vendredi.", ["promise 2026-04-17"]),
        (
            "Vous aurez une réponse d\N{RIGHT SINGLE QUOTATION MARK}ici la fin de la semaine prochaine.",
            ["promise 2026-04-24"],
        ),
        ("Nous vous répondrons sous 48 heures.", ["promise 2026-04-17"]),
        ("Nous vous recontacterons dans les deux prochaines semaines.", ["promise 2026-04-29"]),
        ("Nous prendrons notre décision fin avril.", ["promise 2026-04-30"]),
        ("Nous reviendrons vers vous en début de semaine prochaine.", ["promise 2026-04-20..04-21"]),
        ("Votre entretien aura lieu le mardi 28 avril 2026 de 14h à 15h.", ["appointment 2026-04-28 14:00-15:00"]),
        ("Seriez-vous disponible jeudi 23 avril à 10h30 pour un entretien ?", ["appointment 2026-04-23 10:30"]),
        ("Merci de nous envoyer votre solution avant le 20 avril.", ["deadline 2026-04-20"]),
        ("Merci d'être venue hier.", ["past 2026-04-14"]),
        ("Votre candidature a été reçue le 14 avril 2026.", ["past 2026-04-14"]),
        ("Je suis absent jusqu'au 24 avril.", ["other 2026-04-24"]),
        ("Si votre profil est retenu, nous vous contacterons d'ici deux semaines.", ["other 2026-04-29"]),
        ("un salaire de 45 000 euros, 12 personnes, 3 mars est loin", ["other 2026-03-03"]),
        ("10 rue de la Paix, 75002 Paris, tél. 01 55 50 01 42", []),
    ],
)
def test_french(text: str, expected: list[str]) -> None:
    """What a French sentence says about time, and of what kind it is."""
    found = find_dates(text, sent=datetime(2026, 4, 15, 10, tzinfo=PARIS), zone=PARIS, language="fr", country="FR")
    lines: list[str] = []
    for each in found:
        line = f"{each.kind} {each.earliest:%Y-%m-%d}"
        if each.precision is Precision.MINUTE:
            line += f" {each.earliest:%H:%M}" + (f"-{each.latest:%H:%M}" if each.latest > each.earliest else "")
        lines.append(line + (f"..{each.latest:%m-%d}" if each.precision is Precision.RANGE else ""))

    assert expected == lines
