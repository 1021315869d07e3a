"""What can be wrong with an account and with a calendar alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from afterword_rules.yaml_files.source import Path, Positions, Problem


def one_of(
    choices: Mapping[str, object], path: Path, positions: Positions, *, beside: str, missing: str = ""
) -> Iterator[Problem]:
    """Of the keys `choices`, each with its value, one is given, which is not None.

    `beside` says why a second one cannot be, `missing` what to do where there is none, if one is needed.
    """
    given = [key for key, value in choices.items() if value is not None]
    if not given and missing:
        yield positions.problem(path, missing)
    for key in given[1:]:
        yield positions.problem((*path, key), f'"{key}" beside "{given[0]}": {beside}', at_key=True)


def command_problems(
    command: tuple[str, ...] | None, path: Path, positions: Positions, example: str
) -> Iterator[Problem]:
    """A `password_command` names a program; `example` is what `pass` may call the password."""
    if command is not None and (not command or not command[0].strip()):
        yield positions.problem(path, f"name the program that prints your password, like [pass, {example}]")
