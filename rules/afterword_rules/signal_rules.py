"""The signal rules: the ones that ship with the program, and the owner's laid over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from afterword_rules.phrases import Phrase, PhraseError, phrase
from afterword_rules.rule_matching import Matcher, Slot, matcher
from afterword_rules.signal_rule import SignalRule, SignalRuleFile
from afterword_rules.yaml_source import Path, Positions, Problem, did_you_mean, read_yaml, validate

if TYPE_CHECKING:
    import regex

_HEAVIEST_TOPIC = 5
_PHRASE_LISTS = ("any", "all", "none", "also", "without")


@dataclass(frozen=True, slots=True)
class SignalRules:
    """All rules in force. `origins` tells for each id where it stands, as `file:line`."""

    rules: tuple[SignalRule, ...]
    origins: dict[str, str]
    matcher: Matcher

    def without(self, *ids: str) -> SignalRules:
        """The same rules with these switched off, as is done with a rule that keeps timing out."""
        return _compiled([rule for rule in self.rules if rule.id not in ids], self.origins)

    def rule(self, name: str) -> SignalRule | None:
        """The rule with the id `name`, as it is in force."""
        return next((rule for rule in self.rules if rule.id == name), None)


def load_signal_rules(
    owner_yaml: str | None = None, owner_name: str = "rules.yaml"
) -> tuple[SignalRules, tuple[Problem, ...]]:
    """The default rules with the owner's over them: same id replaces, `disable: true` switches off, a new id adds.

    `owner_yaml` is the text of rules.yaml. Where there are problems, all of them are named, and the rules given back
    are the ones that ship with the program.
    """
    defaults = _defaults()
    if owner_yaml is None:
        return defaults, ()
    data, positions, problems = read_yaml(owner_yaml, owner_name)
    if problems:
        return defaults, tuple(sorted(problems))
    if isinstance(data, dict) and data.get("signals") is None:
        # All that stood under the heading may be commented out.
        data.pop("signals", None)
    own, problems = _read(data, positions)
    default_ids = [rule.id for rule in defaults.rules]
    problems += [
        positions.problem(
            ("signals", number, "id"), f'no rule "{rule.id}" to disable{did_you_mean(rule.id, default_ids)}'
        )
        for number, rule in enumerate(own)
        if rule.disable and rule.id not in default_ids
    ]
    if problems:
        return defaults, tuple(sorted(problems))
    merged = {rule.id: rule for rule in defaults.rules} | {rule.id: rule for rule in own}
    lines = {rule.id: f"{owner_name}:{positions.of(('signals', n))[0]}" for n, rule in enumerate(own)}
    return _compiled([rule for rule in merged.values() if not rule.disable], defaults.origins | lines), ()


@cache
def _defaults() -> SignalRules:
    rules: list[SignalRule] = []
    origins: dict[str, str] = {}
    folder = resources.files("afterword_rules") / "defaults" / "signals"
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        data, positions, problems = read_yaml(source.read_text(encoding="utf-8"), source.name)
        found, more = _read(data, positions)
        if problems or more:
            raise ValueError("\n".join(map(str, [*problems, *more])))
        rules += found
        origins |= {
            r.id: f"defaults/signals/{source.name}:{positions.of(('signals', n))[0]}" for n, r in enumerate(found)
        }
    return _compiled(rules, origins)


def _read(data: object, positions: Positions) -> tuple[tuple[SignalRule, ...], list[Problem]]:
    value, problems = validate(data, positions, SignalRuleFile)
    if value is None:
        return (), list(problems)
    found: list[Problem] = []
    seen: dict[str, int] = {}
    for number, rule in enumerate(value.signals):
        path: Path = ("signals", number)
        if rule.id in seen:
            text = f'the rule "{rule.id}" stands twice - first in line {positions.of(("signals", seen[rule.id]))[0]}'
            found.append(positions.problem((*path, "id"), text))
        seen.setdefault(rule.id, number)
        if not rule.disable:
            found += _mistakes(rule, path, positions)
    return value.signals, found


def _mistakes(rule: SignalRule, path: Path, positions: Positions) -> Iterator[Problem]:
    if rule.signal is None and rule.topic is None:
        yield positions.problem(path, f'the rule "{rule.id}" names neither a signal nor a topic')
    if not (rule.any or rule.all or rule.regex):
        yield positions.problem(path, f'the rule "{rule.id}" has nothing to look for: any, all or regex')
    most = 1 if rule.signal else _HEAVIEST_TOPIC
    if not 0 < rule.weight <= most:
        yield positions.problem((*path, "weight"), f'"weight" must be above 0 and at most {most}, not {rule.weight:g}')
    for part in _PHRASE_LISTS:
        for number, text in enumerate(getattr(rule, part)):
            try:
                phrase(text)
            except PhraseError as error:
                yield positions.problem((*path, part, number), str(error))
    for number, pattern in enumerate(rule.regex):
        if problem := _compile(pattern)[1]:
            yield positions.problem((*path, "regex", number), f"bad regular expression: {problem}")


def _compile(pattern: str) -> tuple[regex.Pattern[str] | None, str]:
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE), ""
    except regex.error as error:
        return None, str(error)


def _compiled(rules: list[SignalRule], origins: dict[str, str]) -> SignalRules:
    phrases: list[tuple[Slot, Phrase]] = []
    patterns: dict[int, tuple[regex.Pattern[str], ...]] = {}
    for number, rule in enumerate(rules):
        for part in _PHRASE_LISTS:
            for place, text in enumerate(getattr(rule, part)):
                # Only `all` asks for each phrase; of the other lists one is enough.
                phrases.append((Slot(number, part, place if part == "all" else 0), phrase(text)))
        if rule.regex:
            patterns[number] = tuple(found for one in rule.regex if (found := _compile(one)[0]) is not None)
    kept = {rule.id: origins[rule.id] for rule in rules if rule.id in origins}
    return SignalRules(tuple(rules), kept, matcher(rules, phrases, patterns))
