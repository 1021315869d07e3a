"""Everything a pass touches, opened once and handed down."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from afterword.account_entries import AccountEntry
from afterword.calendar_entries import CalendarEntry
from afterword.calendars.contract import Calendar
from afterword.calendars.kept_answers import KeptAnswers
from afterword.configuration import Configuration
from afterword.draft_placing import DraftPlacing
from afterword.errors import OwnersError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox
from afterword.secrets import password


@dataclass(frozen=True, slots=True)
class World:
    """The owner's mailboxes, calendars and ledger, and what the owner told. The first mailbox keeps the drafts."""

    mailboxes: tuple[Mailbox, ...]
    calendars: tuple[Calendar, ...]
    ledger: Ledger
    configuration: Configuration
    drafts: DraftPlacing

    def close(self) -> None:
        """Let go of everything; never raises."""
        parts: Iterable[Mailbox | Calendar | Ledger] = (*self.mailboxes, *self.calendars, self.ledger)
        for part in parts:
            part.close()


def open_world(configuration: Configuration, state: Path) -> World:
    """Open what `configuration` names, with the ledger in the folder `state`.

    :raises OwnersError: a folder that was named does not exist, or the ledger cannot be used.
    """
    mailboxes = mailboxes_of(configuration)
    if not mailboxes:
        msg = "config.yaml: no account is configured; add one under `accounts:`"
        raise OwnersError(msg)
    ledger = Ledger(state / "ledger.sqlite3")
    return World(
        mailboxes=mailboxes,
        calendars=calendars_of(configuration, KeptAnswers(state / "calendars")),
        ledger=ledger,
        configuration=configuration,
        drafts=DraftPlacing(mailboxes[0], ledger, configuration.owner),
    )


def mailboxes_of(configuration: Configuration) -> tuple[Mailbox, ...]:
    """The configured mailboxes; nothing of them is read yet."""
    return tuple(_mailbox(account) for account in configuration.accounts)


def _mailbox(account: AccountEntry) -> Mailbox:
    if account.gmail is not None:
        from afterword.mailboxes.gmail import GmailMailbox
        from afterword.oauth.tokens import access_token

        tokens = access_token(account)
        return GmailMailbox(account.id, account.gmail.user, tokens.for_google, endpoint=tokens.api("gmail"))
    from afterword.mailboxes.maildir import MaildirMailbox

    return MaildirMailbox(account.id, _at_home(account.maildir or ""), account.folders)


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
            credentials: Callable[[], object] = partial(credentials_of, _at_home(entry.google.token))
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

    return VdirCalendar(entry.id, _at_home(place))


def _at_home(path: str) -> Path:
    """The path with `~` filled in; one of an unknown user stays as it is, and is then not found."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (Path.expanduser raises where no home is known)
