"""Over HTTP too nothing older than TLS 1.2 is spoken, whatever a server offers. (For IMAP: mailboxes/test_imap_tls.py.)"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import httplib2
import pytest

from afterword.calendars.http_exchange import Question, ask
from afterword.errors import WorldError
from afterword.oauth.endpoint import post_form
from servers.certificates import make_certificates

# OpenSSL forbids TLS 1.1 by its own level, which a system may lower.
_OLD = "DEFAULT:@SECLEVEL=0"


def _only_tls_1_1(context: ssl.SSLContext) -> ssl.SSLContext:
    context.set_ciphers(_OLD)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


class _OldServer:
    """Shakes hands in TLS 1.1, or not at all. `heard` is what came after a handshake."""

    def __init__(self, folder: Path) -> None:
        made = make_certificates(folder)
        self._context = _only_tls_1_1(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
        self._context.load_cert_chain(made.chain, made.key)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            plain.settimeout(10)
            with plain, contextlib.suppress(OSError), self._context.wrap_socket(plain, server_side=True) as secure:
                self.heard.append(secure.recv(100))

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@pytest.fixture(name="old", scope="module")
def _old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_OldServer]:
    server = _OldServer(tmp_path_factory.mktemp("old"))
    yield server
    server.close()


def _ask_calendar(url: str) -> object:
    return ask(Question("GET", url))


def _ask_for_token(url: str) -> object:
    return post_form(url, {"grant_type": "refresh_token"})


def _ask_google(url: str) -> object:
    """As Google's library is given it, for mail and calendars alike; no certificate stands in the way here."""
    client = httplib2.Http(timeout=10, disable_ssl_certificate_validation=True)
    with contextlib.closing(client):
        return client.request(url)


@pytest.mark.parametrize("way", [_ask_calendar, _ask_for_token, _ask_google])
def test_a_server_of_tls_1_1_hears_nothing(old: _OldServer, way: Callable[[str], object]) -> None:
    """No handshake, so no password, no token and no word."""
    old.heard.clear()
    with pytest.raises((WorldError, ssl.SSLError)) as raised:
        way(f"https://127.0.0.1:{old.port}/")

    assert "certificate" not in str(raised.value)
    assert [] == old.heard


def test_whoever_speaks_tls_1_1_is_heard(old: _OldServer) -> None:
    """The server above would talk."""
    old.heard.clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", old.port), 10) as plain,
        _only_tls_1_1(context).wrap_socket(plain) as secure,
    ):
        secure.sendall(b"hello")
        assert "TLSv1.1" == secure.version()
        assert b"" == secure.recv(1)

    assert [b"hello"] == old.heard
