"""Which account it shall be: what is proposed for an address, what is asked, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

from afterword.errors import OwnersError
from afterword.owner.accounts import AccountEntry, GmailEntry, ImapEntry, OauthEntry, Security, account_problems
from afterword.owner.providers import MailProvider, PasswordKind, mail_providers
from afterword.setup.entries import id_for
from afterword.setup.existing import Existing
from afterword.setup.given import NOTHING_SAID, AccountOptions, account_meant, provider_for
from afterword.setup.places import as_written
from afterword.setup.talk import Talk
from afterword_rules.yaml_files.source import Positions

_KINDS = ("imap", "gmail", "maildir")


def ask_account(talk: Talk, address: str, options: AccountOptions, existing: Existing) -> AccountEntry:
    """The account as it will be written, not tried yet.

    :raises OwnersError: no program can come in there, or what was given does not fit together.
    """
    meant = account_meant(address, options, existing)
    provider = provider_for(address, options)
    name = meant.id if meant is not None else _new_id(address, options, existing)
    kind = _kind(talk, options, meant, provider)
    folders = {**(meant.folders if meant is not None else {}), **options.folders}
    entry = AccountEntry(name, folders=folders)
    if kind == "maildir":
        entry = replace(entry, maildir=_maildir(talk, options, meant))
    elif kind == "gmail":
        entry = replace(entry, gmail=_gmail(talk, address, options, meant))
    else:
        entry = replace(entry, imap=_imap(talk, address, options, meant, provider))
    if problems := [problem.text for problem in account_problems(entry, ("accounts", 0), Positions("config.yaml"))]:
        raise OwnersError(*problems)
    return entry


def _new_id(address: str, options: AccountOptions, existing: Existing) -> str:
    taken = {one.id for one in existing.accounts}
    if options.id is not None:
        return options.id
    return id_for(address.rpartition("@")[2].partition(".")[0] or "mail", taken)


def _kind(talk: Talk, options: AccountOptions, meant: AccountEntry | None, provider: MailProvider | None) -> str:
    if meant is not None:
        return next(kind for kind in _KINDS if getattr(meant, kind) is not None)
    if options.maildir is not None:
        return "maildir"
    if options.gmail:
        return "gmail"
    if options.host:
        return "imap"
    if provider is not None and not provider.has_imap:
        raise OwnersError(
            f"{provider.page}. Where something else brings it into a Maildir, give that: --maildir FOLDER"
        )
    kinds = [kind for kind in _KINDS if kind != "gmail" or (provider is not None and provider.name == "Gmail")]
    if len(kinds) > 2:
        talk.tell("Gmail can be read over IMAP with an app password (quickest), or through its own interface with an")
        talk.tell("OAuth client of your own (docs/accounts.md).")
    return talk.ask(
        f"How is it read ({', '.join(kinds)})?", "imap", lambda text: "" if text in kinds else f"one of {kinds}"
    )


def _maildir(talk: Talk, options: AccountOptions, meant: AccountEntry | None) -> str:
    before = meant.maildir if meant is not None else None
    asked = options.maildir or talk.ask("The Maildir (a folder that mbsync or offlineimap fills)", before or "~/Mail")
    return as_written(asked)


def _gmail(talk: Talk, address: str, options: AccountOptions, meant: AccountEntry | None) -> GmailEntry:
    before = meant.gmail if meant is not None else None
    client = options.client or talk.ask(
        "The file of your OAuth client (docs/accounts.md tells how to get one)", before.client if before else ""
    )
    return GmailEntry(options.user or (before.user if before else address), as_written(client))


def _imap(
    talk: Talk, address: str, options: AccountOptions, meant: AccountEntry | None, provider: MailProvider | None
) -> ImapEntry:
    before = meant.imap if meant is not None else None
    if before is None and provider is None and not options.host:
        talk.tell(f"Who runs mail for {address.rpartition('@')[2]} is not known here.")
        guess = f"imap.{address.rpartition('@')[2]}"
        known = ", ".join(key for key, one in mail_providers().items() if one.has_imap)
        talk.tell(f"Type the name of its IMAP server; or who runs it: {known}")
        host = talk.ask("IMAP server", guess)
        provider = mail_providers().get(host)
        options = options if provider is not None else replace(options, host=host)
    if before is None:
        before = _proposed(talk, address, options, provider)
    entry = replace(
        before,
        host=options.host or before.host,
        user=options.user or before.user,
        security=options.security or before.security,
        port=options.port or before.port,
        # One of two says who is trusted, and one of two lets us in.
        ca=as_written(options.ca) if options.ca else None if options.certificate else before.ca,
        certificate=options.certificate or (None if options.ca else before.certificate),
        password_command=options.password_command or (None if options.password else before.password_command),
    )
    if entry.oauth is not None and (options.client_id or options.client or options.tenant):
        oauth = replace(
            entry.oauth,
            client_id=options.client_id or ("" if options.client else entry.oauth.client_id),
            client=as_written(options.client or "") or ("" if options.client_id else entry.oauth.client),
            tenant=options.tenant or entry.oauth.tenant,
        )
        entry = replace(entry, oauth=oauth)
    return entry


def _proposed(talk: Talk, address: str, options: AccountOptions, provider: MailProvider | None) -> ImapEntry:
    """What the provider needs, or what the owner says."""
    if provider is not None and provider.has_imap:
        talk.tell(f"{provider.name}: {provider.host}. {provider.hint}")
        entry = ImapEntry(provider.host, provider.user_of(address), provider.port, provider.security)
        if provider.password is PasswordKind.OAUTH:
            return replace(entry, oauth=_oauth(talk, options, provider.oauth))
        return entry
    return ask_server(talk, ImapEntry(options.host or "", address), options)


def ask_server(talk: Talk, before: ImapEntry, options: AccountOptions = NOTHING_SAID) -> ImapEntry:
    """A server's settings, each of which `options` may have said already; `before` are the defaults."""
    host = options.host or talk.ask("IMAP server", before.host)
    ways = [Security.TLS.value, Security.STARTTLS.value]
    security = options.security or Security(
        talk.ask(
            "Does it begin with tls, or go over to it by starttls?",
            before.security.value,
            lambda text: "" if text in ways else "tls or starttls",
        )
    )
    usual = replace(before, security=security).usual_port
    kept = before.port_used if security is before.security else usual
    port = options.port or int(talk.ask("Port", str(kept), _wrong_port))
    user = options.user or talk.ask("Your name there", before.user)
    return replace(before, host=host, user=user, port=None if port == usual else port, security=security)


def _oauth(talk: Talk, options: AccountOptions, provider: str) -> OauthEntry:
    if options.client:
        return OauthEntry(provider, client=as_written(options.client), tenant=options.tenant or "")
    talk.tell("It needs an OAuth client of your own: docs/accounts.md tells how to get its id, in a few minutes.")
    return OauthEntry(provider, options.client_id or talk.ask("Its client id"), options.tenant or "")


def _wrong_port(text: str) -> str:
    return "" if text.isdecimal() and 0 < int(text) < 65536 else "a number between 1 and 65535"
