"""What systemd is told: that the service is up, what it is doing, and that it is alive (sd_notify(3), in our own lines)."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping, MutableMapping

from afterword.running.hub import SLICE
from afterword.running.voice import Silent

_WORDS = 200


class ServiceManager(Silent):
    """The voice that speaks to the service manager which started this process.

    Nothing waits for it and nothing fails with it: a manager that has gone away, or is slow, hears nothing.
    """

    def __init__(self, address: str, watchdog: float | None = None) -> None:
        """`address` is that of $NOTIFY_SOCKET, "@" for an abstract one. `watchdog` is `watchdog_seconds`."""
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.watchdog = watchdog

    @property
    def slices(self) -> float:
        """Between two calls of `alive` no more seconds than this may pass: a minute, or less for an impatient watchdog."""
        return min(SLICE, self.watchdog / 3) if self.watchdog is not None else SLICE

    def ready(self) -> None:
        self._tell("READY=1")

    def status(self, text: str) -> None:
        # A line break would begin another assignment.
        self._tell(f"STATUS={' '.join(text.split())[:_WORDS]}")

    def alive(self) -> None:
        if self.watchdog is not None:
            self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        self._tell("STOPPING=1\nSTATUS=stopping")

    def _tell(self, text: str) -> None:
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link,
        ):
            link.setblocking(False)
            link.connect(self._address)
            link.sendall(text.encode("utf-8", "replace"))


def service_manager(environment: MutableMapping[str, str] = os.environ) -> ServiceManager | None:
    """The manager that started this process; None when nobody waits for word.

    What it said is taken out of `environment`, so that no program started later speaks for this one.
    """
    watchdog = watchdog_seconds(environment)
    address = environment.pop("NOTIFY_SOCKET", "")
    for name in ("WATCHDOG_USEC", "WATCHDOG_PID"):
        environment.pop(name, None)
    return ServiceManager(address, watchdog) if address[:1] in {"/", "@"} else None


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """How many seconds of silence the manager bears; None when it does not watch this process (sd_watchdog_enabled(3))."""
    told = environment.get("WATCHDOG_USEC", "")
    whom = environment.get("WATCHDOG_PID", "") or str(os.getpid())
    if not (told.isascii() and told.isdigit()) or int(told) == 0 or whom != str(os.getpid()):
        return None
    return int(told) / 1_000_000
