"""What the words around a date make of it: a promise, an appointment, a deadline, something past, or none of these."""

from __future__ import annotations

from dataclasses import dataclass

from afterword_parsers.dates.language import Language
from afterword_parsers.dates.span import DateKind

# Words behind a date count a little less than words before it: "... by Friday whether Tuesday works".
_BEHIND = 6
# How far away a cue may stand: from a day by which something happens, and from any other.
_FAR, _NEAR, _BESIDE = 110, 60, 24
_LEADS = 40
# Kinds that a day "by" which something happens cannot have.
_NOT_BY = frozenset({"appointment", "past"})
_ANYWHERE = frozenset({"appointment", "past", "other"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say what a date near them is."""

    kind: str
    begin: int
    end: int


def find_cues(text: str, begin: int, end: int, language: Language) -> list[Cue]:
    """The cues between two offsets of a plain text. Of two that overlap the longer counts."""
    # A slice, so that a cue may ask for the beginning of the sentence.
    sentence = text[begin:end]
    cues = [
        Cue(kind, begin + match.start(), begin + match.end())
        for kind, expression in language.cues
        for match in expression.finditer(sentence)
        if match.end() > match.start()
    ]
    return [cue for cue in cues if not any(_covers(other, cue) for other in cues)]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of a date in its sentence.

    `by` = it is a latest date ("by Friday"); `timed` = it has a time of day; `vague` = it is no certain day;
    `backward` = True for "yesterday", False for "tomorrow", None where the words leave it open. `others` are where the
    sentence's other dates begin: cues that lead to one of them are not this one's.
    """

    begin: int
    end: int
    others: tuple[int, ...] = ()
    by: bool = False
    timed: bool = False
    vague: bool = False
    backward: bool | None = None


def nearest_cue(words: DateWords, cues: list[Cue]) -> Cue | None:
    """The cue of its sentence that decides what a date is; None when none is near enough."""
    best: tuple[int, Cue] | None = None
    for cue in cues:
        if (words.by and cue.kind in _NOT_BY) or (cue.kind == "past" and words.backward is False):
            continue
        if cue.kind == "appointment" and words.vague and not words.timed:
            continue
        if cue.end > words.end and not (words.timed and cue.kind == "appointment") and _leads_elsewhere(cue, words):
            continue
        distance = _distance(cue, words)
        reach = _FAR if words.by or words.timed or cue.kind in _ANYWHERE else _NEAR
        reach = _BESIDE if cue.kind == "said" and not words.by else reach
        if distance <= reach and (best is None or distance < best[0]):
            best = (distance, cue)
    return best[1] if best else None


def kind_of(cue: Cue | None) -> DateKind:
    """What a cue makes of its date; "said" (they said by Friday) is a promise told by somebody else."""
    if cue is None:
        return DateKind.OTHER
    return DateKind.PROMISE if cue.kind == "said" else DateKind(cue.kind)


def is_conditional(cue: Cue, begin: int, end: int, text: str, language: Language) -> bool:
    """Whether a promise is one only on a condition: "if your profile is a match, we will be in touch by Friday".

    "We will let you know if ..." is none, and neither are the words of the promise itself.
    """
    for match in language.condition.finditer(text, begin, end):
        if match.end() <= cue.begin or (match.start() >= cue.end and " know" not in text[cue.begin : cue.end].lower()):
            return True
    return False


def _leads_elsewhere(cue: Cue, words: DateWords) -> bool:
    return any(0 <= other - cue.end <= _LEADS for other in words.others)


def _distance(cue: Cue, words: DateWords) -> int:
    if cue.end <= words.begin:
        return words.begin - cue.end
    return cue.begin - words.end + _BEHIND if cue.begin >= words.end else 0


def _covers(other: Cue, cue: Cue) -> bool:
    if other is cue or other.end <= cue.begin or cue.end <= other.begin or other.kind == cue.kind:
        return False
    longer = (other.end - other.begin) - (cue.end - cue.begin)
    return longer > 0 or (longer == 0 and other.kind == "other")


def is_latest(text: str, begin: int, floor: int, language: Language) -> bool:
    """Whether the words before a date make it a latest one."""
    return language.latest.search(text[max(floor, begin - 60) : begin]) is not None
