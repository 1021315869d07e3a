"""The examples that stand beside a rule, tried out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from afterword_parsers.invitation import Invitation, Method
from afterword_parsers.message import Address, Marks, Message, Words
from afterword_rules.signals.message_sentences import sentences_of, wrote
from afterword_rules.signals.signal_rule import Direction, Example, SenderKind, SignalRule
from afterword_rules.signals.signal_rules import SignalRules

_SOME_DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def example_message(example: Example, rule: SignalRule) -> Message:
    """The message an example stands for: written by a human, unless the rule is about machines only."""
    machine = rule.senders == (SenderKind.MACHINE,)
    event = Invitation(uid="example", start=_SOME_DAY, end=_SOME_DAY, method=Method.REQUEST, summary=example.event)
    return Message(
        message_id="<example@rules.example>",
        sent=_SOME_DAY,
        sender=Address("", example.sender or "somebody@somewhere.example"),
        subject=example.subject,
        text=Words(own=example.text),
        language=rule.language[0] if rule.language else "en",
        marks=Marks(no_reply=machine),
        invitations=(event,) if example.event else (),
    )


def examples_that_fail(rules: SignalRules, rule: SignalRule) -> Iterator[tuple[str, int, str]]:
    """Each example of `rule` that does not hold: its list (`fires`, `silent`), its place in it, and a sentence."""
    for part, wanted, examples in (("fires", True, rule.fires), ("silent", False, rule.silent)):
        for number, example in enumerate(examples):
            if _fires(rules, rule, example) is not wanted:
                does = "does not fire" if wanted else "fires"
                yield part, number, f'the rule "{rule.id}" {does} on {(example.subject + " " + example.text).strip()!r}'


def _fires(rules: SignalRules, rule: SignalRule, example: Example) -> bool:
    message = example_message(example, rule)
    direction = rule.direction if rule.signal else Direction.INCOMING
    fired, _ = rules.matcher.fire(sentences_of(message, rules.vendors), wrote(message), direction, message.language)
    return any(one.rule.id == rule.id for one in fired)
