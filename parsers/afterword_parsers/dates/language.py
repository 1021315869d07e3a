"""A language as the date finder knows it: a file of words in `languages/`, compiled once.

A language is data. To add one, copy `languages/en.yaml` to `languages/<ISO 639-1 code>.yaml` and translate:

- `months`, `weekdays`, `weekdays_short`, `numbers` (a number or [least, most]), `units`: the words, in lower case.
- `parts` and `which`: the words for early / middle / late / end, and for this / next / last week and month.
- `days`: regular expressions for everything that names a day, and what each `is` (see `days.py`). A blank stands for
  any white space. Capitals stand for the lists: MONTH, DAY (of the month), DAYTH (with its ordinal ending), YEAR,
  WEEKDAY (long), WDSHORT (short), WD (either), COUNT, UNIT, PART, WHICH, TO; MONTHTWO, DAYTWO, WDTWO for the end of a
  range. A group named `span` narrows what is reported; a group named like a list stands for it. Further keys (`days`,
  `part`, `which`, `count`, `weeks`, `vague`) are fixed values. For speed a pattern is tried only in a sentence with a
  month, weekday or unit when it is about one, else with one of the `landmarks`; `needs: landmark` says so by hand.
- `clock`: what stands around a time of day. `durations`: how long a meeting takes.
- `same_day`: what goes on, with a time, about the day of the sentence before. `same_hour`: the words for "at the
  same time" of something that is moved to another day. `veto: reported`: words by which a writer
  recalls what they said earlier.
- `cues`: the words that make a date a promise, a deadline, an appointment, something past or something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_TOKENS = re.compile(
    r"(?<![A-Za-z])(WDTWO|WDSHORT|WD|WEEKDAY|MONTHTWO|MONTH|DAYTWO|DAYTH|DAY|YEAR|COUNT|UNIT|PART|WHICH|TO)(?![A-Za-z])"
)
_DAY_OF_MONTH = r"3[01]|[12]\d|0?[1-9]"
_NO_CLOCK = r"(?![\d:]|\.\d|,\d{3}|/\d|\s?[ap]\.?\s?m\b|\s?%|\s?h\b|\s?(?:uhr|hrs)\b)"
_FLAGS = re.IGNORECASE
# Which word must stand in a sentence before the patterns of a kind are tried at all.
_NEEDS = {
    "date": "month",
    "date_range": "month",
    "week_of": "month",
    "weekday": "weekday",
    "weekday_and_day": "weekday",
    "weekday_of_week": "weekday",
    "nothing": "weekday",
    "within": "unit",
    "ago": "unit",
    "week": "unit",
    "month": "unit",
    "after_weekday": "unit",
}


@dataclass(frozen=True, slots=True)
class DayPattern:
    """One way to name a day: what it is, its expression, its fixed values."""

    kind: str
    expression: re.Pattern[str]
    values: Mapping[str, Any]
    needs: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The words around a time of day, and the expression for times (see `clock.py`)."""

    time: re.Pattern[str]
    noon: re.Pattern[str] | None
    not_after_bare_hour: re.Pattern[str]
    day_then_time: re.Pattern[str]
    time_then_day: re.Pattern[str]
    next_time: re.Pattern[str]
    all_times: re.Pattern[str]
    zone: re.Pattern[str]
    window: re.Pattern[str]
    until: re.Pattern[str]
    other_hours: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Durations:
    """How the language says how long something takes: expressions with the minutes of their unit."""

    units: tuple[tuple[re.Pattern[str], int], ...]
    not_before: re.Pattern[str]
    not_in: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Language:
    """One language, compiled."""

    code: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, tuple[float, float]]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    parts: tuple[tuple[str, re.Pattern[str]], ...]
    which: tuple[tuple[str, re.Pattern[str]], ...]
    days: tuple[DayPattern, ...]
    anchors: tuple[tuple[str, re.Pattern[str]], ...]
    clock: Clock
    durations: Durations
    latest: re.Pattern[str]
    cues: tuple[tuple[str, re.Pattern[str]], ...]
    veto_promise: re.Pattern[str]
    reported: re.Pattern[str]
    same_day: re.Pattern[str]
    same_hour: re.Pattern[str]
    condition: re.Pattern[str]
    absence: re.Pattern[str]
    abbreviations: frozenset[str]


@lru_cache(maxsize=256)
def language_of(code: str) -> Language | None:
    """The language with an ISO 639-1 code, None when there is no file for it."""
    if not re.fullmatch("[a-z]{2}", code):
        return None
    file = files("afterword_parsers.dates").joinpath("languages", f"{code}.yaml")
    if not file.is_file():
        return None
    import yaml

    return _compiled(code, yaml.safe_load(file.read_text("utf-8")))


def _compiled(code: str, data: Mapping[str, Any]) -> Language:
    words = _lists(data)
    numbers = {word: _least_and_most(value) for word, value in data["numbers"].items()}
    return Language(
        code=code,
        months={word.rstrip("."): number for word, number in data["months"].items()},
        weekdays={**data["weekdays"], **data["weekdays_short"]},
        numbers=numbers,
        units=_named(data["units"]),
        parts=_named(data["parts"]),
        which=_named(data["which"]),
        days=tuple(_day_pattern(entry, words) for entry in data["days"]),
        anchors=(
            ("month", _expression(rf"\b(?:{_any(data['months'])})\b")),
            ("weekday", _expression(rf"\b(?:{_any(data['weekdays'])}|{_any(data['weekdays_short'])})\b")),
            ("landmark", _expression(rf"(?<!\w)(?:{data['landmarks']})")),
            ("unit", _expression(rf"(?<![^\W\d_])(?:{'|'.join(data['units'].values())})\b")),
        ),
        clock=_clock(data["clock"]),
        durations=_durations(data["durations"]),
        latest=_expression(rf"(?<!\w)(?:{data['latest']})\W*\Z"),
        cues=tuple(
            (
                kind,
                _expression(_numbered("|".join(f"(?:{_TOKENS.sub(lambda m: words[m.group()], cue)})" for cue in cues))),
            )
            for kind, cues in data["cues"].items()
        ),
        veto_promise=_expression(data["veto"]["promise"]),
        reported=_expression(data["veto"]["reported"]),
        same_day=_expression(rf"(?<!\w)(?:{data['same_day']})"),
        same_hour=_expression(rf"(?<!\w)(?:{data['same_hour']})(?!\w)"),
        condition=_expression(data["veto"]["condition"]),
        absence=_expression(data["veto"]["absence"]),
        abbreviations=frozenset(str(word) for word in data["abbreviations"]),
    )


def _lists(data: Mapping[str, Any]) -> dict[str, str]:
    """The expressions behind the words in capitals."""
    long, ordinal = _any(data["weekdays"]), data["ordinal"]
    short = "|".join(word.title() for word in _longest_first(data["weekdays_short"]))
    months = _any(data["months"])
    number = rf"\d{{1,3}}|{_any(data['numbers'])}"
    unit = "|".join(data["units"].values())
    return {
        "WEEKDAY": rf"(?P<weekday>{long})",
        "WDSHORT": rf"(?P<weekday>{short})\.?",
        "WD": rf"(?P<weekday>(?:{long}|{short})\b)\.?",
        "WDTWO": rf"(?P<weekday_b>(?:{long}|{short})\b)\.?",
        "MONTH": rf"(?P<month>{months})\b(?:\.(?=,?\s?\d))?",
        "MONTHTWO": rf"(?P<month_b>{months})\b(?:\.(?=,?\s?\d))?",
        "DAY": rf"(?P<day>{_DAY_OF_MONTH})(?:{ordinal})?{_NO_CLOCK}",
        "DAYTH": rf"(?P<day>{_DAY_OF_MONTH})(?:{data['ordinal_required']}){_NO_CLOCK}",
        "DAYTWO": rf"(?P<day_b>{_DAY_OF_MONTH})(?:{ordinal})?{_NO_CLOCK}",
        "YEAR": r"(?P<year>20\d\d|19\d\d)(?![\d:])",
        "COUNT": rf"(?P<count>{number})\b(?: ?\(\d{{1,3}}\))?(?: ?(?:{data['or']}) ?(?P<count_b>{number})\b)?",
        "UNIT": rf"(?P<unit>{unit})",
        "PART": rf"(?P<part>{'|'.join(data['parts'].values())})",
        "WHICH": rf"(?P<which>{'|'.join(data['which'].values())})",
        "TO": data["to"],
    }


def _day_pattern(entry: Mapping[str, Any], words: Mapping[str, str]) -> DayPattern:
    says = str(entry["says"])
    source = _numbered(_TOKENS.sub(lambda match: words[match.group()], says))
    expression = _expression(rf"(?<![\w#-])(?:{source})(?!\w)")
    values = {key: value for key, value in entry.items() if key not in {"is", "says", "needs"}}
    need = _NEEDS.get(entry["is"], "landmark")
    if need == "unit" and "MONTH" in says:
        need = "month"
    need = str(entry.get("needs", need))
    return DayPattern(str(entry["is"]), expression, values, need)


def _clock(data: Mapping[str, Any]) -> Clock:
    from afterword_parsers.calendar.zones import zone_words
    from afterword_parsers.dates.clock import time_expression

    zone = zone_words(lower_case=bool(data.get("zone_in_lower_case")))
    return Clock(
        time=re.compile(_spaced(time_expression(data, zone)), _FLAGS),
        noon=_expression(rf"\b(?:{data['noon']})\b") if data.get("noon") else None,
        not_after_bare_hour=re.compile(_spaced(rf"\s*(?:{data['bare_hour_not_before']})")),
        day_then_time=_expression(rf"(?:{data['day_then_time']})\Z"),
        time_then_day=_expression(rf"(?:{data['time_then_day']})\Z"),
        next_time=_expression(rf"(?:{data['next_time']})\Z"),
        all_times=re.compile(_spaced(rf"\b(?:{data['all_times']})(?P<zone>{zone})"), _FLAGS),
        zone=re.compile(rf"\s*[(\[,]?\s*(?P<zone>{zone})", _FLAGS),
        window=_expression(rf"(?:{data['window']})\s*\Z"),
        other_hours=_expression(rf"\b(?:{data['other_hours']})\b") if data.get("other_hours") else None,
        until=_expression(rf"\s*(?:{data['to']})\s*(?:(?:{data['at']})\s*)?"),
    )


def _durations(data: Mapping[str, Any]) -> Durations:
    units = ((data["minutes"], 1), (data["and_a_half"], 90), (data["hours"], 60), (data["half"], 30))
    more = ((data["quarters"], 45),) if data.get("quarters") else ()
    return Durations(
        tuple((_expression(rf"(?<![\w.,])(?:{says})"), minutes) for says, minutes in units + more),
        _expression(data["not_before"]),
        _expression(rf"\b(?:{data['not_in']})"),
    )


def _named(data: Mapping[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _expression(rf"(?:{says})\Z")) for name, says in data.items())


def _least_and_most(value: Any) -> tuple[float, float]:
    return (value[0], value[1]) if isinstance(value, list) else (value, value)


def _longest_first(words: Mapping[str, Any]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def _any(words: Mapping[str, Any]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in _longest_first(words))


def _spaced(source: str) -> str:
    """A blank stands for any white space; inside a set or a look-behind for one character of it."""
    source = re.sub(r"\(\?<[!=][^()]*\)", lambda match: match.group().replace(" ", r"\s"), source)
    return re.sub(r"(\[[^\]]*\])|( )", lambda match: match.group(1) or r"\s+", source).replace(r"\s+?", r"\s*")


def _numbered(source: str) -> str:
    """Group names made unique, since one expression may hold a list twice."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        return match.group() if seen[name] == 1 else f"(?P<{name}__{seen[name]}>"

    return re.sub(r"\(\?P<(\w+)>", rename, source)


def _expression(source: str) -> re.Pattern[str]:
    return re.compile(_spaced(source), _FLAGS)
