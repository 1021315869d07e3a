"""The languages a letter can be written in: days and times in words, lists of names."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

FALLBACK = "en"
# Where English is written with the month before the day and with am and pm.
_AMERICAN = {"US", "CA"}


@functools.cache
def letter_words() -> Mapping[str, Any]:
    """letters.yaml: a block for each language beside the lists that hold for all."""
    source = importlib.resources.files("afterword_rules.letters") / "letters.yaml"
    words: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as written in one country. `code` is ISO 639-1, `words` its block of letters.yaml."""

    code: str
    words: Mapping[str, Any]
    american: bool = False

    def weekday(self, moment: datetime) -> str:
        """The day of the week of `moment`, in the zone `moment` stands in."""
        name: str = self.words["weekdays"][moment.weekday()]
        return name

    def day(self, moment: datetime) -> str:
        """The day without its year: "Friday, March 13", "Freitag, 13. März"."""
        pattern: str = self.words["american_day" if self.american else "day"]
        day = self.words["first"] if moment.day == 1 else str(moment.day)
        return pattern.format(weekday=self.weekday(moment), day=day, month=self.words["months"][moment.month - 1])

    def time(self, moment: datetime) -> str:
        """The time of day: "2:30 pm", "14:30 Uhr"."""
        if self.american:
            return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"
        pattern: str = self.words["time"]
        return pattern.format(hour=moment.hour, minute=moment.minute)

    def moment(self, moment: datetime) -> str:
        """Day and time: "Friday, March 13, 2:30 am"."""
        pattern: str = self.words["at"]
        return pattern.format(day=self.day(moment), time=self.time(moment))

    def listing(self, names: Sequence[str]) -> str:
        """ "Ada", "Ada and Grace", "Ada, Grace and Mary"; empty for no name."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.words['and']} {names[-1]}"


def language_of(code: str, country: str | None = None) -> Language:
    """The language with this code as written in `country`; English where we have no such letters."""
    words = letter_words()
    known = code if len(code) == 2 and isinstance(words.get(code), dict) else FALLBACK
    return Language(known, words[known], american=known == "en" and (country or "US") in _AMERICAN)
