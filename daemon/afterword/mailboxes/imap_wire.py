"""One connection to an IMAP server, as imaplib and IMAPClient drive it, with the reading of bytes in our own hands.

imaplib reads through a buffer that `select` cannot see into: a line of news that comes together with the answer to IDLE
stays there unnoticed, and so does a line that somebody put behind the answer to STARTTLS. It also asks for memory as a
server tells it to, and takes the end of a connection for silence when it must not wait.
"""

from __future__ import annotations

import imaplib
import select
import socket
import ssl
from typing import Any, Literal

from imapclient import IMAPClient, SocketTimeout

from afterword.mailboxes.contract import MOST_BYTES

_LONGEST_LINE = 32 * 1024 * 1024
"""A SEARCH names every message of a folder in one line; imaplib's own limit is reached with 130,000 of them."""

_LONGEST_LITERAL = MOST_BYTES + 1024 * 1024
_CHUNK = 1 << 16


class InjectedError(imaplib.IMAP4.abort):
    """Something stood behind the answer to STARTTLS: somebody on the way speaks for the server (CVE-2011-0411)."""


class EarlyLoginError(imaplib.IMAP4.abort):
    """The server says that we are logged in before TLS has begun (PREAUTH): so it would never begin."""


class NoGreetingError(TimeoutError):
    """The connection was made and the server said nothing: it may be waiting for TLS to begin."""


class Wire(imaplib.IMAP4):
    """With `context` the connection begins with TLS. `patience`, in seconds, is for the connection and its greeting."""

    def __init__(self, host: str, port: int, patience: float, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._kept = bytearray()
        try:
            super().__init__(host, port, patience)
        except TimeoutError as error:
            if "sock" in vars(self):
                raise NoGreetingError(str(error)) from error
            raise

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port = host, port
        sock = socket.create_connection((host, port), timeout)
        # Cyrus waits for the acknowledgement of half a command: 22 drafts a second without this, 346 with it.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self.sock = self._context.wrap_socket(sock, server_hostname=host) if self._context else sock

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[Literal["OK"], list[None]]:
        if ssl_context is None:
            raise ValueError("which certificates are trusted must be said")
        if self.state != "NONAUTH":
            raise EarlyLoginError("the server says that we are logged in already, before TLS")
        kind, answer = self._simple_command("STARTTLS")
        if kind != "OK":
            raise self.error(f"STARTTLS refused: {answer!r}")
        if self._kept:
            raise InjectedError("something stood behind the answer to STARTTLS")
        self.sock = ssl_context.wrap_socket(self.sock, server_hostname=self.host)
        # RFC 3501 section 6.2.1: what was said before may have been said by anybody.
        self.untagged_responses.clear()
        self._get_capabilities()
        return "OK", [None]

    def readline(self) -> bytes:
        seen = 0
        while (end := self._kept.find(b"\n", seen)) < 0:
            seen = len(self._kept)
            if seen > _LONGEST_LINE:
                raise self.abort("a line without an end")
            if not self._receive():
                return b""
        return self._taken(end + 1)

    def read(self, size: int) -> bytes:
        if size > _LONGEST_LITERAL:
            raise self.abort(f"a literal of {size} bytes")
        while len(self._kept) < size:
            if not self._receive(size - len(self._kept)):
                raise self.abort("socket error: EOF")
        return self._taken(size)

    def lines_at_hand(self) -> list[bytes]:
        """The whole lines that came by now, without waiting for more.

        :raises imaplib.IMAP4.abort: the connection has ended.
        :raises OSError: it broke.
        """
        patience = self.sock.gettimeout()
        self.sock.settimeout(0)
        try:
            while len(self._kept) < _LONGEST_LINE:
                if not self._receive():
                    raise self.abort("socket error: EOF")
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
        finally:
            self.sock.settimeout(patience)
        whole = self._kept.rfind(b"\n") + 1
        return self._taken(whole).splitlines()

    def begin_idle(self) -> None:
        """RFC 2177. IMAPClient's own takes a line of news before the server's "+" for a failure.

        :raises imaplib.IMAP4.error: the server refuses (an `abort`: the connection has ended).
        """
        self._idling = self._command("IDLE")
        while self._get_response() is not None:
            if self.tagged_commands[self._idling]:
                raise self.error(f"IDLE refused: {self.tagged_commands.pop(self._idling)!r}")

    def end_idle(self) -> None:
        """Wait for the server to say that it heard: what a dead link does not."""
        self.send(b"DONE\r\n")
        self._command_complete("IDLE", self._idling)

    def arrivals(self) -> int:
        """How often the server spoke of the number of messages since the folder was selected, `lines_at_hand` aside."""
        return sum(len(self.untagged_responses.get(word, ())) for word in ("EXISTS", "RECENT"))

    def is_quiet(self) -> bool:
        """Whether nothing came that was not read; an end of the connection is something."""
        poll = select.poll()
        poll.register(self.sock.fileno(), select.POLLIN)
        return not self._kept and not poll.poll(0)

    def shutdown(self) -> None:
        self._kept.clear()
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # Gone already.
        finally:
            self.sock.close()

    def _receive(self, wanted: int = 0) -> bool:
        data = self.sock.recv(max(wanted, _CHUNK))
        self._kept += data
        return bool(data)

    def _taken(self, size: int) -> bytes:
        data = bytes(memoryview(self._kept)[:size])
        del self._kept[:size]
        return data

    def _log(self, line: str) -> None:
        """imaplib keeps the last lines for its own error reports: passwords and mail among them."""


class Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient on a `Wire`. Moments it returns are aware. `silence`: seconds without a byte before it gives up."""

    wire: Wire

    def __init__(
        self, host: str, port: int, *, context: ssl.SSLContext | None, patience: float = 15.0, silence: float = 30.0
    ) -> None:
        self._patience = patience
        timeout: Any = SocketTimeout(patience, silence)
        super().__init__(host, port, ssl=context is not None, ssl_context=context, timeout=timeout)
        self.normalise_times = False
        # IMAPClient has imaplib format every line for a log that nobody keeps.
        self.wire.debug = 0

    def _create_IMAP4(self) -> Any:  # noqa: N802 (IMAPClient's name)
        self.wire = Wire(self.host, self.port, self._patience, self.ssl_context)
        return self.wire
