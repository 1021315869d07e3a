"""Reading new mail into the ledger: what came to the inbox and what the owner sent. Drafts are never read as mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from afterword.errors import OwnersError, WorldError
from afterword.ledger.ledger import Ledger
from afterword.ledger.messages import Remembered
from afterword.ledger.writing import Write, here
from afterword.mailboxes.contract import Mailbox, MailRef, Role, Stored, Vanished
from afterword.mailboxes.many import fetch_each
from afterword.owner.configuration import Configuration
from afterword.reading.slow_rules import RulesInUse
from afterword.running.voice import Progress
from afterword_parsers.message import Message
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence
from afterword_rules.signals.unbelieved import unbelieved

# A mailbox that was copied or restored says of every message that it arrived just now.
_PLAUSIBLE_DELAY = timedelta(days=2)

_BATCH = 200


def _nobody(_: Progress) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class MailRead:
    """What came of reading a mailbox.

    `count` messages were read. `problems` are lines for the owner: what could not be read and is tried again, and what
    was read only in part. Without `complete`, a folder could not be looked into; `retry` tells as in `WorldError` whether
    that may pass by itself. `lasting` are the problems that hold until something changes, not just for this look.
    """

    count: int
    problems: tuple[str, ...]
    complete: bool
    retry: bool = True
    lasting: tuple[str, ...] = field(default=(), compare=False)


def read_new_mail(mailbox: Mailbox, ledger: Ledger, configuration: Configuration) -> MailRead:
    """`read_mail` where mailbox and ledger belong to this very thread."""
    return read_mail(mailbox, configuration, here(ledger))


def read_mail(
    mailbox: Mailbox, configuration: Configuration, write: Write, told: Callable[[Progress], None] = _nobody
) -> MailRead:
    """Read what came to `mailbox` since the last time. Runs in the mailbox's own thread; what it reads is stored by `write`.

    A message or folder that cannot be read is named and tried again with the next pass; everything else goes on. What
    is cut off in the middle goes on there: every 200 messages are stored, and what is stored is not read again.
    `told` hears how far it has come.
    """
    count, complete, retry = 0, True, True
    lasting: list[str] = []
    broken: list[str] = []
    in_use = RulesInUse(write, configuration)
    for role in (Role.INBOX, Role.SENT):
        folder = _Folder(mailbox, role, configuration, in_use, write, told)
        try:
            folder.read()
        except WorldError as error:
            complete, retry = False, retry and error.retry
            lasting.append(str(error))
        except OwnersError as error:
            complete, retry = False, False
            lasting += error.problems
        else:
            lasting += folder.failed
        count += folder.count
        broken += folder.broken
    lasting += in_use.warnings()
    return MailRead(count, (*lasting, *broken), complete, retry, tuple(lasting))


@dataclass(slots=True)
class _Folder:
    """One folder that is being read."""

    mailbox: Mailbox
    role: Role
    configuration: Configuration
    in_use: RulesInUse
    write: Write
    told: Callable[[Progress], None]
    count: int = 0
    failed: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])

    def read(self) -> None:
        """Read what this reader has not read. The mark moves on only when all of it is remembered."""
        account, role, reader = self.mailbox.account, self.role, self.configuration.reader
        of_reader, _, mark = self.write(lambda ledger: ledger.mark(account, role)).partition("\n")
        # A mark of another reader vouches for nothing: with changed rules every message is read again.
        listing = self.mailbox.listing(role, mark if of_reader == reader else "")
        unread = self._unread(listing.messages)
        for start in range(0, len(unread), _BATCH):
            readings = self._read(unread[start : start + _BATCH], listing.mark)
            self.write(lambda ledger, batch=readings: ledger.remember(batch, reader))  # type: ignore[misc]
            self.count += len(readings)
            self.broken += [read.problem for read in readings if read.problem]
            self.told(Progress(account, role, min(start + _BATCH, len(unread)), len(unread)))
        if not self.failed:
            self.write(lambda ledger: ledger.keep_mark(account, role, f"{reader}\n{listing.mark}"))

    def _read(self, batch: Sequence[Stored], mark: str) -> list[Remembered]:
        """What these messages say, in their order. With `mark` a listing is cheap."""
        by_ref = {stored.ref: stored for stored in batch}
        readings: dict[MailRef, Remembered] = {}
        for ref, raw in fetch_each(self.mailbox, list(by_ref)):
            if isinstance(raw, bytes):
                readings[ref] = read_stored(by_ref[ref], raw, self.role, self.configuration, self.in_use)
            elif not isinstance(raw, Vanished):
                # One bad file, or the whole mailbox? If it is the mailbox, this raises.
                self.mailbox.listing(self.role, mark)
                self.failed.append(str(raw))
        return [readings[ref] for ref in by_ref if ref in readings]

    def _unread(self, messages: Sequence[Stored]) -> list[Stored]:
        """Those that are not remembered yet, in the order of the listing."""
        account, reader = self.mailbox.account, self.configuration.reader
        known = {
            folder: self.write(lambda ledger, name=folder: ledger.known(account, name, reader))  # type: ignore[misc]
            for folder in {stored.ref.folder for stored in messages}
        }
        return [one for one in messages if (one.ref.uidvalidity, one.ref.uid) not in known[one.ref.folder]]


def read_stored(stored: Stored, raw: bytes, role: Role, configuration: Configuration, in_use: RulesInUse) -> Remembered:
    """What one stored message says, and what of it could not be understood; slow rules are noted in `in_use`."""
    from afterword_parsers.mail.mime import read_message
    from afterword_rules.signals.read import read_and_judge

    owner = configuration.owner
    message = read_message(raw, zone=owner.zone)
    outgoing = role is Role.SENT or owner.is_me(message.sender.email)
    reading, judgement = read_and_judge(
        message,
        arrived=arrival(stored.arrived, message),
        direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
        owner=owner,
        rules=in_use.rules,
    )
    if outgoing and role is not Role.SENT:
        reading = _of_inbox(reading, message)
    in_use.note(judgement.timed_out)
    return Remembered(stored.ref, stored.arrived, reading, _broken(stored, message))


def _of_inbox(reading: Reading, message: Message) -> Reading:
    """What to make of the owner's name in From: anybody can write it there, only the owner puts mail into Sent."""
    if message.authentication.dmarc == "pass":
        return replace(reading, note="")
    evidence = (Evidence("sender", f"{message.sender.email}, and no copy in Sent"),)
    return replace(unbelieved(reading, "trust.forged-owner", evidence), direction=Direction.INCOMING)


def _broken(stored: Stored, message: Message) -> str:
    """What is broken in a message, as a line for the owner. That a header field is missing costs nothing."""
    troubles = [problem for problem in message.problems if not problem.startswith("no ")]
    return f"{stored.ref.folder}/{stored.ref.uid}: {'; '.join(troubles)}" if troubles else ""


def arrival(stored: datetime, message: Message) -> datetime:
    """When the owner could know of a message: when the mailbox got it, unless that is too late to be true."""
    told = message.received or message.sent
    if told is not None and stored - told > _PLAUSIBLE_DELAY:
        return told
    return stored
