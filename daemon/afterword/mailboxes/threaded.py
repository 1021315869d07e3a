"""A mailbox that lives in a thread of its own, used from another one as if it lived there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from afterword.errors import WorldError
from afterword.mailboxes.contract import MOST_BYTES, Listing, Mailbox, MailRef, NamesFolders, Role
from afterword.running.hub import Answer, Hub
from afterword.running.worker import Worker

T = TypeVar("T")

PATIENCE = 180.0
"""How long one call may take, in seconds: mailboxes give up earlier by themselves."""


class ThreadedMailbox:
    """Passes every call on to the thread of `mailbox`, and waits for what comes of it.

    Where the wait ends too early, as always with a mailbox, what was begun may still happen; the calls that follow come
    after it.
    """

    def __init__(self, mailbox: Mailbox, hub: Hub, patience: float = PATIENCE) -> None:
        self.worker: Worker[Mailbox] = Worker(mailbox, mailbox.account, hub)
        self._patience = patience

    @property
    def account(self) -> str:
        return self.worker.subject.account

    def folder_names(self) -> dict[Role, str]:
        """Those of a mailbox that can tell, none of another."""

        def names(mailbox: Mailbox) -> dict[Role, str]:
            return mailbox.folder_names() if isinstance(mailbox, NamesFolders) else {}

        return self._ask(names)

    def listing(self, role: Role, since: str = "") -> Listing:
        return self._ask(lambda mailbox: mailbox.listing(role, since))

    def fetch(self, ref: MailRef, limit: int = MOST_BYTES) -> bytes:
        return self._ask(lambda mailbox: mailbox.fetch(ref, limit))

    def place_draft(self, raw: bytes) -> MailRef:
        return self._ask(lambda mailbox: mailbox.place_draft(raw))

    def remove_draft(self, ref: MailRef) -> None:
        self._ask(lambda mailbox: mailbox.remove_draft(ref))

    def close(self) -> None:
        self.worker.close()

    def _ask(self, job: Callable[[Mailbox], T]) -> T:
        if self.worker.busy:
            raise WorldError(f"{self.account} is still busy with what it was asked before")
        return self.worker.ask(job, self._patience)


def begin(mailbox: Mailbox, job: Callable[[Mailbox], T]) -> Answer[T]:
    """Have `job` run where `mailbox` lives: in its own thread, and the answer comes later; or here, and it is there."""
    if isinstance(mailbox, ThreadedMailbox):
        return mailbox.worker.begin(job)
    answer: Answer[T] = Answer()
    answer.fill(lambda: job(mailbox))
    return answer


def gather(
    mailboxes: Sequence[Mailbox], job: Callable[[Mailbox], T], patience: float | None = None
) -> dict[str, Answer[T]]:
    """Have `job` run on all of them at once, and wait `patience` seconds at most; the answers by account."""
    answers = {mailbox.account: begin(mailbox, job) for mailbox in mailboxes}
    hubs = [mailbox.worker.hub for mailbox in mailboxes if isinstance(mailbox, ThreadedMailbox)]
    if hubs:
        hubs[0].wait(list(answers.values()), patience)
    return answers
