"""Letters: whole, short and harmless, whatever stands in mail, and no two of one day alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.letters.check import MOST_WORDS, word_count
from afterword_rules.letters.clean_text import clean
from afterword_rules.letters.language import letter_words
from afterword_rules.letters.letter import without_reply_marks
from afterword_rules.letters.templates import Templates
from rules.letter_cases import (
    APPLICATION,
    HOSTILE,
    KINDS,
    LANGUAGES,
    LOOP,
    PANEL,
    at,
    follow_up,
    interview_of,
    person,
    without_review_note,
    written,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_value_from_mail_stays_a_value(kind: str, language: str, hostile: str) -> None:
    """No name, company, role, note or subject can break a letter, add a header to it or run in it."""
    contact = person(hostile, "ada@quarry.example", honorific=hostile)
    met = replace(LOOP, interviewers=(contact, *PANEL), agenda=hostile)
    case = replace(APPLICATION, company=f"Quarry {hostile}", role=hostile, interviews=(met,))
    due = follow_up(
        kind,
        contact,
        language,
        company=f"Quarry {hostile}",
        role=hostile,
        thread_subject=hostile,
        why=hostile,
        key=hostile,
    )
    letter = written(
        due, application=case, interview=met if kind == "thank_you" else None, note=hostile, review_note=True
    )
    assert letter.problems == ()
    assert "\n" not in letter.subject
    for forbidden in ("{{", "}}", "{%", "%}", "{#", "\r", "\u202e", "\u2066", "\x00", "\ud800", "49"):
        assert forbidden not in letter.subject + letter.body
    assert all(not line.startswith("Bcc:") for line in letter.body.splitlines())
    assert word_count(without_review_note(letter.body)) < MOST_WORDS
    letter.body.encode("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(12))
def test_every_wording_is_short_complete_and_never_says_nothing(kind: str, language: str, number: int) -> None:
    """Whatever wordings are chosen, the letter stays short, whole, and free of empty phrases."""
    case = replace(APPLICATION, key=f"a{number}")
    due = follow_up(kind, PANEL[number % 5], language, key=f"k{number}")
    letter = written(due, application=case, interview=interview_of(kind))
    assert letter.problems == ()
    assert 25 < word_count(letter.body) < MOST_WORDS
    assert not [phrase for phrase in letter_words()["never"] if phrase in letter.body.casefold()]
    assert "  " not in letter.body
    assert letter.body.endswith("\nMaren Okoro\n")
    for machine in ("Greenhouse", "R-77", "Afterword"):
        assert machine not in letter.subject + letter.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agenda", ["System design", ""])
@pytest.mark.parametrize("key", [f"a{n}" for n in range(10)])
def test_no_two_thank_yous_of_one_loop_are_alike(language: str, agenda: str, key: str) -> None:
    """Five people met on one day never get the same opening sentence, nor the same letter."""
    met = replace(LOOP, agenda=agenda)
    case = replace(APPLICATION, key=key, interviews=(met,))
    letters = [written(follow_up("thank_you", one, language), application=case, interview=met).body for one in PANEL]
    texts = ["\n".join(letter.splitlines()[1:]) for letter in letters]
    openings = [letter.splitlines()[2] for letter in letters]
    assert len(set(texts)) == len(set(openings)) == len(PANEL)


def test_three_interviews_of_one_day_make_one_loop() -> None:
    """People met in separate events of one day get different wordings too."""
    hours = [
        replace(
            LOOP,
            key=str(n),
            start=at(f"2026-03-05T{10 + n}:00"),
            end=at(f"2026-03-05T{10 + n}:45"),
            interviewers=(one,),
        )
        for n, one in enumerate(PANEL)
    ]
    case = replace(APPLICATION, interviews=tuple(hours))
    openings = {
        written(follow_up("thank_you", one), application=case, interview=hour).body.splitlines()[2]
        for one, hour in zip(PANEL, hours, strict=True)
    }
    assert len(openings) == len(PANEL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thank_you_names_nobody_else(language: str) -> None:
    """Neither the letter nor its review note tells one interviewer of another."""
    for one in PANEL:
        letter = written(follow_up("thank_you", one, language), interview=LOOP, review_note=True)
        text = letter.subject + letter.body
        assert one.name.split()[0] in text
        assert not [other.name for other in PANEL if other != one and other.name.split()[0] in text]


def test_the_same_follow_up_always_gives_the_same_letter() -> None:
    """Chance has no part in it: a draft that was lost is written again word for word."""
    due = follow_up("thank_you", PANEL[0])
    assert written(due, interview=LOOP) == written(due, interview=LOOP, templates=Templates())


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ("Your application", "Re: Your application"),
        ("Re: Your application", "Re: Your application"),
        ("AW: RE: Re[2]: Ihre Bewerbung", "Re: Ihre Bewerbung"),
        ("Reply to your application", "Re: Reply to your application"),
        ("RÉ : Candidature", "Re: Candidature"),
        ("Two\r\n lines", "Re: Two lines"),
    ],
)
def test_an_answer_keeps_its_parents_subject(parent: str, expected: str) -> None:
    """One "Re:" before the subject that is answered, however many stood there."""
    assert written(follow_up("status_inquiry", thread_subject=parent)).subject == expected


def test_a_subject_of_marks_alone_is_no_subject() -> None:
    """Where nothing is left of the parent's subject the letter's own is used."""
    assert without_reply_marks("Re: AW:") == ""
    assert written(follow_up("status_inquiry", thread_subject="Re:")).subject.startswith("Senior Hydrologist")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_can_do_without_a_role(kind: str, language: str) -> None:
    """Mail that names no role still gets its follow-up."""
    case = replace(APPLICATION, role=None)
    letter = written(follow_up(kind, language=language, role=None), application=case, interview=interview_of(kind))
    assert letter.problems == ()
    assert "„“" not in letter.subject + letter.body


def test_values_are_cut_at_a_word() -> None:
    """A long value ends with an ellipsis and not in the middle of a word."""
    assert clean("alpha beta gamma", 13) == "alpha beta…"
    assert clean("x" * 50, 10) == "x" * 9 + "…"
