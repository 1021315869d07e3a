"""Trying an account before it is written down: does it let us in, and which folder is for what?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from afterword.errors import WorldError
from afterword.mailboxes.contract import Role
from afterword.owner.accounts import AccountEntry, ImapEntry, Security
from afterword.secrets import Secret

_SILENCE = 20.0
# What errors say to a program that runs on.
_LATER = re.compile(r"([;.,]|(?<=\?)) ?(tried again by itself|it is not asked again until .*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was found: the folder for each role that has one, and all there are."""

    roles: Mapping[Role, str]
    folders: tuple[str, ...] = field(default=())


class LoginFailedError(Exception):
    """We were not let in. `refused` tells that the password was wrong, `untrusted` that the certificate is unknown."""

    def __init__(self, words: str, *, refused: bool = False, untrusted: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.refused = refused
        self.untrusted = untrusted


def try_imap(account: AccountEntry, entry: ImapEntry, secret: Callable[[], Secret]) -> Tried:
    """Log in, and look at the folders; nothing is changed.

    :raises LoginFailedError: we are not let in, or the server cannot be reached.
    :raises OwnersError: a folder that was named is not there.
    """
    from afterword.mailboxes.imap_folders import read_tree
    from afterword.mailboxes.imap_link import ImapLink
    from afterword.mailboxes.imap_tls import UNTRUSTED

    link = ImapLink(account.id, entry, secret, silence=_SILENCE)
    try:
        with link.session() as client:
            tree = read_tree(client)
        place = f"{account.id}: {entry.host}:{entry.port_used}"
        roles = tree.roles(account.folders, place)
        return Tried(roles, tuple(sorted(folder.plain for folder in tree.folders)))
    except WorldError as error:
        untrusted = isinstance(error.__cause__, UNTRUSTED)
        raise LoginFailedError(in_words(error), refused=not error.retry, untrusted=untrusted) from None
    finally:
        link.close()


def try_maildir(account: AccountEntry) -> Tried:
    """Look at the folders.

    :raises LoginFailedError: it cannot be read.
    :raises OwnersError: a folder that was named is not there.
    """
    from afterword.mailboxes.maildir_folders import folders_below, folders_by_role
    from afterword.paths import at_home

    root = at_home(account.maildir or "")
    try:
        roles = folders_by_role(root, account.folders)
        return Tried({role: name for role, (name, _) in roles.items()}, tuple(folders_below(root)))
    except WorldError as error:
        raise LoginFailedError(in_words(error)) from None


def certificate_of(entry: ImapEntry) -> str:
    """The SHA-256 fingerprint of the certificate that the server shows; nothing else is said to it. "" for none."""
    import imaplib

    from afterword.mailboxes import imap_tls
    from afterword.mailboxes.imap_wire import Client

    try:
        if entry.security is Security.TLS:
            return imap_tls.fingerprint_at(entry.host, entry.port_used, _SILENCE)
        client = Client(entry.host, entry.port_used, context=None, patience=_SILENCE, silence=_SILENCE)
        try:
            client.starttls(imap_tls.looking_context())
            return imap_tls.fingerprint_of(client.wire.sock)
        finally:
            with suppress(Exception):
                client.shutdown()
    except (OSError, imaplib.IMAP4.error, ValueError):
        return ""


def in_words(error: WorldError) -> str:
    """What went wrong, without what a program that runs on would do about it."""
    return _LATER.sub("", str(error))
