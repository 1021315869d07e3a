"""Which accounts have news, heard by their own threads while they have nothing else to do."""

from __future__ import annotations

import queue
from collections.abc import Callable, Collection
from datetime import datetime

from afterword.errors import WorldError
from afterword.mailboxes.contract import Mailbox, TellsNews
from afterword.mailboxes.threaded import ThreadedMailbox
from afterword.running.back_off import next_try
from afterword.running.hub import Hub

# In seconds: a wait that nothing ends is begun anew.
_AT_MOST = 540.0


class Listening:
    """Has the threads of mailboxes that can tell news wait for them, and wakes the hub when there are some.

    `has_news` are the accounts to look at now. `again` are moments at which to look at an account whose link was lost
    while it listened: the look finds out what is wrong.
    """

    def __init__(self, hub: Hub, jitter: Callable[[], float]) -> None:
        self.has_news: set[str] = set()
        self.again: dict[str, datetime] = {}
        self._hub, self._jitter = hub, jitter
        self._heard: queue.SimpleQueue[tuple[str, bool]] = queue.SimpleQueue()
        self._lost: dict[str, int] = {}

    def listen(self, mailbox: ThreadedMailbox) -> None:
        """From its next look on, whenever its thread has nothing to do."""
        subject = mailbox.worker.subject
        if isinstance(subject, TellsNews):
            mailbox.worker.meanwhile(self._wait, subject.wake)

    def note(self, now: datetime) -> None:
        """Take in what was heard."""
        while not self._heard.empty():
            account, news = self._heard.get()
            if news:
                self.has_news.add(account)
            else:
                # Not at once, and later each time: some servers hang up on whoever listens.
                self._lost[account] = self._lost.get(account, 0) + 1
                self.again[account] = next_try(self._lost[account], now, self._jitter())

    def looked_at(self, accounts: Collection[str]) -> None:
        """A look at these is being taken."""
        self.has_news -= frozenset(accounts)
        for account in accounts:
            self.again.pop(account, None)

    def _wait(self, mailbox: Mailbox) -> bool:
        """In the account's own thread: wait once. Whether to wait on; after news the account is looked at first."""
        try:
            news = isinstance(mailbox, TellsNews) and mailbox.wait(_AT_MOST)
        except WorldError:
            self._tell(mailbox.account, news=False)
            return False
        self._lost.pop(mailbox.account, None)
        if news:
            self._tell(mailbox.account, news=True)
        return not news

    def _tell(self, account: str, *, news: bool) -> None:
        self._heard.put((account, news))
        self._hub.wake()
