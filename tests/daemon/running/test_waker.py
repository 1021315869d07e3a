"""The bell that ends a wait."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from afterword.running.waker import Waker


@pytest.fixture(name="waker")
def _waker() -> Iterator[Waker]:
    waker = Waker()
    yield waker
    waker.close()


def test_a_ring_ends_a_wait(waker: Waker) -> None:
    """From another thread."""
    thread = threading.Thread(target=waker.ring)
    thread.start()

    assert waker.wait(30)
    thread.join(30)


def test_rings_before_a_wait_end_one_wait(waker: Waker) -> None:
    """However many there were, more than fit into any buffer."""
    for _ in range(100_000):
        waker.ring()

    assert waker.wait(30)
    assert not waker.wait(0.01)


def test_a_wait_without_a_ring_ends_with_its_time(waker: Waker) -> None:
    """A time that is over already is no time."""
    assert [False, False] == [waker.wait(0.01), waker.wait(-5)]


def test_what_can_be_read_elsewhere_ends_a_wait(waker: Waker) -> None:
    """But it did not ring."""
    one, other = socket.socketpair()
    with one, other:
        other.send(b"x")
        assert not waker.wait(30, [one])


def test_a_closed_bell_ends_every_wait_and_takes_every_ring(waker: Waker) -> None:
    """Signals come when they come."""
    waker.close()
    waker.close()
    waker.ring()

    assert waker.wait(30)
