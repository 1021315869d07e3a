"""A proxy before a real server that does to a connection what networks do: cuts, stalls, garbles, refuses, swallows.

`up` is what the client says, `down` what the server answers. Patterns are found only where nothing is encrypted.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
import time
from types import TracebackType
from typing import Self

_TICK = 0.02


class Direction:
    """What becomes of the bytes that go one way. May be changed at any time; a cut happens once."""

    def __init__(self) -> None:
        self.passed = bytearray()
        self.clear()

    def clear(self) -> None:
        """No fault any more, and nothing seen yet."""
        self._left: int | None = None
        self._pattern, self._with_it, self._reset = b"", False, False
        self._old, self._new = b"", b""
        self._garbled, self._dice = 0.0, random.Random(0)
        self.stalled = False
        self.passed.clear()

    def cut_after(self, number: int, *, reset: bool = False) -> None:
        """Let so many more bytes through, then end both connections: as an end of file, or with `reset`."""
        self._left, self._reset = number, reset

    def cut_when(self, pattern: bytes, *, with_it: bool = False, reset: bool = False) -> None:
        """End both connections when this comes along. It is held back, or let through with what came together with it."""
        self._pattern, self._with_it, self._reset = pattern, with_it, reset

    def replace(self, old: bytes, new: bytes) -> None:
        """Falsify what is said, each time; `old` must not be torn apart, so keep it short."""
        self._old, self._new = old, new

    def garble(self, share: float, seed: int = 0) -> None:
        """Turn a bit in this share of the bytes."""
        self._garbled, self._dice = share, random.Random(seed)

    def stall(self) -> None:
        """Take bytes and deliver none until `resume`."""
        self.stalled = True

    def resume(self) -> None:
        self.stalled = False

    def treat(self, data: bytes) -> tuple[bytes, bool]:
        """What is to be delivered of `data`, and whether the connection ends then."""
        if self._old:
            data = data.replace(self._old, self._new)
        if self._garbled:
            data = bytes(
                byte ^ 1 << self._dice.randrange(8) if self._dice.random() < self._garbled else byte for byte in data
            )
        if self._pattern:
            # A pattern may come in two pieces.
            before = len(self.passed)
            at = (bytes(self.passed) + data).find(self._pattern, max(0, before - len(self._pattern) + 1))
            if at >= 0:
                self._pattern = b""
                return data if self._with_it else data[: max(0, at - before)], True
        if self._left is not None:
            if len(data) >= self._left:
                data, self._left = data[: self._left], None
                return data, True
            self._left -= len(data)
        return data, False

    @property
    def resets(self) -> bool:
        return self._reset


class FaultProxy:
    """Runs while it is entered. `accepted` counts connections."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._target = (host, port)
        self.up, self.down = Direction(), Direction()
        self.refuses = False
        self.swallows = False
        self.accepted = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._listener.settimeout(_TICK)
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()
        self.cut()

    def clear(self) -> None:
        """A healthy network again."""
        self.refuses = self.swallows = False
        self.up.clear()
        self.down.clear()

    def cut(self, *, reset: bool = False) -> None:
        """End every connection there is."""
        with self._lock:
            every, self._open = self._open, set()
        for one in every:
            _end(one, reset=reset)

    def _listen(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError, ConnectionError):
                client, _ = self._listener.accept()
                self.accepted += 1
                self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        client.settimeout(None)
        if self.refuses:
            _end(client, reset=True)
            return
        if self.swallows:
            with self._lock:
                self._open.add(client)
            return
        try:
            server = socket.create_connection(self._target)
        except OSError:
            _end(client, reset=True)
            return
        for one in (client, server):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open |= {client, server}
        for source, target, direction in ((client, server, self.up), (server, client, self.down)):
            threading.Thread(target=self._pump, args=(source, target, direction), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, direction: Direction) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                while direction.stalled and not self._over.is_set():
                    time.sleep(_TICK)
                data, ends = direction.treat(data)
                target.sendall(data)
                direction.passed += data
                if ends:
                    break
        # The target gets what was sent to it before the end; a reset would overtake it.
        with self._lock:
            self._open -= {source, target}
        _end(target, reset=False)
        _end(source, reset=direction.resets)


def _end(one: socket.socket, *, reset: bool) -> None:
    with contextlib.suppress(OSError):
        if reset:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            one.shutdown(socket.SHUT_RDWR)
    one.close()
