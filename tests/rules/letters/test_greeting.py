"""Greetings and names: certain or safe, in every language."""

from __future__ import annotations

import pytest

from afterword_rules.application import Contact
from afterword_rules.letters.greeting import family_name, greeting, person_name
from afterword_rules.letters.language import language_of
from rules.letter_cases import person


@pytest.mark.parametrize(
    ("contact", "language", "expected"),
    [
        (person("Jane Abbott", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Brynhild Abbott", "office7@quarry.example"), "en", "Dear Brynhild Abbott,"),
        (person("Brynhild Poole"), "en", "Dear Brynhild Poole,"),
        (person("Abbott, Jane", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Jane Abbott (she/her)", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Jane Abbott via Hirebox", "jane.abbott@quarry.example"), "en", "Dear Jane,"),
        (person("Annegret Weiß", "annegret.weiss@quarry.example", "Frau Dr."), "en", "Dear Dr. Annegret Weiß,"),
        (person("Annegret Weiß", "annegret.weiss@quarry.example", "Frau Dr."), "de", "Sehr geehrte Frau Dr. Weiß,"),
        (person("Björn Lüttke", "", "Herr"), "de", "Sehr geehrter Herr Lüttke,"),
        (person("Annegret Weiß", "annegret.weiss@quarry.example"), "de", "Guten Tag Annegret Weiß,"),
        (person("Anna von der Heide", "", "Frau"), "de", "Sehr geehrte Frau von der Heide,"),
        (person("Camille Dupont", "", "Mme"), "fr", "Bonjour Madame Dupont,"),
        (person("Camille Dupont"), "fr", "Bonjour Camille Dupont,"),
        (person("Lucía Márquez", "lucia.marquez@quarry.example"), "es", "Hola, Lucía:"),
        (person("Lucía Márquez", "", "Sra."), "es", "Estimada Sra. Márquez:"),
        (person("Quarry Recruiting Team", "people@quarry.example"), "en", "Dear hiring team,"),
        (person("{{ name }}", "x@quarry.example"), "en", "Dear hiring team,"),
        (person("12345", "x@quarry.example"), "en", "Dear hiring team,"),
        (person("J" * 500, "x@quarry.example"), "en", "Dear hiring team,"),
        (person("", "jane@quarry.example"), "en", "Dear hiring team,"),
        (None, "en", "Dear hiring team,"),
        (None, "de", "Sehr geehrte Damen und Herren,"),
        (None, "fr", "Madame, Monsieur,"),
        (None, "es", "Estimado equipo de selección:"),
        (None, "nl", "Dear hiring team,"),
    ],
)
def test_greetings_are_certain_or_safe(contact: Contact | None, language: str, expected: str) -> None:
    """First name only when name and address agree on it, titles where they are known, else a greeting that cannot hurt."""
    assert greeting(contact, language_of(language)) == expected


def test_names_of_people_lose_decoration_and_keep_their_letters() -> None:
    """Emoji go; apostrophes, hyphens and letters of every script stay."""
    assert person_name(person("🚀 Siobhán O’Keane-Ødegård ✨")) == "Siobhán O’Keane-Ødegård"
    assert person_name(person("王小明")) == "王小明"
    assert family_name("Jan van den Berg") == "van den Berg"
    assert family_name("Madonna") == "Madonna"
