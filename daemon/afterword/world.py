"""Everything a pass touches, opened once and handed down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from afterword.calendars.contract import Calendar
from afterword.calendars.kept_answers import KeptAnswers
from afterword.decided import Decided
from afterword.drafts.placing import DraftPlacing
from afterword.drafts.search import DraftAccount
from afterword.errors import OwnersError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox
from afterword.mailboxes.threaded import ThreadedMailbox
from afterword.owner.accounts import AccountEntry, ImapEntry
from afterword.owner.calendars import CalendarEntry
from afterword.owner.configuration import Configuration
from afterword.paths import at_home, cache_folder
from afterword.reading.accounts import AccountsReading
from afterword.reading.calendars import CalendarsReading
from afterword.running.hub import Hub
from afterword.running.worker import Worker
from afterword.secrets import password

if TYPE_CHECKING:
    from afterword.mailboxes.imap_link import ImapLink

# In seconds, for all together: some servers never answer.
_FAREWELL = 0.5
# Answers of calendars that were not asked for so long are those of calendars no longer configured.
_KEPT_FOR = timedelta(days=90)
# How long a server may take to show what it was given.
_SERVER_SETTLES = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class World:
    """The owner's mailboxes, calendars and ledger, and what the owner told.

    Each mailbox and each calendar lives in a thread of its own, which begins with its first use. The ledger, and
    everything that decides, belongs to the thread that opened the world.
    """

    hub: Hub
    mailboxes: tuple[ThreadedMailbox, ...]
    calendars: tuple[Worker[Calendar], ...]
    ledger: Ledger
    configuration: Configuration
    drafts: DraftPlacing
    accounts: AccountsReading
    calendars_read: CalendarsReading
    decided: Decided

    def close(self) -> None:
        """Let go of everything; never raises. What takes longer than a moment to let go is left to the end of the process."""
        self.hub.close()
        self.let_go()

    def let_go(self) -> None:
        """The same, with a hub that goes on to serve the world that comes next."""
        workers: list[Worker[Any]] = [*(mailbox.worker for mailbox in self.mailboxes), *self.calendars]
        for worker in workers:
            worker.let_go()
        deadline = time.monotonic() + _FAREWELL
        for worker in workers:
            worker.close(deadline - time.monotonic())
        self.ledger.close()


def open_world(configuration: Configuration, state: Path, hub: Hub | None = None) -> World:
    """Open what `configuration` names, with the ledger in the folder `state`.

    :raises OwnersError: a folder that was named does not exist, or the ledger cannot be used.
    """
    if not configuration.accounts:
        msg = "config.yaml: no account is configured; add one under `accounts:`"
        raise OwnersError(msg)
    hub = hub or Hub()
    mailboxes = tuple(ThreadedMailbox(mailbox, hub) for mailbox in mailboxes_of(configuration))
    kept = KeptAnswers(state / "calendars")
    # By the clock of the disk, whatever moment a pass is made for.
    kept.forget_older_than(datetime.now(UTC) - _KEPT_FOR)
    found = calendars_of(configuration, kept)
    calendars = tuple(Worker(calendar, calendar.name, hub) for calendar in found)
    ledger = Ledger(state / "ledger.sqlite3")
    settles = {
        account.id: timedelta(0) if account.maildir is not None else _SERVER_SETTLES
        for account in configuration.accounts
    }
    drafts = [DraftAccount(mailbox, settles[mailbox.account]) for mailbox in mailboxes]
    return World(
        hub=hub,
        mailboxes=mailboxes,
        calendars=calendars,
        ledger=ledger,
        configuration=configuration,
        drafts=DraftPlacing(drafts, ledger, configuration.owner),
        accounts=AccountsReading(mailboxes, ledger, configuration, hub),
        calendars_read=CalendarsReading(calendars, ledger, configuration),
        decided=Decided(),
    )


def mailboxes_of(configuration: Configuration) -> tuple[Mailbox, ...]:
    """The configured mailboxes; nothing of them is read yet."""
    return tuple(_mailbox(account) for account in configuration.accounts)


def _mailbox(account: AccountEntry) -> Mailbox:
    if account.gmail is not None:
        from afterword.mailboxes.gmail import GmailMailbox
        from afterword.oauth.tokens import access_token

        tokens = access_token(account)
        memory = cache_folder() / "gmail" / quote(f"of {account.id}", safe="")
        return GmailMailbox(
            account.id, account.gmail.user, tokens.for_google, memory=memory, endpoint=tokens.api("gmail")
        )
    if account.imap is not None:
        from afterword.mailboxes.imap import ImapMailbox

        return ImapMailbox(imap_link(account, account.imap), account.folders)
    from afterword.mailboxes.maildir import MaildirMailbox

    return MaildirMailbox(account.id, at_home(account.maildir or ""), account.folders)


def imap_link(account: AccountEntry, entry: ImapEntry) -> ImapLink:
    """The way to an account on an IMAP server; nothing is asked yet."""
    from afterword.mailboxes.imap_link import ImapLink

    if entry.oauth is None:
        return ImapLink(account.id, entry, partial(password, account.id, entry.password_command or ()))
    from afterword.oauth.tokens import access_token

    tokens = access_token(account)
    return ImapLink(account.id, entry, tokens, renewed=tokens.renew)


def calendars_of(configuration: Configuration, kept: KeptAnswers | None = None) -> tuple[Calendar, ...]:
    """The configured calendars; nothing of them is read yet. `kept` is where answers of servers are kept."""
    return tuple(
        _calendar(entry, kept or KeptAnswers(), configuration.owner.addresses) for entry in configuration.calendars
    )


def _calendar(entry: CalendarEntry, kept: KeptAnswers, owner: tuple[str, ...]) -> Calendar:
    if entry.caldav is not None:
        from afterword.calendars.caldav import CaldavCalendar

        login = entry.caldav
        return CaldavCalendar(
            entry.id, login.url, login.user, partial(password, entry.id, login.password_command or ()), kept
        )
    if entry.google is not None:
        from afterword.calendars.google import GoogleCalendar, credentials_of

        if entry.google.token is not None:
            credentials: Callable[[], object] = partial(credentials_of, at_home(entry.google.token))
            return GoogleCalendar(entry.id, entry.google.calendar, credentials, owner)
        from afterword.oauth.tokens import calendar_token

        tokens = calendar_token(entry)
        return GoogleCalendar(
            entry.id, entry.google.calendar, tokens.for_google, owner, endpoint=tokens.api("calendar")
        )
    place = entry.ics or ""
    if "://" in place:
        from afterword.calendars.web import WebCalendar

        return WebCalendar(entry.id, place, kept)
    from afterword.calendars.vdir import VdirCalendar

    return VdirCalendar(entry.id, at_home(place))
