"""Access tokens: held in memory, renewed before they end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from afterword.errors import WorldError
from afterword.oauth.endpoint import post_form
from afterword.oauth.grant import Grant, missing_scopes, read_grant
from afterword.oauth.keeping import Kept, keep, kept_consent
from afterword.oauth.wanted import Wanted, of_account, of_calendar
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CalendarEntry
from afterword.secrets import Secret

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

# A token must outlive the request that it is sent with.
_MARGIN = 120.0


def _boot_seconds() -> float:
    """A clock that goes on while the machine sleeps, as tokens do."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Tokens:
    """The access token for what is wanted: calling it gives one that is good for two minutes at least.

    Several threads may share it. Consent is read from the keyring anew each time a token is due, so a login made
    meanwhile counts at once.

    :raises WorldError: (when called) there is no consent any more, the keyring is locked, or the provider fails.
    """

    def __init__(self, wanted: Wanted, clock: Callable[[], float] = _boot_seconds) -> None:
        self._wanted = wanted
        self._clock = clock
        self._lock = threading.Lock()
        self._access: Secret | None = None
        self._ends = 0.0
        self._unsaved: Kept | None = None

    def __call__(self) -> Secret:
        with self._lock:
            if self._access is None or self._clock() >= self._ends:
                return self._renewed()
            return self._access

    def renew(self) -> Secret:
        """A new token, for when a server refuses the present one before its time."""
        with self._lock:
            return self._renewed()

    def for_google(self) -> Credentials:
        """The same as Google's library asks for it."""
        from afterword.oauth.google_credentials import TokenCredentials

        return TokenCredentials(self, self.renew)

    def api(self, use: str) -> str | None:
        """Where the owner wants the provider's service asked, if not at its usual place."""
        return self._wanted.provider.api.get(use)

    def _renewed(self) -> Secret:
        self._access = None
        asked_at = self._clock()
        kept = self._unsaved or kept_consent(self._wanted.name)
        self._check(kept)
        try:
            grant = self._ask(kept)
        except WorldError as error:
            if error.retry:
                raise
            # Another of our programs may have been faster: where refresh tokens rotate, each is good for once.
            latest = kept_consent(self._wanted.name)
            if latest.refresh == kept.refresh:
                raise
            self._unsaved = None
            kept, grant = latest, self._ask(latest)
        if grant.refresh is not None and grant.refresh != kept.refresh:
            self._unsaved = replace(kept, refresh=grant.refresh)
        self._save()
        self._access, self._ends = grant.access, asked_at + max(grant.seconds - _MARGIN, grant.seconds / 2)
        return grant.access

    def _ask(self, kept: Kept) -> Grant:
        fields = {
            "grant_type": "refresh_token",
            "client_id": kept.client_id,
            "refresh_token": kept.refresh.reveal(),
            # No more than is needed here, whatever else the owner consented to.
            "scope": self._wanted.all_scopes,
        }
        if secret := kept.client_secret.reveal():
            fields["client_secret"] = secret
        return read_grant(*post_form(self._wanted.provider.token, fields), self._wanted)

    def _check(self, kept: Kept) -> None:
        if kept.scopes and missing_scopes(self._wanted, kept.scopes):
            name = self._wanted.name
            raise WorldError(
                f'more is wanted now than "{name}" has consent for; run `afterword login {name}`', retry=False
            )

    def _save(self) -> None:
        """A keyring that is locked just now costs nothing: what could not be stored is tried with the next token."""
        if self._unsaved is None:
            return
        try:
            keep(self._wanted.name, self._unsaved)
        except WorldError:
            return
        self._unsaved = None


def access_token(entry: AccountEntry) -> Tokens:
    """What gives the access token of an account with `oauth:` or `gmail:`; nothing is asked before it is called.

    :raises ValueError: the account has a password.
    :raises OwnersError: its provider is not known.
    """
    return _tokens(of_account(entry))


def calendar_token(entry: CalendarEntry) -> Tokens:
    """The same for a calendar at Google without a token file."""
    return _tokens(of_calendar(entry))


def _tokens(wanted: Wanted | None) -> Tokens:
    if wanted is None:
        raise ValueError("nothing that takes a token")
    return Tokens(wanted)
