"""Days and times of a text brought together: "Thursday at 3", "3 pm on Thursday", a schedule below its day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from afterword_parsers.dates.clock import TimeSpan, find_times
from afterword_parsers.dates.days import DaySpan, anchors_in, find_days
from afterword_parsers.dates.kinds import is_latest
from afterword_parsers.dates.language import Language

MOST_DATES = 300
# How many characters may stand between a day and its time.
JOINED = 44
_SAME_SENTENCE, _SCHEDULE = 120, 3_000
# A time at the head of a line of a schedule: "10:00 am - 10:45 am | Coding", "Time: 2 pm".
_HEAD_OF_LINE = re.compile(
    r"(?:\A|\n)[^\S\n]*(?:[-*|>\N{BULLET}\N{MIDDLE DOT}(\[]\s*|\d{1,2}[.)]\s+|[^\W\d]{2,12}:\s*|\w{2,10}\s+){0,2}\Z"
)


@dataclass(slots=True)
class Found:
    """A day of the text, the number of its sentence, and the times that belong to it."""

    span: DaySpan
    sentence: int
    times: list[TimeSpan] = field(default_factory=list)
    behind_its_time: bool = False


@dataclass(slots=True)
class Joined:
    """What a text names: its days with their times, and all its times, also those of no day."""

    days: list[Found] = field(default_factory=list)
    times: list[TimeSpan] = field(default_factory=list)


def join(text: str, spans: list[tuple[int, int]], language: Language) -> Joined:
    """The days of a plain text with their times; `spans` are its sentences.

    A time belongs to the day just before it, to the one just behind it, to the day of its sentence, or, at the head of
    a line, to the last day above; in the next sentence, to the only day of the one before. One without a day is dropped.
    """
    joined = Joined()
    sentence_of: list[int] = []
    there = anchors_in(text, language)
    for number, (begin, end) in enumerate(spans):
        days = find_days(text, begin, end, language, there)
        joined.days += [Found(day, number) for day in days]
        times = find_times(_without(text, days), begin, end, language)
        joined.times += times
        sentence_of += [number] * len(times)
        if len(joined.days) > MOST_DATES or len(joined.times) > 4 * MOST_DATES:
            break
    for number, each in zip(sentence_of, joined.times, strict=True):
        day = _day_of(text, each, number, joined.days, spans, language)
        if day:
            day.times.append(each)
    return joined


def _without(text: str, days: list[DaySpan]) -> str:
    """The text with some days blanked out: the 26 of "March 26 - 10:00 am" is no hour."""
    for day in days:
        text = text[: day.begin] + "_" * (day.end - day.begin) + text[day.end :]
    return text


def _day_of(
    text: str, each: TimeSpan, sentence: int, days: list[Found], spans: list[tuple[int, int]], language: Language
) -> Found | None:
    before = next((day for day in reversed(days) if day.span.end <= each.begin), None)
    after = next((day for day in days if day.span.begin >= each.end), None)
    close = before is not None and _follows(text, before, each, language)
    if after and _leads(text, after, each, language) and (not close or (before and before.behind_its_time)):
        after.behind_its_time = True
        return after
    if close:
        return before
    if before and before.sentence + 1 == sentence and _goes_on(text, before, each, spans[sentence], language):
        return None if is_latest(text, before.span.begin, spans[before.sentence][0], language) else before
    if each.bare:
        return None
    if before:
        return before if _above(text, before, each, sentence) else None
    return after if after and after.sentence == sentence else None


def _follows(text: str, day: Found, each: TimeSpan, language: Language) -> bool:
    """Whether only small words stand between a day (or its last time) and a time."""
    start = max([day.span.end, *(known.end for known in day.times if known.end <= each.begin)])
    gap = text[start : each.begin]
    expression = language.clock.next_time if start > day.span.end else language.clock.day_then_time
    return len(gap) <= JOINED and expression.match(gap) is not None


def _leads(text: str, day: Found, each: TimeSpan, language: Language) -> bool:
    """Whether only small words stand between a time and the day behind it."""
    gap = text[each.end : day.span.begin]
    return len(gap) <= JOINED and language.clock.time_then_day.match(gap) is not None


def _goes_on(text: str, day: Found, each: TimeSpan, span: tuple[int, int], language: Language) -> bool:
    """Whether a sentence goes on with the day of the one before it: "Interviews are on Thursday. Yours is 11 to 12 am"."""
    if day.times or "\n\n" in text[day.span.end : each.begin]:
        return False
    # "On Thursday. 9.30 to 10.15, Room 3."
    at_once = language.clock.day_then_time.match(text[span[0] : each.begin]) is not None
    if each.bare:
        return at_once and each.finish is not None
    cues = dict(language.cues)
    if any(cues[kind].search(text, *span) for kind in ("deadline", "promise", "other", "past")):
        return False
    around = ((span[0], each.begin), (each.end, span[1]))
    if language.clock.other_hours and any(language.clock.other_hours.search(text, *part) for part in around):
        return False
    return bool(
        at_once or each.finish or cues["appointment"].search(text, *span) or language.same_day.search(text, *span)
    )


def _above(text: str, day: Found, each: TimeSpan, sentence: int) -> bool:
    distance = each.begin - day.span.end
    if sentence == day.sentence and distance < _SAME_SENTENCE:
        return "\n\n" not in text[day.span.end : each.begin]
    line = text[max(0, each.begin - 40) : each.begin]
    return distance < _SCHEDULE and _HEAD_OF_LINE.search(line) is not None
