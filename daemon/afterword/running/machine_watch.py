"""What happens to the machine under a program that runs for months: it sleeps, its clock is set, it travels."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from afterword.owner.system_zone import system_zone
from afterword.running.machine_sleep import SleepWatch

_SET = 5.0


class Change(StrEnum):
    """What has changed; the values are for the log."""

    SLEPT = "the machine was asleep"
    CLOCK = "the clock was set"
    ZONE = "the time zone was changed"


def _boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class MachineWatch:
    """Compares the machine with what it was when it was last asked.

    `wall` is the clock on the wall in seconds, `boot` one that nobody sets and that runs on in sleep, `zone` the name
    of the machine's time zone.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], float] = time.time,
        boot: Callable[[], float] = _boot,
        sleep: SleepWatch | None = None,
        zone: Callable[[], str] = system_zone,
    ) -> None:
        self._wall, self._boot, self._zone = wall, boot, zone
        self._sleep = sleep or SleepWatch()
        self._ahead = wall() - boot()
        self._named = zone()

    def changes(self) -> tuple[Change, ...]:
        """What has changed since the last call."""
        found: list[Change] = []
        if self._sleep.slept():
            found.append(Change.SLEPT)
        ahead = self._wall() - self._boot()
        if abs(ahead - self._ahead) > _SET:
            found.append(Change.CLOCK)
        # After a small step too: a clock that is pulled along by a second now and then is no event, however often.
        self._ahead = ahead
        named = self._zone()
        if named != self._named:
            found.append(Change.ZONE)
        self._named = named
        return tuple(found)
