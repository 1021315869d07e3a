"""Whether the machine slept: then every connection is dead, whatever the socket says."""

from __future__ import annotations

import time
from collections.abc import Callable

_SLEPT = 5.0


def _slept_so_far() -> float:
    """Seconds this machine spent suspended since it was switched on: what CLOCK_BOOTTIME counts and CLOCK_MONOTONIC not."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class SleepWatch:
    """Remembers how long the machine had slept when it was last asked. `asleep` gives that, in seconds."""

    def __init__(self, asleep: Callable[[], float] = _slept_so_far) -> None:
        self._asleep = asleep
        self._known = asleep()

    def slept(self) -> bool:
        """Whether it slept since the last call, for longer than five seconds."""
        before, self._known = self._known, self._asleep()
        return self._known - before > _SLEPT
