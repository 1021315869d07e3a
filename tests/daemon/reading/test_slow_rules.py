"""A regular expression of the owner's that keeps taking too long stops costing time, and the owner is told where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Role
from afterword.mailboxes.memory import MemoryMailbox
from afterword.owner.configuration import load_configuration
from afterword.reading.mail import read_new_mail
from afterword.reading.slow_rules import PATIENCE
from afterword_rules.signal import SignalKind
from daemon.homes import NOON, Home, letter

SLOW = """\
# A comment, so that the rule does not stand in the first line.
signals:
  - id: my-slow-rule
    signal: offer
    regex: ['(a|aa)+$']
"""


@pytest.fixture(name="ledger")
def _ledger(home: Home) -> Iterator[Ledger]:
    with Ledger(home.state / "ledger.sqlite3") as ledger:
        yield ledger


@pytest.fixture(name="mailbox")
def _mailbox() -> MemoryMailbox:
    return MemoryMailbox("home", lambda: NOON)


def deliver(mailbox: MemoryMailbox, count: int) -> None:
    """Mail on which the slow rule hangs, and which says that an application came in."""
    text = f"We have received your application for the role of Map Librarian. {'a' * 60}!"
    for number in range(count):
        mailbox.deliver(Role.INBOX, letter(f"Application {number}", text, NOON + timedelta(minutes=number)))


def test_slow_rule_is_left_out_after_three_messages(home: Home, ledger: Ledger, mailbox: MemoryMailbox) -> None:
    """The warning names file and line; every message is read all the same."""
    home.write("rules.yaml", SLOW)
    configuration = load_configuration(home.config)
    deliver(mailbox, 6)

    read = read_new_mail(mailbox, ledger, configuration)

    assert 6 == read.count
    assert read.complete
    assert 1 == len(read.problems)
    assert read.problems[0].startswith('rules.yaml:3: the rule "my-slow-rule" took too long on 3 messages')
    assert {"my-slow-rule": PATIENCE} == ledger.slow_rules(configuration.reader)
    kinds = {reading.signal.kind for reading in ledger.readings(configuration.reader)}
    assert {SignalKind.APPLICATION_RECEIVED} == kinds


def test_count_goes_on_from_pass_to_pass(home: Home, ledger: Ledger, mailbox: MemoryMailbox) -> None:
    """One message with each pass is enough: the fourth pass no longer asks the rule."""
    home.write("rules.yaml", SLOW)
    configuration = load_configuration(home.config)
    told: list[int] = []
    for number in range(PATIENCE + 1):
        mailbox.deliver(Role.INBOX, letter(f"Note {number}", "a" * 60 + "!", NOON))
        told.append(len(read_new_mail(mailbox, ledger, configuration).problems))

    assert [0, 0, 1, 1] == told
    assert {"my-slow-rule": PATIENCE} == ledger.slow_rules(configuration.reader)


def test_changed_rules_are_tried_anew(home: Home, ledger: Ledger, mailbox: MemoryMailbox) -> None:
    """With a mended expression the count of the old one is forgotten."""
    home.write("rules.yaml", SLOW)
    deliver(mailbox, 4)
    old = load_configuration(home.config)
    read_new_mail(mailbox, ledger, old)
    home.write("rules.yaml", SLOW.replace("(a|aa)+$", "a+$"))
    new = load_configuration(home.config)

    read = read_new_mail(mailbox, ledger, new)

    assert () == read.problems
    assert {} == ledger.slow_rules(new.reader)


def test_counting_for_a_reader_forgets_the_others(ledger: Ledger) -> None:
    """The table does not grow with every change of the rules."""
    ledger.note_slow_rules(["one", "two"], "old")
    ledger.note_slow_rules(["one"], "new")
    ledger.note_slow_rules(["one"], "new")

    assert {} == ledger.slow_rules("old")
    assert {"one": 2} == ledger.slow_rules("new")
