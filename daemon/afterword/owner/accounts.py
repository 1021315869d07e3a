"""`accounts:` in config.yaml: where an account's mail lies, and what is wrong with what the owner wrote about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from afterword.calendars.http_exchange import is_this_machine
from afterword.mailboxes.contract import Role
from afterword.oauth.providers import providers
from afterword.owner.entry_problems import command_problems, one_of
from afterword_rules.yaml_files.source import Path, Positions, Problem, did_you_mean

_KINDS = ("maildir", "imap", "gmail")
_FINGERPRINT = re.compile(r"[0-9A-Fa-f]{64}")


class Security(StrEnum):
    """How a connection is kept private. `plain` is for this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class OauthEntry:
    """`oauth:`: whose consent page is asked, and as which client. The token itself is kept in the keyring.

    The owner's own client is given by `client_id`, or by `client`, the file that Google gives for it. `tenant` is
    Microsoft's.
    """

    provider: str
    client_id: str = ""
    tenant: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class ImapEntry:
    """`imap:`: a server, and who the owner is there.

    `port` is the usual one of `security` when it is left out. `ca` is a file with certificates to trust instead of the
    system's; `certificate` the SHA-256 of the server's own certificate in hexadecimal digits, colons allowed, which is
    then the only one trusted (RFC 8446 leaves the choice of trust to us; Proton Bridge signs its own).
    `password_command` as in `CaldavEntry`; with `oauth`, a token takes the place of the password.
    """

    host: str
    user: str
    port: int | None = None
    security: Security = Security.TLS
    password_command: tuple[str, ...] | None = None
    oauth: OauthEntry | None = None
    ca: str | None = None
    certificate: str | None = None

    @property
    def fingerprint(self) -> str | None:
        """`certificate` in small letters without colons."""
        return self.certificate.replace(":", "").lower() if self.certificate else None

    @property
    def usual_port(self) -> int:
        """RFC 8314 section 3.2: 993 for TLS, 143 for STARTTLS."""
        return 993 if self.security == Security.TLS else 143

    @property
    def port_used(self) -> int:
        return self.port or self.usual_port


@dataclass(frozen=True, slots=True)
class GmailEntry:
    """`gmail:`: an address at Google, read through its API. `client` is the file of the owner's own OAuth client."""

    user: str
    client: str


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One entry of `accounts:`: exactly one of a Maildir, an IMAP server and Gmail.

    `folders` names those folders that cannot be guessed.
    """

    id: str
    maildir: str | None = None
    imap: ImapEntry | None = None
    gmail: GmailEntry | None = None
    folders: dict[Role, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where its mail lies, in a few words for the owner."""
        if self.imap is not None:
            return f"IMAP at {self.imap.host}"
        return "Gmail" if self.gmail is not None else self.maildir or ""


def account_problems(entry: AccountEntry, path: Path, positions: Positions) -> Iterator[Problem]:
    """What is wrong with one entry beyond its shape."""
    yield from one_of(
        {kind: getattr(entry, kind) for kind in _KINDS},
        path,
        positions,
        missing="say where the mail lies: maildir, imap or gmail",
        beside="one account lies in one place; give the other an id of its own",
    )
    if entry.maildir is not None and not entry.maildir.strip():
        yield positions.problem((*path, "maildir"), '"maildir" is empty; give a folder')
    if entry.imap is not None:
        yield from _imap_problems(entry.imap, (*path, "imap"), positions)
    if entry.gmail is not None:
        for key in ("user", "client"):
            if not getattr(entry.gmail, key).strip():
                yield positions.problem((*path, "gmail", key), f'"{key}" is empty')


def _imap_problems(entry: ImapEntry, path: Path, positions: Positions) -> Iterator[Problem]:
    for key in ("host", "user"):
        if not getattr(entry, key).strip():
            yield positions.problem((*path, key), f'"{key}" is empty')
    if entry.port is not None and not 0 < entry.port < 65536:
        yield positions.problem((*path, "port"), f"{entry.port} is no port; 993 is usual")
    if entry.security == Security.PLAIN and not is_this_machine(entry.host):
        text = "without TLS everybody on the way reads your mail; use tls or starttls (plain is for this machine only)"
        yield positions.problem((*path, "security"), text)
    yield from command_problems(entry.password_command, (*path, "password_command"), positions, "mail")
    ways = {"oauth": entry.oauth, "password_command": entry.password_command}
    yield from one_of(ways, path, positions, beside="one of the two lets you in")
    if entry.oauth is not None:
        yield from _oauth_problems(entry.oauth, (*path, "oauth"), positions)
    if entry.certificate is not None and not _FINGERPRINT.fullmatch(entry.certificate.replace(":", "")):
        text = "this is no SHA-256 fingerprint; `openssl x509 -noout -fingerprint -sha256` prints it"
        yield positions.problem((*path, "certificate"), text)
    trusted = {"ca": entry.ca, "certificate": entry.certificate}
    yield from one_of(trusted, path, positions, beside="one of the two says which server is trusted")


def _oauth_problems(entry: OauthEntry, path: Path, positions: Positions) -> Iterator[Problem]:
    known = {key: one for key, one in providers().items() if "imap" in one.scopes}
    if entry.provider not in known:
        text = f'unknown provider "{entry.provider}"{did_you_mean(entry.provider, known)}'
        yield positions.problem((*path, "provider"), text)
    if bool(entry.client_id.strip()) == bool(entry.client.strip()):
        text = "name the client of your own, by client_id or (Google's file) by client; see docs/accounts.md"
        yield positions.problem(path, text)
