"""Finds and renders the templates of letters: the owner's where there are some, else those that ship."""

from __future__ import annotations

import importlib.resources
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterword_rules.letters.check import LetterProblem
from afterword_rules.letters.language import FALLBACK

if TYPE_CHECKING:
    from afterword_rules.letters.sandbox import LetterEnvironment

SUFFIX = ".txt.j2"
REVIEW_NOTE = "review_note"
_MOST_BYTES = 100_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FILE = re.compile(r"[a-z0-9_-]+/[a-z0-9_-]+\.txt\.j2")
_QUOTED_NAME = re.compile(r"'(\w+)'")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text out of a template. `where` is the template's file with ":1:1"; `text` is empty when `problem` is set."""

    where: str
    text: str = ""
    problem: LetterProblem | None = None


class Templates:
    """The templates of all languages, `<language>/<kind>.txt.j2`, `folder` (the owner's) before the built-in ones.

    Read when first needed, and again when the file changed. No method raises on a bad template: it is told in the
    result.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._ready: LetterEnvironment | None = None

    def render(self, kind: str, language: str, values: Mapping[str, object], *, seed: str, turn: int = 0) -> Rendered:
        """The text of `kind` in `language`, else in English; values of None count as not known.

        `seed` and `turn` choose between the wordings of the template's `either` blocks: the same pair gives the same
        text, and different turns under one seed give different ones.
        """
        from jinja2 import TemplateError, TemplateSyntaxError

        from afterword_rules.letters.sandbox import NotKnown

        name = self._name(kind, language)
        if name is None:
            return _failed(f"{self._place_for(kind)}:1:1", f"there is no template for {kind!r}; write this file")
        environment = self._environment()
        environment.begin(seed, turn)
        known = {
            key: NotKnown(hint=f"'{key}' is not known for this letter; ask for it with 'if' first", name=key)
            if value is None
            else value
            for key, value in values.items()
        }
        path = self._path(name)
        try:
            return Rendered(f"{path}:1:1", environment.get_template(name).render(known))
        except TemplateSyntaxError as error:
            return _failed(self._place(name, error.lineno, str(error.message)), str(error.message))
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            return _failed(self._place(name, _line_of(error, path), str(error)), str(error) or type(error).__name__)
        except (RecursionError, MemoryError, OSError, UnicodeError) as error:
            return _failed(f"{path}:1:1", f"cannot be used: {str(error) or type(error).__name__}")

    def problems(self) -> tuple[LetterProblem, ...]:
        """Syntax errors in the owner's templates, all of them."""
        from jinja2 import TemplateSyntaxError

        found: list[LetterProblem] = []
        for path in sorted(self._folder.glob(f"*/*{SUFFIX}")) if self._folder else ():
            name = f"{path.parent.name}/{path.name}"
            try:
                self._environment().get_template(name)
            except TemplateSyntaxError as error:
                found.append(LetterProblem(self._place(name, error.lineno, str(error.message)), str(error.message)))
            except (OSError, UnicodeError, RecursionError) as error:
                found.append(LetterProblem(f"{path}:1:1", f"cannot be used: {error}"))
        return tuple(found)

    def _environment(self) -> LetterEnvironment:
        if self._ready is None:
            from afterword_rules.letters.sandbox import LetterEnvironment

            self._ready = LetterEnvironment(self._load)
        return self._ready

    def _name(self, kind: str, language: str) -> str | None:
        if not _NAME.fullmatch(kind):
            return None
        names = [f"{code}/{kind}{SUFFIX}" for code in (language, FALLBACK) if _NAME.fullmatch(code)]
        return next((name for name in names if self._own(name) or _built_in(name).is_file()), None)

    def _place_for(self, kind: str) -> Path:
        return (self._folder or Path("templates")) / FALLBACK / f"{kind}{SUFFIX}"

    def _own(self, name: str) -> Path | None:
        path = self._folder / name if self._folder else None
        return path if path is not None and path.is_file() else None

    def _path(self, name: str) -> str:
        return str(self._own(name) or _built_in(name))

    def _load(self, name: str) -> tuple[str, str | None, Callable[[], bool] | None] | None:
        if not _FILE.fullmatch(name):
            return None
        own = self._own(name)
        if own is None:
            source = _built_in(name)
            return (
                (source.read_text(encoding="utf-8"), str(source), lambda: self._own(name) is None)
                if source.is_file()
                else None
            )
        stamp = own.stat().st_mtime_ns
        if own.stat().st_size > _MOST_BYTES:
            raise OSError(f"a template has at most {_MOST_BYTES} bytes")
        return own.read_text(encoding="utf-8"), str(own), lambda: own.is_file() and own.stat().st_mtime_ns == stamp

    def _place(self, name: str, line: int, what: str) -> str:
        """file:line:column; the column is that of the name the message speaks of, else of the line's first word."""
        try:
            loaded = self._load(name)
            text = loaded[0].splitlines()[line - 1] if loaded else ""
        except (OSError, UnicodeError, IndexError):
            text = ""
        for spoken_of in _QUOTED_NAME.findall(what):
            found = re.search(rf"\b{re.escape(spoken_of)}\b", text)
            if found:
                return f"{self._path(name)}:{line}:{found.start() + 1}"
        mark = re.search(r"\{[{%]|\S", text) if "{" not in text else re.search(r"\{[{%]", text)
        return f"{self._path(name)}:{line}:{mark.start() + 1 if mark else 1}"


def built_in_templates() -> dict[str, tuple[str, ...]]:
    """The names of the templates that ship, by language."""
    folder = importlib.resources.files("afterword_rules").joinpath("templates")
    return {
        language.name: tuple(sorted(one.name.removesuffix(SUFFIX) for one in language.iterdir()))
        for language in sorted(folder.iterdir(), key=lambda one: one.name)
        if language.is_dir()
    }


def built_in_template(kind: str, language: str) -> str:
    """The text of a template that ships; both names must be of `built_in_templates`."""
    text: str = _built_in(f"{language}/{kind}{SUFFIX}").read_text(encoding="utf-8")
    return text


def _built_in(name: str) -> Any:
    return importlib.resources.files("afterword_rules").joinpath("templates", *name.split("/"))


def _failed(where: str, what: str) -> Rendered:
    return Rendered(where, problem=LetterProblem(where, what))


def _line_of(error: BaseException, path: str) -> int:
    """The template's line in which `error` was raised (jinja2 writes it into the traceback)."""
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path and frame.lineno
    ]
    return lines[-1] if lines else 1
