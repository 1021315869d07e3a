"""A real terminal with the program in it, and somebody who reads and types."""

from __future__ import annotations

import os
import re
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

PATIENCE = 60.0
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """`shown` is all that stood on it, without what only moves the cursor."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = os.openpty()
        # It is the controlling terminal, or passwords would be asked for elsewhere.
        self._process = subprocess.Popen(
            ["setsid", "--ctty", "--wait", *command],
            env={**os.environ, **environment, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self.shown = ""
        self._read = 0

    def reads(self, words: str) -> None:
        """Wait until `words` stand there, below what was read before."""
        deadline = time.monotonic() + PATIENCE
        while (at := self.shown.find(words, self._read)) < 0:
            if not self._more(deadline):
                raise AssertionError(f"{words!r} is not shown:\n{self.shown[self._read :]}")
        self._read = at + len(words)

    def types(self, line: str) -> None:
        os.write(self._ours, f"{line}\n".encode())

    def answers(self, *dialogue: tuple[str, str]) -> None:
        """Questions with their answers."""
        for question, answer in dialogue:
            self.reads(question)
            self.types(answer)

    def interrupts(self) -> None:
        """Ctrl-C, as often as it takes: Python may miss one in the moment in which it begins to wait for a line."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            os.write(self._ours, b"\x03")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(2)

    def ends(self) -> int:
        """Read to the end; the exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._more(deadline):
            pass
        return self._process.wait(PATIENCE)

    def _more(self, deadline: float) -> bool:
        if not select.select([self._ours], [], [], max(deadline - time.monotonic(), 0))[0]:
            raise AssertionError(f"nothing more comes:\n{self.shown[self._read :]}")
        try:
            data = os.read(self._ours, 65536)
        except OSError:
            # The other end is closed.
            return False
        self.shown += _CONTROL.sub("", data.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        os.close(self._ours)
