"""Accounts: can they be reached, do they let us in, can their servers do what is needed, which folders are there?"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing

from afterword.doctor.draft_trial import draft_findings
from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.errors import WorldError
from afterword.mailboxes.contract import Mailbox, NamesFolders, Role
from afterword.owner.accounts import AccountEntry, ImapEntry
from afterword.owner.configuration import Configuration
from afterword.paths import at_home
from afterword.setup.trial import in_words

_WORTH_KNOWING = ("IDLE", "CONDSTORE", "SPECIAL-USE", "UIDPLUS", "MOVE")


def account_findings(account: AccountEntry, configuration: Configuration, *, write: bool) -> Iterator[Finding]:
    """All about one account; with `write` a draft is placed and removed again."""
    if account.imap is not None:
        yield from _imap(account, account.imap, configuration, write=write)
    elif account.gmail is not None:
        yield from _gmail(account, configuration, write=write)
    else:
        yield from _maildir(account, configuration, write=write)


def server_findings(name: str, capabilities: frozenset[str]) -> Iterator[Finding]:
    """What a server says it can do, as far as it matters here."""
    can = [word for word in _WORTH_KNOWING if word in capabilities]
    said = f"it can {', '.join(can)}" if can else "it can nothing beyond the oldest IMAP"
    if not {"UIDPLUS", "MOVE"} & capabilities:
        yield warn(f"{name}: server", f"{said}; drafts that became pointless stay until you delete them")
    elif "IDLE" not in capabilities:
        yield warn(f"{name}: server", f"{said}; it does not tell of new mail, which is seen every few minutes")
    else:
        yield ok(f"{name}: server", said)


def folder_findings(name: str, roles: dict[Role, str]) -> Iterator[Finding]:
    """Which folder is for what, and which is missed."""
    there = ", ".join(f"{role} {roles[role]}" for role in Role if role in roles)
    missing = [role for role in (Role.SENT, Role.TRASH) if role not in roles]
    step = f"name it in config.yaml: folders: {{{missing[0]}: ...}}" if missing else ""
    what = f"{there}; none for {' and '.join(missing)}" if missing else there
    yield warn(f"{name}: folders", what, step) if missing else ok(f"{name}: folders", what)
    if Role.DRAFTS not in roles:
        yield warn(f"{name}: folders", "there are no Drafts yet: they are made for the first draft")


def _imap(account: AccountEntry, entry: ImapEntry, configuration: Configuration, *, write: bool) -> Iterator[Finding]:
    from afterword.mailboxes.imap import ImapMailbox
    from afterword.world import imap_link

    name, link = account.id, imap_link(account, entry)
    with closing(ImapMailbox(link, account.folders)) as mailbox:
        try:
            with link.session() as client:
                sock = client.wire.sock
                private = sock.version() if isinstance(sock, ssl.SSLSocket) else "without TLS"
                capabilities = link.capabilities
        except WorldError as error:
            step = f"`afterword login {name}` stores another password, `afterword setup` changes the rest"
            yield bad(f"{name}: login", in_words(error).removeprefix(f"{name}: "), step)
            return
        yield ok(f"{name}: login", f"{entry.user} at {entry.host}:{entry.port_used}, {private}")
        yield from server_findings(name, capabilities)
        yield from folder_findings(name, mailbox.folder_names())
        if write:
            yield from draft_findings(mailbox, configuration.owner)


def _gmail(account: AccountEntry, configuration: Configuration, *, write: bool) -> Iterator[Finding]:
    from afterword.mailboxes.gmail import GmailMailbox, address_of, same_address
    from afterword.oauth.tokens import access_token

    name, tokens, user = account.id, access_token(account), account.gmail.user if account.gmail else ""
    try:
        there = address_of(name, tokens.for_google, tokens.api("gmail"))
    except WorldError as error:
        yield bad(f"{name}: login", in_words(error), f"`afterword login {name}` asks for consent again")
        return
    if not same_address(there, user):
        yield bad(f"{name}: login", f"the consent is for {there}, not for {user}", f"`afterword login {name}`")
        return
    yield ok(f"{name}: login", f"{there} at Gmail")
    with closing(GmailMailbox(name, user, tokens.for_google, endpoint=tokens.api("gmail"))) as mailbox:
        if write:
            yield from draft_findings(mailbox, configuration.owner)


def _maildir(account: AccountEntry, configuration: Configuration, *, write: bool) -> Iterator[Finding]:
    from afterword.mailboxes.maildir import MaildirMailbox

    root = at_home(account.maildir or "")
    with closing(MaildirMailbox(account.id, root, account.folders)) as mailbox:
        yield from folder_findings(account.id, _roles(mailbox))
        if write:
            yield from draft_findings(mailbox, configuration.owner)


def _roles(mailbox: Mailbox) -> dict[Role, str]:
    return mailbox.folder_names() if isinstance(mailbox, NamesFolders) else {}
