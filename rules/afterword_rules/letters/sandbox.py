"""The environment in which letters are rendered: strict, without side doors, and never without an end.

Templates are ours or the owner's; what stands in mail only ever enters as a value. The sandbox guards against
mistakes more than against malice: an unknown field, a loop that does not end, a text that grows without bound.
Imported only where a letter is written, since jinja2 takes a tenth of a second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateRuntimeError, Undefined, UndefinedError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

Loaded = tuple[str, str | None, Callable[[], bool] | None]

_MOST_STEPS = 10_000
_MOST_CHARACTERS = 20_000
_FILTERS = {
    "capitalize", "count", "default", "d", "first", "join", "last", "length", "list", "lower", "replace", "reverse", "round",
    "sort", "string", "title", "trim", "truncate", "unique", "upper", "wordcount",
}  # fmt: skip
_TEXT_METHODS = {
    "capitalize",
    "endswith",
    "lower",
    "removeprefix",
    "removesuffix",
    "split",
    "startswith",
    "strip",
    "title",
    "upper",
}


class NotKnown(Undefined):
    """A value that this letter does not have: false under `if`, an error with its name where it would be printed."""

    __slots__ = ()

    def __str__(self) -> str:
        raise UndefinedError(self._undefined_message)


class Either(Extension):
    """`{% either %} one sentence {% or %} another {% endeither %}`: one of them, always the same for the same letter."""

    tags = {"either"}  # noqa: RUF012  # as the base class has it

    def parse(self, parser: Parser) -> nodes.Node:
        """One If with a branch for each wording."""
        line = next(parser.stream).lineno
        bodies = [parser.parse_statements(("name:or", "name:endeither"))]
        while parser.stream.current.test("name:or"):
            next(parser.stream)
            bodies.append(parser.parse_statements(("name:or", "name:endeither")))
        next(parser.stream)
        choice: list[nodes.Node] = list(bodies[-1])
        for number in range(len(bodies) - 2, -1, -1):
            chosen = nodes.Call(
                nodes.EnvironmentAttribute("choose"), [nodes.Const(line), nodes.Const(len(bodies))], [], None, None
            )
            test = nodes.Compare(chosen, [nodes.Operand("eq", nodes.Const(number))])
            choice = [nodes.If(test, bodies[number], [], choice)]
        for node in choice:
            node.set_lineno(line)
        return choice[0] if len(choice) == 1 else nodes.Scope(choice, lineno=line)


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """`seed` and `turn` decide between wordings: letters with one seed and different turns differ."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, load: Callable[[str], Loaded | None]) -> None:
        super().__init__(
            loader=FunctionLoader(load),
            undefined=StrictUndefined,
            finalize=_printed,
            extensions=[Either],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals = {"range": self.globals["range"]}
        self.filters = {name: function for name, function in self.filters.items() if name in _FILTERS}
        self.seed, self.turn, self._steps = "", 0, 0

    def begin(self, seed: str, turn: int) -> None:
        """Start a letter: what is chosen and how much has been done is counted from here."""
        self.seed, self.turn, self._steps = seed, turn, 0

    def choose(self, block: int, count: int) -> int:
        """Which of `count` wordings stands at the block in line `block`."""
        digest = hashlib.sha256(f"{self.seed}\n{block}".encode("utf-8", "replace")).digest()
        return (int.from_bytes(digest[:4]) + self.turn) % count

    def step(self) -> None:
        """One round of a loop or one call of a macro."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TemplateRuntimeError(f"the template loops without end (more than {_MOST_STEPS} rounds)")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers may be reckoned with; texts are joined with "~" and never multiplied."""
        if not all(isinstance(side, int | float) and abs(side) < 1e9 for side in (left, right)) or operator == "**":
            raise TemplateRuntimeError(f"{operator!r} is for small numbers only; join texts with '~'")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a text only the methods that cannot make it longer."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        return super().is_safe_attribute(obj, attr, value)

    def _generate(  # every loop and macro counts its rounds
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        rounds: list[nodes.For | nodes.Macro] = [*source.find_all(nodes.For), *source.find_all(nodes.Macro)]
        for node in rounds:
            count = nodes.ExprStmt(nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None))
            count.set_lineno(node.lineno)
            count.set_environment(self)
            node.body.insert(0, count)
        return super()._generate(source, name, filename, defer_init)


def _printed(value: Any) -> Any:
    if isinstance(value, Undefined):
        return value
    if value is None or not str(value).strip():
        raise TemplateRuntimeError("an empty value would be printed; ask for it with 'if' first")
    if len(str(value)) > _MOST_CHARACTERS:
        raise TemplateRuntimeError("a value is too long for a letter")
    return value
