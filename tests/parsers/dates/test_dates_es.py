"""Dates in Spanish sentences. The mail is of Wednesday, April 15, 2026, 10:00 in Madrid."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import Precision, find_dates

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le responderemos antes del viernes.", ["promise 2026-04-17"]),
        ("Le responderemos dentro de dos semanas.", ["promise 2026-04-29"]),
        ("Tomaremos una decisión a finales de la próxima semana.", ["promise 2026-04-24"]),
        ("Recibirá una respuesta en un plazo de 10 días hábiles.", ["promise 2026-04-29"]),
        ("Nos pondremos en contacto a principios de mayo.", ["promise 2026-05-01..05-10"]),
        ("La entrevista será el martes 28 de abril de 2026 a las 10:00.", ["appointment 2026-04-28 10:00"]),
        ("¿Le viene bien el jueves 23 de abril de 10:00 a 11:00 h?", ["appointment 2026-04-23 10:00-11:00"]),
        ("Por favor, envíe su solución antes del 20 de abril.", ["deadline 2026-04-20"]),
        ("Gracias por venir ayer.", ["past 2026-04-14"]),
        ("Su solicitud fue recibida el 14 de abril.", ["past 2026-04-14"]),
        ("Estoy de vacaciones hasta el 24 de abril.", ["other 2026-04-24"]),
        ("Si su perfil encaja, le contactaremos en dos semanas.", ["other 2026-04-29"]),
        ("Buenos días por la mañana, calle Mayor 12, 28013 Madrid, 45.000 euros", []),
    ],
)
def test_spanish(text: str, expected: list[str]) -> None:
    """What a Spanish sentence says about time, and of what kind it is."""
    found = find_dates(text, sent=datetime(2026, 4, 15, 10, tzinfo=MADRID), zone=MADRID, language="es", country="ES")
    lines: list[str] = []
    for each in found:
        line = f"{each.kind} {each.earliest:%Y-%m-%d}"
        if each.precision is Precision.MINUTE:
            line += f" {each.earliest:%H:%M}" + (f"-{each.latest:%H:%M}" if each.latest > each.earliest else "")
        lines.append(line + (f"..{each.latest:%m-%d}" if each.precision is Precision.RANGE else ""))

    assert expected == lines
