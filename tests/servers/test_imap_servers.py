"""The real IMAP servers and the proxy before them do what tests rely on."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Generator, Iterator

import pytest

from servers.cyrus import Cyrus
from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from servers.imap_server import ImapServer

pytestmark = pytest.mark.server


@pytest.fixture(name="server", scope="module", params=[Dovecot, Cyrus])
def _server(request: pytest.FixtureRequest) -> Iterator[ImapServer]:
    kind: type[ImapServer] = request.param
    with kind() as server:
        yield server


@contextlib.contextmanager
def talk(server: ImapServer, port: int = 0, ca: str | None = "") -> Generator[Talk]:
    """A connection on which runa has logged in; over TLS where a `ca` is given (None: the system's)."""
    with socket.create_connection(("127.0.0.1", port or (server.port if ca == "" else server.tls_port)), 5) as plain:
        if ca == "":
            talk = Talk(plain)
        else:
            talk = Talk(ssl.create_default_context(cafile=ca).wrap_socket(plain, server_hostname="localhost"))
        with talk.line:
            talk.until(b"* OK")
            talk.say(f'LOGIN runa "{server.password()}"')
            yield talk


class Talk:
    def __init__(self, line: socket.socket) -> None:
        self.line = line

    def say(self, command: str, literal: bytes = b"") -> bytes:
        """What the server answers to a command that it takes."""
        self.line.sendall(f"a {command}\r\n".encode())
        if literal:
            self.until(b"+ ")
            self.line.sendall(literal + b"\r\n")
        return self.until(b"a OK")

    def until(self, words: bytes) -> bytes:
        heard = b""
        while not (words in heard and heard.endswith(b"\r\n")):
            data = self.line.recv(65536)
            if not data:
                raise EOFError(heard)
            heard += data
        return heard


def test_it_is_trusted_through_its_own_authority_only(server: ImapServer) -> None:
    """TLS works with the server's authority, and is refused without."""
    with talk(server, ca=str(server.certificates.ca)) as client:
        assert b"a OK" in client.say("NOOP")
    with pytest.raises(ssl.SSLCertVerificationError), talk(server, ca=None):
        pass


def test_mail_outlives_a_killed_server(server: ImapServer) -> None:
    """Killed and started again on the same port, it has what it was given."""
    letter = b"Subject: kept\r\n\r\n"
    with talk(server) as client:
        client.say(f"APPEND Drafts {{{len(letter)}}}", letter)
        server.kill()
        server.start()
        with pytest.raises((EOFError, OSError)):
            client.say("NOOP")

    with talk(server) as client:
        client.say("EXAMINE Drafts")
        assert client.say("SEARCH SUBJECT kept").startswith(b"* SEARCH 1\r\n")


def test_the_proxy_cuts_at_a_byte_and_at_a_word(server: ImapServer) -> None:
    """What came before the cut arrived, and the next connection is healthy."""
    with FaultProxy(server.port) as proxy:
        proxy.down.cut_after(4)
        with pytest.raises(EOFError, match="OK"), talk(server, proxy.port):
            pass
        assert b"* OK" == proxy.down.passed

        proxy.clear()
        proxy.up.cut_when(b"NOOP")
        with talk(server, proxy.port) as client, pytest.raises((EOFError, OSError)):
            client.say("NOOP")
        assert b"NOOP" not in proxy.up.passed
        with talk(server, proxy.port) as client:
            assert b"a OK" in client.say("NOOP")


def test_the_proxy_refuses_swallows_and_stalls(server: ImapServer) -> None:
    """A connection that is closed at once, one that is never answered, and one that falls silent."""
    with FaultProxy(server.port) as proxy:
        proxy.refuses = True
        with pytest.raises((EOFError, OSError)), talk(server, proxy.port):
            pass
        proxy.clear()
        proxy.swallows = True
        with socket.create_connection(("127.0.0.1", proxy.port), 0.2) as line, pytest.raises(TimeoutError):
            Talk(line).until(b"* OK")
        proxy.clear()
        with talk(server, proxy.port) as client:
            proxy.down.stall()
            client.line.settimeout(0.2)
            with pytest.raises(TimeoutError):
                client.say("NOOP")
