"""An IMAP server that says what a test wants said, also what no proper server would say."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from afterword.owner.accounts import ImapEntry, Security

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
_ANSWERS = {
    "CAPABILITY": b"* CAPABILITY %C\r\n%T OK done\r\n",
    "STARTTLS": b"%T OK begin\r\n",
    "IDLE": b"+ idling\r\n",
    "DONE": b"%T OK done\r\n",
    "SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n* OK [UIDNEXT 4] next\r\n%T OK [READ-WRITE] done\r\n",
    "EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n* OK [UIDNEXT 4] next\r\n%T OK [READ-ONLY] done\r\n",
    "LOGOUT": b"* BYE bye\r\n%T OK done\r\n",
}


class ScriptedImap:
    """Runs while it is entered.

    `commands` are the lines that came, literals in place, tags left out; `answered` the words of those that have their
    answer.
    `answers` are by command, in capitals; in them %T stands for its tag and %C for the capabilities. An answer that is
    empty ends the connection, None is silence, and a list is used up one by one, its last for ever. What is not
    answered here is answered with OK. `tls` begins after STARTTLS, or at once with `tls_at_once`; after it,
    `capability_in_tls` is what it can.
    """

    def __init__(
        self,
        answers: Mapping[str, Any] | None = None,
        *,
        capability: bytes = b"IMAP4rev1 AUTH=PLAIN IDLE",
        greeting: bytes = b"* OK ready\r\n",
        tls: ssl.SSLContext | None = None,
        tls_at_once: bool = False,
        capability_in_tls: bytes = b"",
    ) -> None:
        self.answers = {**_ANSWERS, **(answers or {})}
        self.capability, self.greeting = capability, greeting
        self.tls, self.tls_at_once = tls, tls_at_once
        self.capability_in_tls = capability_in_tls or capability
        self.commands: list[bytes] = []
        self.answered: list[str] = []
        self.connections = 0
        self.heard = threading.Condition()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def entry(self, **changes: Any) -> ImapEntry:
        given: dict[str, Any] = {"host": "localhost", "user": "runa", "port": self.port, "security": Security.PLAIN}
        return ImapEntry(**(given | changes))

    def said(self, word: str) -> list[bytes]:
        """The commands that begin with `word`."""
        return [command for command in self.commands if command.upper().startswith(word.encode())]

    def wait_for(self, condition: Callable[[Self], bool]) -> None:
        """Until something that came makes it true, for a minute at most."""
        with self.heard:
            assert self.heard.wait_for(lambda: condition(self), 60)

    def say(self, data: bytes) -> None:
        """On every connection, unasked."""
        for one in list(self._open):
            one.sendall(data)

    def hang_up(self) -> None:
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(60)
        self._listener.close()
        self.hang_up()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.ExitStack() as closing, contextlib.suppress(OSError, ValueError):
            closing.enter_context(client)
            if self.tls is not None and self.tls_at_once:
                client = closing.enter_context(self.tls.wrap_socket(client, server_side=True))
            closing.callback(self._open.discard, client)
            self._open.add(client)
            client.sendall(self.greeting)
            if self._converse(client, private=self.tls_at_once) and self.tls is not None:
                client = closing.enter_context(self.tls.wrap_socket(client, server_side=True))
                closing.callback(self._open.discard, client)
                self._open.add(client)
                self._converse(client, private=True)

    def _converse(self, client: socket.socket, *, private: bool) -> bool:
        """Until the end, or until TLS is to begin: then True."""
        tag = b""
        while line := _read(client):
            if line == b"DONE\r\n":
                word = "DONE"
            else:
                tag, _, line = line.partition(b" ")
                word = line.split()[0].decode().upper()
            if word == "AUTHENTICATE":
                client.sendall(b"+ \r\n")
                line += _line(client)
            with self.heard:
                self.commands.append(line)
                self.heard.notify_all()
            answer = self.answers.get(word, b"%T OK done\r\n")
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            if answer is None:
                continue
            if not answer:
                return False
            able = self.capability_in_tls if private else self.capability
            client.sendall(answer.replace(b"%T", tag).replace(b"%C", able))
            with self.heard:
                self.answered.append(word)
                self.heard.notify_all()
            if word == "STARTTLS" and b"%T OK" in answer:
                return True
        return False


def _read(client: socket.socket) -> bytes:
    """One command, with its literals."""
    whole = _line(client)
    while literal := _LITERAL.search(whole):
        client.sendall(b"+ go on\r\n")
        data = b""
        while len(data) < int(literal[1]):
            data += client.recv(int(literal[1]) - len(data))
        whole += data + _line(client)
    return whole


def _line(client: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\r\n"):
        byte = client.recv(1)
        if not byte:
            return b""
        line += byte
    return line
