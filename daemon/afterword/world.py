"""Everything a pass touches, opened once and handed down."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from afterword.calendars.contract import Calendar
from afterword.configuration import Configuration
from afterword.draft_placing import DraftPlacing
from afterword.errors import OwnersError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox

if TYPE_CHECKING:
    from afterword.calendars.vdir import VdirCalendar
    from afterword.mailboxes.maildir import MaildirMailbox


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
        calendars=calendars_of(configuration),
        ledger=ledger,
        configuration=configuration,
        drafts=DraftPlacing(mailboxes[0], ledger, configuration.owner),
    )


def mailboxes_of(configuration: Configuration) -> tuple[MaildirMailbox, ...]:
    """The configured mailboxes; nothing of them is read yet."""
    from afterword.mailboxes.maildir import MaildirMailbox

    return tuple(
        MaildirMailbox(account.id, _at_home(account.maildir), account.folders) for account in configuration.accounts
    )


def calendars_of(configuration: Configuration) -> tuple[VdirCalendar, ...]:
    """The configured calendars; nothing of them is read yet."""
    from afterword.calendars.vdir import VdirCalendar

    return tuple(VdirCalendar(calendar.id, _at_home(calendar.ics)) for calendar in configuration.calendars)


def _at_home(path: str) -> Path:
    """The path with `~` filled in; one of an unknown user stays as it is, and is then not found."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (Path.expanduser raises where no home is known)
