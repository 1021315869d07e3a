"""What is wrong or doubtful in the owner's rules.yaml, told with its place."""

from __future__ import annotations

import pytest

from afterword_rules.signals.regex_probe import too_slow_on
from afterword_rules.signals.rule_check import check_rules

HOSTILE = [
    "(a|aa)+$",
    r"(\w+\s?)+$",
    "(x+x+)+y",
    r"([a-z]+)*[0-9]",
    r"(\s*\w*)*;",
    "(lamp ?)+(lamp ?)+(lamp ?)+@",
]
HARMLESS = ["the lamp is lit", r"role of [a-z ]{3,40}$", r"\b(offer|offers)\b.{0,40}\bstay\b", r"^re: .*", "a+b"]


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in check_rules(text)]


def rule(*lines: str, name: str = "mine") -> str:
    return "signals:\n" + "\n".join([f"  - id: {name}", *(f"    {line}" for line in lines)]) + "\n"


@pytest.mark.parametrize("pattern", HOSTILE)
def test_expression_that_hangs_is_found_before_mail_finds_it(pattern: str) -> None:
    """Each hostile pattern has a text among those it is tried on."""
    assert too_slow_on(pattern)
    (problem,) = problems_of(rule("signal: offer", f"regex: ['{pattern}']"))
    assert problem.startswith("rules.yaml:4:13: this takes longer than 0.1 s on a text like ")


@pytest.mark.parametrize("pattern", HARMLESS)
def test_usual_expression_is_let_through(pattern: str) -> None:
    """What people write by hand is no cause for alarm."""
    assert too_slow_on(pattern) is None


def test_examples_that_do_not_hold_are_told_at_their_lines() -> None:
    """One that should fire and does not, one that must not and does."""
    text = rule(
        "signal: rejected",
        "any: [hung the lantern elsewhere]",
        "fires:",
        "  - text: We hung the lantern elsewhere.",
        "  - text: We hung the lamp elsewhere.",
        "silent:",
        "  - text: If we had hung the lantern elsewhere, you would know.",
        "  - text: They hung the lantern elsewhere.",
    )

    assert [
        "rules.yaml:7:9: the rule \"mine\" does not fire on 'We hung the lamp elsewhere.'",
        "rules.yaml:10:9: the rule \"mine\" fires on 'They hung the lantern elsewhere.'",
    ] == problems_of(text)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("any: [thank you. we have hung it]",), "rules.yaml:4:11: this runs over the end of a sentence"),
        (("all: [lantern, hung]", "none: [hung]"), 'rules.yaml:2:5: the rule "mine" can never fire'),
        (("any: [lantern]", "without: [lantern]"), 'rules.yaml:2:5: the rule "mine" can never fire'),
        (("regex: ['we can''t']",), 'rules.yaml:4:13: "n\'t" never stands in a sentence'),
    ],
)
def test_rule_that_can_never_fire_is_told(lines: tuple[str, ...], said: str) -> None:
    """Sentences are looked at one by one, in a plain spelling, and a rule may contradict itself."""
    (problem,) = problems_of(rule("signal: rejected", *lines))

    assert problem.startswith(said)


def test_rule_behind_another_with_the_same_conditions_is_told() -> None:
    """Whoever copies a rule and changes its signal hears that the first one holds."""
    text = rule("signal: offer", "any: [hung the lantern]", name="first")
    text += "  - id: second\n    signal: rejected\n    any: [hung the lantern]\n    weight: 0.5\n"

    assert [
        'rules.yaml:5:5: the rule "second" is never reached: "first" (rules.yaml:2) has the same conditions and its weight'
    ] == problems_of(text)


def test_mistakes_of_all_rules_are_told_at_once() -> None:
    """A rule of unknown keys does not hide the bad expression of the next, nor a repeated key the wrong type below it."""
    text = (
        "signals:\n"
        "  - {id: one, signal: offer, any: [x], wieght: 1}\n"
        "  - {id: two, signal: offer, regex: ['(']}\n"
        "  - {id: three, id: three, signal: offer, any: [no, 12:30, 7]}\n"
        "  - {id: four, signal: offer, any: lantern, disable: no}\n"
        "vendors:\n"
        "  - {key: quillcast, name: Quillcast, kind: atss, mail: [quillcast.example]}\n"
        "  - {key: pennant, name: Pennant, kind: ats}\n"
    )
    problems = problems_of(text)

    assert [2, 3, 4, 4, 5, 5, 7, 8] == [int(problem.split(":")[1]) for problem in problems]
    assert 'rules.yaml:2:40: unknown key "wieght" - did you mean "weight"?' == problems[0]
    assert problems[1].startswith("rules.yaml:3:38: bad regular expression: ")
    assert 'rules.yaml:4:17: the key "id" stands twice - first in line 4' == problems[2]
    assert problems[3].endswith("must be text, not 7 - put it in 'quotes'")
    assert problems[4].endswith('must be a list, not "lantern" - put it in [brackets]')
    assert problems[5].endswith('"disable" must be true or false, not "no"')
    assert 'rules.yaml:7:45: unknown kind "atss" - did you mean "ats"?' == problems[6]
    assert problems[7].endswith('the vendor "pennant" has nothing to know it by: mail or links')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("signals:\n\t- id: one\n", "rules.yaml:2:1: a tab character - YAML wants spaces"),
        ("signals: &all []\nvendors: *all\n", "rules.yaml:2:10: an alias"),
        ("signals: [", "rules.yaml:"),
    ],
)
def test_broken_yaml_is_told_with_its_place(text: str, said: str) -> None:
    """Tabs, aliases and open brackets."""
    assert any(problem.startswith(said) for problem in problems_of(text))


@pytest.mark.parametrize(
    ("vendor", "said"),
    [
        ("{key: a, name: A, kind: ats, mail: ['https://a.example']}", '"https://a.example" is no domain'),
        ("{key: a, name: A, kind: ats, mail: [a.example], employer: [a.example/jobs]}", "does not say where"),
        ("{key: a, name: A, kind: ats, mail: [a.example], tennant: true}", 'did you mean "tenant"?'),
        ("{name: A, kind: ats, mail: [a.example]}", 'the key "key" is missing'),
    ],
)
def test_mistakes_about_vendors_are_told(vendor: str, said: str) -> None:
    """A vendor that would never be recognised is a mistake."""
    (problem,) = problems_of(f"vendors:\n  - {vendor}\n")

    assert said in problem
    assert problem.startswith("rules.yaml:2:")
