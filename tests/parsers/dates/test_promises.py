"""Promises of news in the words people choose, and sentences that look like promises and are none."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.dates import find_dates
from afterword_parsers.dates.span import DateKind

BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday.
SENT = datetime(2026, 5, 6, 10, tzinfo=BERLIN)


def read(text: str, language: str) -> list[tuple[DateKind, str]]:
    """Kind and last day of every date."""
    found = find_dates(text, sent=SENT, zone=BERLIN, language=language, country="DE")
    return [(date.kind, date.latest.strftime("%m-%d")) for date in found]


@pytest.mark.parametrize(
    ("language", "text", "until"),
    [
        ("en", "I expect to be able to tell you more in two to three weeks.", "05-27"),
        ("en", "Whichever way it goes, you'll know where you stand by Thursday, May 14.", "05-14"),
        ("en", "I should be able to say more on Friday.", "05-08"),
        ("en", "Expect a yes or no from me by Tuesday.", "05-12"),
        ("en", "I'll ring you on Thursday either way.", "05-07"),
        ("en", "We hope to wrap this up by the end of the month.", "05-31"),
        ("en", "By the 12th we'll have made up our minds.", "05-12"),
        ("en", "The outcome should be with you by 12 June.", "06-12"),
        ("en", "Please bear with us until the end of next week.", "05-15"),
        ("en", "I'll have news for you in the first week of June.", "06-10"),
        ("de", "Zwei Bewerber fehlen noch; eine Antwort erhalten Sie bis Ende des Monats.", "05-31"),
        (
            "de",
            "Wir sehen uns noch vier andere Mappen in aller Ruhe an und melden uns in zwei bis drei Wochen.",
            "05-27",
        ),
        ("de", "Am Dienstag wissen Sie mehr.", "05-12"),
        ("de", "Spätestens am Freitag gebe ich Ihnen Bescheid.", "05-08"),
        ("de", "Sie bekommen bis Montag Nachricht von uns.", "05-11"),
        ("de", "Mit einer Entscheidung ist in zwei Wochen zu rechnen.", "05-20"),
        ("de", "Bis zum 15. Mai wollen wir uns entschieden haben.", "05-15"),
        ("de", "Wie es weitergeht, erfahren Sie bis Freitag.", "05-08"),
        ("fr", "Je vous tiens au courant vendredi.", "05-08"),
        ("fr", "On se rappelle mardi pour vous dire où nous en sommes.", "05-12"),
        ("es", "La decisión se tomará antes del 15 de mayo.", "05-15"),
        ("es", "Te llamo el jueves para contarte.", "05-07"),
    ],
)
def test_hears_a_promise_of_news(language: str, text: str, until: str) -> None:
    """Whoever says by when there will be an answer, a call or a decision has promised it."""
    assert [(DateKind.PROMISE, until)] == read(text, language)


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Please let me have your answer by Friday.", DateKind.DEADLINE),
        ("en", "You will receive the laptop by Friday.", DateKind.OTHER),
        ("en", "If we don't hear from you by Friday we will close your file.", DateKind.DEADLINE),
        ("de", "Bitte geben Sie uns bis Freitag Bescheid.", DateKind.DEADLINE),
        ("de", "Die Bestellung erhalten Sie bis Freitag.", DateKind.OTHER),
        ("fr", "Merci de nous répondre avant vendredi.", DateKind.DEADLINE),
    ],
)
def test_takes_no_deadline_and_no_parcel_for_a_promise(language: str, text: str, kind: DateKind) -> None:
    """What the reader has to do by a day, and what the post brings, are no news of an application."""
    assert [kind] == [one for one, _ in read(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "until"),
    [
        ("en", "You'll have our answer within a fortnight.", "05-20"),
        ("fr", "Nous revenons vers vous sous quinzaine.", "05-20"),
        ("fr", "Vous aurez une réponse sous huit jours.", "05-14"),
        ("fr", "Nous tranchons entre mardi 12 et jeudi 14 mai.", "05-14"),
        ("es", "Le daremos una respuesta en una quincena.", "05-20"),
        ("es", "Te diremos algo en el plazo de diez días.", "05-16"),
        ("de", "Wir melden uns vor Ende der Woche.", "05-08"),
    ],
)
def test_a_promise_may_be_counted_in_fortnights_and_tens_of_days(language: str, text: str, until: str) -> None:
    """Spans of time beside days and weeks."""
    assert (DateKind.PROMISE, until) in read(text, language)


@pytest.mark.parametrize(
    ("language", "text", "until"),
    [
        ("en", "She says I'll hear by Friday.", "05-08"),
        ("en", "Dana will call me by next Tuesday.", "05-12"),
        ("de", "Die Chefin sagt, ich bekomme bis Mittwoch, den 13. Mai Bescheid.", "05-13"),
        ("de", "Bis 12.05. höre ich von Frau Kern.", "05-12"),
        ("fr", "J'aurai une réponse avant le 12 mai.", "05-12"),
        ("fr", "Ils me rappellent avant vendredi.", "05-08"),
        ("es", "Me dicen algo antes del viernes.", "05-08"),
    ],
)
def test_a_promise_may_be_told_by_the_one_who_got_it(language: str, text: str, until: str) -> None:
    """Notes say what the writer was promised."""
    assert [(DateKind.PROMISE, until)] == read(text, language)


@pytest.mark.parametrize(
    ("language", "text", "until"),
    [
        ("en", "I know I promised you an answer by Friday, but it will be Tuesday.", "05-12"),
        ("en", "I said Friday and I meant it. I can now give you an answer by Tuesday.", "05-12"),
        ("de", "Ich hatte Ihnen bis Freitag eine Antwort versprochen. Nun melde ich mich bis Dienstag.", "05-12"),
        ("fr", "Je vous avais promis une réponse pour vendredi, ce sera mardi.", "05-12"),
        ("es", "Te había dicho el viernes, pero te diremos algo antes del martes.", "05-12"),
    ],
)
def test_a_recalled_promise_is_none(language: str, text: str, until: str) -> None:
    """Whoever moves a promise names the old day as well."""
    assert [until] == [day for kind, day in read(text, language) if kind is DateKind.PROMISE]


def test_as_i_said_gives_the_promise_again() -> None:
    """To repeat a promise is to give it."""
    assert [(DateKind.PROMISE, "05-08")] == read("As I said, you will hear from us by Friday.", "en")
