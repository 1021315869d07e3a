"""What is left of mail that nobody should believe."""

from __future__ import annotations

from dataclasses import replace

from afterword_rules.reading import Reading
from afterword_rules.signal import Evidence, Signal, SignalKind


def unbelieved(reading: Reading, rule: str, evidence: tuple[Evidence, ...]) -> Reading:
    """`reading` as mail that says nothing: no signal, no dates, no people, no events. The runner-up tells what it claims.

    `rule` begins with "trust."; such mail is not read anew in the context of an application.
    """
    claimed = reading.signal.kind if reading.signal.kind is not SignalKind.NONE else reading.signal.runner_up
    signal = replace(reading.signal, kind=SignalKind.NONE, rule=rule, evidence=evidence, runner_up=claimed)
    return replace(
        reading,
        signal=signal,
        people=(),
        dates=(),
        refused=(),
        invitations=(),
        about_own_application=False,
        asks_for_news=False,
        agrees=None,
        asks=False,
        note="",
    )


def is_distrusted(signal: Signal) -> bool:
    """Whether a rule said that the message is not to be believed at all."""
    return signal.rule.startswith("trust.")
