"""A provider of consent on this machine (RFC 6749, 7636, 8628), strict about what it is asked, with an owner at hand."""

from __future__ import annotations

import base64
import hashlib
import json
import urllib.request
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from servers.http_loopback import Loopback, Reply, Request

PROVIDER = """\
{key}:
  name: {name}
  flows: [loopback, device]
  authorise: {url}/authorise
  token: {url}/token
  device: {url}/device
  scopes: {{gmail: [mail.read, mail.compose], calendar: [events.read], imap: [imap.all]}}
  always: [{always}]
  consents: https://provider.example/consents
  api: {{gmail: "{api}", calendar: "{api}/calendar/v3/"}}
"""


@dataclass(eq=False)
class OauthServer(Loopback):
    """`ungranted` are the scopes whose boxes the owner unticks; `errors` are what the token endpoint answers next.

    With `rotates`, each refresh token is good for once. `issued` are all tokens ever given, for tests that look for
    leaks.
    """

    client: str = "client-1"
    secret: str = ""
    refuses: bool = False
    ungranted: set[str] = field(default_factory=set[str])
    rotates: bool = False
    lasting: bool = True
    pending: int = 1
    interval: float = 5
    errors: list[Reply] = field(default_factory=list[Reply])
    issued: list[str] = field(default_factory=list[str])
    forms: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    asked: dict[str, str] = field(default_factory=dict[str, str])
    access: str = ""
    lifetime: int = 3600

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh: dict[str, str] = {}
        Loopback.__init__(self, self._answered)

    def write_provider(self, folder: Path, key: str = "google", api: str = "", always: str = "") -> None:
        """The owner's file of providers, in which this one takes the place of `key`."""
        text = PROVIDER.format(key=key, name=key.capitalize(), url=self.url, api=api or self.url, always=always)
        (folder / "providers.yaml").write_text(text)

    def consent(self, address: str) -> str:
        """The owner opens `address`, consents (or does not), and is sent back; returns the page that is shown then."""
        request = urllib.request.Request(address)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as page:
            return str(page.read().decode())

    def refresh_token(self, scope: str = "mail.read mail.compose") -> str:
        """A refresh token that is good."""
        return self._new("refresh", self._refresh, scope)

    def withdraw(self) -> None:
        """The owner takes every consent back."""
        self._refresh.clear()

    def _answered(self, request: Request) -> Reply:
        path = urlsplit(request.path)
        if path.path == "/authorise" and request.method == "GET":
            return self._authorise(dict(parse_qsl(path.query)))
        form = dict(parse_qsl(request.body.decode()))
        self.forms.append(form)
        assert request.method == "POST"
        assert not path.query, "secrets do not stand in addresses"
        if form.get("client_id") != self.client or form.get("client_secret", "") != (
            "" if path.path == "/device" else self.secret
        ):
            return _json(401, error="invalid_client")
        if path.path == "/device":
            self._codes["device"] = {"scope": form["scope"]}
            return _json(
                200,
                device_code=self._note("device-code"),
                user_code="WDJB-MJHT",
                verification_uri=f"{self.url}/type-it-here",
                expires_in=600,
                interval=self.interval,
            )
        if self.errors:
            return self.errors.pop(0)
        return self._token(form)

    def _authorise(self, asked: dict[str, str]) -> Reply:
        self.asked = asked
        assert {"code", "S256", self.client} == {
            asked["response_type"],
            asked["code_challenge_method"],
            asked["client_id"],
        }
        back = {"state": asked["state"]}
        if self.refuses:
            back["error"] = "access_denied"
        else:
            code = self._note("code")
            self._codes[code] = asked
            back["code"] = code
        return Reply(302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _token(self, form: dict[str, str]) -> Reply:
        match form["grant_type"]:
            case "authorization_code":
                asked = self._codes.pop(form["code"], None)
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
                if (
                    asked is None
                    or asked["redirect_uri"] != form["redirect_uri"]
                    or asked["code_challenge"] != challenge
                ):
                    return _json(400, error="invalid_grant")
                return self._granted(asked["scope"], self._new("refresh", self._refresh, asked["scope"]))
            case "refresh_token":
                scope = self._refresh.get(form["refresh_token"])
                if scope is None:
                    return _json(400, error="invalid_grant", error_description=f"{form['refresh_token']} is dead")
                fresh = ""
                if self.rotates:
                    del self._refresh[form["refresh_token"]]
                    fresh = self._new("refresh", self._refresh, scope)
                return self._granted(form.get("scope", scope), fresh)
            case "urn:ietf:params:oauth:grant-type:device_code":
                if self.refuses:
                    return _json(400, error="access_denied")
                if self.pending:
                    self.pending -= 1
                    return _json(400, error="authorization_pending")
                scope = self._codes["device"]["scope"]
                return self._granted(scope, self._new("refresh", self._refresh, scope))
            case _:
                return _json(400, error="unsupported_grant_type")

    def _granted(self, scope: str, refresh: str) -> Reply:
        self.access = self._note("access")
        given = " ".join(one for one in scope.split() if one not in self.ungranted and one != "offline_access")
        more: dict[str, Any] = {"refresh_token": refresh} if refresh and self.lasting else {}
        return _json(200, access_token=self.access, token_type="Bearer", expires_in=self.lifetime, scope=given, **more)

    def _new(self, kind: str, kept: dict[str, str], scope: str) -> str:
        token = self._note(kind)
        kept[token] = scope
        return token

    def _note(self, kind: str) -> str:
        self.issued.append(f"secret-{kind}-{next(self._numbers)}")
        return self.issued[-1]


def _json(status: int, **told: Any) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json"})
