"""A thread of its own for each mailbox and calendar: a connection belongs to the thread that made it."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from afterword.errors import WorldError
from afterword.running.hub import Answer, Hub, Stopped


class Closes(Protocol):
    """What a worker may look after."""

    def close(self) -> None: ...


S = TypeVar("S", bound=Closes)
T = TypeVar("T")

# In seconds. An append that was begun when the program was told to stop may still end: then its end is known.
_LAST_WORDS = 1.0
_FOR_THE_DECIDING_THREAD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _nothing() -> None:
    """Nobody waits."""


class Worker(Generic[S]):
    """Looks after `subject`: every job on it runs in one thread, in the order in which they were begun.

    The thread is started by the first job. It never keeps the program from ending, even in the middle of a job.
    """

    def __init__(self, subject: S, name: str, hub: Hub) -> None:
        self.name = name
        self.hub = hub
        self._subject = subject
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._last: Answer[Any] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._between: Callable[[S], bool] | None = None
        self._wake: Callable[[], None] = _nothing

    @property
    def subject(self) -> S:
        """What it looks after; only what never touches a connection may be asked of it from another thread."""
        return self._subject

    @property
    def busy(self) -> bool:
        """Whether a job is running or waits to be run."""
        return self._last is not None and not self._last.done

    def meanwhile(self, between: Callable[[S], bool], wake: Callable[[], None]) -> None:
        """Have the thread call `between` while there is no job, again and again as long as it returns True.

        `wake` makes it return within a moment, or the next call at once; it is called when a job is there.
        """
        self._between, self._wake = between, wake

    def begin(self, job: Callable[[S], T]) -> Answer[T]:
        """Have `job` run; the answer comes later."""
        answer: Answer[T] = Answer()
        if self._closed:
            answer.fill(_refuse)
            return answer
        self._last = answer
        self._jobs.put(lambda: answer.fill(lambda: job(self._subject)))
        self._wake()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self.name, daemon=True)
            self._thread.start()
        return answer

    def ask(self, job: Callable[[S], T], patience: float | None = None) -> T:
        """Have `job` run and wait for what comes of it, `patience` seconds at most; raises what it raises.

        :raises WorldError: it took longer. It may still be carried out.
        """
        self.hub.checkpoint()
        answer = self.begin(job)
        if not self.hub.wait([answer], patience, last_words=_LAST_WORDS):
            raise WorldError(f"{self.name} has not answered for {patience:g} seconds")
        return answer.result()

    def let_go(self) -> None:
        """Have the subject closed after the job that runs now. Never raises; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._thread is None:
            self._subject.close()
            return
        self._jobs.put(None)
        self._wake()

    def close(self, patience: float = 0.5) -> None:
        """`let_go`, and wait until it is done; a thread that takes longer than `patience` seconds is left alone."""
        self.let_go()
        if self._thread is not None:
            self._thread.join(max(0.0, patience))

    def _work(self) -> None:
        # A signal that is given to this thread would not wake the deciding one, which alone may answer it.
        signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_DECIDING_THREAD)
        while (job := self._next_job()) is not None:
            job()
            self.hub.tell()
        self._subject.close()

    def _next_job(self) -> Callable[[], None] | None:
        between = self._between
        while between is not None:
            try:
                return self._jobs.get_nowait()
            except queue.Empty:
                if not between(self._subject):
                    break
        return self._jobs.get()


def _refuse() -> Any:
    raise Stopped
