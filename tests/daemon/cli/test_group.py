"""What holds for every command: help with an example that is true, light start, plain output in a pipe."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import afterword.cli
from afterword.cli.group import COMMANDS, SECTIONS, cli
from daemon.homes import DAY, NOON, Home, Said, confirmation

Say = Callable[..., Said]
# What the commands share, and what stands behind them.
NO_COMMANDS = {
    "applications",
    "__init__",
    "group",
    "json_output",
    "opened",
    "progress",
    "running",
    "saying",
    "stale_calendars",
    "table",
    "timeline",
    "troubles",
    "unsure",
    "wording",
}
HEAVY = ("googleapiclient", "dateparser", "icalendar", "holidays", "jinja2", "selectolax", "imapclient")


def command_of(name: str) -> click.Command:
    command = importlib.import_module(f"afterword.cli.{name}").command
    assert isinstance(command, click.Command)
    return command


def test_every_command_has_its_module() -> None:
    """The list of commands and the folder agree."""
    modules = {path.stem for path in Path(str(afterword.cli.__file__)).parent.glob("*.py")}

    assert set(COMMANDS) == modules - NO_COMMANDS


def test_every_command_is_named_as_it_is_called() -> None:
    """A command knows its own name."""
    assert list(COMMANDS) == [command_of(name).name for name in COMMANDS]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_has_an_example_that_is_true(name: str | None, say: Say) -> None:
    """Each example begins with "afterword ", and what it names exists."""
    said = say(*([name] if name else []), "--help")
    examples = re.findall(r"^ +(afterword .*)$", said.out, re.MULTILINE)

    assert 0 == said.code
    assert examples
    for example in examples:
        words = shlex.split(example.partition(" > ")[0])
        assert words[1] in COMMANDS
        assert name in {None, words[1]}
        known = {option for parameter in command_of(words[1]).params for option in parameter.opts}
        assert set() == {word for word in words[2:] if word.startswith("-")} - known


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_tells_each_option(name: str | None) -> None:
    """No option without its words."""
    command = command_of(name) if name else cli
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]

    assert all(option.help for option in options)


def test_list_of_commands_fits_a_terminal(say: Say) -> None:
    """In sections, each command on one line and aligned with all others, also where the terminal is 80 columns wide."""
    lines = say("--help").out.partition("Show this message and exit.\n")[2].splitlines()
    longest = max(map(len, COMMANDS))
    listed = [
        line
        for section, commands in SECTIONS.items()
        for line in ("", f"{section}:", *(f"  {name:{longest}}  {words}" for name, words in commands.items()))
    ]

    assert listed == lines


def test_no_command_is_listed_twice() -> None:
    """Each stands in one section."""
    assert sum(map(len, SECTIONS.values())) == len(COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["status", "--frobnicate"], "No such option"),
        (["why"], "Missing argument 'APPLICATION'"),
        (["completion", "csh"], "'csh' is not one of 'bash', 'zsh', 'fish'"),
    ],
)
def test_wrong_usage_is_code_2(home: Home, arguments: list[str], named: str) -> None:
    """What is wrong is named, and where help is."""
    said = home.run(*arguments)

    assert 2 == said.code
    assert "" == said.out
    assert named in said.err
    assert "--help" in said.err


def test_without_a_command_the_commands_are_shown(home: Home) -> None:
    """`afterword` alone tells what there is."""
    said = home.run()

    assert 2 == said.code
    assert all(name in said.out + said.err for name in COMMANDS)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["status", "--help"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    """They answer at once: none of the large libraries is read."""
    script = f"""
import sys
from afterword.__main__ import run
code = run({arguments!r})
print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (0, "[]") == (done.returncode, done.stderr.strip())


@pytest.mark.parametrize(
    "arguments",
    [["status"], ["status", "--all"], ["plan"], ["why", "larkspur"], ["run", "--once"], ["explain", "Mail"]],
)
def test_no_colour_codes_in_a_pipe(home: Home, arguments: list[str]) -> None:
    """Colours are for terminals only."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    home.run("run", "--once", "--dry-run")
    words = [str(home.mail) if word == "Mail" else word for word in arguments]
    said = home.run(*words)

    assert 0 == said.code
    assert said.out
    assert "\x1b" not in said.out + said.err
