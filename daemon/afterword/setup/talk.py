"""Talking with the owner: questions on the error stream, so that what is printed for others stays clean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import click

from afterword.errors import OwnersError
from afterword.secrets import Secret

Check = Callable[[str], str]
"""What is wrong with an answer, in words; empty when nothing is."""


class Talk(Protocol):
    """`asks` tells whether somebody is there to answer. Where nobody is, every question has its default for an answer."""

    @property
    def asks(self) -> bool: ...

    def tell(self, text: str = "") -> None: ...

    def ask(self, question: str, default: str = "", check: Check | None = None) -> str:
        """One line; empty when nothing was typed and there is no default."""
        ...

    def agree(self, question: str, *, default: bool = True) -> bool: ...

    def secret(self, question: str) -> Secret:
        """What is typed is not shown."""
        ...

    def lines(self, question: str) -> tuple[str, ...]:
        """Any number of lines, up to an empty one."""
        ...

    def choose(self, question: str, choices: Sequence[str]) -> tuple[int, ...]:
        """Some of the choices, by their place; all by default."""
        ...


class Terminal:
    """Somebody sits before it."""

    asks = True

    def tell(self, text: str = "") -> None:
        click.echo(text, err=True)

    def ask(self, question: str, default: str = "", check: Check | None = None) -> str:
        while True:
            shown = f"{question} [{default}]" if default else question
            answer = str(click.prompt(shown, default="", show_default=False, err=True)).strip() or default
            wrong = check(answer) if check is not None else ""
            if not wrong:
                return answer
            self.tell(f"  {wrong}")

    def agree(self, question: str, *, default: bool = True) -> bool:
        return click.confirm(question, default=default, err=True)

    def secret(self, question: str) -> Secret:
        return Secret(str(click.prompt(question, hide_input=True, err=True)))

    def lines(self, question: str) -> tuple[str, ...]:
        self.tell(f"{question} (an empty line ends)")
        found: list[str] = []
        while line := self.ask("  ").strip():
            found.append(line)
        return tuple(found)

    def choose(self, question: str, choices: Sequence[str]) -> tuple[int, ...]:
        for number, choice in enumerate(choices, 1):
            self.tell(f"  {number}  {choice}")
        answer = self.ask(f"{question} (numbers, or none)", "all", lambda text: _wrong_numbers(text, len(choices)))
        return _numbers(answer, len(choices))


class Silent:
    """A script: what it did not say is taken as it is proposed, and nothing is told but what went wrong."""

    asks = False

    def tell(self, text: str = "") -> None:
        """Nobody listens."""

    def ask(self, question: str, default: str = "", check: Check | None = None) -> str:
        if check is not None and (wrong := check(default)):
            raise OwnersError(f"{question}: {wrong}")
        return default

    def agree(self, question: str, *, default: bool = True) -> bool:  # noqa: ARG002 (the protocol's)
        return default

    def secret(self, question: str) -> Secret:
        raise OwnersError(f"{question}: nobody is there to type it; give --password-stdin or --password-command")

    def lines(self, question: str) -> tuple[str, ...]:  # noqa: ARG002 (the protocol's)
        return ()

    def choose(self, question: str, choices: Sequence[str]) -> tuple[int, ...]:  # noqa: ARG002 (the protocol's)
        return tuple(range(len(choices)))


def _wrong_numbers(text: str, most: int) -> str:
    words = text.replace(",", " ").split()
    right = text in {"all", "none"} or all(word.isdecimal() and 0 < int(word) <= most for word in words)
    return "" if right else f"numbers between 1 and {most}, like: 1 3"


def _numbers(text: str, most: int) -> tuple[int, ...]:
    if text in {"all", "none"}:
        return tuple(range(most)) if text == "all" else ()
    return tuple(dict.fromkeys(int(word) - 1 for word in text.replace(",", " ").split()))
