"""The owner's YAML, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_rules.yaml_files.source import Problem, did_you_mean, read_and_validate, read_yaml, validate


class Colour(StrEnum):
    """A word out of a few."""

    RED = "red"
    DARK_RED = "dark_red"


@dataclass(frozen=True, slots=True)
class Boat:
    """A mapping with every kind of value."""

    name: str
    colour: Colour = Colour.RED
    length: float = 1.0
    oars: int = 2
    afloat: bool = True
    crew: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fleet:
    """A file."""

    boats: tuple[Boat, ...] = ()
    by_place: dict[str, Boat] | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """A value of more than one type."""

    kind: str | tuple[str, ...] | None = None


def read(text: str) -> Any:
    """The data of a text without problems."""
    data, _, problems = read_yaml(text, "fleet.yaml")
    assert [] == problems
    return data


def problems_of(text: str) -> list[str]:
    """All problems of a text, as they are printed."""
    data, positions, problems = read_yaml(text, "fleet.yaml")
    if problems:
        return [str(problem) for problem in problems]
    return [str(problem) for problem in validate(data, positions, Fleet)[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2026-03-01", "2026-03-01"),
        ("<<", "<<"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-3", -3),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("'true'", "true"),
        ('"5"', "5"),
    ],
)
def test_values_follow_yaml_1_2(text: str, value: object) -> None:
    """The core schema of YAML 1.2: no is a word and 12:30 is not 750."""
    assert value == read(f"key: {text}")["key"]


def test_keys_are_the_words_as_written() -> None:
    """A key is never a number, a boolean or nothing."""
    assert {"no": 1, "1": 2, "null": 3} == read("no: 1\n1: 2\nnull: 3")


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_an_empty_mapping(text: str) -> None:
    """An owner who has commented everything out has made no mistake."""
    assert {} == read(text)


def test_positions_count_from_one() -> None:
    """Values and keys are found where an editor shows them."""
    _, positions, _ = read_yaml("boats:\n  - name: Ida\n    oars: 4\n", "fleet.yaml")

    assert (3, 11) == positions.of(("boats", 0, "oars"))
    assert (3, 5) == positions.of_key(("boats", 0, "oars"))
    assert (2, 5) == positions.of(("boats", 0, "unknown", "deeper"))
    assert Problem("fleet.yaml", 2, 11, "why") == positions.problem(("boats", 0, "name"), "why")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\na: 2", 'fleet.yaml:2:1: the key "a" stands twice - first in line 1'),
        ("a: &x 1", 'fleet.yaml:1:4: an anchor ("&x") - it cannot be used here'),
        ("a: &x 1\nb: *x", 'fleet.yaml:2:4: an alias ("*x") - write the value out'),
        ("a: !!python/name:os.system x", "fleet.yaml:1:4: a tag"),
        ("a:\n\tb: 1", "fleet.yaml:2:1: a tab character - YAML wants spaces"),
        ('a: "\\d"', "fleet.yaml:1:5: found unknown escape character"),
        ("a: 1\n---\nb: 2", "fleet.yaml:2:1: a second document - one file holds one"),
        ("? [a]\n: 1", "fleet.yaml:1:3: a key that is no word"),
        ("a: \x07", "fleet.yaml:1:4: a character that YAML does not allow"),
        ("a: [1, 2", "fleet.yaml:"),
    ],
)
def test_mistakes_are_named_with_their_place(text: str, problem: str) -> None:
    """What YAML allows and an owner never means is a problem, and so is broken syntax."""
    _, _, problems = read_yaml(text, "fleet.yaml")

    assert any(str(found).startswith(problem) for found in problems)


def test_the_last_of_two_keys_does_not_win() -> None:
    """The first value of a repeated key is kept, beside the problem."""
    data, _, _ = read_yaml("a: 1\na: 2", "fleet.yaml")

    assert {"a": 1} == data


def test_valid_data_becomes_a_value() -> None:
    """Lists become tuples and words become members."""
    data, positions, _ = read_yaml("boats: [{name: Ida, colour: dark_red, crew: [no, on], length: 3}]", "fleet.yaml")

    fleet, problems = validate(data, positions, Fleet)

    assert () == problems
    assert Fleet(boats=(Boat("Ida", Colour.DARK_RED, 3.0, crew=("no", "on")),)) == fleet


def test_all_problems_come_at_once() -> None:
    """Unknown keys and words, wrong types and missing keys, in the order of the file."""
    text = (
        "boats:\n"
        "  - name: 4\n"
        "    colour: darkred\n"
        "    oarz: 2\n"
        "    length: long\n"
        "    crew: Ida\n"
        "    afloat: yes\n"
        "  - oars: 1.5\n"
        "by_place:\n"
        "  pier: {name: Ida, note: [1]}\n"
        "  quay: {name: Ida, colur: red}\n"
    )

    assert [
        "fleet.yaml:2:11: \"name\" must be text, not 4 - put it in 'quotes'",
        'fleet.yaml:3:13: unknown colour "darkred" - did you mean "dark_red"?',
        'fleet.yaml:4:5: unknown key "oarz" - did you mean "oars"?',
        'fleet.yaml:5:13: "length" must be a number, not "long"',
        'fleet.yaml:6:11: "crew" must be a list, not "Ida" - put it in [brackets]',
        'fleet.yaml:7:13: "afloat" must be true or false, not "yes"',
        'fleet.yaml:8:5: the key "name" is missing',
        'fleet.yaml:8:11: "oars" must be a whole number, not 1.5',
        'fleet.yaml:10:27: "note" must be text, not a list',
        'fleet.yaml:11:21: unknown key "colur" - did you mean "colour"?',
    ] == problems_of(text)


def test_the_whole_file_may_have_the_wrong_shape() -> None:
    """A list where a mapping belongs is said as such."""
    assert ["fleet.yaml:1:1: this must be a mapping, not a list"] == problems_of("- a\n")


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("intervew", ' - did you mean "interview_scheduled"?'),
        ("ofer", ' - did you mean "offer"?'),
        ("xyz", " - one of: interview_proposed, interview_scheduled, offer"),
    ],
)
def test_the_nearest_word_is_proposed(word: str, answer: str) -> None:
    """A slip is understood; nonsense gets the list."""
    assert answer == did_you_mean(word, ["offer", "interview_scheduled", "interview_proposed"])


def test_nesting_without_end_is_refused() -> None:
    """Fifty thousand brackets are a problem and no crash."""
    _, _, flat = read_yaml("[" * 50_000, "fleet.yaml")
    _, _, deep = read_yaml("[" * 60 + "]" * 60, "fleet.yaml")

    assert flat
    assert deep


@given(st.text())
def test_no_text_raises(text: str) -> None:
    """Whatever the file holds, there is an answer, and every problem has a place."""
    data, positions, problems = read_yaml(text, "any.yaml")
    if not problems:
        validate(data, positions, Fleet)

    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


@pytest.mark.parametrize(("text", "expected"), [("kind: a", "a"), ("kind: [a, b]", ("a", "b")), ("kind: null", None)])
def test_a_value_may_have_one_of_several_types(text: str, expected: object) -> None:
    """A word, or a list of them, or nothing."""
    value, _, problems = read_and_validate(text, "some.yaml", Several)

    assert [] == problems
    assert value is not None
    assert expected == value.kind


def test_a_value_of_none_of_several_types_is_told_once() -> None:
    """In the words of the first of them."""
    problems = read_and_validate("kind: {}", "some.yaml", Several)[2]

    assert ['some.yaml:1:7: "kind" must be text, not a mapping'] == [str(problem) for problem in problems]
