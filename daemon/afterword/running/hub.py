"""One thread decides and writes the ledger; the threads of the accounts read, and ask it for everything else.

    Hub      lives in the deciding thread. While that thread waits, it does what the others ask of it (`call`)
    Answer   what a job in another thread comes to; the deciding thread waits for it with a limit, never for ever
    Stopped  the owner or the service manager wants the program to end: raised where the deciding thread waits

Whoever waits for a slow account therefore still serves the quick ones, and hears at once that it is to stop.
"""

from __future__ import annotations

import os
import queue
import select
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from afterword.errors import WorldError

T = TypeVar("T")

SLICE = 60.0
"""The deciding thread sleeps no longer than this at a time, in seconds: a clock may jump and a machine may wake up."""


class Stopped(BaseException):
    """The program was asked to stop. What was under way is found again by the next start."""


class Answer(Generic[T]):
    """What a job in another thread comes to. Filled once, by that thread."""

    def __init__(self) -> None:
        self._value: tuple[T] | None = None
        self._error: BaseException | None = None

    @property
    def done(self) -> bool:
        return self._value is not None or self._error is not None

    def fill(self, job: Callable[[], T]) -> None:
        """Run `job` and keep what comes of it, whatever it is."""
        try:
            self._value = (job(),)
        except BaseException as error:  # noqa: BLE001 (carried over to the thread that waits for it)
            self._error = error

    def result(self) -> T:
        """The value; raises what the job raised.

        :raises WorldError: there is none yet.
        """
        if self._error is not None:
            raise self._error
        if self._value is None:
            raise WorldError("it has not answered yet")
        return self._value[0]


@dataclass(frozen=True, slots=True)
class _Call:
    job: Callable[[], Any]
    answer: Answer[Any]
    told: queue.SimpleQueue[None]


class Hub:
    """Made by the deciding thread, which alone may call `wait`, `sleep` and `close`; all else may come from anywhere.

    `alive` is called at least every `slices` seconds while the thread waits and is well.
    """

    def __init__(self, alive: Callable[[], None] | None = None, slices: float = SLICE) -> None:
        self.alive = alive or (lambda: None)
        self._slices = slices
        self._calls: deque[_Call] = deque()
        self._listening, self._ringing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        # Not by `close`: a late thread must not ring at a number that is another file's by then.
        weakref.finalize(self, _close, self._listening, self._ringing).atexit = False
        self._poll = select.poll()
        self._poll.register(self._listening, select.POLLIN)
        self._thread = threading.get_ident()
        self._closed = False
        self._stop_asked = False
        self._woken = False

    def call(self, job: Callable[[], T]) -> T:
        """Run `job` in the deciding thread and return what it returns; for the other threads.

        :raises Stopped: the program is ending.
        """
        if threading.get_ident() == self._thread:
            return job()
        if self._closed:
            raise Stopped
        call = _Call(job, Answer[T](), queue.SimpleQueue())
        self._calls.append(call)
        self.tell()
        while True:
            try:
                call.told.get(timeout=1.0)
            except queue.Empty:
                if self._closed:
                    raise Stopped from None
            else:
                return call.answer.result()  # type: ignore[no-any-return]

    def wake(self) -> None:
        """Something has happened: `sleep` ends, `wait` looks again. May be called by a signal handler."""
        self._woken = True
        self.tell()

    def tell(self) -> None:
        """An answer is there: `wait` looks again, `sleep` goes on."""
        with suppress(BlockingIOError):  # Full: it is ringing already.
            os.write(self._ringing, b"\0")

    def stop(self) -> None:
        """End whatever the deciding thread waits for. May be called by a signal handler."""
        self._stop_asked = True
        self.tell()

    @property
    def bell(self) -> int:
        """For `signal.set_wakeup_fd`: a signal that comes a moment before the deciding thread waits would not end the wait."""
        return self._ringing

    @property
    def stop_asked(self) -> bool:
        return self._stop_asked

    def checkpoint(self) -> None:
        """:raises Stopped: the program was asked to stop, so nothing new is begun."""
        if self._stop_asked:
            raise Stopped

    def wait(self, answers: Sequence[Answer[Any]], patience: float | None = None, *, last_words: float = 0.0) -> bool:
        """Serve the other threads until every answer is there; False when `patience` seconds were not enough.

        :raises Stopped: the program was asked to stop, `last_words` seconds ago.
        """
        deadline = None if patience is None else time.monotonic() + patience
        end: float | None = None
        while not all(answer.done for answer in answers):
            if self._stop_asked:
                end = time.monotonic() + last_words if end is None else end
                if time.monotonic() >= end:
                    raise Stopped
            left = [moment - time.monotonic() for moment in (deadline, end) if moment is not None]
            if deadline is not None and left[0] <= 0:
                return False
            self._serve(max(0.0, min([self._slices, *left])))
        return True

    def sleep(self, seconds: float, until: Callable[[], bool] = bool) -> None:
        """Serve the other threads for `seconds`, until `wake` or `stop` is called, or until `until()` holds.

        A call that was made before counts. `until` is asked whenever an answer has come in.
        """
        deadline = time.monotonic() + seconds
        while not self._woken and not self._stop_asked and not until() and (left := deadline - time.monotonic()) > 0:
            self._serve(min(left, self._slices))
        self._woken = False

    def close(self) -> None:
        """No thread is served any more; those that wait are told that the program ends."""
        self._closed = True

    def _serve(self, seconds: float) -> None:
        """Do one thing that was asked for, if anything comes within `seconds`."""
        if not self._calls and self._poll.poll(seconds * 1000):
            with suppress(BlockingIOError):
                os.read(self._listening, 4096)
        if self._calls:
            call = self._calls.popleft()
            call.answer.fill(call.job)
            call.told.put(None)
        self.alive()


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
