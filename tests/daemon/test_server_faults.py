"""The network fails and servers die at every moment: no draft is doubled or lost, no mail is missed or read twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from afterword.drafts.placing import Step
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Role
from afterword.owner.configuration import load_configuration
from afterword.reading.mail import read_new_mail
from afterword_rules.follow_up import DraftState
from daemon.draft_worlds import NOON, Desk, close_ledgers, key_of, states, thanks
from daemon.homes import Home
from daemon.mailboxes.worlds import ImapWorld
from servers.cyrus import Cyrus
from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from servers.imap_server import ImapServer

pytestmark = pytest.mark.server

MINUTE = timedelta(minutes=1)
# Every byte takes minutes; without it, those near both ends, and of the long middle, where all are alike, a few.
EVERY_BYTE = os.environ.get("AFTERWORD_EVERY_BYTE", "") not in {"", "0"}
SHORT = b"\r\nGood day.\r\n"
LONG = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nGood day.\r\n--b\r\n"
    b"Content-Type: application/pdf\r\n\r\n" + b"%PDF\r\n" * 20_000 + b"--b--\r\n"
)


@dataclass(slots=True)
class Line:
    """A desk whose program reaches its account through a proxy, for one try after the other."""

    server: ImapServer
    proxy: FaultProxy
    world: ImapWorld
    folder: Path
    tries: int = field(default=0)

    def desk(self) -> Desk:
        """The next try: an empty Drafts folder and a new ledger."""
        client = self.world.client()
        client.select_folder("Drafts")
        client.delete_messages(client.search())
        client.uid_expunge("1:*")
        self.tries += 1
        return Desk(self.world, self.folder / str(self.tries))

    def place(self, desk: Desk, at: Step, happens: Callable[[], None]) -> None:
        """The program places its draft, and at this step something happens to the line; then it works again."""
        program = desk.program(settles=MINUTE)
        program.reached = lambda step: happens() if step is at else None
        try:
            program.place([thanks()], NOON)
        finally:
            self.proxy.clear()
            self.end()

    def end(self) -> None:
        """The program ends."""
        close_ledgers()
        self.world.end_programs()

    def drafts_in_the_end(self, desk: Desk) -> int:
        """The program, started anew, looks again and again; how many drafts there are then."""
        for seconds in (5, 70, 140):
            program = desk.program(settles=MINUTE)
            program.place([thanks()], NOON + timedelta(seconds=seconds))
            found = states(program)
            self.end()
        assert {key_of("ada"): DraftState.PLACED} == found
        return len(desk.stored(Role.DRAFTS))


@pytest.fixture(name="server", params=["dovecot", "cyrus"])
def _server(request: pytest.FixtureRequest) -> ImapServer:
    server: ImapServer = request.getfixturevalue(request.param)
    return server


@pytest.fixture(name="line")
def _line(server: ImapServer, tmp_path: Path) -> Iterator[Line]:
    yield from lines(server, tmp_path)
    close_ledgers()


def lines(server: ImapServer, folder: Path, silence: float = 5.0) -> Iterator[Line]:
    with FaultProxy(server.port) as proxy, ImapWorld(server, port=proxy.port, silence=silence) as world:
        yield Line(server, proxy, world, folder)


def points(length: int) -> list[int]:
    return [n for n in range(length + 1) if EVERY_BYTE or n < 4 or n > length - 4 or n % (length // 12) == 0]


def exchange(line: Line) -> tuple[int, int]:
    """How many bytes go up and down while a draft is placed."""
    proxy, desk = line.proxy, line.desk()
    start: list[int] = []
    program = desk.program()
    program.reached = lambda step: (
        start.extend((len(proxy.up.passed), len(proxy.down.passed))) if step is Step.INTENDED else None
    )
    program.place([thanks()], NOON)
    length = len(proxy.up.passed) - start[0], len(proxy.down.passed) - start[1]
    line.end()
    proxy.clear()
    return length


@pytest.mark.slow
@pytest.mark.parametrize("reset", [False, True], ids=["end of file", "reset"])
def test_cut_while_a_draft_goes_up(line: Line, reset: bool) -> None:
    """The connection ends after any byte of what the program says: exactly one draft in the end."""
    length, _ = exchange(line)
    for number in points(length):
        desk = line.desk()
        line.place(desk, Step.INTENDED, lambda n=number: line.proxy.up.cut_after(n, reset=reset))  # type: ignore[misc]
        assert (number, 1) == (number, line.drafts_in_the_end(desk))


@pytest.mark.slow
def test_cut_while_the_answer_comes_down(line: Line) -> None:
    """The connection ends after any byte of what the server answers: the draft may be there, and is not doubled."""
    _, length = exchange(line)
    for number in points(length):
        desk = line.desk()
        line.place(desk, Step.INTENDED, lambda n=number: line.proxy.down.cut_after(n))  # type: ignore[misc]
        assert (number, 1) == (number, line.drafts_in_the_end(desk))


def test_the_answer_is_lost(line: Line) -> None:
    """The server has stored the draft, and nobody heard that it did."""
    desk = line.desk()
    line.place(desk, Step.INTENDED, lambda: line.proxy.down.cut_when(b"APPENDUID"))

    assert 1 == len(desk.stored(Role.DRAFTS))
    assert 1 == line.drafts_in_the_end(desk)


def test_a_cut_literal_is_no_draft(line: Line) -> None:
    """Half a draft is none; the next passes wait until it cannot come any more, and place it."""
    desk = line.desk()
    line.place(desk, Step.INTENDED, lambda: line.proxy.up.cut_when(b"thank you for the time"))

    assert () == desk.stored(Role.DRAFTS)
    assert 1 == line.drafts_in_the_end(desk)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_stalled_line(server: ImapServer, tmp_path: Path, way: str) -> None:
    """What is said or answered hangs in the network until the program gives up: one draft."""
    for line in lines(server, tmp_path, silence=0.4):
        desk = line.desk()
        line.place(desk, Step.INTENDED, getattr(line.proxy, way).stall)
        assert 1 == line.drafts_in_the_end(desk)


def test_garbage_instead_of_an_answer(line: Line) -> None:
    """The answer to a draft is noise; the pass that follows finds out what is true."""
    for seed in range(3):
        desk = line.desk()
        line.place(desk, Step.INTENDED, lambda n=seed: line.proxy.down.garble(0.1, n))  # type: ignore[misc]
        assert 1 == line.drafts_in_the_end(desk)


@pytest.mark.parametrize("kind", [Dovecot, Cyrus])
@pytest.mark.parametrize("step", [Step.LOOKED, Step.INTENDED, Step.APPENDED])
def test_the_server_is_killed(kind: type[ImapServer], step: Step, tmp_path: Path) -> None:
    """The server dies at any step and comes back: one draft."""
    with kind() as server:
        for line in lines(server, tmp_path):
            desk = line.desk()
            line.place(desk, step, server.kill)
            line.world.hang_up()
            server.start()
            assert 1 == line.drafts_in_the_end(desk)


def test_a_refused_connection_leaves_everything(line: Line) -> None:
    """No server: nothing is noted as made, the account is named, and later the draft is placed."""
    desk = line.desk()
    line.proxy.refuses = True
    outcome = desk.program(settles=MINUTE).place([thanks()], NOON)
    close_ledgers()
    line.proxy.clear()

    assert ((), (key_of("ada"),)) == (outcome.placed, outcome.held)
    assert 1 == line.drafts_in_the_end(desk)


@pytest.mark.slow
def test_a_first_reading_is_cut_at_fifty_points(line: Line, home: Home) -> None:
    """Wherever the connection ends, the next readings bring what is missing, and each message is remembered once."""
    number = 40
    for one in range(number):
        raw = b"From: a@falk.example\r\nSubject: %d\r\nMessage-ID: <%d@falk.example>\r\n" % (one, one)
        line.world.deliver(Role.INBOX, raw + (SHORT if one % 10 else LONG), NOON)
    configuration = load_configuration(home.config)
    with Ledger(home.state / "whole.sqlite3") as ledger:
        mailbox = line.world.mailbox()
        assert number == read_new_mail(mailbox, ledger, configuration).count
        mailbox.close()
    length = len(line.proxy.down.passed)

    for point in range(50):
        line.proxy.clear()
        line.proxy.down.cut_after(length * point // 50)
        with Ledger(home.state / f"{point}.sqlite3") as ledger:
            mailbox = line.world.mailbox()
            counts = [read_new_mail(mailbox, ledger, configuration) for _ in range(3)]
            mailbox.close()
            assert (point, number) == (point, sum(read.count for read in counts))
            assert number == len(ledger.readings(configuration.reader))
            assert counts[-1].complete


def test_a_server_that_is_away_is_told(line: Line, home: Home) -> None:
    """The pass is incomplete and says why; nothing is taken for deleted."""
    configuration = load_configuration(home.config)
    line.world.deliver(Role.INBOX, b"Subject: 1\r\n\r\n", NOON)
    mailbox = line.world.mailbox()
    with Ledger(home.state / "ledger.sqlite3") as ledger:
        line.proxy.refuses = True
        away = read_new_mail(mailbox, ledger, configuration)
        line.proxy.clear()
        back = read_new_mail(mailbox, ledger, configuration)

    assert (False, True) == (away.complete, "home: localhost" in away.problems[0])
    assert (True, 1) == (back.complete, back.count)


def test_a_wrong_password_is_not_tried_again(server: ImapServer, home: Home) -> None:
    """The account waits for its owner: one try, and the reason names the account."""
    with ImapWorld(server) as world:
        mailbox = world.mailbox()
        world.password = "wrong"
        with Ledger(home.state / "ledger.sqlite3") as ledger:
            reads = [read_new_mail(mailbox, ledger, load_configuration(home.config)) for _ in range(2)]

    assert [(False, False)] * 2 == [(read.complete, read.retry) for read in reads]
    assert "home: localhost" in reads[1].problems[0]
