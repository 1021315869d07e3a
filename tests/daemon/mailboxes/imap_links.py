"""Links to accounts, for the tests of what is built on them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from afterword.errors import WorldError
from afterword.mailboxes.imap_link import ImapLink
from afterword.owner.accounts import ImapEntry
from afterword.running.machine_sleep import SleepWatch
from afterword.secrets import Secret
from servers.imap_server import ImapServer


@contextmanager
def linked(entry: ImapEntry, password: str = "herons", **named: Any) -> Generator[ImapLink]:
    """A link that is closed in the end. It gives a silent server five seconds."""
    options: dict[str, Any] = {"silence": 5.0, **named}
    link = ImapLink("home", entry, lambda: Secret(password), **options)
    try:
        yield link
    finally:
        link.close()


def linked_to(server: ImapServer, entry: ImapEntry | None = None, **named: Any) -> Any:
    """A link to a real server: over TLS, unless `entry` says otherwise."""
    return linked(entry or server.entry(), server.password(), **named)


def ask(link: ImapLink) -> int:
    """A question that needs a whole login and three commands: how many messages the inbox holds, each read."""
    with link.session() as client:
        count = int(client.select_folder("INBOX")[b"EXISTS"])
        assert count == len(client.fetch(client.search(), ["BODY.PEEK[]"]))
        return count


def failure(call: Callable[[], object]) -> WorldError:
    """The error of a call that must fail."""
    try:
        call()
    except WorldError as error:
        return error
    raise AssertionError("it did not fail")


class Asleep:
    """A machine that sleeps when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def watch(self) -> SleepWatch:
        return SleepWatch(lambda: self.seconds)
