"""How long a meeting takes, where only its start was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword_parsers.dates.language import Language

_NEAR = 500
_SHORTEST, _LONGEST = 5, 480


def minutes_near(text: str, begin: int, end: int, language: Language) -> int:
    """The minutes of the duration nearest to a time of a plain text ("for half an hour"), 0 when there is none near.

    Paragraphs about tests and tasks, and spans like "within an hour", do not count.
    """
    low, high = max(0, begin - _NEAR), min(len(text), end + _NEAR)
    best: tuple[int, int, int] | None = None
    for expression, minutes in language.durations.units:
        for match in expression.finditer(text, low, high):
            before = text[max(0, match.start() - 24) : match.start()]
            if language.durations.not_before.search(before) or (match.start() < end and match.end() > begin):
                continue
            if language.durations.not_in.search(_sentence_around(text, match.start(), match.end())):
                continue
            total = _total(match.groupdict(), minutes, language)
            distance = begin - match.end() if match.end() <= begin else match.start() - end
            # Of two that begin at the same place the longer one counts: "an hour and a half".
            key = (distance, -len(match.group()), total)
            if _SHORTEST <= total <= _LONGEST and (best is None or key < best):
                best = key
    return best[2] if best else 0


def _total(groups: dict[str, str | None], minutes: int, language: Language) -> int:
    words = next((value for name, value in groups.items() if name.startswith("n") and value), None)
    if words is None:
        return minutes
    words = words.lower().replace(",", ".")
    amount = language.numbers.get(words, (0, 0))[0] if not words[0].isdigit() else float(words)
    if minutes == 90:
        return round(60 * amount + 30)
    return round(amount * minutes)


def _sentence_around(text: str, begin: int, end: int) -> str:
    low = max(text.rfind(mark, max(0, begin - 200), begin) for mark in (". ", "\n\n", "? ", "! "))
    high = min(
        (found for mark in (". ", "\n\n", "? ", "! ") if (found := text.find(mark, end, end + 200)) > 0), default=end
    )
    return text[max(low, begin - 200, 0) : high]
