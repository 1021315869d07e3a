"""Mail is read once, all of it, and what cannot be read is named and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from unittest import mock

import pytest

from afterword.errors import WorldError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import MOST_BYTES, MailRef, Role
from afterword.mailboxes.maildir import MaildirMailbox
from afterword.mailboxes.memory import MemoryMailbox
from afterword.owner.configuration import Configuration, load_configuration
from afterword.reading.mail import MailRead, arrival, read_new_mail
from afterword_parsers.mail.mime import read_message
from afterword_rules.reading import Direction
from afterword_rules.signal import SignalKind
from daemon.homes import DAY, ME, NOON, Home, confirmation, letter, refusal


@pytest.fixture(name="configuration")
def _configuration(home: Home) -> Configuration:
    return load_configuration(home.config)


@pytest.fixture(name="ledger")
def _ledger(home: Home) -> Iterator[Ledger]:
    with Ledger(home.state / "ledger.sqlite3") as ledger:
        yield ledger


@pytest.fixture(name="mailbox")
def _mailbox() -> MemoryMailbox:
    return MemoryMailbox("home", lambda: NOON)


def kinds(ledger: Ledger, configuration: Configuration) -> list[SignalKind]:
    return [reading.signal.kind for reading in ledger.readings(configuration.reader)]


def test_message_is_read_once(mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration) -> None:
    """The second look reads only what came since."""
    mailbox.deliver(Role.INBOX, confirmation(NOON))
    first = read_new_mail(mailbox, ledger, configuration)
    again = read_new_mail(mailbox, ledger, configuration)
    mailbox.deliver(Role.INBOX, refusal(NOON))
    with mock.patch.object(mailbox, "fetch", wraps=mailbox.fetch) as fetch:
        third = read_new_mail(mailbox, ledger, configuration)

    assert [MailRead(1, (), complete=True), MailRead(0, (), complete=True), MailRead(1, (), complete=True)] == [
        first,
        again,
        third,
    ]
    assert 1 == fetch.call_count
    assert [SignalKind.APPLICATION_RECEIVED, SignalKind.REJECTED] == kinds(ledger, configuration)


def test_message_listed_again_is_not_read_again(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """A lost mark costs a listing, no reading; a renumbered folder is read, and each letter still counts once."""
    mailbox.deliver(Role.INBOX, confirmation(NOON))
    read_new_mail(mailbox, ledger, configuration)
    ledger.keep_mark("home", Role.INBOX, "")

    assert 0 == read_new_mail(mailbox, ledger, configuration).count
    mailbox.renumber(Role.INBOX)
    assert 1 == read_new_mail(mailbox, ledger, configuration).count
    assert 1 == len(kinds(ledger, configuration))


def test_sent_is_the_owners_voice_and_drafts_are_nobodys(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """What lies in Sent is outgoing, and what the owner's own server vouches for; Drafts and Trash are not read."""
    mine = letter("My application", "Dear Sir or Madam", NOON, ME, "hr@larkspur.example")
    mine = b"Authentication-Results: mx.home.example; dmarc=pass header.from=home.example\n" + mine
    mailbox.deliver(Role.SENT, letter("Sent as another", "Hello", NOON, "alias@home.example", "hr@larkspur.example"))
    mailbox.deliver(Role.INBOX, mine)
    mailbox.deliver(Role.DRAFTS, confirmation(NOON))
    mailbox.deliver(Role.TRASH, confirmation(NOON))
    read_new_mail(mailbox, ledger, configuration)

    assert [Direction.OUTGOING, Direction.OUTGOING] == [r.direction for r in ledger.readings(configuration.reader)]


def test_the_owners_name_in_the_inbox_is_not_the_owner(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """Anybody can write it into From: such mail says nothing, for nobody; DKIM and SPF pass for the attacker's own domain."""
    text = "Hi Rita,\n\nI would like to withdraw my application for Map Librarian at Larkspur Atlas.\n\nNell\n"
    forged = letter("Map Librarian", text, NOON, f"Nell Hopper <{ME}>", "rita.blom@larkspur.example")
    mailbox.deliver(Role.INBOX, b"Authentication-Results: mx.home.example; spf=pass; dkim=pass\n" + forged)
    read_new_mail(mailbox, ledger, configuration)
    (read,) = ledger.readings(configuration.reader)

    assert (Direction.INCOMING, SignalKind.NONE, "trust.forged-owner") == (
        read.direction,
        read.signal.kind,
        read.signal.rule,
    )
    assert (SignalKind.WITHDRAWN, (), ()) == (read.signal.runner_up, read.people, read.dates)


def test_unreadable_message_is_named_and_tried_again(home: Home, ledger: Ledger, configuration: Configuration) -> None:
    """One file fails: it is named, the others are read, and when it can be read it is."""
    broken = home.mail / "INBOX" / "cur" / "1.broken.desk:2,"
    broken.symlink_to("/proc/self/mem")
    home.deliver(confirmation(NOON), NOON)
    mailbox = MaildirMailbox("home", home.mail)

    problem = f"cannot read {broken}: Input/output error"
    assert MailRead(1, (problem,), complete=True) == read_new_mail(mailbox, ledger, configuration)
    assert MailRead(0, (problem,), complete=True) == read_new_mail(mailbox, ledger, configuration)
    broken.unlink()
    broken.write_bytes(refusal(NOON))
    assert MailRead(1, (), complete=True) == read_new_mail(mailbox, ledger, configuration)
    assert 2 == len(kinds(ledger, configuration))


def test_mark_stays_until_everything_is_remembered(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """The ledger fails while a batch is stored: nothing of it counts as read."""
    mailbox.deliver(Role.INBOX, confirmation(NOON))
    with mock.patch.object(ledger, "remember", side_effect=WorldError("the disk is full")):
        failed = read_new_mail(mailbox, ledger, configuration)

    assert MailRead(0, ("the disk is full",), complete=False) == failed
    assert "" == ledger.mark("home", Role.INBOX)
    assert 1 == read_new_mail(mailbox, ledger, configuration).count


def test_folder_that_cannot_be_listed_leaves_the_look_incomplete(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """The inbox fails, Sent is read all the same."""
    mailbox.deliver(Role.INBOX, confirmation(NOON))
    mailbox.deliver(Role.SENT, letter("Hello", "Hello", NOON, ME, "hr@larkspur.example"))
    mailbox.fail_once(WorldError("the server is away"))

    assert MailRead(1, ("the server is away",), complete=False) == read_new_mail(mailbox, ledger, configuration)


def test_owners_folder_names_are_told_whole(home: Home, ledger: Ledger, configuration: Configuration) -> None:
    """A folder that was never there is the owner's to mend, and nothing is concluded from its absence."""
    mailbox = MaildirMailbox("home", home.mail, {Role.SENT: "Gesendet"})

    read = read_new_mail(mailbox, ledger, configuration)

    assert not read.complete
    assert "there is no folder 'Gesendet'" in read.problems[0]


def test_mailbox_that_goes_away_is_told_once(home: Home, ledger: Ledger, configuration: Configuration) -> None:
    """The Maildir vanishes between listing and reading: one line for the inbox, not one for each message."""
    for _ in range(20):
        home.deliver(confirmation(NOON), NOON)
    mailbox = MaildirMailbox("home", home.mail)

    fetch = MaildirMailbox.fetch

    def gone(self: MaildirMailbox, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        if home.mail.exists():
            home.mail.rename(home.folder / "elsewhere")
        return fetch(self, ref, limit)

    with mock.patch.object(MaildirMailbox, "fetch", gone):
        read = read_new_mail(mailbox, ledger, configuration)

    folders = [f"cannot read the folder {home.mail}/{name}: No such file or directory" for name in ("INBOX", "Sent")]
    assert MailRead(0, tuple(folders), complete=False) == read


def test_broken_message_is_read_as_far_as_it_goes_and_named(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """A message with parts but no boundary counts as read; the line names it, once."""
    raw = confirmation(NOON).replace(b"Content-Type: text/plain", b"Content-Type: multipart/mixed")
    mailbox.deliver(Role.INBOX, raw)

    read = read_new_mail(mailbox, ledger, configuration)

    assert 1 == read.count
    assert ("Inbox/1: a multipart without its boundary was read as text",) == read.problems
    assert MailRead(0, (), complete=True) == read_new_mail(mailbox, ledger, configuration)


def test_changed_rules_read_all_mail_again(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """Another reader, the whole mailbox again; the first one, coming back, too."""
    mailbox.deliver(Role.INBOX, confirmation(NOON))
    mailbox.deliver(Role.INBOX, refusal(NOON))
    read_new_mail(mailbox, ledger, configuration)
    other = replace(configuration, reader="other")

    assert 2 == read_new_mail(mailbox, ledger, other).count
    assert 0 == read_new_mail(mailbox, ledger, other).count
    assert 2 == len(kinds(ledger, other))


def test_earlier_reader_is_kept_for_mail_that_is_gone(
    mailbox: MemoryMailbox, ledger: Ledger, configuration: Configuration
) -> None:
    """Mail that was deleted before the rules changed is still told as it was understood."""
    ref = mailbox.deliver(Role.INBOX, confirmation(NOON))
    read_new_mail(mailbox, ledger, configuration)
    mailbox.delete(ref)
    other = replace(configuration, reader="other")
    read_new_mail(mailbox, ledger, other)

    assert [SignalKind.APPLICATION_RECEIVED] == kinds(ledger, other)


def test_copied_mailbox_is_dated_by_received(home: Home, ledger: Ledger, configuration: Configuration) -> None:
    """A Maildir that was copied says of every message that it came just now; its Received header knows better."""
    came = NOON - 40 * DAY
    header = f"Received: from mx by home; {came:%a, %d %b %Y %H:%M:%S} +0000\n".encode()
    home.deliver(header + confirmation(came - timedelta(minutes=2)), NOON)
    home.deliver(confirmation(NOON - 30 * DAY), NOON)
    read_new_mail(MaildirMailbox("home", home.mail), ledger, configuration)

    assert [came, NOON - 30 * DAY] == [r.arrived for r in ledger.readings(configuration.reader)]


@pytest.mark.parametrize(
    ("delay", "expected"),
    [
        (timedelta(hours=30), NOON + timedelta(hours=30)),
        (timedelta(days=3), NOON),
        (timedelta(days=-3), NOON - timedelta(days=3)),
    ],
)
def test_mailbox_is_believed_unless_it_is_too_late_to_be_true(delay: timedelta, expected: object) -> None:
    """A day's delay happens (greylisting, a weekend offline); three days mean a copy. A Date in the future is a wrong clock."""
    message = read_message(confirmation(NOON), zone=UTC)

    assert expected == arrival(NOON + delay, message)
