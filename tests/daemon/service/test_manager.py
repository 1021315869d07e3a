"""What systemd is told, as it arrives at a real socket."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from afterword.service.manager import ServiceManager, service_manager, watchdog_seconds


@pytest.fixture(name="listening", params=["file", "abstract"])
def _listening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """An address as $NOTIFY_SOCKET names it, and who listens there."""
    abstract = request.param == "abstract"
    address = f"@afterword-{secrets.token_hex(8)}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(address.replace("@", "\0", 1) if abstract else address)
        there.settimeout(10)
        yield address, there


def test_each_word_is_one_message(listening: tuple[str, socket.socket]) -> None:
    """In the words of sd_notify(3), in order; the watchdog is fed because somebody waits for it."""
    address, there = listening
    environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "180000000", "WATCHDOG_PID": str(os.getpid())}
    voice = service_manager(environment)
    assert voice is not None
    voice.ready()
    voice.status("12 applications; next draft Tue 09:00")
    voice.alive()
    voice.stopping()

    assert [
        b"READY=1",
        b"STATUS=12 applications; next draft Tue 09:00",
        b"WATCHDOG=1",
        b"STOPPING=1\nSTATUS=stopping",
    ] == [there.recv(4096) for _ in range(4)]
    # What a program started later could use to speak for this one is gone.
    assert {} == environment


def test_status_of_several_lines_is_one(listening: tuple[str, socket.socket]) -> None:
    """A line break would begin another assignment, and a long text is cut."""
    address, there = listening
    ServiceManager(address).status("reading\nREADY=1\x0b" + "x" * 1000)
    told = there.recv(4096).decode()

    assert told.startswith("STATUS=reading READY=1 x")
    assert 1 == len(told.splitlines())
    assert 300 > len(told)


def test_without_a_watchdog_nothing_is_fed(listening: tuple[str, socket.socket]) -> None:
    """The next word is another one."""
    address, there = listening
    voice = ServiceManager(address)
    voice.alive()
    voice.ready()

    assert b"READY=1" == there.recv(4096)


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1234"}])
def test_where_nobody_waits_there_is_no_voice(environment: dict[str, str]) -> None:
    """A terminal, or a kind of socket that we do not speak."""
    assert service_manager(environment) is None


def test_manager_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    """Nobody listens any more."""
    voice = ServiceManager(str(tmp_path / "gone"), 180.0)

    voice.ready()
    voice.alive()


def test_manager_that_does_not_read_is_not_waited_for(tmp_path: Path) -> None:
    """Its queue is full."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(str(tmp_path / "notify"))
        voice = ServiceManager(str(tmp_path / "notify"))
        for _ in range(2000):
            voice.status("x" * 150)


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "180000000"}, 180.0),
        ({"WATCHDOG_USEC": "500000", "WATCHDOG_PID": str(os.getpid())}, 0.5),
        ({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "²"}, None),
    ],
)
def test_watchdog_is_told_by_the_environment(environment: dict[str, str], seconds: float | None) -> None:
    """In microseconds, and only for the process that is meant."""
    assert seconds == watchdog_seconds(environment)
