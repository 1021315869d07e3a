"""Everything a pass touches, opened once and handed down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from afterword.calendars.contract import Calendar
from afterword.configuration import Configuration
from afterword.draft_placing import DraftPlacing
from afterword.errors import OwnersError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox


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
    from afterword.calendars.vdir import VdirCalendar
    from afterword.mailboxes.maildir import MaildirMailbox

    mailboxes = tuple(
        MaildirMailbox(account.id, Path(account.maildir).expanduser(), account.folders)
        for account in configuration.accounts
    )
    if not mailboxes:
        msg = "config.yaml: no account is configured; add one under `accounts:`"
        raise OwnersError(msg)
    ledger = Ledger(state / "ledger.sqlite3")
    return World(
        mailboxes=mailboxes,
        calendars=tuple(
            VdirCalendar(calendar.id, Path(calendar.ics).expanduser()) for calendar in configuration.calendars
        ),
        ledger=ledger,
        configuration=configuration,
        drafts=DraftPlacing(mailboxes[0], ledger, configuration.owner),
    )
