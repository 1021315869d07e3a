"""One question to a server over HTTP, and its whole answer. Only methods that read exist here.

Certificates are checked as the system does it. Plain http is spoken with this machine only.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args
from urllib.parse import SplitResult, urljoin, urlsplit

from afterword.errors import WorldError

Method = Literal["GET", "PROPFIND", "REPORT"]
_METHODS: frozenset[str] = frozenset(get_args(Method))
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Limits:
    """`silence` is the longest wait for the next bytes, `total` for the whole answer, in seconds; `size` in bytes."""

    silence: float = 20.0
    total: float = 120.0
    size: int = 25_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """`headers` go to every place the question is led to, `authorization` only where `trusted_with_secrets` says so."""

    method: Method
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    authorization: str = field(default="", repr=False)
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, whatever its status. `url` is where it came from in the end, `headers` in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def ask(question: Question) -> Answer:
    """Put `question`, following redirects.

    :raises WorldError: no answer, half of one, too long or too slow a one, or one that leads astray. The text names no
        more of an address than its host: the rest may be as secret as a password.
    """
    url = question.url
    for _ in range(_MOST_REDIRECTS):
        answer = _once(question, url)
        target = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not target:
            return answer
        url = _led_to(url, target)
    raise WorldError("the server sends us from place to place without end")


def url_problem(url: str) -> str:
    """What is wrong with an address, in words for its owner; empty when it may be asked."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "this is no address; write it like https://calendar.example/robin.ics"
    if any(character.isspace() or not character.isprintable() for character in url):
        return "there is a blank in the address"
    if parts.scheme == "webcal":
        return "write https: instead of webcal:"
    if parts.scheme not in _PORTS or not host:
        return "this is no address; write it like https://calendar.example/robin.ics"
    if parts.username is not None or parts.password is not None:
        return "there is no place for a name or a password in an address"
    if parts.scheme == "http" and not is_this_machine(host):
        return "only https: keeps what you read, and your password, from others on the way"
    return ""


def host_of(url: str) -> str:
    """The part of an address that may be shown."""
    return urlsplit(url).hostname or ""


def trusted_with_secrets(home: str, url: str) -> bool:
    """Whether what opens `home` may be shown to the server of `url`.

    That is the same server, or one of the same domain: some providers keep each customer on a server of its own
    (RFC 6764 section 8 leaves the choice to the client).
    """
    ours, theirs = urlsplit(home), urlsplit(url)
    if _origin(ours) == _origin(theirs):
        return True
    domain = (ours.hostname or "").partition(".")[2]
    is_domain = "." in domain and not _is_address(ours.hostname or "")
    return is_domain and theirs.scheme == "https" and (theirs.hostname or "").endswith(f".{domain}")


def _led_to(url: str, target: str) -> str:
    """Where a redirect leads. From https never to anything less, and to http only on this machine."""
    try:
        led = urljoin(url, target)
    except ValueError:
        led = ""
    if not led or url_problem(led) or (urlsplit(url).scheme == "https" and urlsplit(led).scheme != "https"):
        raise WorldError("the server sends us to a place that is not safe")
    return led


def _once(question: Question, url: str) -> Answer:
    if question.method not in _METHODS or url_problem(url):
        # The configuration was checked, and so was every redirect.
        msg = f"never asked: {question.method}"
        raise ValueError(msg)
    headers = {"User-Agent": "afterword", **question.headers}
    if question.authorization and trusted_with_secrets(question.url, url):
        headers["Authorization"] = question.authorization
    request = urllib.request.Request(url, question.body, headers, method=question.method)  # noqa: S310
    limits = question.limits
    deadline = _Deadline(limits.total)
    try:
        with deadline, _opener(url, deadline).open(request, timeout=limits.silence) as response:
            body = _body(response, limits, deadline)
            if deadline.passed:
                raise TimeoutError
            received = {name.lower(): value for name, value in response.headers.items()}
            if received.get("content-encoding", "identity").lower() != "identity":
                raise WorldError("the server answered in an encoding that was not asked for")
            return Answer(int(response.status), received, body, url)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise WorldError("the server took too long" if deadline.passed else _cause(error)) from None


def _body(response: Any, limits: Limits, deadline: _Deadline) -> bytes:
    announced = response.headers.get("Content-Length", "")
    parts: list[bytes] = []
    size = 0
    while chunk := response.read(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > limits.size:
            raise WorldError(f"the answer is longer than {limits.size} bytes")
        if deadline.passed:
            break
    if announced.isdecimal() and size < int(announced) and not deadline.passed:
        raise WorldError(f"the answer broke off after {size} of {announced} bytes")
    return b"".join(parts)


def _cause(error: Exception) -> str:
    """What happened, without anything of the address."""
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, Exception):
        error = error.reason
    if isinstance(error, TimeoutError):
        return "the server took too long"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not valid: {error.verify_message}"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    if isinstance(error, socket.gaierror):
        return "the server's name is not known (no network?)"
    if isinstance(error, ConnectionRefusedError):
        return "the server is not there (connection refused)"
    if isinstance(error, http.client.HTTPException | ValueError):
        return f"the server does not speak HTTP ({type(error).__name__})"
    return f"no connection to the server ({getattr(error, 'strerror', None) or type(error).__name__})"


class _Deadline:
    """Ends the connections of one question when its time is up: a server that drips is silent at no moment."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    @property
    def passed(self) -> bool:
        return time.monotonic() >= self._ends

    def watch(self, connection: socket.socket) -> None:
        self._sockets.append(connection)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        self._sockets.clear()

    def _end(self) -> None:
        for connection in list(self._sockets):
            with contextlib.suppress(OSError):
                # The plain socket below TLS: ending TLS properly would wait for the other side.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _opener(url: str, deadline: _Deadline) -> urllib.request.OpenerDirector:
    """Neither follows redirects nor raises for a status, and knows no scheme but these two."""

    class Plain(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class Secure(http.client.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class PlainHandler(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> Any:
            return self.do_open(Plain, req)

    class SecureHandler(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> Any:
            return self.do_open(Secure, req, context=context)

    context = ssl.create_default_context()
    opener = urllib.request.OpenerDirector()
    # A proxy is for the world outside.
    proxies: dict[str, str] | None = {} if is_this_machine(host_of(url)) else None
    for handler in (urllib.request.ProxyHandler(proxies), PlainHandler(), SecureHandler()):
        opener.add_handler(handler)
    return opener


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_this_machine(host: str) -> bool:
    """Whether what is sent to `host` never leaves the machine."""
    return host.lower() == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def status_problem(status: int) -> str:
    """Why an answer of this status is of no use."""
    causes = {
        401: "the server refuses the name or the password",
        403: "the server does not let us read it",
        404: "there is no calendar at this address",
        410: "the calendar was taken away",
        429: "the server was asked too often",
    }
    return f"{causes.get(status, 'the server is in trouble' if status >= 500 else 'an unexpected answer')} ({status})"
