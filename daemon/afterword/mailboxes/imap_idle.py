"""Waiting for news of a folder: IDLE (RFC 2177) where it is offered, else a question now and then.

Whatever is told here is a hint and no more: a reason to look now rather than later. Networks lose connections without
a word, and servers lose hints: nothing rests on one, and nothing in one is believed.
"""

from __future__ import annotations

import imaplib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from afterword.errors import WorldError
from afterword.mailboxes.imap_link import ImapLink
from afterword.mailboxes.imap_wire import Client
from afterword.running.machine_sleep import SleepWatch
from afterword.running.waker import Waker

_SLICE = 60.0
_LASTED = 60.0
_ARRIVAL = re.compile(rb"\* \d+ (EXISTS|RECENT)", re.IGNORECASE)
_FAREWELL = re.compile(rb"\* BYE", re.IGNORECASE)


class _Heard(Enum):
    """What ended a listening."""

    NEWS = auto()
    NOTHING = auto()
    BELL = auto()
    SLEEP = auto()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `again`: how long one IDLE lasts; it ends with a question that a dead link does not answer. Servers end
    it after 30 minutes (RFC 2177), routers forget it sooner. `poll`: how often a server without IDLE is asked.
    """

    again: float = 540.0
    poll: float = 120.0


class InboxNews:
    """Waits on one link. One thread waits; any may `wake`."""

    def __init__(
        self,
        link: ImapLink,
        *,
        pace: Pace | None = None,
        sleep: SleepWatch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._link = link
        self._pace = pace or Pace()
        self._sleep = sleep or SleepWatch()
        self._clock = clock
        self._waker = Waker()
        self._listening_since: float | None = None

    def wait(self, folder: str, seconds: float, seen: tuple[int, int] | None = None) -> bool:
        """Wait for `seconds` at most; True when it is worth looking at once, False when the time is over or it was woken.

        `seen` is what the caller's last look found: UIDVALIDITY and UIDNEXT of the folder. What came between that look
        and this wait is noticed by it. A link that was lost after it had lasted for a while is a reason to look, and no
        error: servers restart at night, machines sleep.

        :raises WorldError: the server cannot be reached.
        """
        if self._waker.rung():
            return False
        until = self._clock() + seconds
        self._sleep.slept()
        self._listening_since = None
        try:
            with self._link.session() as client:
                return self._waited(client, folder, until, seen)
        except WorldError:
            # A server that hangs up as soon as one listens is left in peace for a while.
            if not self._lasted():
                raise
            return True

    def wake(self) -> None:
        """End the wait under way, or the next one. Never raises; may be called from any thread or signal handler."""
        self._waker.ring()

    def close(self) -> None:
        """Never raises; a second call does nothing. The link is not closed."""
        self._waker.close()

    def _lasted(self) -> bool:
        since = self._listening_since
        return since is not None and (self._clock() - since >= _LASTED or self._sleep.slept())

    def _waited(self, client: Client, folder: str, until: float, seen: tuple[int, int] | None) -> bool:
        state = client.select_folder(folder, readonly=True)
        if seen is not None and (state.get(b"UIDVALIDITY"), state.get(b"UIDNEXT", seen[1])) != seen:
            return True
        if b"IDLE" in client.capabilities():
            heard = self._idle(client, until)
            if heard is not None:
                return heard
        return self._poll(client, until)

    def _idle(self, client: Client, until: float) -> bool | None:
        """None when the server offers IDLE and refuses it."""
        wire = client.wire
        self._listening_since = self._clock()
        while True:
            known = wire.arrivals()
            try:
                wire.begin_idle()
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                return None
            heard = self._listen(client, min(until, self._clock() + self._pace.again), known)
            if heard is _Heard.SLEEP:
                # The server and the routers on the way have forgotten us: nobody would answer.
                self._link.drop()
                return True
            wire.end_idle()
            if heard is _Heard.NEWS or wire.arrivals() > known:
                return True
            if heard is _Heard.BELL or self._clock() >= until:
                return False

    def _listen(self, client: Client, until: float, known: int) -> _Heard:
        wire = client.wire
        while True:
            lines = wire.lines_at_hand()
            if any(_FAREWELL.match(line) for line in lines):
                raise wire.abort("socket error: EOF (BYE)")
            if wire.arrivals() > known or any(_ARRIVAL.match(line) for line in lines):
                return _Heard.NEWS
            if self._sleep.slept():
                return _Heard.SLEEP
            left = until - self._clock()
            if left <= 0:
                return _Heard.NOTHING
            # In slices, so that a machine that slept notices it soon.
            if self._waker.wait(min(left, _SLICE), [wire.sock]):
                return _Heard.BELL

    def _poll(self, client: Client, until: float) -> bool:
        known = client.wire.arrivals()
        self._listening_since = self._clock()
        while True:
            left = until - self._clock()
            if left <= 0 or self._waker.wait(min(left, self._pace.poll)):
                return False
            if self._sleep.slept():
                self._link.drop()
                return True
            client.wire.noop()
            if client.wire.arrivals() > known:
                return True
