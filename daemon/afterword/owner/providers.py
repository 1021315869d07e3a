"""Who runs a mailbox, by its address: the servers, and what lets a program in, as `providers.yaml` knows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from afterword.owner.accounts import Security

_FILE = "providers.yaml"


class PasswordKind(StrEnum):
    """What lets a program in: the website's own password, one made for it, consent, or nothing at all."""

    OWN = "own"
    APP = "app"
    OAUTH = "oauth"
    NONE = "none"


class UserName(StrEnum):
    """What a server calls the owner: the whole address, or what stands before its "@"."""

    ADDRESS = "address"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class MailProvider:
    """One entry; `providers.yaml` says what each key means. `oauth` is a key of `oauth/providers.yaml`."""

    name: str
    domains: tuple[str, ...]
    password: PasswordKind
    page: str
    address: str = ""
    host: str = ""
    port: int | None = None
    security: Security = Security.TLS
    user: UserName = UserName.ADDRESS
    oauth: str = ""
    caldav: str = ""
    caldav_user: UserName | None = None
    pinned: bool = False

    @property
    def has_imap(self) -> bool:
        return self.password is not PasswordKind.NONE

    @property
    def hint(self) -> str:
        """Where the password comes from, or what must be switched on, as one line for the owner."""
        return f"{self.page}: {self.address}" if self.address else self.page

    def user_of(self, address: str) -> str:
        """The owner's name at the mail server."""
        return address if self.user is UserName.ADDRESS else address.partition("@")[0]

    def calendar_user_of(self, address: str) -> str:
        """The owner's name at the calendar server."""
        return address if self.caldav_user is UserName.ADDRESS else self.user_of(address)


@cache
def mail_providers() -> dict[str, MailProvider]:
    """All of them by key, in the file's order."""
    from afterword_rules.yaml_files.source import read_and_validate

    text = (resources.files("afterword.owner") / _FILE).read_text("utf-8")
    found, _, problems = read_and_validate(text, _FILE, dict[str, MailProvider])
    if problems or found is None:
        raise ValueError("\n".join(map(str, problems)))
    return found


def provider_of(address: str) -> MailProvider | None:
    """The one whose domain `address` has; None for a domain of the owner's own, whoever runs it."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((one for one in mail_providers().values() if domain in one.domains), None)
