"""One connection to an IMAP account: kept while it is good, replaced when it is not, and never two kinds of error."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from afterword.errors import OwnersError, WorldError
from afterword.mailboxes import imap_wire
from afterword.mailboxes.contract import Vanished
from afterword.mailboxes.imap_link import ImapLink
from daemon.mailboxes.imap_links import Asleep, ask, failure, linked, linked_to
from servers.cyrus import Cyrus
from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from servers.imap_server import ImapServer
from servers.scripted_imap import ScriptedImap

pytestmark = pytest.mark.server
LETTER = b"From: Runa Falk <runa@falk.example>\r\nSubject: Herons\r\n\r\nThey came back today.\r\n"


@pytest.fixture(name="server", scope="module", params=[Dovecot, Cyrus])
def _server(request: pytest.FixtureRequest) -> Iterator[ImapServer]:
    kind: type[ImapServer] = request.param
    with kind() as server:
        with linked_to(server) as link, link.session() as client:
            for _ in range(3):
                client.append("INBOX", LETTER)
        yield server


@pytest.fixture(name="proxy")
def _proxy(server: ImapServer) -> Iterator[FaultProxy]:
    with FaultProxy(server.port) as proxy:
        yield proxy


@pytest.fixture(name="link")
def _link(server: ImapServer, proxy: FaultProxy) -> Iterator[ImapLink]:
    """Through the proxy, without TLS, so that it can see what is said. A second of silence is too much."""
    with linked_to(server, server.plain_entry(port=proxy.port), silence=1.0) as link:
        yield link


def test_one_connection_serves_many_sessions(server: ImapServer, proxy: FaultProxy, link: ImapLink) -> None:
    """Logging in is the dearest thing one can ask of a server, so it is done once."""
    assert [3, 3, 3] == [ask(link) for _ in range(3)]
    assert 1 == proxy.accepted


def test_a_session_in_a_session_is_the_same_one(server: ImapServer) -> None:
    """What calls what does not matter for the connection."""
    with linked_to(server) as link, link.session() as outer, link.session() as inner:
        assert outer is inner


def test_capabilities_are_those_after_the_login(server: ImapServer) -> None:
    """Servers tell the half before the login."""
    with linked_to(server) as link:
        assert {"UIDPLUS", "IDLE", "CONDSTORE"} <= link.capabilities


def test_small_commands_are_not_held_back(server: ImapServer) -> None:
    """Without TCP_NODELAY, Cyrus takes 22 drafts a second instead of 346."""
    with linked_to(server) as link, link.session() as client:
        assert 1 == client.wire.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("error", [OwnersError("the folder is wrong"), WorldError("odd"), Vanished("gone")])
def test_errors_that_are_not_the_links_pass(link: ImapLink, proxy: FaultProxy, error: Exception) -> None:
    """Who uses a session may find something wrong with the mail: the connection is as good as before."""
    with pytest.raises(type(error)) as caught, link.session():
        raise error

    assert error is caught.value
    assert (3, 1) == (ask(link), proxy.accepted)


def test_a_bug_stays_a_bug(link: ImapLink, proxy: FaultProxy) -> None:
    """An error in our own code is not blamed on the server, but its connection may be in any state."""
    ask(link)
    with pytest.raises(ZeroDivisionError), link.session():
        raise ZeroDivisionError

    assert (3, 2) == (ask(link), proxy.accepted)


def test_a_file_that_cannot_be_read_is_not_the_servers(link: ImapLink, tmp_path: Path) -> None:
    """Nor is an OSError that has nothing to do with the connection."""
    with pytest.raises(FileNotFoundError), link.session():
        (tmp_path / "herons").read_bytes()


def test_being_stopped_in_a_command_leaves_no_answer_to_the_next(link: ImapLink) -> None:
    """A session that was interrupted between a question and its answer is not used again."""
    with pytest.raises(KeyboardInterrupt), link.session():
        raise KeyboardInterrupt

    assert not link.is_connected


def test_a_refused_command_is_an_error_of_the_world(link: ImapLink) -> None:
    """The line names the account, the server, and what it says."""

    def select_nothing() -> None:
        with link.session() as client:
            client.select_folder("Herons")

    error = failure(select_nothing)

    assert str(error).startswith("home: localhost:")
    assert ("Herons" in str(error) or "not exist" in str(error), True) == ("\n" not in str(error), error.retry)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_cut_at_any_moment_is_told_and_mended(link: ImapLink, proxy: FaultProxy, way: str) -> None:
    """Wherever a conversation is cut, it becomes one kind of error, and the next session is as good as new."""
    ask(link)
    link.drop()
    direction = proxy.up if way == "up" else proxy.down
    length = len(direction.passed)
    for number in sorted({*range(0, length, max(1, length // 40)), length - 1}):
        proxy.clear()
        direction.cut_after(number, reset=number % 2 == 0)
        link.drop()

        with contextlib.suppress(WorldError):
            ask(link)

        proxy.clear()
        assert 3 == ask(link), number


def test_garbage_is_told_and_mended(link: ImapLink, proxy: FaultProxy) -> None:
    """Whatever a parser makes of bytes that no server sent, it is the world's error and no bug."""
    for seed in range(25):
        link.drop()
        proxy.clear()
        proxy.down.garble(0.01, seed)

        with contextlib.suppress(WorldError, AssertionError):
            ask(link)

        proxy.clear()
        assert 3 == ask(link), seed


def test_silence_ends(link: ImapLink, proxy: FaultProxy) -> None:
    """A server that takes our words and never answers is given up."""
    ask(link)
    proxy.down.stall()

    assert "does not answer" in str(failure(lambda: ask(link)))

    proxy.down.resume()
    assert 3 == ask(link)


def test_a_black_hole_ends(link: ImapLink, proxy: FaultProxy) -> None:
    """Nor is a network waited for that takes connections and leads nowhere."""
    proxy.swallows = True

    assert "does not greet" in str(failure(lambda: ask(link)))

    proxy.clear()
    assert 3 == ask(link)


def test_a_closed_door_is_told(server: ImapServer) -> None:
    """Where nobody listens, the port may be wrong."""
    with linked_to(server, server.entry(port=1)) as link:
        error = failure(lambda: ask(link))

    assert "home: localhost:1 refuses connections" in str(error)


def test_a_host_that_does_not_exist_is_told(server: ImapServer) -> None:
    """A name without a machine looks like a network without names: the line says both."""
    with linked_to(server, server.entry(host="nowhere.invalid")) as link:
        assert "cannot be found: is there a network" in str(failure(lambda: ask(link)))


@pytest.mark.parametrize("how", ["stop", "kill"])
@pytest.mark.parametrize("kind", [Dovecot, Cyrus])
def test_a_restarted_server_is_not_noticed(kind: type[ImapServer], how: str) -> None:
    """Between two sessions a server may come and go, politely or by kill -9: the next session begins anew by itself."""
    with kind() as server, linked_to(server) as link:
        assert 0 == ask(link)
        (server.stop if how == "stop" else server.kill)()

        # What is heard first depends on which of its processes ends first.
        assert str(failure(lambda: ask(link))).startswith("home: localhost:")

        server.start()
        assert 0 == ask(link)
        (server.stop if how == "stop" else server.kill)()
        server.start()
        assert 0 == ask(link)


def test_a_kill_in_the_middle_of_a_session_is_told() -> None:
    """A server that dies between two commands gives the one error, and what was begun is begun anew."""
    with Dovecot() as server, linked_to(server) as link:

        def die() -> None:
            with link.session() as client:
                client.select_folder("INBOX")
                server.kill()
                client.search()

        assert "home: localhost" in str(failure(die))
        server.start()
        assert 0 == ask(link)


def test_a_farewell_is_told() -> None:
    """Servers that close down say BYE, some with the reason."""
    with (
        ScriptedImap({"SEARCH": b"* BYE too many connections\r\n"}) as server,
        linked(server.entry()) as link,
    ):

        def look() -> None:
            with link.session() as client:
                client.use_uid = False
                client.search()

        assert "too many connections" in str(failure(look))


def test_a_connection_that_slept_is_not_trusted() -> None:
    """After a suspend the server is not even asked: nobody would answer, and the question would take its time."""
    asleep = Asleep()
    with ScriptedImap() as server, linked(server.entry(), sleep=asleep.watch()) as link:
        ask_nothing(link)
        asleep.seconds += 3600
        ask_nothing(link)

        assert (2, []) == (server.connections, server.said("NOOP"))


def test_an_old_connection_is_asked_whether_it_lives() -> None:
    """A connection that lay unused may be dead without a sign: a NOOP tells, and a new one takes its place."""
    now = [0.0]
    answers = {"NOOP": [b"%T OK done\r\n", b""]}
    with ScriptedImap(answers) as server, linked(server.entry(), clock=lambda: now[0]) as link:
        ask_nothing(link)
        now[0] += 60
        ask_nothing(link)
        assert (1, 1) == (server.connections, len(server.said("NOOP")))

        now[0] += 60
        ask_nothing(link)
        assert (2, 2) == (server.connections, len(server.said("NOOP")))


def ask_nothing(link: ImapLink) -> None:
    with link.session():
        pass


def test_memory_is_not_the_servers_to_ask_for() -> None:
    """A length that no mail has is an answer that makes no sense, and no reason to ask for a terabyte."""
    literal = b"* 1 FETCH (BODY[] {999999999999}\r\n"
    with ScriptedImap({"UID": literal}) as server, linked(server.entry()) as link:
        error = failure(lambda: ask(link))

    assert "999999999999" in str(error)


def test_a_line_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never ends is not read to its end."""
    monkeypatch.setattr(imap_wire, "_LONGEST_LINE", 100_000)
    with ScriptedImap({"SELECT": b"* 3 EXISTS" + b" " * 1_000_000}) as server, linked(server.entry()) as link:
        assert "a line without an end" in str(failure(lambda: ask(link)))


def test_half_a_million_uids_are_one_line() -> None:
    """SEARCH names every message of a folder in one line, which may be longer than imaplib's own limit."""
    uids = b" ".join(str(uid).encode() for uid in range(1, 300_001))
    answer = b"* SEARCH " + uids + b"\r\n%T OK done\r\n"
    with ScriptedImap({"UID": answer}) as server, linked(server.entry()) as link, link.session() as client:
        client.select_folder("INBOX")
        assert 300_000 == len(client.search())


def test_a_server_that_refuses_what_it_offers_is_used_all_the_same() -> None:
    """ID and CONDSTORE are courtesies: a refusal changes nothing."""
    answers = {"ID": b"%T BAD never heard of it\r\n", "ENABLE": b"%T NO not today\r\n"}
    with (
        ScriptedImap(answers, capability=b"IMAP4rev1 ID ENABLE CONDSTORE") as server,
        linked(server.entry()) as link,
    ):
        ask_nothing(link)
        assert (1, 1) == (len(server.said("ID")), len(server.said("ENABLE")))


def test_the_password_is_nowhere_but_on_the_wire(
    server: ImapServer, link: ImapLink, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the most talkative log, nor in what the protocol's library keeps for its own error reports."""
    with caplog.at_level(logging.DEBUG):
        ask(link)

    assert server.password() not in caplog.text
    with link.session() as client:
        kept = {name: value for name, value in vars(client.wire).items() if name != "sock"}
        assert server.password() not in repr(kept)


def test_closing_never_raises(server: ImapServer, proxy: FaultProxy, link: ImapLink) -> None:
    """Not twice, not without a connection, and not when the server has gone."""
    link.close()
    ask(link)
    link.close()
    link.close()
    ask(link)
    proxy.cut(reset=True)
    link.close()

    assert not link.is_connected


def test_closing_does_not_wait_for_a_server_that_says_nothing() -> None:
    """A farewell is a courtesy too."""
    with ScriptedImap({"LOGOUT": None}) as server, linked(server.entry(), silence=600.0) as link:
        ask_nothing(link)
        link.close()
        assert not link.is_connected


def test_links_of_several_accounts_do_not_meet(server: ImapServer) -> None:
    """Each account has its own thread."""
    found: list[int] = []

    def look() -> None:
        with linked_to(server) as link:
            found.extend(ask(link) for _ in range(5))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert [3] * 20 == found
