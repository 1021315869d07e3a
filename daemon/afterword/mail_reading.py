"""Reading new mail into the ledger: what came to the inbox and what the owner sent. Drafts are never read as mail."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from afterword.configuration import Configuration
from afterword.errors import OwnersError, WorldError
from afterword.ledger.ledger import Ledger
from afterword.ledger.messages import Remembered
from afterword.mailboxes.contract import Mailbox, Role, Stored, Vanished
from afterword.slow_rules import RulesInUse
from afterword_parsers.message import Message
from afterword_rules.reading import Direction

# A mailbox that was copied or restored says of every message that it arrived just now.
_PLAUSIBLE_DELAY = timedelta(days=2)

_BATCH = 200


@dataclass(frozen=True, slots=True)
class MailRead:
    """What came of reading a mailbox.

    `count` messages were read. `problems` are lines for the owner: what could not be read and is tried again, and what
    was read only in part. Without `complete`, a folder could not be looked into.
    """

    count: int
    problems: tuple[str, ...]
    complete: bool


def read_new_mail(mailbox: Mailbox, ledger: Ledger, configuration: Configuration) -> MailRead:
    """Read what came to `mailbox` since the last time.

    A message or folder that cannot be read is named and tried again with the next pass; everything else goes on.
    """
    count, complete = 0, True
    problems: list[str] = []
    in_use = RulesInUse(ledger, configuration)
    for role in (Role.INBOX, Role.SENT):
        try:
            read, wrong = _read_folder(mailbox, role, ledger, configuration, in_use)
        except WorldError as error:
            complete = False
            problems.append(str(error))
        except OwnersError as error:
            complete = False
            problems += error.problems
        else:
            count += read
            problems += wrong
    return MailRead(count, (*problems, *in_use.warnings()), complete)


def _read_folder(
    mailbox: Mailbox, role: Role, ledger: Ledger, configuration: Configuration, in_use: RulesInUse
) -> tuple[int, tuple[str, ...]]:
    """Read what this reader has not read of one folder. The mark moves on only when all of it is remembered."""
    reader, _, mark = ledger.mark(mailbox.account, role).partition("\n")
    # A mark of another reader vouches for nothing: with changed rules every message is read again.
    listing = mailbox.listing(role, mark if reader == configuration.reader else "")
    unread = _unread(listing.messages, ledger, configuration.reader)
    count = 0
    failed: list[str] = []
    broken: list[str] = []
    while batch := list(itertools.islice(unread, _BATCH)):
        readings: list[Remembered] = []
        for stored in batch:
            try:
                readings.append(read_stored(stored, mailbox.fetch(stored.ref), role, configuration, in_use))
            except Vanished:
                continue
            except WorldError as error:
                # One bad file, or the whole mailbox? If it is the mailbox, this raises.
                mailbox.listing(role)
                failed.append(str(error))
        ledger.remember(readings, configuration.reader)
        count += len(readings)
        broken += [read.problem for read in readings if read.problem]
    if not failed:
        ledger.keep_mark(mailbox.account, role, f"{configuration.reader}\n{listing.mark}")
    return count, (*failed, *broken)


def _unread(messages: Sequence[Stored], ledger: Ledger, reader: str) -> Iterator[Stored]:
    known: dict[str, set[tuple[int, str]]] = {}
    for stored in messages:
        ref = stored.ref
        if ref.folder not in known:
            known[ref.folder] = ledger.known(ref.account, ref.folder, reader)
        if (ref.uidvalidity, ref.uid) not in known[ref.folder]:
            yield stored


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
    if role is not Role.SENT and reading.note:
        # Anybody can write the owner's address into From; only the owner puts mail into Sent.
        reading = replace(reading, note="")
    in_use.note(judgement.timed_out)
    return Remembered(stored.ref, stored.arrived, reading, _broken(stored, message))


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
