"""What each kind of letter says, and what it never claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.application import Promise
from afterword_rules.letters.claims import headline_for, points_for
from afterword_rules.letters.language import language_of
from afterword_rules.owner import Profile
from rules.letter_cases import (
    APPLICATION,
    LANGUAGES,
    LOOP,
    OWNER,
    PANEL,
    RECRUITER,
    at,
    follow_up,
    inquiry,
    without_review_note,
    written,
)


def test_the_owners_note_is_woven_in_as_given() -> None:
    """A note that is a thing stands in the sentence as the owner wrote it."""
    note = "The dam that was drawn on a napkin and built twice"
    letter = written(follow_up("thank_you", PANEL[0]), interview=LOOP, note=note)
    assert ": the dam that was drawn on a napkin and built twice." in letter.body
    assert "system design" not in letter.body
    assert "[…" not in letter.body


def test_a_note_about_his_rule_speaks_to_him() -> None:
    """ "His rule" becomes "your rule" in a letter to him."""
    letter = written(
        follow_up("thank_you", PANEL[0]), interview=LOOP, note="his rule that a model must fit on one page"
    )
    assert "your rule that a model must fit on one page" in letter.body
    assert "his rule" not in letter.body


def test_a_note_in_the_third_person_is_quoted() -> None:
    """A sentence about "her" is given as the owner's note, not said to her face."""
    letter = written(
        follow_up("thank_you", PANEL[1]), interview=LOOP, note="she sails, and her boat is called Variance"
    )
    assert "“she sails, and her boat is called Variance”" in letter.body


def test_a_note_too_long_for_a_letter_leaves_a_blank_and_says_so() -> None:
    """A long note is neither cut nor squeezed in."""
    letter = written(follow_up("thank_you", PANEL[0]), interview=LOOP, note="and then " * 60, review_note=True)
    assert letter.problems == ()
    assert "[…" in letter.body
    assert "too long" in letter.body


def test_without_a_note_the_events_agenda_is_spoken_of() -> None:
    """What the conversation was about is the next best personal thing."""
    letter = written(follow_up("thank_you", PANEL[0]), interview=LOOP)
    assert "our system design session" in letter.body.casefold()


@pytest.mark.parametrize("agenda", ["", "Intro call", "Ingrid and Wenjun", "Greenhouse screen", "Maren Okoro"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_known_one_blank_is_visible(agenda: str, language: str) -> None:
    """Nothing personal is ever invented: one blank, with a hint, listed in the review note."""
    letter = written(
        follow_up("thank_you", PANEL[0], language), interview=replace(LOOP, agenda=agenda), review_note=True
    )
    assert without_review_note(letter.body).count("[…") == 1
    hint = letter.body.rpartition("[… ")[2].partition("]")[0]
    assert hint in letter.body.partition("[… ")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_profile_outreach_claims_nothing(language: str) -> None:
    """An owner who told nothing gets a plain letter with a blank, not a boast."""
    letter = written(follow_up("outreach", None, language), owner=replace(OWNER, profile=Profile()))
    assert letter.problems == ()
    assert letter.body.count("[…") == 1
    assert letter.body.endswith("\nMaren Okoro\n")


def test_outreach_says_role_company_and_what_fits() -> None:
    """The role, the employer, and the owner's own words."""
    letter = written(follow_up("outreach"))
    assert letter.subject == "Application for Senior Hydrologist at Quarry Water"
    for words in (
        "Dear Jane",
        "Senior Hydrologist",
        "Quarry Water",
        "- Built a gauge network of 60 stations\n- Teaches",
    ):
        assert words in letter.body


def test_highlights_that_fit_the_role_come_first() -> None:
    """Shared words decide, the owner's order among equals; never more than asked for."""
    profile = Profile(highlights=("Wrote a cookbook", "Moved a data platform", "Data lineage for a bank", "Sings"))
    assert points_for(profile, "Data Engineer", 3) == (
        "Moved a data platform",
        "Data lineage for a bank",
        "Wrote a cookbook",
    )


@pytest.mark.parametrize(
    ("headline", "role", "said"),
    [
        ("Backend engineer, 8 years, Python", "Senior Backend Engineer", "Backend engineer, 8 years, Python"),
        ("Data and analytics engineer, 5 years, dbt", "Data Engineer", "5 years, dbt"),
        ("Loves maps", "Cartographer", "Loves maps"),
        ("Hydrologist.", "", "Hydrologist"),
    ],
)
def test_a_headline_names_no_other_trade_than_the_role(headline: str, role: str, said: str) -> None:
    """Who applies as one thing is not introduced as another."""
    assert headline_for(Profile(headline=headline), role) == said


def test_long_highlights_give_way_to_the_word_limit() -> None:
    """Fewer points are better than a letter nobody reads."""
    long = Profile("Hydrologist", tuple(f"{word} " * 38 for word in ("rain", "snow", "ice")))
    letter = written(follow_up("outreach"), owner=replace(OWNER, profile=long))
    assert letter.problems == ()
    assert 1 <= letter.body.count("\n- ") < 3


def test_a_passed_promise_is_named_without_reproach() -> None:
    """The day that was promised stands in the inquiry."""
    letter = written(follow_up("status_inquiry"))
    assert "by Friday, March 13" in letter.body
    assert "Senior Hydrologist" in letter.body


def test_a_promise_that_has_not_passed_is_not_held_against_anybody() -> None:
    """Before its day is over a promise is not mentioned."""
    promised = replace(APPLICATION, promise=Promise(at("2026-03-16T23:59"), at("2026-03-06T12:00"), "by Monday"))
    letter = written(follow_up("status_inquiry"), application=promised)
    assert "March 16" not in letter.body
    assert "timeline" in letter.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_inquiry_differs_and_names_the_first(language: str) -> None:
    """Who asks twice says so."""
    asked = inquiry("2026-03-14T09:10")
    first = written(follow_up("status_inquiry", language=language))
    second = written(follow_up("status_inquiry", language=language), application=replace(APPLICATION, letters=(asked,)))
    assert second.problems == ()
    assert first.body != second.body
    assert language_of(language, "US").day(asked.at) in second.body


def test_a_first_inquiry_in_the_owners_own_words_is_still_the_first() -> None:
    """The number of the inquiry tells that the owner asked, even where their words were not understood."""
    case = replace(APPLICATION, letters=(inquiry("2026-03-14T09:10", asks=False),))
    second = written(follow_up("status_inquiry", occasion="2026-03-05T18:00:00Z:silence:2"), application=case)
    assert "Saturday, March 14" in second.body


def test_a_new_promise_after_the_first_inquiry_is_what_counts() -> None:
    """They answered with a new day, and that day passed: the letter speaks of it, not of the older question."""
    case = replace(APPLICATION, letters=(inquiry("2026-03-05T15:00"),))
    assert "by Friday, March 13" in written(follow_up("status_inquiry"), application=case).body


def test_what_was_asked_before_the_last_interview_is_past() -> None:
    """An inquiry of an earlier round does not make this one the second."""
    case = replace(APPLICATION, promise=None, letters=(inquiry("2026-03-02T09:10"),))
    assert "March 2" not in written(follow_up("status_inquiry"), application=case).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_for_feedback_thanks_the_interviewers_by_name(language: str) -> None:
    """The interviewers are named to the one who declined, and never the recipient to themselves."""
    met = replace(LOOP, interviewers=PANEL[:2])
    case = replace(APPLICATION, interviews=(met,))
    to_recruiter = written(follow_up("feedback_request", RECRUITER, language), application=case)
    assert "Tomás Ferreira" in to_recruiter.body
    assert "Ingrid Solheim" in to_recruiter.body
    assert "feedback" in to_recruiter.body.casefold()
    to_one = written(follow_up("feedback_request", PANEL[0], language), application=case)
    assert "Tomás" not in "\n".join(to_one.body.splitlines()[1:])
