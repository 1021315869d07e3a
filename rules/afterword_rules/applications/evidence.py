"""The words behind a step of an application."""

from __future__ import annotations

from afterword_rules.application import Step
from afterword_rules.reading import Reading
from afterword_rules.signal import Evidence


def words_behind(step: Step, reading: Reading) -> tuple[Evidence, ...]:
    """The words that decided `step`, told by `reading` as it was understood in its application (`in_context`).

    Of a step that a clock or a calendar decided, at most the event's own.
    """
    found = tuple(dict.fromkeys(reading.signal.evidence))
    return found if step.why == reading.signal.rule else tuple(e for e in found if e.where == "invitation")
