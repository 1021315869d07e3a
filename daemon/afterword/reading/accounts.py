"""Reading the mail of all accounts at once, each in a thread of its own. One thread stores what they read.

A pass waits for the quick ones. An account that takes longer goes on reading while the pass decides without it, and
what it has read by then is stored; it counts as read when it has come to its end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword.ledger.ledger import Ledger
from afterword.ledger.writing import through
from afterword.mailboxes.contract import Mailbox
from afterword.mailboxes.threaded import begin
from afterword.owner.configuration import Configuration
from afterword.reading.mail import MailRead, read_mail
from afterword.running.back_off import after_failure
from afterword.running.hub import Answer, Hub
from afterword.running.voice import Progress


@dataclass(frozen=True, slots=True)
class AccountsRead:
    """What came of a look at the accounts.

    `count` messages were read. `whole` are the accounts of which nothing is missing: read to the end just now, or so
    lately that it is as good. `busy` are still being read. `never` were never read whole as long as this ledger exists.
    `problems` are lines for the owner: `lasting` ones of every account, and those of single messages, told once.
    """

    count: int
    whole: frozenset[str]
    busy: frozenset[str]
    never: frozenset[str]
    lasting: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Account:
    mailbox: Mailbox
    under_way: Answer[MailRead] | None = None
    nobody_waits: bool = False
    read_whole: datetime | None = None
    tried: datetime | None = None
    lasting: tuple[str, ...] = ()


class AccountsReading:
    """What is known of each account since the program started, and the way to know it anew."""

    def __init__(
        self,
        mailboxes: Sequence[Mailbox],
        ledger: Ledger,
        configuration: Configuration,
        hub: Hub,
    ) -> None:
        self._ledger, self._configuration, self._hub = ledger, configuration, hub
        self._accounts = {mailbox.account: _Account(mailbox) for mailbox in mailboxes}
        self.jitter: Callable[[], float] = random.random
        self.told: Callable[[Progress], None] = _nobody

    @property
    def tried(self) -> dict[str, datetime | None]:
        """When each account was last looked at to the end, with whatever success; None = not yet."""
        return {name: account.tried for name, account in self._accounts.items()}

    @property
    def busy(self) -> frozenset[str]:
        """The accounts that are being read, or have been since the last `note`."""
        return frozenset(name for name, account in self._accounts.items() if account.under_way is not None)

    @property
    def finished(self) -> bool:
        """Whether an account has come to its end that no pass was waiting for any more."""
        return any(
            one.nobody_waits and one.under_way is not None and one.under_way.done for one in self._accounts.values()
        )

    def begin(self, which: Collection[str] | None = None) -> list[Answer[MailRead]]:
        """Begin to look at the accounts `which` (None = all) that are not being read yet; the answers to wait for."""
        write = through(self._hub, self._ledger)
        answers: list[Answer[MailRead]] = []
        for name, account in self._accounts.items():
            if which is not None and name not in which:
                continue
            if account.under_way is None:
                account.under_way = begin(
                    account.mailbox, lambda mailbox: read_mail(mailbox, self._configuration, write, self._tell)
                )
                account.nobody_waits = False
            answers.append(account.under_way)
        return answers

    def glance(self, which: Collection[str], now: datetime, patience: float) -> bool:
        """Whether a look at the accounts `which` finds anything at all. What it finds is for the `note` that follows."""
        if not self._hub.wait(self.begin(which), patience):
            return True
        for account in (self._accounts[name] for name in which):
            read = account.under_way.result() if account.under_way is not None else None
            if read is None or read.count or not read.complete or read.lasting != account.lasting:
                return True
        self.note(now)
        return False

    def note(self, now: datetime, fresh_for: timedelta = timedelta(0)) -> AccountsRead:
        """What has been read by now. An account that was read whole within `fresh_for` counts as read.

        :raises WorldError: the ledger failed.
        """
        count = 0
        problems: list[str] = []
        for name, account in self._accounts.items():
            answer = account.under_way
            if answer is None:
                continue
            if not answer.done:
                account.nobody_waits = True
                continue
            account.under_way = None
            account.tried = now
            read = answer.result()
            count += read.count
            problems += (line for line in read.problems if line not in read.lasting)
            account.lasting = read.lasting
            self._note(name, account, read, now)
        known = self._ledger.account_freshness()
        return AccountsRead(
            count,
            whole=frozenset(name for name, one in self._accounts.items() if _is_fresh(one, now, fresh_for)),
            busy=self.busy,
            never=frozenset(n for n in self._accounts if n not in known or known[n].read_whole is None),
            lasting=tuple(dict.fromkeys(line for one in self._accounts.values() for line in one.lasting)),
            problems=tuple(problems),
        )

    def failed(self, account: str, lines: tuple[str, ...], now: datetime) -> None:
        """Another look than that for mail found that the account cannot be reached, or is the owner's to mend."""
        one = self._accounts[account]
        one.read_whole = None
        one.lasting = tuple(dict.fromkeys((*one.lasting, *lines)))
        self._ledger.account_was_read(account, now, lines[0] if lines else "it could not be read")

    def _note(self, name: str, account: _Account, read: MailRead, now: datetime) -> None:
        if read.complete:
            account.read_whole = now
            self._ledger.account_was_read(name, now)
            self._ledger.end_pause(name)
        else:
            account.read_whole = None
            self._ledger.account_was_read(name, now, read.problems[0] if read.problems else "it could not be read")
            before = self._ledger.pauses().get(name)
            self._ledger.note_pause(name, after_failure(before, now, self.jitter(), retry=read.retry))

    def _tell(self, progress: Progress) -> None:
        self._hub.call(lambda: self.told(progress))


def _is_fresh(account: _Account, now: datetime, fresh_for: timedelta) -> bool:
    read = account.read_whole
    return read is not None and account.under_way is None and abs(now - read) <= fresh_for


def _nobody(_: Progress) -> None:
    """Nobody wants to know."""
