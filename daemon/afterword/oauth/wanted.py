"""What the configuration wants consent for, and under which name it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from afterword.errors import OwnersError
from afterword.oauth.providers import Provider, providers
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CalendarEntry


@dataclass(frozen=True, slots=True)
class Wanted:
    """Consent of the owner's to `scopes`.

    `name` is the id of the account or calendar under which it is kept. Of the owner's own client, `client_id` is given
    or `client_file`, the file that Google gives for it; neither where another entry names the client.
    """

    name: str
    provider: Provider
    scopes: tuple[str, ...]
    user: str = ""
    client_id: str = ""
    client_file: str = ""

    @property
    def all_scopes(self) -> str:
        """As it is sent (RFC 6749 section 3.3)."""
        return " ".join((*self.scopes, *self.provider.always))


def of_account(entry: AccountEntry) -> Wanted | None:
    """None for an account that needs no consent.

    :raises OwnersError: the provider is not known.
    """
    if entry.gmail is not None:
        google = _provider("google")
        return Wanted(entry.id, google, google.scopes["gmail"], entry.gmail.user, client_file=entry.gmail.client)
    if entry.imap is None or entry.imap.oauth is None:
        return None
    told = entry.imap.oauth
    one = _provider(told.provider, told.tenant)
    return Wanted(entry.id, one, one.scopes["imap"], entry.imap.user, told.client_id, told.client)


def of_calendar(entry: CalendarEntry) -> Wanted | None:
    """None for a calendar that needs no consent, or brings it in a file."""
    if entry.google is None or entry.google.token is not None:
        return None
    google = _provider("google")
    return Wanted(
        entry.google.account or entry.id, google, google.scopes["calendar"], client_file=entry.google.client or ""
    )


def under(name: str, accounts: Sequence[AccountEntry], calendars: Sequence[CalendarEntry]) -> Wanted | None:
    """All that is kept under `name`, as one: an account and its calendar are consented to at once.

    :raises OwnersError: what would be kept under one name does not fit together.
    """
    every = (*map(of_account, accounts), *map(of_calendar, calendars))
    found = [one for one in every if one is not None and one.name == name]
    return reduce(_both, found) if found else None


def _both(first: Wanted, second: Wanted) -> Wanted:
    clients = {(one.client_id, one.client_file) for one in (first, second)} - {("", "")}
    if first.provider != second.provider or len(clients) > 1:
        raise OwnersError(
            f'config.yaml: an account and a calendar called "{first.name}" ask different providers or clients for'
            " consent; give the calendar another id"
        )
    client_id, client_file = next(iter(clients), ("", ""))
    return replace(
        first,
        scopes=tuple(dict.fromkeys((*first.scopes, *second.scopes))),
        user=first.user or second.user,
        client_id=client_id,
        client_file=client_file,
    )


def _provider(key: str, tenant: str = "") -> Provider:
    from afterword_rules.yaml_files.source import did_you_mean

    known = providers()
    if key not in known:
        raise OwnersError(f'config.yaml: unknown provider "{key}"{did_you_mean(key, known)}')
    return known[key].of_tenant(tenant)
