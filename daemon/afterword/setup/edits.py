"""Changes to a YAML file of the owner's: single values replaced where they stand, new ones put in, and no line lost."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from afterword.errors import OwnersError
from afterword.owner.yaml_text import Value, flow, item, line_after, lines_in, lines_of, scalar
from afterword_rules.yaml_files.source import Path, read_yaml

if TYPE_CHECKING:
    from yaml import MappingNode, Node, ScalarNode, SequenceNode

    Pair = tuple[ScalarNode, Node]


@dataclass(frozen=True, slots=True)
class Change:
    """What is at `path` becomes `value`; or, with `adds`, the list at `path` gets `value` as its last entry."""

    path: Path
    value: Value
    adds: bool = False

    @property
    def by_hand(self) -> str:
        """The same for the owner to write."""
        place = ".".join(str(part) for part in self.path)
        if self.adds:
            return f"below {place}:\n{''.join(item(self.value, '  '))}".rstrip("\n")
        return f"{place}: {flow(self.value)}"


class _UnsafeError(Exception):
    """The place is written in a way that is not safe to change."""


def edited(text: str, name: str, changes: Sequence[Change]) -> str:
    """`text`, a file called `name` without mistakes, with `changes` made one after the other.

    Every line stays, but for the values that change. The result was read again, and says what was wanted.

    :raises OwnersError: one of the changes is not safe; the lines say what to write by hand.
    """
    wanted, _, _ = read_yaml(text, name)
    wanted = copy.deepcopy(wanted) if wanted is not None else {}
    now = text
    for change in changes:
        try:
            now = _changed(now, change)
        except _UnsafeError:
            raise _by_hand(name, changes) from None
        _change_value(wanted, change)
    found, _, problems = read_yaml(now, name)
    if problems or found != wanted:
        raise _by_hand(name, changes)
    return now


def _by_hand(name: str, changes: Sequence[Change]) -> OwnersError:
    return OwnersError(
        f"{name} is written in a way that cannot be changed without risk; nothing was changed. Write into it by hand:",
        *(line for change in changes for line in f"  {change.by_hand}".splitlines()),
    )


def _changed(text: str, change: Change) -> str:
    import yaml

    end = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    path = change.path
    # What is missing on the way is made along with it.
    node, depth = root, 0
    pair: Pair | None = None
    while depth < len(path) and (found := _below(node, path[depth])) is not None:
        pair, node, depth = found, found[1], depth + 1
    if depth == len(path) and pair is not None and node is not None:
        return _added(text, pair, node, change.value, end) if change.adds else _replaced(text, node, change.value)
    value: Value = [change.value] if change.adds else change.value
    for part in reversed(path[depth + 1 :]):
        value = {str(part): value}
    return _with_key(text, pair, node, str(path[depth]), value, end)


def _below(node: Node | None, part: str | int) -> Pair | None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        # An entry of a list has no key; its own beginning is as good.
        return node.value[part], node.value[part]
    return None


def _replaced(text: str, node: Node, value: Value) -> str:
    import yaml

    one_line = node.start_mark.line == node.end_mark.line
    if isinstance(node, yaml.ScalarNode) and one_line and isinstance(value, str | int):
        # An empty value has no characters of its own, not even the blank before them.
        empty = node.start_mark.index == node.end_mark.index
        new = f" {scalar(value)}" if empty else scalar(value)
    elif one_line and not isinstance(value, str | int):
        new = flow(value)
    else:
        raise _UnsafeError
    return text[: node.start_mark.index] + new + text[node.end_mark.index :]


def _added(text: str, pair: Pair, node: Node, value: Value, end: str) -> str:
    import yaml

    lines = lines_in(text, end)
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        at = line_after(node.value[-1])
        indent = lines[node.start_mark.line][: node.start_mark.column]
        return "".join([*lines[:at], *_ended(item(value, indent), end), *lines[at:]])
    if isinstance(node, yaml.SequenceNode) and node.value:
        return _in_brackets(text, node, flow(value))
    if node.start_mark.line != node.end_mark.line and node.start_mark.index != node.end_mark.index:
        raise _UnsafeError
    # `calendars: []` or `calendars:`, each with a comment behind it, perhaps.
    if node.start_mark.index != node.end_mark.index:
        text = text[: node.start_mark.index].rstrip(" ") + text[node.end_mark.index :]
        lines = lines_in(text, end)
    line = pair[0].start_mark.line
    indent = " " * (pair[0].start_mark.column + 2)
    return "".join([*lines[: line + 1], *_ended(item(value, indent), end), *lines[line + 1 :]])


def _with_key(text: str, pair: Pair | None, node: Node | None, key: str, value: Value, end: str) -> str:
    """`key: value` put into the mapping `node`, which is the value of `pair`, or the whole file."""
    import yaml

    lines = lines_in(text, end)
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        return _in_brackets(text, node, f"{key}: {flow(value)}")
    if isinstance(node, yaml.MappingNode) and node.value:
        # What follows the last key of the file, comments most likely, stays with it.
        at = len(lines) if pair is None else line_after(node)
        gap = [end] if pair is None and not isinstance(value, str | int) else []
        # In a list the first key stands behind the dash.
        indent = " " * node.value[0][0].start_mark.column
        return "".join([*lines[:at], *gap, *_ended(lines_of(key, value, indent), end), *lines[at:]])
    if pair is None and node is None:
        return "".join([*lines, *_ended(lines_of(key, value), end)])
    if pair is not None and isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index:
        line, indent = pair[0].start_mark.line, " " * (pair[0].start_mark.column + 2)
        return "".join([*lines[: line + 1], *_ended(lines_of(key, value, indent), end), *lines[line + 1 :]])
    raise _UnsafeError


def _in_brackets(text: str, node: MappingNode | SequenceNode, more: str) -> str:
    """`more` as the last of what stands in brackets."""
    at = node.end_mark.index - 1
    before = text[:at].rstrip()
    if node.value and "#" in before.rpartition("\n")[2]:
        # The last line may end in a comment.
        raise _UnsafeError
    blank = text[len(before) : at]
    comma = ", " if node.value and not before.endswith(",") else " " if before.endswith(",") else ""
    return before + comma + more + blank + text[at:]


def _ended(lines: Sequence[str], end: str) -> list[str]:
    """New lines, with the ends that the others have."""
    return [line.removesuffix("\n") + end for line in lines]


def _change_value(data: Any, change: Change) -> None:
    *way, last = change.path
    for part in way:
        if isinstance(data, dict) and data.get(part) is None:
            data[part] = {}
        data = data[part]
    value = _plain(change.value)
    if change.adds:
        there = data.get(last)
        data[last] = [*(there or []), value]
    else:
        data[last] = value


def _plain(value: Value) -> Any:
    if isinstance(value, str | int):
        return value
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()}
