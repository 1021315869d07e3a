"""What was said on the command line, and what is still missing where nobody can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from afterword.mailboxes.contract import Role
from afterword.owner.accounts import AccountEntry, Security
from afterword.owner.providers import MailProvider, PasswordKind, mail_providers, provider_of
from afterword.secrets import Secret
from afterword.setup.existing import Existing
from afterword.setup.places import as_written


@dataclass(frozen=True, slots=True)
class AccountOptions:
    """Of the account: an option that was not given is None, or empty."""

    id: str | None = None
    maildir: str | None = None
    provider: str | None = None
    host: str | None = None
    port: int | None = None
    security: Security | None = None
    user: str | None = None
    ca: str | None = None
    certificate: str | None = None
    gmail: bool = False
    client: str | None = None
    client_id: str | None = None
    tenant: str | None = None
    password: Secret | None = None
    password_command: tuple[str, ...] | None = None
    folders: Mapping[Role, str] = field(default_factory=dict[Role, str])


NOTHING_SAID = AccountOptions()


@dataclass(frozen=True, slots=True)
class CalendarOptions:
    """`places` is None where nothing was said of calendars, and empty where there shall be none."""

    places: tuple[str, ...] | None = None
    user: str | None = None
    password: Secret | None = None
    password_command: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class OwnerOptions:
    """Of the owner."""

    address: str | None = None
    name: str | None = None
    timezone: str | None = None
    country: str | None = None
    headline: str | None = None
    highlights: tuple[str, ...] = ()
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """All of it. Without `tries` no server is asked anything."""

    owner: OwnerOptions = OwnerOptions()
    account: AccountOptions = AccountOptions()
    calendars: CalendarOptions = CalendarOptions()
    tries: bool = True


def provider_for(address: str, options: AccountOptions) -> MailProvider | None:
    """Who runs the mailbox, as far as it is said or the address tells."""
    return mail_providers()[options.provider] if options.provider else provider_of(address)


def account_meant(address: str, options: AccountOptions, existing: Existing) -> AccountEntry | None:
    """The account that is there already and that the options mean; None for a new one."""
    if options.id is not None:
        return next((one for one in existing.accounts if one.id == options.id), None)
    if options.maildir is not None:
        maildir = as_written(options.maildir)
        return next((one for one in existing.accounts if one.maildir in {maildir, options.maildir}), None)
    if not (address or options.user or options.host or options.provider or options.gmail):
        return existing.accounts[0] if existing.accounts else None
    return next((one for one in existing.accounts if _is_meant(one, address, options)), None)


def _is_meant(account: AccountEntry, address: str, options: AccountOptions) -> bool:
    if account.gmail is not None:
        return not options.host and account.gmail.user.lower() == (options.user or address).lower()
    if account.imap is None or options.gmail:
        return False
    there, wanted = account.imap, (options.user or address)
    if "@" in there.user:
        return there.user.lower() == wanted.lower()
    # "nell" is one at home and another at work: only with the same server is it the same.
    known = provider_for(address, options)
    servers = {options.host, known.host if known else None}
    return there.user == wanted.partition("@")[0] and there.host in servers


def missing_options(given: Given, existing: Existing, *, has_secret: bool) -> list[str]:
    """Every option without which nothing can be written. `has_secret`: a password or consent is stored already."""
    options, owner = given.account, given.owner
    missing: list[str] = []
    address = owner.address or ""
    if not address and existing.settings is None:
        missing.append("--address")
    if not owner.name and existing.settings is None:
        missing.append("--name")
    meant = account_meant(address, options, existing)
    if options.maildir is not None or (meant is not None and meant.maildir is not None):
        return missing
    provider = provider_for(address, options)
    if options.gmail or (meant is not None and meant.gmail is not None):
        return missing if options.client or meant is not None else [*missing, "--client"]
    if meant is None and not options.host and (provider is None or not provider.has_imap):
        missing.append("--host")
    oauth = meant.imap.oauth is not None if meant is not None and meant.imap is not None else False
    if meant is None and provider is not None and provider.password is PasswordKind.OAUTH:
        oauth = True
        if not options.client_id and not options.client:
            missing.append("--client-id")
    said = options.password is not None or options.password_command is not None
    if not oauth and not said and not has_secret:
        missing.append("--password-stdin or --password-command")
    return missing
