"""The note to the owner at the top of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.application import Contact
from afterword_rules.drafts.likeness import normalised_body
from afterword_rules.letters.language import letter_words
from rules.letter_cases import (
    KINDS,
    LANGUAGES,
    LOOP,
    PANEL,
    RECRUITER,
    at,
    follow_up,
    interview_of,
    person,
    without_review_note,
    written,
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS])
@pytest.mark.parametrize("recipient", [RECRUITER, person("Grant Poole"), None])
def test_the_review_note_is_short_framed_and_can_be_taken_off(
    kind: str, language: str, recipient: Contact | None
) -> None:
    """At most six lines between two frames, which the likeness of drafts knows too."""
    due = follow_up(kind, recipient, language, best_before=at("2026-03-16T21:00"))
    letter = written(due, interview=interview_of(kind), review_note=True)
    bare = written(due, interview=interview_of(kind))
    above, below = letter_words()[language]["frame"]
    lines = letter.body.splitlines()
    assert lines[0] == above
    assert 1 <= lines.index(below) - 1 <= 6
    assert without_review_note(letter.body) == bare.body
    assert normalised_body(letter.body) == normalised_body(bare.body)
    assert without_review_note(bare.body) == bare.body


def test_the_review_note_says_why_until_when_and_whose_address() -> None:
    """What the owner needs to know before sending, in plain words and in their own time."""
    due = follow_up("thank_you", PANEL[0], best_before=at("2026-03-16T21:30"))
    note = written(due, interview=LOOP, review_note=True).body
    assert "your interview at Quarry Water on Thursday, March 5 is over" in note
    assert "Best sent before: Monday, March 16, 9:30 pm." in note
    assert "guest list of the interview" in note


def test_a_late_letter_says_that_it_is_late() -> None:
    """A best time that has passed is told as passed."""
    due = follow_up("thank_you", PANEL[0], best_before=at("2026-03-06T02:30"))
    assert "has passed" in written(due, interview=LOOP, review_note=True).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_that_was_slept_through_says_when_it_was_due(language: str) -> None:
    """In the owner's time, and only when it is late by more than an hour."""
    due = follow_up("thank_you", PANEL[0], language, due=at("2026-03-16T00:05"), best_before=at("2026-03-16T11:35"))
    late = written(due, interview=LOOP, review_note=True).body
    prompt = written(replace(due, due=at("2026-03-16T08:30")), interview=LOOP, review_note=True).body

    assert 1 == len(set(late.splitlines()) - set(prompt.splitlines()))
    assert "12:05 am" in late or "0:05" in late or "0 h 05" in late


def test_the_review_note_names_no_vendor_and_no_mailbox_of_nobody() -> None:
    """A reason that quotes a machine is replaced by a plain one."""
    strange = replace(RECRUITER, why="Reply-To of no-reply@us.greenhouse-mail.io")
    due = follow_up("missed_call", strange, why="Greenhouse wrote from careers@quarry.example")
    letter = written(replace(due, kind="outreach"), review_note=True)
    for machine in ("reenhouse", "no-reply", "careers@"):
        assert machine not in letter.body


def test_an_unknown_address_comes_with_places_to_look() -> None:
    """An empty To is explained, not hidden."""
    letter = written(follow_up("outreach", None), review_note=True)
    assert "careers page of Quarry Water" in letter.body
    assert "“recruiter” or “hiring manager” at Quarry Water" in letter.body
