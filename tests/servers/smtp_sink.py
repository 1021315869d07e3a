"""Where a mail client may deliver to: it takes every message and keeps it. Nothing leaves this machine."""

from __future__ import annotations

import queue
import socketserver
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A message, and to whom the client wanted it delivered."""

    recipients: tuple[str, ...]
    raw: bytes


class SmtpSink:
    """Runs while it is entered, without TLS and without a login."""

    def __init__(self) -> None:
        self._taken: queue.SimpleQueue[Taken] = queue.SimpleQueue()
        taken = self._taken

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _talk(self, taken)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def taken(self) -> Taken:
        """The next message, as soon as it is there."""
        return self._taken.get(timeout=PATIENCE)

    @property
    def empty(self) -> bool:
        return self._taken.empty()

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _talk(session: socketserver.StreamRequestHandler, taken: queue.SimpleQueue[Taken]) -> None:
    """As much of RFC 5321 as a client needs."""
    recipients: list[str] = []
    session.wfile.write(b"220 sink.example\r\n")
    for line in session.rfile:
        word = line[:4].upper()
        if word == b"RCPT":
            recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())
        if word == b"DATA":
            session.wfile.write(b"354 go on\r\n")
            body = iter(session.rfile.readline, b".\r\n")
            taken.put(Taken(tuple(recipients), b"".join(one.removeprefix(b".") for one in body)))
            recipients = []
        session.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 sink.example\r\n")
        if word == b"QUIT":
            return
