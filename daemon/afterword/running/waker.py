"""A bell that ends a wait from another thread, or from a signal handler."""

from __future__ import annotations

import select
import socket
from collections.abc import Sequence


class Waker:
    """Rung once, it ends one wait: the one under way, or the next. Rings that come before that count as one."""

    def __init__(self) -> None:
        self._listening, self._ringing = socket.socketpair()
        self._listening.setblocking(False)
        self._ringing.setblocking(False)

    def ring(self) -> None:
        """Never raises, also not when it is closed."""
        try:
            self._ringing.send(b"\0")
        except OSError:
            return  # Full: it is ringing already. Closed: nobody waits.

    def rung(self) -> bool:
        """Whether it rang since it was last asked, or waited for."""
        found = False
        try:
            while self._listening.recv(65536):
                found = True
        except OSError:
            return found  # Nothing more. Closed: nobody rings.
        return found

    def wait(self, seconds: float, also: Sequence[socket.socket] = ()) -> bool:
        """Wait for it, for `seconds` at most; True when it rang. What there is to read from `also` ends the wait too."""
        if self._listening.fileno() < 0:
            return True
        poll = select.poll()
        for one in (self._listening, *also):
            poll.register(one.fileno(), select.POLLIN)
        poll.poll(max(0.0, seconds) * 1000)
        return self.rung()

    def close(self) -> None:
        """Later waits end at once. Never raises; a second call does nothing."""
        self._listening.close()
        self._ringing.close()
