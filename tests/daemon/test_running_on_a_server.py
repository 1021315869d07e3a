"""`afterword run` on a real Dovecot: hints, a server that goes away, and two accounts of which one is dead."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Self

import pytest

from daemon.homes import DAY, Home, confirmation, refusal
from daemon.test_running import running
from servers.dovecot import Dovecot

pytestmark = pytest.mark.server

CONFIG = """\
owner:
  name: Nell Hopper
  addresses: [nell@home.example]
  timezone: Europe/London
accounts:
  - id: home
    imap: {{host: localhost, port: {port}, user: runa, security: plain, password_command: [echo, {password}]}}
"""
# Hints are what the tests are about: without them nothing here would happen within an hour.
SELDOM = "poll_minutes: 60\n"
DEAD = """\
  - id: work
    imap: {{host: localhost, port: {port}, user: nobody, security: plain, password_command: [echo, wrong]}}
"""


@pytest.fixture(name="server")
def _server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture(name="owner")
def _owner(home: Home, server: Dovecot) -> Home:
    config = CONFIG.format(port=server.port, password=f'"{server.password()}"')
    home.write("config.yaml", config + SELDOM)
    return home


class Client:
    """The owner's other mail program, and whoever delivers mail."""

    def __init__(self, server: Dovecot) -> None:
        self._link = imaplib.IMAP4("127.0.0.1", server.port)
        self._link.login("runa", server.password())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self._link.logout()

    def deliver(self, raw: bytes, at: datetime, folder: str = "INBOX") -> None:
        answer, told = self._link.append(folder, "", imaplib.Time2Internaldate(at), raw)
        assert "OK" == answer, told

    def drafts(self) -> list[str]:
        """The subjects of the drafts that stand there."""
        self._link.select("Drafts", readonly=True)
        _, (numbers,) = self._link.uid("SEARCH", "UNDELETED")
        subjects: list[str] = []
        for number in (numbers or b"").split():
            _, parts = self._link.uid("FETCH", number.decode(), "(BODY.PEEK[])")
            subjects += [str(message_from_bytes(part[1])["Subject"]) for part in parts if isinstance(part, tuple)]
        return subjects


def test_mail_that_comes_is_acted_upon_by_its_hint(owner: Home, server: Dovecot) -> None:
    """A confirmation comes, and a draft stands there; a refusal comes, and it is gone."""
    now = datetime.now(UTC)
    with Client(server) as client, running(owner) as program:
        program.until("started")
        client.deliver(confirmation(now - 4 * DAY), now - 4 * DAY)
        program.until("placed outreach")
        placed = client.drafts()
        client.deliver(refusal(now), now)
        program.until("taken out outreach")
        left = client.drafts()

    assert 1 == len(placed)
    assert "Larkspur Atlas" in placed[0]
    assert [] == left


def test_server_that_is_killed_and_comes_back(owner: Home, server: Dovecot) -> None:
    """Told once, and the program goes on by itself; what came meanwhile is read, and nothing is made twice."""
    now = datetime.now(UTC)
    with running(owner) as program:
        with Client(server) as client:
            client.deliver(confirmation(now - 4 * DAY), now - 4 * DAY)
            program.until("placed outreach")
        server.kill()
        program.until("home: ")
        server.start()
        with Client(server) as client:
            quill = confirmation(now - 4 * DAY, "Quillfeather Press", "Proof Reader")
            client.deliver(quill, now - 4 * DAY)
            program.until("placed outreach")
            drafts = client.drafts()

    assert 2 == len(drafts) == len(set(drafts))


def test_wrong_password_of_one_account_holds_up_no_other(owner: Home, server: Dovecot) -> None:
    """Once it has been read: `status` says what to do about it, and the other account gets its draft."""
    now = datetime.now(UTC)
    config = CONFIG.format(port=server.port, password=f'"{server.password()}"')
    owner.write("config.yaml", config + DEAD.format(port=server.port) + SELDOM)
    with Client(server) as client, running(owner) as program:
        client.deliver(confirmation(now - 4 * DAY), now - 4 * DAY)
        program.until("work: ")
        never = owner.run("status")
        # Who takes it out of config.yaml does without it.
        owner.write("config.yaml", config + SELDOM)
        program.signal(1)
        program.until("placed outreach")
        drafts = client.drafts()

    assert "Account work: never read yet (work: " in never.out
    assert 1 == len(drafts)
