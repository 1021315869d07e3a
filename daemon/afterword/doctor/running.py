"""All checks side by side, each with a limit: a server that never answers keeps nobody waiting."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence

from afterword.doctor.finding import Check, Finding, bad
from afterword.errors import OwnersError, WorldError

_FAREWELL = 3.0


def run_checks(checks: Sequence[Check], patience: float) -> list[Finding]:
    """What the checks found, in their order. One that takes longer than `patience` seconds is told to, and left alone."""
    running = [_Running(check) for check in checks]
    deadline = time.monotonic() + patience
    try:
        return [finding for one in running for finding in one.findings(deadline - time.monotonic(), patience)]
    except KeyboardInterrupt:
        # A draft that was placed is removed before we go.
        deadline = time.monotonic() + _FAREWELL
        for one in running:
            one.wait(deadline - time.monotonic())
        raise


class _Running:
    def __init__(self, check: Check) -> None:
        self._check = check
        self._found: queue.SimpleQueue[Finding | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        self._thread.join(max(seconds, 0))

    def findings(self, left: float, patience: float) -> list[Finding]:
        found: list[Finding] = []
        deadline = time.monotonic() + left
        while True:
            try:
                one = self._found.get(timeout=max(deadline - time.monotonic(), 0))
            except queue.Empty:
                what = f"no answer within {patience:g} seconds"
                return [*found, bad(self._check.name, what, self._check.unfinished)]
            if one is None:
                return found
            found.append(one)

    def _run(self) -> None:
        name = self._check.name
        try:
            for finding in self._check.look():
                self._found.put(finding)
        except WorldError as error:
            self._found.put(bad(name, str(error)))
        except OwnersError as error:
            for problem in error.problems:
                self._found.put(bad(name, problem))
        except Exception as error:  # noqa: BLE001 (one check that fails is no reason to hide the others)
            self._found.put(bad(name, f"a bug of ours ({type(error).__name__})", "please report it"))
        finally:
            self._found.put(None)
