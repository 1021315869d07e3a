"""YAML 1.2 as the owner writes it: read strictly, with the place of every value, and all mistakes at once.

Used for every YAML file of the owner. The core schema holds (YAML 1.2.2 section 10.3): `no` is a word, `12:30` is not
a number, nothing becomes a date. Tags, anchors, aliases and repeated keys are mistakes, not features.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]
Place = tuple[int, int]

_DEEPEST = 40
_NUMBERS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a file of the owner. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


@dataclass(frozen=True, slots=True)
class Positions:
    """Where each value, and each key, of one file stands; lines and columns count from 1."""

    file: str
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def of(self, path: Path) -> Place:
        """The place of the value at `path`, else of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if (place := self.values.get(path[:length])) is not None:
                return place
        return (1, 1)

    def of_key(self, path: Path) -> Place:
        """The place of the key at the end of `path`, else that of its value."""
        return self.keys.get(path) or self.of(path)

    def problem(self, path: Path, text: str, *, at_key: bool = False) -> Problem:
        """A mistake found at `path` by somebody who knows more than the schema does."""
        return Problem(self.file, *(self.of_key(path) if at_key else self.of(path)), text)


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """' - did you mean "..."?' with the nearest valid word, or the list of them, or nothing when none is known."""
    words = sorted(valid)
    likeness = {candidate: _likeness(word.lower(), candidate.lower()) for candidate in words}
    # Several may be equally near (all that begin with "interview_"): the last one, only so that it is always the same.
    nearest = max(words, key=lambda candidate: (likeness[candidate], candidate), default="")
    if nearest and likeness[nearest] >= 0.6:
        return f' - did you mean "{nearest}"?'
    return f" - one of: {', '.join(words)}" if words else ""


def _likeness(word: str, candidate: str) -> float:
    """How near two words are, 0 to 1; "interview" is as near to "interview_scheduled" as its first part is."""
    head = "_".join(candidate.split("_")[: word.count("_") + 1])
    if len(word) > 2 and candidate.startswith(word):
        return 1.0
    return max(difflib.SequenceMatcher(None, word, whole).ratio() for whole in (candidate, head))


def read_yaml(text: str, name: str) -> tuple[Any, Positions, list[Problem]]:
    """Read one document; an empty one is `{}`. Never raises: what could be read is given beside the problems.

    Mapping keys are always strings as written. After a syntax error nothing behind it is read, and the data is None.
    """
    reader = _Reader(Positions(name))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return None, reader.positions, [_unreadable(name, text, error.start)]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = reader.document(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        at_tab = "".join(text.split("\n")[line - 1 : line])[column - 1 : column] == "\t"
        said = "a tab character - YAML wants spaces" if at_tab else _syntax(error.problem or error.context or "")
        reader.problems.append(Problem(name, line, column, said))
        return None, reader.positions, reader.problems
    except yaml.reader.ReaderError as error:
        reader.problems.append(_unreadable(name, text, error.position))
        return None, reader.positions, reader.problems
    return data, reader.positions, reader.problems


def _unreadable(name: str, text: str, offset: int) -> Problem:
    before = text[:offset]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(name, line, column, "a character that YAML does not allow")


def _syntax(problem: str) -> str:
    if "tab character" in problem:
        return "a tab character - YAML wants spaces"
    if "unknown escape character" in problem:
        return f"{problem} - write regular expressions in 'single quotes'"
    return problem


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class _Reader:
    """Builds plain data out of parse events, and remembers where everything stood."""

    def __init__(self, positions: Positions) -> None:
        self.positions = positions
        self.problems: list[Problem] = []

    def document(self, events: Iterable[yaml.Event]) -> Any:
        """The first document's data; a second document is a problem."""
        self._events = iter(events)
        data: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._complain(event, "a second document - one file holds one")
                    break
            elif isinstance(event, yaml.NodeEvent):
                empty = isinstance(event, yaml.ScalarEvent) and not event.value and not event.style
                data = self._node(event, ())
                data = {} if empty else data
        return {} if documents == 0 else data

    def _complain(self, event: yaml.Event, text: str) -> None:
        self.problems.append(Problem(self.positions.file, *_place(event), text))

    def _node(self, event: yaml.Event, path: Path) -> Any:
        self.positions.values.setdefault(path, _place(event))
        if isinstance(event, yaml.AliasEvent):
            self._complain(event, f'an alias ("*{event.anchor}") - write the value out')
            return None
        if anchor := getattr(event, "anchor", None):
            self._complain(event, f'an anchor ("&{anchor}") - it cannot be used here')
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._complain(event, f'a tag ("{tag}") - it cannot be used here')
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(path) >= _DEEPEST:
            self._complain(event, f"nested deeper than {_DEEPEST} levels")
            self._skip()
            return None
        return self._sequence(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text: str = event.value
        if event.style or event.tag:
            return text
        if text in _WORDS:
            return _WORDS[text]
        for pattern, number in _NUMBERS:
            # int() refuses numbers of thousands of digits; nobody means those as numbers.
            if len(text) < 100 and pattern.fullmatch(text):
                return number(text)
        return text

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while isinstance(event := next(self._events), yaml.NodeEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while isinstance(event := next(self._events), yaml.NodeEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._complain(event, "a key that is no word")
                if isinstance(event, yaml.CollectionStartEvent):
                    self._skip()
                key = "?"
            else:
                key = event.value
                if event.anchor:
                    self._complain(event, f'an anchor ("&{event.anchor}") - it cannot be used here')
            here = (*path, key)
            value_event = next(self._events)
            if key in mapping:
                first = self.positions.keys[here]
                self._complain(event, f'the key "{key}" stands twice - first in line {first[0]}')
                self._node(value_event, (*path, f"{key} (again)"))
                continue
            self.positions.keys[here] = _place(event)
            mapping[key] = self._node(value_event, here)
        return mapping

    def _skip(self) -> None:
        depth = 1
        while depth:
            event = next(self._events)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
