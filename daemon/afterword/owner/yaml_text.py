"""YAML written as text, for files that the owner edits: values as a person would write them, and where one ends.

A file is never dumped from its values, which would lose comments and order: lines are put in, or one value's own
characters replaced.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import Node

Value = str | bool | int | Sequence["Value"] | Mapping[str, "Value"]

# What YAML reads as nothing but this text (YAML 1.2.2 section 7.3.3): the rest is quoted.
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PHRASE = re.compile(r"(~?/|[A-Za-z])[A-Za-z0-9_@./+%~-]*( [A-Za-z0-9_@./+%~][A-Za-z0-9_@./+%~-]*)*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def scalar(value: str | bool | int, *, plain: re.Pattern[str] = _PHRASE) -> str:  # noqa: FBT001 (it is the value)
    """One value on one line; `plain` is what may stand without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    simple = plain.fullmatch(value) and value.lower() not in _WORDS
    # Every JSON string is a YAML string too (YAML 1.2.2 section 1.3).
    return value if simple else "".join(_escaped(one) for one in json.dumps(value, ensure_ascii=False))


def flow(value: Value, *, plain: re.Pattern[str] = _WORD) -> str:
    """Any value on one line, with brackets; no comma or colon can stand without quotes there."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one, plain=plain)}" for key, one in value.items()) + "}"
    if isinstance(value, str | int):
        return scalar(value, plain=plain)
    return "[" + ", ".join(flow(one, plain=plain) for one in value) + "]"


def lines_of(key: str, value: Value, indent: str = "") -> list[str]:
    """`key: value` as lines, each with its end; mappings below each other, a list of single values too."""
    if isinstance(value, Mapping):
        if not value:
            return [f"{indent}{key}: {{}}\n"]
        return [f"{indent}{key}:\n", *(line for k, one in value.items() for line in lines_of(k, one, indent + "  "))]
    if isinstance(value, str) and "\n" in value.strip("\n") and _fits_a_block(value):
        # A block of text, as it will be read again to the letter (section 8.1.1.2).
        keep = "" if value.endswith("\n") else "-"
        return [f"{indent}{key}: |{keep}\n", *(f"{indent}  {line}\n" if line else "\n" for line in value.splitlines())]
    if isinstance(value, str | int):
        return [f"{indent}{key}: {scalar(value)}\n"]
    if not value or key == "password_command":
        return [f"{indent}{key}: {flow(value, plain=_PHRASE)}\n"]
    return [f"{indent}{key}:\n", *(line for one in value for line in item(one, indent + "  "))]


def item(value: Value, indent: str) -> list[str]:
    """One entry of a list, behind a dash at `indent`."""
    if isinstance(value, Mapping):
        below = [line for key, one in value.items() for line in lines_of(key, one, indent + "  ")]
        return [f"{indent}- {below[0][len(indent) + 2 :]}", *below[1:]] if below else [f"{indent}- {{}}\n"]
    return [f"{indent}- {scalar(value) if isinstance(value, str | int) else flow(value)}\n"]


def line_after(node: Node) -> int:
    """The number (from 0) of the line behind the last one of `node`."""
    import yaml

    if isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and node.value and not node.flow_style:
        last = node.value[-1]
        return line_after(last[1] if isinstance(node, yaml.MappingNode) else last)
    # A block of text ends where the next line begins.
    return int(node.end_mark.line) + (1 if node.end_mark.column else 0)


def lines_in(text: str, end: str = "\n") -> list[str]:
    """The lines as they stand, the last one with its end too."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    return lines


class Writing:
    """A file that is written beside the one it will replace: everything that can fail happens before it does.

    :raises OSError: (when made) the disk is full, or the folder cannot be written.
    """

    def __init__(self, path: Path, text: str) -> None:
        # A link (a folder of dotfiles) stays a link.
        self.path = Path(os.path.realpath(path))
        mode = self.path.stat().st_mode & 0o777 if self.path.exists() else 0o600
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        self._half = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._half.chmod(mode)
        except BaseException:
            self.forget()
            raise

    def put(self) -> None:
        """Take the place of the file; it keeps its mode, a new one is the owner's alone."""
        self._half.replace(self.path)

    def forget(self) -> None:
        """Leave the file as it is."""
        self._half.unlink(missing_ok=True)


def _fits_a_block(text: str) -> bool:
    """Whether its lines mean themselves: no odd characters, no blanks that a block would take for its own indentation."""
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    whole = "\n".join(lines) == text.removesuffix("\n")
    plain = all(char.isprintable() for line in lines for char in line)
    return whole and plain and bool(lines[0]) and bool(lines[-1]) and not first.startswith(" ")


def _escaped(character: str) -> str:
    # What YAML takes for a line break, or for no character at all (YAML 1.2.2 section 5.1).
    return (
        character
        if character.isprintable()
        else f"\\u{ord(character):04x}"
        if ord(character) < 65536
        else f"\\U{ord(character):08x}"
    )
