"""The rules that ship with the program, and the owner's over them."""

from __future__ import annotations

import pytest

from afterword_rules.signal import SignalKind
from afterword_rules.signals.classify import classify, judge
from afterword_rules.signals.rule_examples import example_message, examples_that_fail
from afterword_rules.signals.sentences import Where
from afterword_rules.signals.signal_rule import Direction, Example, SignalRule
from afterword_rules.signals.signal_rules import load_signal_rules
from afterword_rules.signals.weighing import policy

DEFAULTS, _ = load_signal_rules()
DECISIVE = [rule for rule in DEFAULTS.rules if rule.signal and rule.weight >= policy().believed]


def problems_of(text: str) -> list[str]:
    """The problems of an owner's file, as they are printed."""
    return [str(problem) for problem in load_signal_rules(text)[1]]


def test_the_default_rules_have_no_problems() -> None:
    """The shipped rules load, and there is one for every signal that mail can have."""
    rules, problems = load_signal_rules()

    assert () == problems
    assert set(SignalKind) - {SignalKind.HUMAN_REPLY} == {rule.signal for rule in rules.rules if rule.signal}


def test_ids_are_unique() -> None:
    """No id stands in two files of the defaults."""
    ids = [rule.id for rule in DEFAULTS.rules]

    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("rule", DEFAULTS.rules, ids=lambda rule: rule.id)
def test_every_rule_says_why_and_shows_it(rule: SignalRule) -> None:
    """Each rule has a reason, an example that fires it, one that does not, and both behave."""
    assert rule.why
    assert rule.fires or rule.where == (Where.BACKGROUND,)
    assert rule.silent
    assert [] == list(examples_that_fail(DEFAULTS, rule))


@pytest.mark.parametrize("rule", DECISIVE, ids=lambda rule: rule.id)
def test_a_rule_that_is_believed_alone_decides_its_example(rule: SignalRule) -> None:
    """The first example of a heavy rule gets the rule's signal as its verdict."""
    message = example_message(rule.fires[0], rule)

    assert rule.signal == classify(message, DEFAULTS, outgoing=rule.direction is Direction.OUTGOING).kind


def test_every_default_rule_knows_its_line() -> None:
    """The origin of a default rule names its file and line."""
    assert DEFAULTS.origins["rejected-not-moving-forward"].startswith("defaults/signals/rejected.yaml:")
    assert len(DEFAULTS.rules) == len(DEFAULTS.origins)


def test_a_new_id_adds_a_rule() -> None:
    """Five lines of the owner's teach a new wording."""
    rules, problems = load_signal_rules(
        "signals:\n"
        "  - id: my-lighthouse\n"
        "    signal: application_received\n"
        "    any: [the lamp has been lit for your papers]\n"
    )
    rule = rules.rule("my-lighthouse")

    assert () == problems
    assert rule is not None
    assert "rules.yaml:2" == rules.origins["my-lighthouse"]
    message = example_message(Example(text="The lamp has been lit for your papers. The hiring team"), rule)
    assert "my-lighthouse" == classify(message, rules).rule


def test_the_same_id_replaces_a_rule() -> None:
    """An owner's rule stands in the place of the default one, whole."""
    rules, problems = load_signal_rules(
        "signals:\n  - {id: alert-jobs, signal: job_alert, any: [fresh nets], weight: 0.7}\n"
    )
    rule = rules.rule("alert-jobs")

    assert () == problems
    assert rule is not None
    assert ("fresh nets",) == rule.any
    assert len(DEFAULTS.rules) == len(rules.rules)


def test_disable_switches_a_rule_off() -> None:
    """`disable: true` needs nothing but the id."""
    rules, problems = load_signal_rules("signals:\n  - id: alert-jobs\n    disable: true\n")

    assert () == problems
    assert rules.rule("alert-jobs") is None


def test_disabling_an_unknown_rule_names_the_nearest() -> None:
    """A misspelt id is no silent nothing."""
    problems = problems_of("signals:\n  - id: alert-job\n    disable: true\n")

    assert ['rules.yaml:2:9: no rule "alert-job" to disable - did you mean "alert-jobs"?'] == problems


def test_all_problems_are_named_at_once() -> None:
    """One run tells everything that is wrong, each with its place."""
    problems = problems_of(
        "signals:\n"
        "  - id: one\n"
        "    signal: intervew\n"
        "    any: [x]\n"
        "  - id: two\n"
        "    signal: offer\n"
        "    wieght: 0.5\n"
        "    any: [y]\n"
    )

    assert [
        'rules.yaml:3:13: unknown signal "intervew" - did you mean "interview_scheduled"?',
        'rules.yaml:7:5: unknown key "wieght" - did you mean "weight"?',
    ] == problems


def test_rules_that_cannot_work_are_problems() -> None:
    """Nothing to look for, a bad expression, an open bracket, a weight that is none, an id used twice."""
    problems = problems_of(
        "signals:\n"
        "  - {id: one, signal: offer}\n"
        "  - {id: two, any: [x]}\n"
        "  - {id: three, signal: offer, regex: ['(']}\n"
        "  - {id: four, signal: offer, any: ['(a|b']}\n"
        "  - {id: five, signal: offer, any: [x], weight: 7}\n"
        "  - {id: five, signal: offer, any: [x]}\n"
    )

    assert 6 == len(problems)
    assert [2, 3, 4, 5, 6, 7] == [int(problem.split(":")[1]) for problem in problems]


def test_an_unknown_part_of_the_file_is_a_problem() -> None:
    """A misspelt heading would hide every rule under it."""
    assert ['rules.yaml:1:1: unknown key "signal" - did you mean "signals"?'] == problems_of("signal: []\n")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "signals: []\n", "signals:\n"])
def test_an_empty_file_changes_nothing(text: str) -> None:
    """An owner without rules of their own has made no mistake."""
    assert [] == problems_of(text)


def test_with_problems_the_default_rules_hold() -> None:
    """A broken file of the owner's leaves rules that work."""
    rules, problems = load_signal_rules("signals: 3\n")

    assert problems
    assert len(DEFAULTS.rules) == len(rules.rules)


def test_a_regular_expression_that_hangs_is_passed_over_and_named() -> None:
    """A hostile pattern costs a tenth of a second and never the verdict."""
    rules, _ = load_signal_rules("signals:\n  - {id: slow, signal: offer, regex: ['(a|aa)+$']}\n")
    rule = rules.rule("slow")
    assert rule is not None
    message = example_message(Example(text="We have received your application for the role. " + "a" * 60 + "!"), rule)

    judgement = judge(message, rules)

    assert ("slow",) == judgement.timed_out
    assert SignalKind.APPLICATION_RECEIVED == judgement.signal.kind
    assert rules.without("slow").rule("slow") is None


def test_a_regular_expression_sees_plain_words() -> None:
    """Case and contractions are the same for expressions as for phrases."""
    rules, _ = load_signal_rules("signals:\n  - {id: mine, signal: none, weight: 1, regex: ['we have \\d+ eels']}\n")
    rule = rules.rule("mine")
    assert rule is not None

    assert "mine" == classify(example_message(Example(text="We've 12 eels."), rule), rules).rule
