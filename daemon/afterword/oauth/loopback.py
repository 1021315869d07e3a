"""Consent in a browser on this machine, which is sent back to us (RFC 8252 section 7.3, with PKCE, RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from afterword.errors import WorldError
from afterword.oauth.client import Client
from afterword.oauth.endpoint import post_form
from afterword.oauth.grant import Grant, read_grant, refusal
from afterword.oauth.wanted import Wanted

_PATIENCE = 600.0
_SILENCE = 10.0
_PAGE = "<!doctype html><meta charset=utf-8><title>Afterword</title><p style='font: 1.2em sans-serif; margin: 3em'>{}"
_DONE = "Afterword has your answer. You can close this page."
_NOTHING = "There is nothing here."


@dataclass(frozen=True, slots=True)
class _Proof:
    """What only we know of one request: `state` comes back with the answer, `verifier` is shown for the tokens."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)

    @property
    def challenge(self) -> str:
        """RFC 7636 section 4.2, S256."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def consent_by_loopback(
    wanted: Wanted, client: Client, show: Callable[[str], object], patience: float = _PATIENCE
) -> Grant:
    """The tokens the owner consents to in a browser.

    `show` gets the address that the browser is to open; it may be shown to the owner, and to nobody else. `patience`,
    in seconds, is how long the owner may take.

    :raises WorldError: the owner refuses or takes too long, or the provider gives no tokens.
    """
    proof = _Proof()
    with _Listener(proof.state) as listener:
        redirect = f"http://{wanted.provider.redirect}:{listener.port}"
        show(_address(wanted, client, proof, redirect))
        answer = listener.answer(patience)
    if answer is None:
        text = f"no answer came from the browser within {patience / 60:g} minutes; run `afterword login {wanted.name}`"
        raise WorldError(text, retry=False)
    if "code" not in answer:
        raise refusal(200, answer, wanted)
    fields = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": redirect,
        "client_id": client.id,
        "code_verifier": proof.verifier,
    }
    if secret := client.secret.reveal():
        fields["client_secret"] = secret
    return lasting(read_grant(*post_form(wanted.provider.token, fields), wanted), wanted)


def lasting(grant: Grant, wanted: Wanted) -> Grant:
    """The grant itself.

    :raises WorldError: it ends within the hour, since no refresh token came with it.
    """
    if grant.refresh is None:
        name, who = wanted.name, wanted.provider.name
        text = f'{who} gave no lasting consent for "{name}"; withdraw the old one'
        text += f" ({wanted.provider.consents})" if wanted.provider.consents else ""
        raise WorldError(f"{text}, then run `afterword login {name}` again", retry=False)
    return grant


def _address(wanted: Wanted, client: Client, proof: _Proof, redirect: str) -> str:
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect,
        "scope": wanted.all_scopes,
        "state": proof.state,
        "code_challenge": proof.challenge,
        "code_challenge_method": "S256",
        **({"login_hint": wanted.user} if "@" in wanted.user else {}),
        **wanted.provider.asked,
    }
    place = wanted.provider.authorise
    return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"


class _Listener:
    """Waits on a free port of this machine for the one answer with the right `state`; everything else is turned away."""

    def __init__(self, state: str) -> None:
        answers: queue.SimpleQueue[Mapping[str, str]] = queue.SimpleQueue()

        class Handler(BaseHTTPRequestHandler):
            timeout = _SILENCE
            server_version, sys_version = "", ""

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                told = {key: values[0] for key, values in parse_qs(parts.query).items()}
                ours = parts.path in {"", "/"} and secrets.compare_digest(
                    told.get("state", "").encode(), state.encode()
                )
                if ours and ("code" in told or "error" in told):
                    answers.put(told)
                    self._say(200, _DONE)
                else:
                    self._say(404, _NOTHING)

            def _say(self, status: int, words: str) -> None:
                page = _PAGE.format(words).encode()
                self.send_response(status)
                for name, value in {
                    "Content-Type": "text/html; charset=utf-8",
                    "Content-Length": str(len(page)),
                    "Cache-Control": "no-store",
                    "Referrer-Policy": "no-referrer",
                    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
                    "Connection": "close",
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """The address holds the code."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A browser that goes away is no trouble of ours."""

        self._answers = answers
        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, patience: float) -> Mapping[str, str] | None:
        try:
            return self._answers.get(timeout=patience)
        except queue.Empty:
            return None
