"""Getting in: the password of an account, tried at once, and what the owner may do when it does not work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from afterword.calendars.http_exchange import is_this_machine
from afterword.errors import OwnersError, WorldError
from afterword.oauth.keeping import Kept
from afterword.owner.accounts import AccountEntry, ImapEntry
from afterword.owner.providers import MailProvider
from afterword.secrets import Secret, password, stored
from afterword.setup.given import Given
from afterword.setup.places import as_written
from afterword.setup.talk import Talk
from afterword.setup.trial import LoginFailedError, Tried, certificate_of, try_imap, try_maildir


@dataclass(frozen=True, slots=True)
class WayIn:
    """An account, perhaps changed on the way, and what it was entered with. `tried` is None where nothing was tried.

    `password` and `consent` are those to be kept; None for one that is kept already, or elsewhere. `entered_with` is
    the password that let us in, kept or not.
    """

    account: AccountEntry
    tried: Tried | None = None
    password: Secret | None = None
    consent: Kept | None = None
    entered_with: Secret | None = None
    reminder: str = ""


def maildir_way(account: AccountEntry, given: Given) -> WayIn:
    """:raises OwnersError: it is no Maildir."""
    if not given.tries:
        return WayIn(account)
    try:
        return WayIn(account, try_maildir(account))
    except LoginFailedError as error:
        raise OwnersError(error.words) from None


def password_way(
    talk: Talk, account: AccountEntry, entry: ImapEntry, given: Given, provider: MailProvider | None
) -> WayIn:
    """Into an IMAP account that takes a password.

    :raises OwnersError: it does not work, and nobody is there to mend it, or wants to.
    """
    if given.tries and provider is not None and provider.pinned and entry.certificate is None and entry.ca is None:
        entry = _pinned(talk, entry)
    way = _first_secret(talk, account, entry, given)
    while given.tries:
        entry = way.account.imap or entry
        try:
            return replace(way, tried=try_imap(way.account, entry, _source(way, entry)))
        except LoginFailedError as error:
            way = _next(talk, way, entry, error, provider)
            if way.tried is not None:
                return replace(way, tried=None)
    return way


def _source(way: WayIn, entry: ImapEntry) -> Callable[[], Secret]:
    secret = way.entered_with
    if secret is not None:
        return lambda: secret
    return partial(password, way.account.id, entry.password_command or ())


def _first_secret(talk: Talk, account: AccountEntry, entry: ImapEntry, given: Given) -> WayIn:
    """The password as given; else what is kept already; else what is typed."""
    account = replace(account, imap=entry)
    typed = given.account.password
    if typed is not None:
        if trouble := keyring_trouble(account.id):
            raise OwnersError(trouble, _ELSEWHERE.format(account.id))
        return WayIn(account, password=typed, entered_with=typed)
    if entry.password_command is not None:
        return WayIn(account)
    while talk.asks and "locked" in (trouble := keyring_trouble(account.id)):
        talk.tell(f"{trouble}.")
        if not talk.agree("Is it unlocked now?"):
            break
    with suppress(WorldError):
        return WayIn(account, entered_with=password(account.id))
    if not talk.asks:
        # Only where nothing is tried: else it was missed before.
        return WayIn(account)
    return _typed(talk, account, entry)


def _typed(talk: Talk, account: AccountEntry, entry: ImapEntry) -> WayIn:
    question = f"Password of {entry.user} at {entry.host}"
    if trouble := keyring_trouble(account.id):
        talk.tell(f"{trouble}.")
        talk.tell(_ELSEWHERE.format(account.id))
        command = talk.ask("A command that prints it, like: pass mail/personal (empty for none)")
        if command:
            import shlex

            return WayIn(replace(account, imap=replace(entry, password_command=tuple(shlex.split(command)))))
        secret = talk.secret(f"{question}, for the test only (it is stored nowhere)")
        reminder = f'The password of "{account.id}" is stored nowhere yet. {_ELSEWHERE.format(account.id)}'
        return WayIn(account, entered_with=secret, reminder=reminder)
    secret = talk.secret(question)
    return WayIn(account, password=secret, entered_with=secret)


def keyring_trouble(name: str) -> str:
    """Why nothing can be stored now; empty when it can."""
    try:
        stored(name)
    except WorldError as error:
        return str(error)
    return ""


def _next(talk: Talk, way: WayIn, entry: ImapEntry, error: LoginFailedError, provider: MailProvider | None) -> WayIn:
    """What to try next. `tried` is set where the owner wants to go on without.

    :raises OwnersError: nothing.
    """
    hint = [f"{provider.name}: {provider.hint}"] if provider is not None and error.refused else []
    if not talk.asks:
        raise OwnersError(error.words, *hint)
    talk.tell()
    for line in (error.words, *hint):
        talk.tell(line)
    if error.untrusted and (entry := _trusted(talk, entry)) != way.account.imap:
        return replace(way, account=replace(way.account, imap=entry))
    if error.refused and entry.password_command is None and talk.agree("Type another password?"):
        return _typed(talk, way.account, entry)
    if talk.agree("Change the server's settings?"):
        return replace(way, account=replace(way.account, imap=_settings(talk, entry)))
    if talk.agree("Go on all the same? (`afterword doctor` tries it again)", default=False):
        return replace(way, tried=Tried({}))
    raise OwnersError("Nothing was written.")


def _trusted(talk: Talk, entry: ImapEntry) -> ImapEntry:
    found = certificate_of(entry)
    if found and talk.agree(
        f"Is this server your own? Then it is trusted by its certificate, and no other is:\n  SHA-256 {found}\nTrust it?",
        default=False,
    ):
        return replace(entry, certificate=found, ca=None)
    authority = talk.ask("A file with the certificate of its authority (empty for none)")
    return replace(entry, ca=as_written(authority), certificate=None) if authority else entry


def _pinned(talk: Talk, entry: ImapEntry) -> ImapEntry:
    """A server on this machine that signs for itself is known by the certificate that it shows now."""
    if not is_this_machine(entry.host) or not (found := certificate_of(entry)):
        return entry
    talk.tell(f"From now on only this certificate is trusted: SHA-256 {found}")
    return replace(entry, certificate=found)


def _settings(talk: Talk, entry: ImapEntry) -> ImapEntry:
    from afterword.setup.account import ask_server

    return ask_server(talk, entry)


_ELSEWHERE = (
    "A password can also come from a command (`password_command`), or, for the service, from a systemd credential"
    ' called "{0}": docs/service.md tells how'
)
