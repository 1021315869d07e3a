"""The signal rules: the ones that ship with the program, and the owner's laid over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from afterword_parsers.jobs.vendors import VendorTable, built_in_vendors
from afterword_rules.signals.phrases import Phrase, PhraseError, phrase
from afterword_rules.signals.rule_matching import Matcher, Slot, matcher
from afterword_rules.signals.signal_rule import SignalRule, SignalRuleFile
from afterword_rules.signals.vendor_entry import VendorEntry, vendor_mistakes, vendor_table
from afterword_rules.yaml_files.source import Path, Positions, Problem, did_you_mean, read_yaml, told_once, validate

if TYPE_CHECKING:
    import regex

_HEAVIEST_TOPIC = 5
_PHRASE_LISTS = ("any", "all", "none", "also", "without")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SignalRules:
    """All rules in force, and the vendors the owner's file adds to.

    `origins` tells for each id where it stands, as `file:line`.
    """

    rules: tuple[SignalRule, ...]
    origins: dict[str, str]
    matcher: Matcher
    vendors: VendorTable

    def without(self, *ids: str) -> SignalRules:
        """The same rules with these switched off, as is done with a rule that keeps timing out."""
        return _compiled([rule for rule in self.rules if rule.id not in ids], self.origins, self.vendors)

    def rule(self, name: str) -> SignalRule | None:
        """The rule with the id `name`, as it is in force."""
        return next((rule for rule in self.rules if rule.id == name), None)


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The owner's file as it was read; with `problems` there is nothing in `file`."""

    file: SignalRuleFile
    positions: Positions
    problems: tuple[Problem, ...]


def load_signal_rules(
    owner_yaml: str | None = None, owner_name: str = "rules.yaml"
) -> tuple[SignalRules, tuple[Problem, ...]]:
    """The default rules with the owner's over them: same id replaces, `disable: true` switches off, a new id adds.

    `owner_yaml` is the text of rules.yaml. Where there are problems, all of them are named, and the rules given back
    are the ones that ship with the program.
    """
    if owner_yaml is None:
        return _defaults(), ()
    own = read_own_rules(owner_yaml, owner_name)
    return (_defaults() if own.problems else laid_over(own)), own.problems


def read_own_rules(text: str, name: str = "rules.yaml") -> OwnRules:
    """The owner's file by itself, and everything that is wrong with it."""
    file, positions, problems = _read(text, name)
    default_ids = [rule.id for rule in _defaults().rules]
    problems += [
        positions.problem(
            ("signals", number, "id"), f'no rule "{rule.id}" to disable{did_you_mean(rule.id, default_ids)}'
        )
        for number, rule in enumerate(file.signals)
        if rule.disable and rule.id not in default_ids
    ]
    return OwnRules(file, positions, tuple(sorted(problems)))


def laid_over(own: OwnRules) -> SignalRules:
    """The default rules with `own`, in which there is no problem, over them."""
    defaults, signals = _defaults(), own.file.signals
    merged = {rule.id: rule for rule in defaults.rules} | {rule.id: rule for rule in signals}
    lines = {r.id: f"{own.positions.file}:{own.positions.of(('signals', n))[0]}" for n, r in enumerate(signals)}
    in_force = [rule for rule in merged.values() if not rule.disable]
    return _compiled(in_force, defaults.origins | lines, vendor_table(own.file.vendors))


@cache
def _defaults() -> SignalRules:
    rules: list[SignalRule] = []
    origins: dict[str, str] = {}
    folder = resources.files("afterword_rules") / "defaults" / "signals"
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        file, positions, problems = _read(source.read_text(encoding="utf-8"), source.name)
        if problems:
            raise ValueError("\n".join(map(str, problems)))
        rules += file.signals
        origins |= {
            r.id: f"defaults/signals/{source.name}:{positions.of(('signals', n))[0]}"
            for n, r in enumerate(file.signals)
        }
    return _compiled(rules, origins, built_in_vendors())


def _read(text: str, name: str) -> tuple[SignalRuleFile, Positions, list[Problem]]:
    """One file of rules, and its problems. A rule that is badly written hides no mistake in the others."""
    data, positions, problems = read_yaml(text, name)
    if data is None and problems:
        return SignalRuleFile(), positions, problems
    if isinstance(data, dict):
        # All that stood under a heading may be commented out.
        data = {key: value for key, value in data.items() if value is not None}
    value, more = validate(data, positions, SignalRuleFile)
    problems = told_once(problems, more)
    signals = dict(enumerate(value.signals)) if value else _well_written(data, "signals", SignalRule)
    vendors = dict(enumerate(value.vendors)) if value else _well_written(data, "vendors", VendorEntry)
    seen: dict[str, int] = {}
    for number, rule in signals.items():
        path: Path = ("signals", number)
        if rule.id in seen:
            words = f'the rule "{rule.id}" stands twice - first in line {positions.of(("signals", seen[rule.id]))[0]}'
            problems.append(positions.problem((*path, "id"), words))
        seen.setdefault(rule.id, number)
        if not rule.disable:
            problems += _mistakes(rule, path, positions)
    problems += vendor_mistakes(vendors, positions)
    return value or SignalRuleFile(), positions, problems


def _well_written(data: object, section: str, model: type[T]) -> dict[int, T]:
    """The entries of a section that are right by themselves, by their number."""
    entries = data.get(section) if isinstance(data, dict) else None
    found = {
        n: validate(e, Positions(""), model)[0] for n, e in enumerate(entries if isinstance(entries, list) else ())
    }
    return {number: entry for number, entry in found.items() if entry is not None}


def _mistakes(rule: SignalRule, path: Path, positions: Positions) -> Iterator[Problem]:
    if not rule.id.strip():
        yield positions.problem((*path, "id"), "a rule needs an id that is not empty")
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
        # The plain sentences are one line each; MULTILINE lets many be searched at once, below each other.
        return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE), ""
    except regex.error as error:
        return None, str(error)


def _compiled(rules: list[SignalRule], origins: dict[str, str], vendors: VendorTable) -> SignalRules:
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
    return SignalRules(tuple(rules), kept, matcher(rules, phrases, patterns), vendors)
