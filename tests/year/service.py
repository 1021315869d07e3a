"""Starts the program of `daemon.py`, answers it, kills it, and measures it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
# A program that says nothing for this many seconds hangs, and is ended: the player finds that it ended by itself.
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one moment of the program's life. `rss` in MB, `ledger` in kB."""

    at: datetime
    rss: float
    handles: int
    threads: int
    ledger: float

    def __str__(self) -> str:
        return f"{self.rss:.1f} MB, {self.handles} handles, {self.threads} threads, ledger {self.ledger:.0f} kB"


class Service:
    """One life of the program, begun when it is made."""

    def __init__(self, config: Path, state: Path, now: datetime) -> None:
        self._state = state
        self.begun = now
        with (state.parent / "errors").open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "year.daemon", str(config), str(state), now.isoformat()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join((str(TESTS), os.environ.get("PYTHONPATH", ""))),
                    "AFTERWORD_CACHE_DIR": str(state.parent / "cache"),
                },
            )

    def hear(self) -> dict[str, Any] | None:
        """What it says next; None when its life is over."""
        assert self._process.stdout is not None
        limit = threading.Timer(PATIENCE, self.kill)
        limit.start()
        line = self._process.stdout.readline()
        limit.cancel()
        # What was being said when it was killed may be half a line.
        if not line.endswith(b"\n"):
            return None
        return dict(json.loads(line))

    def answer(self, **words: object) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()

    def kill(self) -> None:
        """SIGKILL; may be called from any thread."""
        self._process.kill()

    def ended(self) -> int:
        """Its exit code."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        return self._process.returncode

    def figures(self, now: datetime) -> Figures | None:
        place = Path(f"/proc/{self._process.pid}")
        try:
            status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines() if ":" in line)
            handles = len([*(place / "fd").iterdir()])
            rss, threads = int(status["VmRSS"].split()[0]) / 1024, int(status["Threads"])
        except (OSError, KeyError):
            return None
        ledger = sum(path.stat().st_size for path in self._state.glob("ledger.sqlite3"))
        return Figures(now, rss, handles, threads, ledger / 1000)
