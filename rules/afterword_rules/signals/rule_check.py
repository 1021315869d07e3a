"""What is doubtful about the owner's rules though each is well written: never reached, too slow, not as its examples say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from afterword_rules.signals.regex_probe import too_slow_on
from afterword_rules.signals.rule_examples import examples_that_fail
from afterword_rules.signals.rule_matching import REGEX_SECONDS
from afterword_rules.signals.signal_rule import SignalRule
from afterword_rules.signals.signal_rules import SignalRules, laid_over, read_own_rules
from afterword_rules.yaml_files.source import Path, Positions, Problem

_PHRASES = ("any", "all", "none", "also", "without")
_SENTENCE_END = re.compile(r"[.!?;][)\"']*\s")
_CONTRACTION = re.compile(r"n't\b|\b(?:i|we|you|they)'(?:ve|re|ll|d|m)\b|\bcannot\b", re.IGNORECASE)


def check_rules(text: str, name: str = "rules.yaml") -> tuple[Problem, ...]:
    """Everything that is wrong or doubtful in the owner's rules.yaml, whose content is `text`.

    What is doubtful is looked for only where nothing is wrong. May take some seconds: slow expressions are tried out.
    """
    own = read_own_rules(text, name)
    if own.problems:
        return own.problems
    rules = laid_over(own)
    found: list[Problem] = []
    for number, rule in enumerate(own.file.signals):
        if not rule.disable:
            path = ("signals", number)
            found += _slow(rule, path, own.positions)
            found += _never_reached(rule, rules, path, own.positions)
            found += _examples(rule, rules, path, own.positions)
    return tuple(sorted(found))


def _slow(rule: SignalRule, path: Path, positions: Positions) -> Iterator[Problem]:
    for number, pattern in enumerate(rule.regex):
        here = (*path, "regex", number)
        if text := too_slow_on(pattern):
            said = f'this takes longer than {REGEX_SECONDS:g} s on a text like "{text}..." - the rule would be left out'
            yield positions.problem(here, said)
        if found := _CONTRACTION.search(pattern):
            said = (
                f'"{found[0]}" never stands in a sentence: contractions are written out before ("can not", "we have")'
            )
            yield positions.problem(here, said)


def _never_reached(rule: SignalRule, rules: SignalRules, path: Path, positions: Positions) -> Iterator[Problem]:
    for part in _PHRASES:
        for number, phrase in enumerate(getattr(rule, part)):
            if _SENTENCE_END.search(phrase.replace("...", "")):
                said = "this runs over the end of a sentence, and sentences are looked at one by one"
                yield positions.problem((*path, part, number), said)
    wanted, forbidden = set(rule.any or rule.all), {*rule.none, *rule.without}
    if not rule.regex and wanted and (wanted <= forbidden or not forbidden.isdisjoint(rule.all)):
        yield positions.problem(path, f'the rule "{rule.id}" can never fire: it forbids what it looks for')
    for other in rules.rules:
        if other.id == rule.id:
            return
        if (
            other.weight >= rule.weight
            and _conditions(other) == _conditions(rule)
            and bool(other.topic) == bool(rule.topic)
        ):
            origin = rules.origins.get(other.id, "")
            said = (
                f'the rule "{rule.id}" is never reached: "{other.id}" ({origin}) has the same conditions and its weight'
            )
            yield positions.problem(path, said)
            return


def _conditions(rule: SignalRule) -> tuple[object, ...]:
    lists = [frozenset(getattr(rule, part)) for part in (*_PHRASES, "regex", "where", "senders", "language")]
    return (*lists, rule.mood, rule.direction)


def _examples(rule: SignalRule, rules: SignalRules, path: Path, positions: Positions) -> Iterator[Problem]:
    for part, number, said in examples_that_fail(rules, rule):
        yield positions.problem((*path, part, number), said)
