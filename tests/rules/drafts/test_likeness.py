"""Whether two texts are the same letter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_rules.drafts.likeness import body_digest, likeness, normalised_body

LETTER = """Dear Ada,

thank you for the time you took on Tuesday. Your story about the quarry that
had to move its whole archive in a week has stayed with me.

I would be glad to work on that archive with you.

Kind regards,
Nell Hopper
"""

NOTED = f"""=== For you alone: delete everything down to the next line like this ===
Why: your conversation on Tuesday.
Best sent before: Wednesday, 04:15.
=== Delete everything above this line before you send ===

{LETTER}"""


def flowed(text: str) -> str:
    """The text as Thunderbird saves it: soft breaks, and a space stuffed before lines that need one."""
    paragraphs = text.split("\n\n")
    return "\r\n\r\n".join(paragraph.replace("\n", " \r\n") for paragraph in paragraphs)


def test_rewrapped_letter_has_the_same_digest() -> None:
    """A client that only re-wraps and changes line ends edits nothing."""
    assert body_digest(LETTER) == body_digest(flowed(LETTER))


def test_one_word_changes_the_digest() -> None:
    """Changing one word is editing."""
    assert body_digest(LETTER) != body_digest(LETTER.replace("Tuesday", "Monday"))


def test_punctuation_changes_the_digest() -> None:
    """Changing one sign is editing."""
    assert body_digest(LETTER) != body_digest(LETTER.replace("Dear Ada,", "Dear Ada!"))


def test_deleted_review_note_changes_the_digest() -> None:
    """An owner who deleted the review note has begun to work on the draft."""
    assert body_digest(LETTER) != body_digest(NOTED)


def test_signature_changes_the_digest() -> None:
    """An owner who added a signature has touched the draft."""
    assert body_digest(LETTER) != body_digest(LETTER + "\n-- \nNell Hopper\n+1 555 0100\n")


def test_stuffed_quote_mark_changes_no_digest() -> None:
    """A line that begins with ">" gets a space before it when it is saved as format=flowed."""
    assert body_digest("a\n> b\nc") == body_digest("a\n > b\nc")


@pytest.mark.parametrize("text", [NOTED, flowed(NOTED), "\n\n" + NOTED])
def test_review_note_is_no_part_of_the_letter(text: str) -> None:
    """What stands between the two frame lines is not compared."""
    assert normalised_body(text) == normalised_body(LETTER)


def test_half_a_frame_is_left_alone() -> None:
    """A letter that begins with a line of dashes keeps all its words."""
    assert normalised_body("--- a\nb\nc") == "--- a b c"


def test_quotes_and_signature_are_no_part_of_the_letter() -> None:
    """Quoted lines and what follows "-- " are not compared."""
    assert normalised_body("Hello\n> old words\nyou\n-- \nNell") == "Hello you"


def test_a_body_that_is_only_a_signature_is_kept() -> None:
    """A delimiter on the first line cuts nothing off."""
    assert normalised_body("--\nNell") == "-- Nell"


def test_same_letter_is_wholly_alike() -> None:
    """Case, wrapping and punctuation do not count."""
    assert likeness(normalised_body(LETTER), normalised_body(flowed(LETTER).upper())) == 1.0


def test_edited_letter_is_still_alike() -> None:
    """A letter with a new sentence and a shorter end is far above one half."""
    edited = LETTER.replace("I would be glad to work on that archive with you.", "My references are attached.")

    assert likeness(normalised_body(LETTER), normalised_body(edited)) > 0.7


def test_other_letter_is_not_alike() -> None:
    """A letter on another matter is far below one half."""
    other = "Hi Ada, Thursday at ten suits me well. Shall I bring my passport to the gate? See you then, Nell"

    assert likeness(normalised_body(LETTER), normalised_body(other)) < 0.35


def test_nothing_is_like_nothing() -> None:
    """An empty body is never proof of anything."""
    assert likeness("", "") == 0.0


def test_cost_is_bounded() -> None:
    """Huge texts of few words are compared within moments."""
    begin = time.perf_counter()
    likeness("to be or not to be " * 50_000, "not to be or to be " * 50_000)

    assert time.perf_counter() - begin < 5


@given(st.text())
def test_normalised_body_is_one_line(text: str) -> None:
    """What was normalised is one line with single blanks."""
    once = normalised_body(text)

    assert "\n" not in once
    assert once == " ".join(once.split())


@given(st.text(), st.text())
def test_likeness_is_a_share(one: str, other: str) -> None:
    """Any two texts give a number from 0 to 1."""
    assert 0.0 <= likeness(one, other) <= 1.0
