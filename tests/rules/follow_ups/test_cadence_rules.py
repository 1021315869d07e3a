"""The cadence in YAML, and the owner's over the program's."""

from __future__ import annotations

from datetime import time

import pytest

from afterword_rules.follow_ups.cadence import Unit, Wait
from afterword_rules.follow_ups.cadence_rules import load_cadences


def the_problem(owner_yaml: str) -> str:
    """The one problem of the owner's file."""
    (only,) = load_cadences(owner_yaml)[1]
    return str(only)


def test_program_ships_a_cadence_of_each_kind() -> None:
    """And no problem with them."""
    cadences, problems = load_cadences()

    assert {"outreach", "thank_you", "status_inquiry", "feedback_request"} == set(cadences)
    assert () == problems


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("outreach", Wait(1, Unit.BUSINESS_DAYS)),
        ("thank_you", Wait(30, Unit.MINUTES)),
        ("status_inquiry", Wait(7, Unit.BUSINESS_DAYS)),
        ("feedback_request", Wait(1, Unit.BUSINESS_DAYS)),
    ],
)
def test_program_waits_as_the_manual_says(kind: str, expected: Wait) -> None:
    """Thirty minutes, one business day, seven."""
    assert expected == load_cadences()[0][kind].wait


def test_program_thanks_within_twelve_hours_and_asks_twice_at_most() -> None:
    """The two other numbers of the manual."""
    cadences, _ = load_cadences()

    assert Wait(12, Unit.HOURS) == cadences["thank_you"].best_before
    assert 2 == cadences["status_inquiry"].at_most
    assert time(9) == cadences["status_inquiry"].at


def test_owners_entry_changes_what_it_names_and_no_more() -> None:
    """What it leaves out keeps the program's value."""
    yaml = 'follow_ups:\n  - id: thank_you\n    wait: "2 hours"\n'
    default, (cadences, problems) = load_cadences()[0], load_cadences(yaml)

    assert () == problems
    assert Wait(2, Unit.HOURS) == cadences["thank_you"].wait
    assert default["thank_you"].best_before == cadences["thank_you"].best_before
    assert default["outreach"] == cadences["outreach"]


def test_owner_switches_one_kind_off() -> None:
    """The others go on."""
    cadences, _ = load_cadences("follow_ups:\n  - id: outreach\n    disable: true\n")

    assert {"outreach"} == {kind for kind, cadence in cadences.items() if cadence.disabled}


def test_owner_switches_all_off() -> None:
    """One line at the top."""
    cadences, problems = load_cadences("disable: true\n")

    assert () == problems
    assert all(cadence.disabled for cadence in cadences.values())


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "follow_ups: []\n"])
def test_empty_file_changes_nothing(text: str) -> None:
    """The owner has not written anything yet."""
    assert load_cadences() == load_cadences(text)


def test_time_of_day_without_quotes_is_a_time() -> None:
    """In YAML 1.2 08:30 is a word and not a number of minutes."""
    cadences, problems = load_cadences("follow_ups:\n  - id: outreach\n    at: 08:30\n")

    assert () == problems
    assert time(8, 30) == cadences["outreach"].at


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("  - id: thank_yuo\n", ["owner.yaml:2:9", "thank_yuo", "thank_you"]),
        ("  - id: thank_you\n    wait: soon\n", ["owner.yaml:3:11", '"soon"', "30 minutes"]),
        ("  - id: thank_you\n    at: noon\n", ["owner.yaml:3:9", '"noon"', "09:00"]),
        ("  - id: thank_you\n    wiat: 1 hour\n", ["owner.yaml:3:5", "wiat", "wait"]),
        ("  - id: thank_you\n    at_most: many\n", ["owner.yaml:3:14", "at_most"]),
        ("  - id: thank_you\n    id: outreach\n", ["owner.yaml:3:5", "id"]),
        ("  - wait: 1 hour\n", ["owner.yaml:2:5", "id"]),
        ("  - id: thank_you\n    to: [intervewer]\n", ["owner.yaml:3:10", "intervewer", '"interviewer"']),
        ("  - id: thank_you\n    to: []\n", ["owner.yaml:3:9", "interviewer"]),
        ("  - id: outreach\n    unless: [human_anser]\n", ["owner.yaml:3:14", '"human_answer"']),
        ("  - id: outreach\n    at_most: 0\n", ["owner.yaml:3:14", "disable: true"]),
        ("  - id: thank_you\n    at_most: 2\n", ["owner.yaml:3:14", "once"]),
        ("  - id: thank_you\n    after: rejected\n", ["owner.yaml:3:12", "thank_you"]),
        ("  - id: outreach\n    wait_after_promise: 1 day\n", ["owner.yaml:3:25", "after: promise"]),
        ("  - id: outreach\n    template: ../x\n", ["owner.yaml:3:15", "missed_call"]),
        ("  - id: outreach\n    at: 09:00Z\n", ["owner.yaml:3:9", "09:00Z"]),
        ("  - {id: mine, after: interview_hold, wait: 1 day}\n", ["owner.yaml:2:23", '"interview_held"']),
        ("  - {id: mine, after: applied}\n", ["owner.yaml:2:5", "`wait`"]),
        ("  - {id: My kind, after: applied, wait: 1 day}\n", ["owner.yaml:2:10", "My kind", "missed_call"]),
        ("  - {id: review_note, after: applied, wait: 1 day}\n", ["owner.yaml:2:10", "review_note"]),
        ("  - {id: zzzz, wait: 1 day}\n", ["owner.yaml:2:10", "zzzz", "`after`", "outreach"]),
        ("  - {id: outreach, wait: 1 day}\n  - {id: outreach, at: 08:00}\n", ["owner.yaml:3:10", "twice", "line 2"]),
    ],
)
def test_problem_names_its_place_and_the_next_step(entry: str, words: list[str]) -> None:
    """File, line and column, what is wrong, and the nearest valid word."""
    (problem,) = load_cadences(f"follow_ups:\n{entry}", "owner.yaml")[1]

    assert [] == [word for word in words if word not in str(problem)]


def test_all_problems_are_told_at_once() -> None:
    """The owner mends the file in one go."""
    yaml = "follow_ups:\n  - id: thank_yuo\n  - id: outreach\n    wait: soon\n  - id: status_inquiry\n    at: noon\n"

    assert 3 == len(load_cadences(yaml)[1])


def test_broken_file_leaves_the_programs_cadence() -> None:
    """A caller that goes on is right."""
    cadences, problems = load_cadences(
        "follow_ups:\n  - id: thank_you\n    wait: 2 hours\n  - id: outreach\n    wait: soon\n"
    )

    assert problems
    assert load_cadences()[0] == cadences


def test_broken_yaml_is_a_problem_and_no_crash() -> None:
    """With its line."""
    assert "follow_ups.yaml:" in the_problem("follow_ups: [")
