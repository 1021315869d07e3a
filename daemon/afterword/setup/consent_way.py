"""Getting in by consent: Gmail, and IMAP servers that take a token in the place of a password."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from afterword.errors import OwnersError, WorldError
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CalendarEntry
from afterword.setup.given import Given
from afterword.setup.talk import Talk
from afterword.setup.trial import LoginFailedError, Tried, in_words, try_imap
from afterword.setup.way_in import WayIn, keyring_trouble

if TYPE_CHECKING:
    from afterword.oauth.keeping import Kept
    from afterword.oauth.wanted import Wanted
    from afterword.secrets import Secret

    Consent = Callable[[Wanted], tuple[Kept, Secret]]


def consent_way(
    talk: Talk, account: AccountEntry, calendars: tuple[CalendarEntry, ...], given: Given, consent: Consent
) -> WayIn:
    """Into an account that takes consent; `calendars` are read with it. `consent` asks the owner, in a browser.

    :raises OwnersError: the consent that was given does not let us in.
    """
    from afterword.oauth.keeping import kept_consent
    from afterword.oauth.wanted import under

    wanted = under(account.id, [account], calendars)
    if wanted is None or not given.tries:
        return WayIn(account, reminder=_later(account))
    with suppress(WorldError):
        kept = kept_consent(account.id)
        if set(wanted.scopes) <= set(kept.scopes or wanted.scopes):
            return WayIn(account, _tried(account, _token_of(account)))
    if not talk.asks:
        return WayIn(account, reminder=_later(account))
    if trouble := keyring_trouble(account.id):
        raise OwnersError(trouble, "Consent can be kept in a keyring only.")
    talk.tell()
    talk.tell(f"{wanted.provider.name} asks for your consent now.")
    try:
        new, access = consent(wanted)
    except WorldError as error:
        raise OwnersError(in_words(error)) from None
    return WayIn(account, _tried(account, lambda: access), consent=new)


def _tried(account: AccountEntry, secret: Callable[[], Secret]) -> Tried | None:
    """Gmail was tried along with the consent, and has the same folders everywhere."""
    if account.imap is None:
        return None
    try:
        return try_imap(account, account.imap, secret)
    except LoginFailedError as error:
        raise OwnersError(error.words) from None


def _token_of(account: AccountEntry) -> Callable[[], Secret]:
    from afterword.oauth.tokens import access_token

    return access_token(account)


def _later(account: AccountEntry) -> str:
    return f'"{account.id}" has no consent yet: `afterword login {account.id}` asks for it.'
