"""Which rules fire on which sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from afterword_rules.signal import Evidence, SignalKind
from afterword_rules.signals.asides import is_aside
from afterword_rules.signals.phrases import Phrase, PhraseIndex, Span
from afterword_rules.signals.sentences import Sentence, Where
from afterword_rules.signals.signal_rule import Direction, Mood, SenderKind, SignalRule

if TYPE_CHECKING:
    import regex

REGEX_SECONDS = 0.1

# What may tell more of a sentence by itself than of one among others: all that looks around, except for letters and
# figures that must not follow, and whatever gives nothing back.
_LOOKS_AROUND = re.compile(r"\(\?(?!:|!(?:\\[wd]|[ :\w]|\[:\.]))|[*+?}]\+|\\[AGZz]")

# A "not" further away than this many characters denies something else.
_DENIAL = 45
_DENIABLE = frozenset(SignalKind) - {
    SignalKind.REJECTED,
    SignalKind.STATUS_UPDATE,
    SignalKind.ACTION_REQUIRED,
    SignalKind.NONE,
}


@dataclass(frozen=True, slots=True)
class Fired:
    """One rule that fired, and on what."""

    rule: SignalRule
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One rule whose words stand in the message and that did not fire, with the reason."""

    rule: SignalRule
    evidence: Evidence
    because: str


@dataclass(frozen=True, slots=True)
class Slot:
    """What a phrase is for: which rule, which of its lists, and its place in the list."""

    rule: int
    part: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Matcher:
    """All rules, ready to be laid upon sentences. `patterns` holds the regular expressions of a rule by its number."""

    rules: tuple[SignalRule, ...]
    slots: tuple[Slot, ...]
    index: PhraseIndex
    patterns: dict[int, tuple[regex.Pattern[str], ...]]

    def fire(
        self, sentences: Sequence[Sentence], sender: SenderKind, direction: Direction, language: str
    ) -> tuple[list[Fired], list[str]]:
        """The rules that fire, each once, and the ids of those whose regular expressions took too long."""
        seen: set[tuple[int, str]] = set()
        candidates: dict[int, Evidence] = {}
        timed_out: list[str] = []
        by_expression: dict[tuple[Where, bool], list[int]] = {}
        for sentence in sentences:
            kind = sentence.where, sentence.stale
            if kind not in by_expression:
                text = "\n".join(one.plain for one in sentences if (one.where, one.stale) == kind)
                fitting = (
                    n for n in self.patterns if not _misfit(self.rules[n], sentence, sender, direction, language)
                )
                by_expression[kind] = [number for number in fitting if self._may_match(number, text)]
            parts = self._parts(sentence)
            if sentence.where is not Where.BACKGROUND:
                seen |= {(rule, part) for rule, found in parts.items() for part in found if part in {"also", "without"}}
            for number in [*parts, *(one for one in by_expression[kind] if one not in parts)]:
                rule = self.rules[number]
                if number in candidates or _misfit(rule, sentence, sender, direction, language):
                    continue
                found = parts.get(number, {})
                if "none" in found or len(found.get("all", {})) < len(rule.all):
                    continue
                span = self._anchor(number, sentence, found, timed_out)
                if span is not None and not _unmeant(rule, sentence, span):
                    candidates[number] = Evidence(sentence.where.value, sentence.words(span))
        fired = [
            Fired(self.rules[number], evidence)
            for number, evidence in candidates.items()
            if (not self.rules[number].also or (number, "also") in seen) and (number, "without") not in seen
        ]
        return fired, timed_out

    def nearly(
        self, sentences: Sequence[Sentence], sender: SenderKind, direction: Direction, language: str
    ) -> list[NearMiss]:
        """The rules that did not fire though their words stand in a sentence, each with its first reason."""
        fired = {one.rule.id for one in self.fire(sentences, sender, direction, language)[0]}
        found: dict[int, NearMiss] = {}
        looked = [(sentence, self._parts(sentence)) for sentence in sentences]
        seen = {
            number
            for one, parts in looked
            for number in parts
            if one.where is not Where.BACKGROUND and "also" in parts[number]
        }
        for sentence, parts in looked:
            for number in [*parts, *(one for one in self.patterns if one not in parts)]:
                rule, here = self.rules[number], parts.get(number, {})
                if rule.id in fired or number in found:
                    continue
                if (span := self._anchor(number, sentence, here, [])) is not None:
                    evidence = Evidence(sentence.where.value, sentence.words(span))
                    misfit = _misfit(rule, sentence, sender, direction, language)
                    because = misfit or _obstacle(rule, sentence, span, here, alone=number not in seen)
                    found[number] = NearMiss(rule, evidence, because)
        return list(found.values())

    def _parts(self, sentence: Sentence) -> dict[int, dict[str, dict[int, Span]]]:
        parts: dict[int, dict[str, dict[int, Span]]] = {}
        for owner, span in self.index.find(sentence.plain).items():
            slot = self.slots[owner]
            parts.setdefault(slot.rule, {}).setdefault(slot.part, {})[slot.number] = span
        return parts

    def _may_match(self, number: int, text: str) -> bool:
        """Whether an expression of the rule may match a line of `text`. Most match none, and that is quickly said of all."""
        try:
            return any(
                _LOOKS_AROUND.search(pattern.pattern) or pattern.search(text, timeout=REGEX_SECONDS)
                for pattern in self.patterns[number]
            )
        except TimeoutError:
            return True

    def _anchor(
        self, number: int, sentence: Sentence, found: dict[str, dict[int, Span]], timed_out: list[str]
    ) -> Span | None:
        """The words in the plain sentence that made the rule fire."""
        rule = self.rules[number]
        spans = list(found.get("any", {}).values())
        for pattern in self.patterns.get(number, ()):
            if spans or rule.id in timed_out:
                break
            try:
                match = pattern.search(sentence.plain, timeout=REGEX_SECONDS)
            except TimeoutError:
                timed_out.append(rule.id)
                break
            spans += [match.span()] if match else []
        if not rule.any and not rule.regex:
            spans = list(found.get("all", {}).values())
        return min(spans, default=None)


def _misfit(rule: SignalRule, sentence: Sentence, sender: SenderKind, direction: Direction, language: str) -> str:
    """Why the rule does not look at this sentence; empty when it does."""
    if rule.signal is not None and sentence.stale:
        return "the words are of an earlier message"
    if rule.signal is not None and rule.direction is not direction:
        return f"the rule is for {rule.direction} mail"
    if sentence.where not in rule.where and not (
        Where.ANY in rule.where and sentence.where in {Where.SUBJECT, Where.BODY}
    ):
        return f"the rule does not look at the {sentence.where}"
    if rule.senders and sender not in rule.senders:
        return f"a {sender} wrote"
    return "" if not rule.language or language in rule.language else f"the message is in another language ({language})"


def _unmeant(rule: SignalRule, sentence: Sentence, span: Span) -> str:
    """How the sentence takes the matched words back; empty when it states them."""
    if rule.mood is Mood.ANY:
        return _aside(rule, sentence, span)
    if span[0] > sentence.condition:
        return "the words hang on a condition"
    if rule.signal in _DENIABLE and any(span[0] - _DENIAL <= end <= span[0] for end in sentence.negations):
        return "the words are denied"
    return _aside(rule, sentence, span)


def _aside(rule: SignalRule, sentence: Sentence, span: Span) -> str:
    told = sentence.where in {Where.BODY, Where.SUBJECT}
    return (
        "the clause looks back, or is about others" if told and is_aside(rule.signal, sentence.plain, span[0]) else ""
    )


def _obstacle(
    rule: SignalRule, sentence: Sentence, span: Span, found: dict[str, dict[int, Span]], *, alone: bool
) -> str:
    """The first thing that keeps a rule from firing whose words were found; `alone`: nothing of `also` stands by."""
    if "none" in found:
        return f'the same sentence says "{_words_at(sentence, found, "none")}"'
    if missing := [text for number, text in enumerate(rule.all) if number not in found.get("all", {})]:
        return f'the sentence lacks "{missing[0]}"'
    return _unmeant(rule, sentence, span) or (
        "the message lacks what the rule wants beside it"
        if rule.also and alone
        else "the message holds what the rule does not want beside it"
    )


def _words_at(sentence: Sentence, found: dict[str, dict[int, Span]], part: str) -> str:
    return sentence.words(min(found[part].values()))


def matcher(
    rules: Sequence[SignalRule],
    phrases: Iterable[tuple[Slot, Phrase]],
    patterns: dict[int, tuple[regex.Pattern[str], ...]],
) -> Matcher:
    """Put rules and their compiled phrases together."""
    slots: dict[Slot, int] = {}
    filed = [(slots.setdefault(slot, len(slots)), phrase) for slot, phrase in phrases]
    return Matcher(tuple(rules), tuple(slots), PhraseIndex.of(filed), patterns)
