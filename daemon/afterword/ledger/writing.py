"""The way to the ledger from another thread: the ledger belongs to one thread, and jobs on it are run there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from afterword.ledger.ledger import Ledger
from afterword.running.hub import Hub, Stopped

T = TypeVar("T")


class Write(Protocol):
    """Runs a job on the ledger and returns what it returns; raises what it raises."""

    def __call__(self, job: Callable[[Ledger], T], /) -> T: ...


def here(ledger: Ledger) -> Write:
    """For the thread that the ledger belongs to."""

    def write(job: Callable[[Ledger], T], /) -> T:
        return job(ledger)

    return write


def through(hub: Hub, ledger: Ledger) -> Write:
    """For any thread: the job is run where hub and ledger live, while that thread waits for something.

    The jobs raise `Stopped` when the ledger is closed: nobody wants any more what was being read.
    """

    def write(job: Callable[[Ledger], T], /) -> T:
        def run() -> T:
            if not ledger.is_open:
                raise Stopped
            return job(ledger)

        return hub.call(run)

    return write
