"""An account at Gmail, on this machine."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from afterword.mailboxes.contract import MailRef, Role
from afterword.mailboxes.gmail import GmailMailbox
from afterword.oauth.google_credentials import TokenCredentials
from afterword.secrets import Secret
from servers.gmail import GmailServer

LABELS = {Role.INBOX: {"INBOX", "UNREAD"}, Role.SENT: {"SENT"}, Role.TRASH: {"TRASH"}}


class GmailWorld:
    """The owner uses Gmail's own pages; `naps` are the waits between two tries that a mailbox would have made.

    With a folder `memory`, each mailbox begins with what the one before knew.
    """

    def __init__(self, server: GmailServer) -> None:
        self.server = server
        self.naps: list[float] = []
        self.memory: Path | None = None

    def mailbox(
        self,
        token: Callable[[], Secret] = lambda: Secret("token"),
        renew: Callable[[], Secret] | None = None,
        **more: Any,
    ) -> GmailMailbox:
        more = {"silence": 20.0, "memory": self.memory, **more}
        return GmailMailbox(
            "home",
            self.server.address,
            lambda: TokenCredentials(token, renew or token),
            endpoint=self.server.url,
            sleep=self.naps.append,
            **more,
        )

    def deliver(self, role: Role, raw: bytes, arrived: datetime) -> None:
        if role is Role.DRAFTS:
            self.server.new_draft(raw)
        else:
            self.server.deliver(raw, LABELS[role], int(arrived.timestamp() * 1000))

    def see(self, ref: MailRef) -> None:
        self.server.label(ref.uid, remove={"UNREAD"})

    def delete(self, ref: MailRef) -> None:
        self.server.delete(ref.uid)

    def edit_draft(self, ref: MailRef, raw: bytes) -> None:
        self.server.save(ref.uid, raw)


@contextmanager
def gmail_world() -> Generator[GmailWorld]:
    """In the end nothing may have been asked that the description does not know, or that would send."""
    with GmailServer() as server:
        yield GmailWorld(server)
    assert [] == server.refused
