"""Who we are: a password or a token, said to an IMAP server; and what its refusal means.

A refusal is final (`retry=False`): asking again with the same secret locks accounts. What servers call temporary
(RFC 5530, and the words of those that give no code) is not a refusal.
"""

from __future__ import annotations

import base64
import binascii
import imaplib
import json
import re
from functools import cache
from importlib import resources
from typing import Any

from afterword.mailboxes.imap_wire import Client
from afterword.owner.accounts import ImapEntry, Security
from afterword.secrets import Secret

_PASSES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CORRUPTION", "OVERQUOTA"})
_FINAL = frozenset({"AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN"})
_CODE = re.compile(r"\[([A-Z][A-Z0-9-]*)")
_UNFIT = re.compile(r"[\0\r\n]")


class RefusedError(Exception):
    """The server does not let us in. `words` are its own, cleaned; `final` tells whether the secret was wrong."""

    def __init__(self, words: str, *, final: bool) -> None:
        super().__init__(words)
        self.words = words
        self.final = final


def log_in(client: Client, entry: ImapEntry, secret: Secret) -> None:
    """Say who we are; `secret` is a password, or with `entry.oauth` an access token.

    :raises RefusedError: we are not let in.
    :raises imaplib.IMAP4.error: the connection failed, or what the server said makes no sense.
    :raises OSError: the connection failed.
    """
    try:
        if entry.oauth is not None:
            _with_token(client, entry.user, secret.reveal())
        else:
            _with_password(client, entry, secret.reveal())
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        # IMAPClient calls a connection that ended during LOGIN a failed login.
        if isinstance(error.__context__, imaplib.IMAP4.abort):
            raise error.__context__ from None
        words = cleaned(str(error), secret.reveal())
        raise RefusedError(words, final=is_final(words)) from None


def is_final(words: str) -> bool:
    """Whether a server that says this will say it again: by its code, else by its words, else yes."""
    codes = set(_CODE.findall(words))
    if codes & _FINAL:
        return True
    return not (codes & _PASSES or any(phrase in words.casefold() for phrase in _words_of_passing()))


def cleaned(words: str, secret: str = "") -> str:
    """What a server said, fit to be shown: one line, at most 200 characters, without the secret it may repeat."""
    if words.startswith(("b'", 'b"')) and words.endswith(words[1]):
        words = words[2:-1]
    if secret:
        words = words.replace(secret, "…")
    words = " ".join("".join(char if char.isprintable() else " " for char in words).split()).rstrip(".")
    return words if len(words) <= 200 else words[:199] + "…"


def _with_password(client: Client, entry: ImapEntry, password: str) -> None:
    if _UNFIT.search(entry.user + password):
        raise RefusedError("the user name or the password has a line break in it", final=True)
    offered = client.capabilities()
    closed = b"LOGINDISABLED" in offered
    plain = b"AUTH=PLAIN" in offered
    if closed and not plain:
        raise RefusedError(_no_way(offered, entry), final=True)
    # LOGIN is ASCII; RFC 4616 says UTF-8.
    if plain and (closed or not (entry.user + password).isascii()):
        client.plain_login(entry.user, password)
    elif (entry.user + password).isascii():
        # imaplib quotes the password, not the name: Exchange has some with backslashes.
        name = entry.user.replace("\\", "\\\\").replace('"', '\\"')
        client.login(f'"{name}"', password)
    else:
        raise RefusedError("it takes no password with letters beyond ASCII; choose another there", final=True)


def _no_way(offered: tuple[bytes, ...], entry: ImapEntry) -> str:
    if entry.security == Security.PLAIN and b"STARTTLS" in offered:
        return "it takes no password without TLS; write `security: starttls` or `security: tls`"
    ways = sorted(way[5:].decode("ascii", "replace") for way in offered if way.startswith(b"AUTH="))
    if {"XOAUTH2", "OAUTHBEARER"} & set(ways):
        return "it takes no passwords, only OAuth; write `oauth:` for this account"
    return "it offers no way to log in with a password" + (f", only {', '.join(ways)}" if ways else "")


def _with_token(client: Client, user: str, token: str) -> None:
    if _UNFIT.search(user + token) or "\1" in user + token:
        raise RefusedError("the user name or the token has a line break in it", final=True)
    offered = client.capabilities()
    complaint: list[bytes] = []
    if b"AUTH=OAUTHBEARER" in offered and b"AUTH=XOAUTH2" not in offered:
        name = user.replace("=", "=3D").replace(",", "=2C")
        mechanism, first, last = "OAUTHBEARER", f"n,a={name},\1auth=Bearer {token}\1\1", b"\1"
    else:
        mechanism, first, last = "XOAUTH2", f"user={user}\1auth=Bearer {token}\1\1", b""

    def answer(challenge: bytes) -> Any:
        # The second challenge is the refusal (RFC 7628 section 3.2.3), and waits for an empty answer before it is said.
        if not challenge and not complaint:
            complaint.append(b"")
            return first
        complaint.append(challenge)
        return last

    try:
        client.sasl_login(mechanism, answer)
    except imaplib.IMAP4.error as error:
        told = _complaint(complaint[-1]) if complaint else ""
        if told and not isinstance(error.__context__, imaplib.IMAP4.abort):
            words = cleaned(f"{error} ({told})", token)
            raise RefusedError(words, final=is_final(words)) from None
        raise


def _complaint(challenge: bytes) -> str:
    """The `status` of a refused token: "invalid_token", "401"."""
    for raw in (challenge, _decoded(challenge)):
        try:
            found = json.loads(raw)
        except ValueError:
            continue
        if isinstance(found, dict):
            return str(found.get("status", ""))
    return ""


def _decoded(challenge: bytes) -> bytes:
    try:
        return base64.b64decode(challenge)
    except binascii.Error:
        return b""


@cache
def _words_of_passing() -> tuple[str, ...]:
    import yaml

    text = (resources.files("afterword.mailboxes") / "imap_login.yaml").read_text(encoding="utf-8")
    return tuple(str(phrase).casefold() for phrase in yaml.safe_load(text)["passes"])
