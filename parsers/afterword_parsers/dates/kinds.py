"""What the words around a date make of it: a promise, an appointment, a deadline, something past, or none of these."""

from __future__ import annotations

from dataclasses import dataclass

from afterword_parsers.dates.language import Language
from afterword_parsers.dates.span import DateKind

# Words behind a date count a little less than words before it: "... by Friday whether Tuesday works".
_BEHIND = 6
# Kinds that a day "by" which something happens cannot have.
_NOT_BY = frozenset({"appointment", "past"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say what a date near them is."""

    kind: str
    begin: int
    end: int


def find_cues(text: str, begin: int, end: int, language: Language) -> list[Cue]:
    """The cues between two offsets of a plain text. Of two that overlap the longer counts."""
    cues = [
        Cue(kind, match.start(), match.end())
        for kind, expression in language.cues
        for match in expression.finditer(text, begin, end)
        if match.end() > match.start()
    ]
    return [cue for cue in cues if not any(_covers(other, cue) for other in cues)]


def kind_of(
    begin: int,
    end: int,
    cues: list[Cue],
    *,
    by: bool,
    timed: bool,
    several: bool,
    backward: bool | None,
) -> DateKind:
    """The kind of the date between two offsets, by the nearest cue of its sentence.

    `by` = it is a latest date ("by Friday"); `timed` = it has a time of day; `several` = it is a span of days;
    `backward` = True for "yesterday", False for "tomorrow", None where the words leave it open.
    """
    if backward:
        return DateKind.PAST
    best: tuple[int, str] | None = None
    for cue in cues:
        if by and cue.kind in _NOT_BY:
            continue
        if cue.kind == "past" and backward is False:
            continue
        if cue.kind == "said" and not (by or several):
            continue
        if cue.kind == "appointment" and several and not timed:
            continue
        distance = begin - cue.end if cue.end <= begin else cue.begin - end + _BEHIND if cue.begin >= end else 0
        if best is None or distance < best[0]:
            best = (distance, cue.kind)
    if best is None:
        return DateKind.OTHER
    return DateKind.PROMISE if best[1] == "said" else DateKind(best[1])


def _covers(other: Cue, cue: Cue) -> bool:
    if other is cue or other.end <= cue.begin or cue.end <= other.begin or other.kind == cue.kind:
        return False
    longer = (other.end - other.begin) - (cue.end - cue.begin)
    return longer > 0 or (longer == 0 and other.kind == "other")


def is_latest(text: str, begin: int, floor: int, language: Language) -> bool:
    """Whether the words before a date make it a latest one."""
    return language.latest.search(text[max(floor, begin - 60) : begin]) is not None


