"""How moments, numbers and what came from mail are written on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sized
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

import regex

# What turns the direction of the text behind it: it may not reach beyond the name it stands in, nor read as another.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Letters carry one or two marks; a pile of them cannot be broken into lines, and covers what stands around it.
_PILED = regex.compile(r"(\p{M}{3})\p{M}+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def shown(text: str, most: int) -> str:
    """Words out of a letter on one line, at most `most` characters of them."""
    line = text[: 4 * most]
    if not line.isascii():
        line = _PILED.sub(r"\1", _TURNING.sub("", line))
    line = " ".join(_UNPRINTABLE.sub(" ", line).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def spoken(word: str) -> str:
    """A word of the program's own ("thank_you") as people write it."""
    return word.replace("_", " ")


def capitalised(text: str) -> str:
    """With a capital at the beginning; the rest stays."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """One of the page's own words as part of an id."""
    return text.replace(" ", "-").replace("_", "-")


def days(count: float) -> str:
    """ "1 day", "2.5 days"."""
    return f"{count:g} day" if count == 1 else f"{count:g} days"


def share(part: Sized, whole: int) -> int:
    """`part` of `whole` in percent."""
    return round(100 * len(part) / whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Wording:
    """Moments in the owner's `zone`; the year is told where it is not that of `made`."""

    zone: tzinfo
    made: datetime

    def day(self, moment: datetime) -> str:
        """ "7 May", or "7 May 2025"."""
        return self.tick_day(moment.astimezone(self.zone).date())

    def minute(self, moment: datetime) -> str:
        """ "Thu 7 May 14:00"."""
        return f"{moment.astimezone(self.zone):%a} {self.day(moment)} {self.clock(moment)}"

    def clock(self, moment: datetime) -> str:
        """ "14:00"."""
        return f"{moment.astimezone(self.zone):%H:%M}"

    def iso(self, moment: datetime) -> str:
        """For machines."""
        return moment.astimezone(self.zone).isoformat(timespec="minutes")

    def long_day(self, moment: datetime) -> str:
        """ "7 May 2026"."""
        local = moment.astimezone(self.zone)
        return f"{local.day} {local:%B} {local.year}"

    def tick_day(self, day: date) -> str:
        """ "7 May", or "7 May 2025"."""
        year = "" if day.year == self.made.astimezone(self.zone).year else f" {day.year}"
        return f"{day.day} {day:%b}{year}"

    def filters(self) -> dict[str, Callable[..., Any]]:
        """All of this by the names that the template uses."""
        return {
            "shown": shown,
            "spoken": spoken,
            "capitalised": capitalised,
            "slug": slug,
            "days": days,
            "share": share,
            "day": self.day,
            "minute": self.minute,
            "clock": self.clock,
            "iso": self.iso,
            "long_day": self.long_day,
            "tick_day": self.tick_day,
        }
