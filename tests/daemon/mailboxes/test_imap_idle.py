"""Waiting for mail: told at once by a server that can, asked now and then of one that cannot, trusted in neither case."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from afterword.mailboxes.imap_idle import InboxNews, Pace
from afterword.mailboxes.imap_link import ImapLink
from daemon.mailboxes.imap_links import Asleep, failure, linked, linked_to
from servers.cyrus import Cyrus
from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from servers.imap_server import ImapServer
from servers.scripted_imap import ScriptedImap

pytestmark = pytest.mark.server
LETTER = b"From: Runa Falk <runa@falk.example>\r\nSubject: Herons\r\n\r\nThey came back today.\r\n"
LONG = 30.0
"""No test waits so long; what should end a wait and does not fails there."""


@pytest.fixture(name="server", scope="module", params=[Dovecot, Cyrus])
def _server(request: pytest.FixtureRequest) -> Iterator[ImapServer]:
    kind: type[ImapServer] = request.param
    with kind() as server:
        yield server


@contextmanager
def news_of(link: ImapLink, **named: Any) -> Generator[InboxNews]:
    news = InboxNews(link, **named)
    try:
        yield news
    finally:
        news.close()


@contextmanager
def meanwhile(*calls: Callable[[], object]) -> Generator[None]:
    """`calls`, one after the other, in a thread that has ended when this ends."""
    thread = threading.Thread(target=lambda: [call() for call in calls])
    thread.start()
    try:
        yield
    finally:
        thread.join(LONG)


def deliver(server: ImapServer) -> None:
    with linked_to(server) as link, link.session() as client:
        client.append("INBOX", LETTER)


def stand(link: ImapLink) -> tuple[int, int]:
    """What a listing would have found."""
    with link.session() as client:
        state = client.select_folder("INBOX")
        return state[b"UIDVALIDITY"], state[b"UIDNEXT"]


def listening(server: ScriptedImap) -> None:
    server.wait_for(lambda server: "IDLE" in server.answered)


def test_mail_ends_a_wait(server: ImapServer) -> None:
    """The server tells, and nobody need ask."""
    with (
        FaultProxy(server.port) as proxy,
        linked_to(server, server.plain_entry(port=proxy.port)) as link,
        news_of(link) as news,
    ):

        def deliver_while_it_listens() -> None:
            for _ in range(1000):
                if b"+ idling" in proxy.down.passed:
                    break
                time.sleep(0.01)
            deliver(server)

        with meanwhile(deliver_while_it_listens):
            assert news.wait("INBOX", LONG)
        assert b"EXISTS" in proxy.down.passed.partition(b"+ idling")[2]


def test_a_wait_without_mail_ends_with_its_time(server: ImapServer) -> None:
    """And leaves a connection that can be used."""
    with linked_to(server) as link, news_of(link) as news:
        assert [False, False] == [news.wait("INBOX", 0.05) for _ in range(2)]
        assert 0 < min(stand(link))


def test_mail_that_came_before_the_wait_is_noticed(server: ImapServer) -> None:
    """Between a look and the wait after it, a letter has time enough to come."""
    with linked_to(server) as link, news_of(link) as news:
        seen = stand(link)
        deliver(server)

        assert news.wait("INBOX", LONG, seen)
        assert not news.wait("INBOX", 0.05, stand(link))


def test_somebody_else_can_end_a_wait(server: ImapServer) -> None:
    """The program is to stop, or the computer to shut down."""
    with linked_to(server) as link, news_of(link) as news, meanwhile(news.wake):
        assert not news.wait("INBOX", LONG)


def test_a_wake_before_the_wait_is_not_lost() -> None:
    """It counts for the next wait, which does not even ask the server; two of them count once."""
    with ScriptedImap() as server, linked(server.entry()) as link, news_of(link) as news:
        news.wake()
        news.wake()
        assert not news.wait("INBOX", LONG)
        assert 0 == server.connections

        news.wait("INBOX", 0.01)
        assert 1 == server.connections


def test_waking_what_is_closed_does_nothing() -> None:
    """Signals come when they come."""
    with ScriptedImap() as server, linked(server.entry()) as link:
        news = InboxNews(link)
        news.close()
        news.close()
        news.wake()

        assert not news.wait("INBOX", LONG)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"+ idling\r\n* 4 EXISTS\r\n", id="together with the answer"),
        pytest.param(b"* 4 EXISTS\r\n+ idling\r\n", id="before the answer"),
        pytest.param(b"+ idling\r\n* OK Still here\r\n* 2 EXPUNGE\r\n* 3 EXISTS\r\n* 1 RECENT\r\n", id="among others"),
    ],
)
def test_news_are_heard_wherever_they_stand(answer: bytes) -> None:
    """The wake-up that IMAPClient loses: what comes in one piece with the answer to IDLE."""
    with ScriptedImap({"IDLE": answer}) as server, linked(server.entry()) as link, news_of(link) as news:
        assert news.wait("INBOX", LONG)


@pytest.mark.parametrize("words", [b"* OK Still here\r\n", b"* 2 EXPUNGE\r\n", b"* 3 FETCH (FLAGS (\\Seen))\r\n"])
def test_other_words_are_no_news(words: bytes) -> None:
    """A sign of life, a deletion, a flag: nothing to hurry for."""
    answer = b"+ idling\r\n" + words
    with ScriptedImap({"IDLE": answer}) as server, linked(server.entry()) as link, news_of(link) as news:
        assert not news.wait("INBOX", 0.1)
        assert 1 == len(server.said("DONE"))


def test_news_in_pieces_are_heard() -> None:
    """Half a line is no line yet, and no end either."""
    with ScriptedImap() as server, linked(server.entry()) as link, news_of(link) as news:

        def say() -> None:
            listening(server)
            for piece in (b"* 4 EX", b"IS", b"TS\r", b"\n"):
                server.say(piece)

        with meanwhile(say):
            assert news.wait("INBOX", LONG)


def test_the_wait_is_begun_anew_before_a_server_ends_it() -> None:
    """RFC 2177: at least every 29 minutes; here after a moment. Each end is a question that a dead link does not answer."""
    with (
        ScriptedImap() as server,
        linked(server.entry()) as link,
        news_of(link, pace=Pace(again=0.01)) as news,
        meanwhile(lambda: server.wait_for(lambda server: len(server.said("IDLE")) >= 3), news.wake),
    ):
        assert not news.wait("INBOX", LONG)
        assert len(server.said("DONE")) >= 3


def test_mail_that_came_while_it_was_begun_anew_is_heard() -> None:
    """Between DONE and its answer the server may speak too."""
    done = b"* 4 EXISTS\r\n%T OK done\r\n"
    with (
        ScriptedImap({"DONE": done}) as server,
        linked(server.entry()) as link,
        news_of(link, pace=Pace(again=0.01)) as news,
    ):
        assert news.wait("INBOX", LONG)


@pytest.mark.parametrize("farewell", [b"", b"* BYE idled too long\r\n"])
def test_a_link_that_ends_at_once_is_an_error(farewell: bytes) -> None:
    """IMAPClient takes the end for silence, 100,000 times a second. A server that hangs up on us is left in peace."""
    with ScriptedImap() as server, linked(server.entry()) as link, news_of(link) as news:

        def end() -> None:
            listening(server)
            server.say(farewell)
            server.hang_up()

        with meanwhile(end):
            assert "closed the connection" in str(failure(lambda: news.wait("INBOX", LONG)))
        assert not link.is_connected


def test_a_link_that_ends_after_a_while_is_a_reason_to_look() -> None:
    """Servers restart at night and routers forget: mail may have come meanwhile, and nothing is wrong."""
    now = [0.0]
    with (
        ScriptedImap() as server,
        linked(server.entry()) as link,
        news_of(link, clock=lambda: now[0]) as news,
    ):

        def end() -> None:
            listening(server)
            now[0] += 100
            server.hang_up()

        with meanwhile(end):
            assert news.wait("INBOX", 600)
        assert not link.is_connected


@pytest.mark.parametrize("how", ["stop", "kill"])
@pytest.mark.parametrize("kind", [Dovecot, Cyrus])
def test_a_server_that_stops_ends_a_wait(kind: type[ImapServer], how: str) -> None:
    """Politely or by kill -9; when it is back, the next wait is as good as the first."""
    with kind() as server, linked_to(server) as link, news_of(link) as news:
        assert not news.wait("INBOX", 0.01)

        with meanwhile(server.stop if how == "stop" else server.kill):
            error = failure(lambda: news.wait("INBOX", LONG))
        assert str(error).startswith("home: localhost:")

        server.start()
        seen = stand(link)
        with meanwhile(lambda: deliver(server)):
            assert news.wait("INBOX", LONG, seen)


def test_a_link_that_leads_nowhere_any_more_is_noticed(server: ImapServer) -> None:
    """A black hole looks like a quiet inbox until the server is asked to end the wait."""
    with (
        FaultProxy(server.port) as proxy,
        linked_to(server, server.plain_entry(port=proxy.port), silence=1.0) as link,
        news_of(link, pace=Pace(again=0.2)) as news,
    ):
        assert not news.wait("INBOX", 0.01)
        proxy.down.stall()
        # The select before the wait would notice it as well.
        error = failure(lambda: news.wait("INBOX", LONG))
        proxy.down.resume()

        assert "does not answer" in str(error)
        assert not news.wait("INBOX", 0.01)


def test_silence_at_the_end_of_a_wait_is_noticed() -> None:
    """The server heard IDLE and never hears DONE."""
    with (
        ScriptedImap({"DONE": None}) as server,
        linked(server.entry(), silence=0.5) as link,
        news_of(link, pace=Pace(again=0.05)) as news,
    ):
        assert "does not answer" in str(failure(lambda: news.wait("INBOX", LONG)))


def test_a_machine_that_slept_looks_at_once() -> None:
    """Nobody is asked any more: the connection is thrown away, and mail may have come."""
    asleep = Asleep()
    with (
        ScriptedImap() as server,
        linked(server.entry(), sleep=asleep.watch()) as link,
        news_of(link, sleep=asleep.watch()) as news,
    ):

        def sleep_and_wake() -> None:
            listening(server)
            asleep.seconds += 3600
            server.say(b"* OK Still here\r\n")

        with meanwhile(sleep_and_wake):
            assert news.wait("INBOX", LONG)
        assert (False, []) == (link.is_connected, server.said("DONE"))


def test_a_server_without_idle_is_asked_now_and_then() -> None:
    """A NOOP tells of new mail, without the folder being opened anew."""
    answers = {"NOOP": [b"%T OK nothing\r\n", b"%T OK nothing\r\n", b"* 4 EXISTS\r\n%T OK news\r\n"]}
    with (
        ScriptedImap(answers, capability=b"IMAP4rev1") as server,
        linked(server.entry()) as link,
        news_of(link, pace=Pace(poll=0.01)) as news,
    ):
        assert news.wait("INBOX", LONG)
        assert (3, 1, []) == (len(server.said("NOOP")), len(server.said("EXAMINE")), server.said("IDLE"))


def test_a_server_that_refuses_idle_is_asked_now_and_then() -> None:
    """Offering is not giving."""
    answers = {"IDLE": b"%T BAD not for you\r\n", "NOOP": b"* 4 EXISTS\r\n%T OK news\r\n"}
    with (
        ScriptedImap(answers) as server,
        linked(server.entry()) as link,
        news_of(link, pace=Pace(poll=0.01)) as news,
    ):
        assert news.wait("INBOX", LONG)


def test_polling_is_ended_by_its_time_and_by_a_wake() -> None:
    """As a wait with IDLE is."""
    with (
        ScriptedImap(capability=b"IMAP4rev1") as server,
        linked(server.entry()) as link,
        news_of(link) as news,
    ):
        assert not news.wait("INBOX", 0.01)
        with meanwhile(lambda: server.wait_for(lambda server: len(server.said("EXAMINE")) == 2), news.wake):
            assert not news.wait("INBOX", LONG)


def test_a_real_server_without_idle_is_asked() -> None:
    """Dovecot that does not say what it can."""
    with (
        Dovecot(capability="IMAP4rev1 UIDPLUS") as server,
        linked_to(server) as link,
        news_of(link, pace=Pace(poll=0.05)) as news,
    ):
        seen = stand(link)
        with meanwhile(lambda: deliver(server)):
            assert news.wait("INBOX", LONG, seen)


def test_waiting_marks_nothing_as_seen_by_a_client(server: ImapServer) -> None:
    """The folder is only examined: a client's "recent" mail stays recent."""
    deliver(server)
    with linked_to(server) as link, news_of(link) as news:
        news.wait("INBOX", 0.01)
        with link.session() as client:
            assert client.wire.is_readonly
            assert client.select_folder("INBOX")[b"RECENT"] >= 1
