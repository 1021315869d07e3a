"""What IMAP servers do otherwise than a mailbox would like, on real ones: nothing of it is seen from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from imapclient import IMAPClient

from afterword.errors import OwnersError, WorldError
from afterword.mailboxes.contract import Flag, Role, Vanished
from afterword.mailboxes.imap import ImapMailbox
from daemon.mailboxes.worlds import ImapWorld
from servers.cyrus import ADMINISTRATOR, Cyrus
from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from servers.imap_server import ImapServer

pytestmark = pytest.mark.server

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LETTER = b"From: Runa Falk <runa@falk.example>\r\nSubject: Hello\r\nMessage-ID: <1@falk.example>\r\n\r\nGood day.\r\n"
DRAFT = b"Subject: Thanks\r\nMessage-ID: <d1@owner.example>\r\n\r\nThank you.\r\n"
# What Dovecot says it can, without what the test is to do without.
BARE = "IMAP4rev1 LITERAL+ IDLE NAMESPACE SPECIAL-USE"


@pytest.fixture(name="server", params=["dovecot", "cyrus"])
def _server(request: pytest.FixtureRequest) -> ImapServer:
    server: ImapServer = request.getfixturevalue(request.param)
    return server


@pytest.fixture(name="world")
def _world(server: ImapServer) -> Iterator[ImapWorld]:
    with ImapWorld(server) as world:
        yield world


@pytest.fixture(name="proxy")
def _proxy(server: ImapServer) -> Iterator[FaultProxy]:
    with FaultProxy(server.port) as proxy:
        yield proxy


@pytest.fixture(name="proxied")
def _proxied(server: ImapServer, proxy: FaultProxy) -> Iterator[ImapWorld]:
    """A world whose program goes through the proxy, while the owner's client does not."""
    with ImapWorld(server, port=proxy.port) as world:
        yield world


def said(proxy: FaultProxy, call: Callable[[], object]) -> list[str]:
    """The commands that a call needs, without their tags."""
    before = len(proxy.up.passed)
    call()
    lines = proxy.up.passed[before:].decode("ascii", "replace").splitlines()
    return [line.split(" ", 1)[1] for line in lines if re.match(r"[A-Z]{4}\d+ ", line)]


def subjects(mailbox: ImapMailbox, role: Role, since: str = "") -> list[str]:
    texts = (mailbox.fetch(stored.ref) for stored in mailbox.listing(role, since).messages)
    return [text.split(b"\r\n")[0].decode() for text in texts]


# Folders


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            lambda: Dovecot(folders={"Entwürfe": "", "Gesendet": "", "Papierkorb": ""}),
            {Role.DRAFTS: "Entwürfe", Role.SENT: "Gesendet", Role.TRASH: "Papierkorb"},
        ),
        (
            lambda: Dovecot(folders={"Скоро": "\\Drafts", "Послал": "\\Sent", "Drafts": "", "Trash": ""}),
            {Role.DRAFTS: "Скоро", Role.SENT: "Послал", Role.TRASH: "Trash"},
        ),
        (
            lambda: Dovecot(folders={"Sent Messages": "\\Sent", "Sent": "\\Sent", "A & B": ""}),
            {Role.SENT: "Sent"},
        ),
        (
            lambda: Dovecot(separator=".", prefix="INBOX."),
            {Role.DRAFTS: "INBOX.Drafts", Role.SENT: "INBOX.Sent", Role.TRASH: "INBOX.Trash"},
        ),
        (Cyrus, {Role.DRAFTS: "Drafts", Role.SENT: "Sent", Role.TRASH: "Trash"}),
        (lambda: Cyrus(always=True), {Role.DRAFTS: "Drafts", Role.SENT: "Sent", Role.TRASH: "Trash"}),
        (
            lambda: Cyrus(altnamespace=False, slashes=False, special=False),
            {Role.DRAFTS: "INBOX.Drafts", Role.SENT: "INBOX.Sent", Role.TRASH: "INBOX.Trash"},
        ),
    ],
    ids=["names", "told", "told twice", "prefix", "told if asked", "small letters", "dots"],
)
def test_folders_are_found(make: Callable[[], ImapServer], expected: dict[Role, str]) -> None:
    """By what the server says of them, else by their names, in modified UTF-7 and below a prefix."""
    with make() as server, ImapWorld(server) as world:
        assert {Role.INBOX: "INBOX", **expected} == world.mailbox().folder_names()


def test_the_owners_word_goes_before_the_servers(world: ImapWorld) -> None:
    """What the configuration names is taken, in any case of letters."""
    mailbox = world.mailbox(sent="archive")

    assert "Archive" == mailbox.folder_names()[Role.SENT]


def test_a_folder_that_is_not_there_is_the_owners_to_mend(world: ImapWorld) -> None:
    """The error names the account, the role and the folders there are."""
    with pytest.raises(OwnersError, match=r"home: localhost:\d+: sent: there is no folder 'Posted'; .*Drafts, "):
        world.mailbox(sent="Posted").listing(Role.SENT)


@pytest.mark.parametrize(
    ("make", "configured", "name"),
    [
        (lambda: Dovecot(folders={"Sent": ""}), {}, "Drafts"),
        (lambda: Dovecot(folders={"Sent": ""}, separator=".", prefix="INBOX."), {}, "INBOX.Drafts"),
        (lambda: Dovecot(folders={"Sent": ""}), {"drafts": "Später & mehr"}, "Später & mehr"),
        (lambda: Cyrus(folders=("Sent",)), {}, "Drafts"),
        (lambda: Cyrus(folders=("Sent",), altnamespace=False, slashes=False), {"drafts": "A/B"}, "INBOX.A.B"),
    ],
    ids=["plain", "prefix", "named", "told", "levels"],
)
def test_drafts_is_made_and_subscribed(make: Callable[[], ImapServer], configured: dict[str, str], name: str) -> None:
    """A client that shows subscribed folders only (Thunderbird) shows it, and the next start finds it."""
    with make() as server, ImapWorld(server) as world:
        ref = world.mailbox(**configured).place_draft(DRAFT)
        subscribed = [folder for _, _, folder in world.client().list_sub_folders()]

        assert (name, True) == (ref.folder, name in subscribed)
        assert [ref] == [stored.ref for stored in world.mailbox(**configured).listing(Role.DRAFTS).messages]


def test_a_deleted_folder_loses_nothing(world: ImapWorld) -> None:
    """While Sent is gone it is empty; Drafts is made anew; both are read as soon as they are there again."""
    mailbox = world.mailbox()
    mark = mailbox.listing(Role.SENT).mark
    mailbox.place_draft(DRAFT)
    client = world.client()
    for folder in ("Sent", "Drafts"):
        client.delete_folder(folder)

    assert () == mailbox.listing(Role.SENT, mark).messages
    assert 1 == len({mailbox.place_draft(DRAFT)} & {stored.ref for stored in mailbox.listing(Role.DRAFTS).messages})
    client.create_folder("Sent")
    world.deliver(Role.SENT, LETTER, NOON)
    assert 1 == len(mailbox.listing(Role.SENT, mark).messages)


# Reading


def test_reading_marks_nothing_as_read(world: ImapWorld) -> None:
    """Listing and fetching, small and large, leave a message as new as it was."""
    world.deliver(Role.INBOX, LETTER, NOON)
    world.deliver(Role.INBOX, large_letter(), NOON)
    mailbox = world.mailbox()
    for stored in mailbox.listing(Role.INBOX).messages:
        mailbox.fetch(stored.ref)

    client = world.client()
    client.select_folder("INBOX", readonly=True)
    assert {()} == {
        tuple(flag for flag in row[b"FLAGS"] if flag != b"\\Recent")
        for row in client.fetch(client.search(), ["FLAGS"]).values()
    }


def test_nothing_new_costs_one_status(proxied: ImapWorld, proxy: FaultProxy) -> None:
    """A look with the mark of the last one is one short command, however much lies there."""
    for number in range(5):
        proxied.deliver(Role.INBOX, b"Subject: %d\r\n\r\n" % number, NOON)
    mailbox = proxied.mailbox()
    mailbox.listing(Role.SENT)
    mark = mailbox.listing(Role.INBOX).mark
    mailbox.listing(Role.SENT)

    (inbox,) = said(proxy, lambda: mailbox.listing(Role.INBOX, mark))
    assert inbox.startswith(("STATUS", "EXAMINE"))
    (drafts,) = said(proxy, lambda: mailbox.listing(Role.SENT))
    assert drafts.startswith(("STATUS", "EXAMINE"))


def test_a_folder_that_was_counted_anew_is_listed_whole(world: ImapWorld) -> None:
    """Another UIDVALIDITY: the mark vouches for nothing, and the old refs have vanished."""
    world.deliver(Role.SENT, b"Subject: 1\r\n\r\n", NOON)
    mailbox = world.mailbox()
    before = mailbox.listing(Role.SENT)
    client = world.client()
    client.delete_folder("Sent")
    client.create_folder("Sent")
    world.deliver(Role.SENT, b"Subject: 1\r\n\r\n", NOON)

    after = mailbox.listing(Role.SENT, before.mark).messages
    assert after[0].ref not in [stored.ref for stored in before.messages]
    with pytest.raises(Vanished):
        mailbox.fetch(before.messages[0].ref)
    assert LETTER_ONE == mailbox.fetch(after[0].ref)


LETTER_ONE = b"Subject: 1\r\n\r\n"


@pytest.mark.parametrize("capability", ["", BARE + " UIDPLUS"], ids=["with CONDSTORE", "without"])
def test_a_second_listing_tells_every_change(capability: str) -> None:
    """New flags, new mail and mail that went are seen, though only what changed is asked for."""
    with Dovecot(capability=capability) as server, ImapWorld(server) as world:
        for number in range(6):
            world.deliver(Role.SENT, b"Subject: %d\r\n\r\n" % number, NOON + timedelta(hours=number))
        mailbox = world.mailbox()
        first = mailbox.listing(Role.SENT).messages
        world.see(first[1].ref)
        seen = mailbox.listing(Role.SENT).messages
        world.delete(first[0].ref)
        world.deliver(Role.SENT, b"Subject: 6\r\n\r\n", NOON + timedelta(hours=6))
        world.see(first[5].ref)
        last = mailbox.listing(Role.SENT).messages

        assert [first[1].ref] == [stored.ref for stored in seen if Flag.SEEN in stored.flags]
        assert [stored.ref for stored in first[1:]] == [stored.ref for stored in last[:-1]]
        assert [first[1].ref, first[5].ref] == [stored.ref for stored in last if Flag.SEEN in stored.flags]
        assert last == world.mailbox().listing(Role.SENT).messages


def test_many_messages_need_few_commands(proxied: ImapWorld, proxy: FaultProxy) -> None:
    """A first reading goes to the server and back a few times, not once for each message."""
    for number in range(60):
        proxied.deliver(Role.INBOX, b"Subject: %d\r\n\r\n" % number, NOON)
    mailbox = proxied.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    found: list[Any] = []

    commands = said(proxy, lambda: found.extend(mailbox.fetch_many(refs)))

    assert (60, True) == (len(found), len(commands) <= 3)


def test_what_a_caller_does_between_two_messages_confuses_nothing(world: ImapWorld) -> None:
    """Another folder is opened while many messages are being fetched: each is still the right one."""
    for number in range(4):
        world.deliver(Role.INBOX, b"Subject: %d\r\n\r\n" % number + b"x" * 100_000, NOON)
    world.deliver(Role.SENT, b"Subject: other\r\n\r\n", NOON)
    mailbox = world.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    found: set[bytes] = set()
    for _, content in mailbox.fetch_many(refs):
        mailbox.listing(Role.SENT)
        assert isinstance(content, bytes)
        found.add(content[:10])

    assert {b"Subject: %d" % number for number in range(4)} == found


def test_a_lost_connection_while_many_are_fetched_is_told(proxied: ImapWorld, proxy: FaultProxy) -> None:
    """What came before is good; when the server stays away the call fails; later it goes on by itself."""
    for number in range(3):
        proxied.deliver(Role.INBOX, b"Subject: %d\r\n\r\n" % number, NOON)
    mailbox = proxied.mailbox()
    refs = [stored.ref for stored in mailbox.listing(Role.INBOX).messages]
    proxy.refuses = True
    proxy.cut()
    with pytest.raises(WorldError):
        list(mailbox.fetch_many(refs))
    proxy.clear()

    proxy.down.cut_when(b"Subject: 1")
    assert 3 == sum(isinstance(content, bytes) for _, content in mailbox.fetch_many(refs))


def test_news_is_waited_for(world: ImapWorld) -> None:
    """Mail that comes while we wait, and mail that came between the look and the wait, end it."""
    mailbox = world.mailbox()
    mailbox.listing(Role.INBOX)
    world.deliver(Role.INBOX, LETTER, NOON)
    assert mailbox.wait(20)

    mailbox.listing(Role.INBOX)
    mailbox.wake()
    assert not mailbox.wait(20)
    assert 1 == len(mailbox.listing(Role.INBOX).messages)


# Drafts


def test_a_draft_is_known_though_the_server_does_not_say_its_number(proxied: ImapWorld, proxy: FaultProxy) -> None:
    """Without APPENDUID it is found by its Message-ID among what came."""
    proxy.down.replace(b"APPENDUID", b"XPPENDUID")
    mailbox = proxied.mailbox()
    mailbox.place_draft(b"Subject: other\r\nMessage-ID: <other@owner.example>\r\n\r\n")

    ref = mailbox.place_draft(DRAFT)

    assert DRAFT == mailbox.fetch(ref)


def test_a_draft_that_the_server_took_and_did_not_store_is_not_believed(
    world: ImapWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proton Bridge may say OK and store nothing: whether it is there is unknown."""
    monkeypatch.setattr("afterword.mailboxes.imap_wire.Client.append", lambda *_, **__: b"Append completed")

    with pytest.raises(WorldError, match="not in Drafts"):
        world.mailbox().place_draft(DRAFT)


def test_only_the_draft_itself_is_removed(world: ImapWorld) -> None:
    """What the owner's client has flagged as deleted, and not expunged, stays."""
    mailbox = world.mailbox()
    mine, theirs = mailbox.place_draft(DRAFT), mailbox.place_draft(DRAFT)
    client = world.client()
    client.select_folder("Drafts")
    client.delete_messages([int(theirs.uid)])

    mailbox.remove_draft(mine)

    assert [(theirs, True)] == [(s.ref, Flag.DELETED in s.flags) for s in mailbox.listing(Role.DRAFTS).messages]


def test_without_uidplus_it_is_moved_to_trash() -> None:
    """A plain EXPUNGE would take along what others flagged as deleted: MOVE does not."""
    with Dovecot(capability=f"{BARE} MOVE") as server, ImapWorld(server) as world:
        mailbox = world.mailbox()
        mine, theirs = mailbox.place_draft(DRAFT), mailbox.place_draft(DRAFT)
        client = world.client()
        client.select_folder("Drafts")
        client.delete_messages([int(theirs.uid)])

        mailbox.remove_draft(mine)

        assert [theirs] == [stored.ref for stored in mailbox.listing(Role.DRAFTS).messages]
        assert 1 == len(mailbox.listing(Role.TRASH).messages)


def test_where_one_message_alone_cannot_be_removed_none_is() -> None:
    """The owner is told to delete it, and nothing is flagged."""
    with Dovecot(capability=BARE) as server, ImapWorld(server) as world:
        mailbox = world.mailbox()
        ref = mailbox.place_draft(DRAFT)

        with pytest.raises(WorldError, match="delete the draft yourself") as error:
            mailbox.remove_draft(ref)
        assert not error.value.retry
        assert [frozenset({Flag.DRAFT, Flag.SEEN})] == [s.flags for s in mailbox.listing(Role.DRAFTS).messages]


def test_a_full_mailbox_is_told() -> None:
    """The server's own words, the account and the place; nothing is stored, and reading goes on."""
    with Dovecot(quota="*:bytes=2000") as server, ImapWorld(server) as world:
        world.deliver(Role.INBOX, LETTER, NOON)
        mailbox = world.mailbox()

        with pytest.raises(WorldError, match=r"home: localhost:\d+ .*[Qq]uota"):
            mailbox.place_draft(DRAFT + b"x" * 5000)
        assert () == mailbox.listing(Role.DRAFTS).messages
        assert 1 == len(mailbox.listing(Role.INBOX).messages)


def test_a_folder_that_may_only_be_read_is_told(cyrus: Cyrus) -> None:
    """Neither is a draft placed nor one removed, and what is there can be read."""
    with ImapWorld(cyrus) as world:
        mailbox = world.mailbox()
        ref = mailbox.place_draft(DRAFT)
        with IMAPClient("localhost", cyrus.port, ssl=False) as administrator:
            administrator.login(ADMINISTRATOR, cyrus.password(ADMINISTRATOR))
            administrator.setacl(f"user/{world.user}/Drafts", world.user, "lrs")

        with pytest.raises(WorldError, match="Permission denied"):
            mailbox.place_draft(DRAFT)
        with pytest.raises(WorldError):
            mailbox.remove_draft(ref)
        assert DRAFT == mailbox.fetch(ref)


def large_letter() -> bytes:
    return LETTER.replace(
        b"\r\n\r\n", b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n', 1
    ) + (
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n"
        + b"%PDF " * 40_000
        + b"\r\n--b--\r\n"
    )
