"""How far the first reading of a large mailbox has come, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TextIO

from afterword.running.voice import Progress, Silent

# A look that reads a handful of messages is over before anybody could read a line about it.
_WORTH_SHOWING = 400
_BAR = 24


class ProgressBar(Silent):
    """One line that is written again and again: how much is done, how fast, and how long the rest takes.

    Only for a stream that is a terminal. `clock` counts seconds.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._began: dict[tuple[str, str], tuple[float, int]] = {}
        self._shown = 0

    def reading(self, progress: Progress) -> None:
        if progress.total < _WORTH_SHOWING:
            return
        now = self._clock()
        began, before = self._began.setdefault((progress.account, progress.folder), (now, progress.done))
        line = shown(progress, now - began, progress.done - before)
        self._stream.write(f"\r{line.ljust(self._shown)}")
        self._shown = len(line)
        if progress.done >= progress.total:
            del self._began[progress.account, progress.folder]
            self._stream.write("\n")
            self._shown = 0
        self._stream.flush()


def shown(progress: Progress, seconds: float, done: int) -> str:
    """The line, when `done` messages were read in the last `seconds`."""
    part = progress.done / progress.total if progress.total else 1.0
    bar = "#" * int(part * _BAR)
    line = f"{progress.account} {progress.folder}: [{bar:-<{_BAR}}] {progress.done:,} of {progress.total:,}"
    if seconds <= 0 or done <= 0:
        return line
    rate = done / seconds
    left = (progress.total - progress.done) / rate
    return f"{line}, {rate:,.0f}/s, {_time(left)} left" if progress.done < progress.total else f"{line}, {rate:,.0f}/s"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
