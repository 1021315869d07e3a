"""A long message comes without its attachments, and is read as if it had come whole."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_types import BodyData

from afterword.mailboxes.contract import Role
from afterword.mailboxes.imap_structure import OddStructureError, structure_of
from afterword_parsers.mail.mime import read_message
from daemon.mailboxes.worlds import ImapWorld
from servers.fault_proxy import FaultProxy
from servers.imap_server import ImapServer

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEAD = b"From: Runa Falk <runa@falk.example>\r\nSubject: Hello\r\nDate: Mon, 2 Mar 2026 12:00:00 +0000\r\n"
ID = b"Message-ID: <1@falk.example>\r\nMIME-Version: 1.0\r\n"
BINARY = base64.encodebytes(b"\x89PDF\0" * 100_000).replace(b"\n", b"\r\n")
TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe interview is on Thursday at ten.\r\n"
HTML = b"Content-Type: text/html\r\n\r\n<p>The interview is on <b>Thursday</b> at ten.</p>" + b"<br>" * 30_000
INVITE = (
    b"Content-Type: text/calendar; method=REQUEST\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Interview\r\n"
        b"DTSTART:20260305T100000Z\r\nDTEND:20260305T110000Z\r\nX-LONG:" + b"y" * 40_000 + b"\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).replace(b"\n", b"\r\n")
)


def attachment(kind: bytes, name: bytes, content: bytes = BINARY) -> bytes:
    head = b'Content-Type: %s; name="%s"\r\nContent-Disposition: attachment; filename="%s"\r\n' % (kind, name, name)
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + content


def multipart(kind: bytes, *parts: bytes, boundary: bytes = b"=_b") -> bytes:
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\nThis is for old readers.\r\n' % (kind, boundary)
    return head + b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts) + b"--%s--\r\n" % boundary


ALTERNATIVE = multipart(b"alternative", TEXT, HTML, INVITE, boundary=b"in ner?")
FORWARDED = (
    HEAD + ID.replace(b"1@", b"2@") + multipart(b"mixed", TEXT, attachment(b"image/png", b"b.png"), boundary=b"f")
)
PDF = attachment(b"application/pdf", b"offer.pdf")

MAIL = {
    "a letter with a file": HEAD + ID + multipart(b"mixed", TEXT, PDF),
    "an invitation with files": HEAD + ID + multipart(b"mixed", ALTERNATIVE, PDF, attachment(b"image/png", b"a.png")),
    "pictures in the text": HEAD + ID + multipart(
        b"related", ALTERNATIVE, b"Content-Type: image/png\r\nContent-ID: <a>\r\n\r\n" + BINARY
    ),
    "a calendar file": HEAD + ID + multipart(
        b"mixed", TEXT, PDF, INVITE.replace(b"text/calendar; method=REQUEST", b'application/octet-stream; name="i.ics"')
    ),
    "a forwarded letter": HEAD + ID + multipart(b"mixed", TEXT, b"Content-Type: message/rfc822\r\n\r\n" + FORWARDED, PDF),
    "a forwarded plain letter": HEAD + ID + multipart(
        b"mixed", PDF, b"Content-Type: message/rfc822\r\n\r\n" + HEAD + ID.replace(b"1@", b"2@") + TEXT
    ),
    "a forwarded forwarded letter": HEAD + ID + multipart(
        b"mixed",
        TEXT,
        b"Content-Type: message/rfc822\r\n\r\n" + HEAD + multipart(
            b"mixed", b"Content-Type: message/rfc822\r\n\r\n" + FORWARDED, PDF, boundary=b"g"
        ),
    ),
    "nothing but a file": HEAD + ID + PDF,
    "a long log": HEAD + ID + multipart(b"mixed", TEXT, attachment(b"text/plain", b"a.log")),
    "a digest": HEAD + ID + multipart(b"digest", b"\r\n" + FORWARDED, b"\r\n" + HEAD + TEXT),
    "long text only": HEAD + ID + multipart(b"alternative", TEXT, HTML),
    "no Message-ID": HEAD + multipart(b"mixed", TEXT, PDF),
    "no end": (HEAD + ID + multipart(b"mixed", TEXT, PDF))[:-60],
    "no boundary": HEAD + ID + b"Content-Type: multipart/mixed\r\n\r\n" + TEXT + BINARY,
    "a wrong boundary": (HEAD + ID + multipart(b"mixed", TEXT, PDF)).replace(b'"=_b"', b'"another"'),
    "an empty part": HEAD + ID + multipart(b"mixed", b"Content-Type: text/plain\r\n\r\n", PDF),
    "a part without a header": HEAD + ID + multipart(b"mixed", b"\r\nThe interview is on Thursday.\r\n", PDF),
    "a name in letters": HEAD + ID + multipart(
        b"mixed", TEXT, attachment(b"application/pdf", "Angebot für Jörg.pdf".encode())
    ),
}  # fmt: skip


@pytest.fixture(name="world", params=["dovecot", "cyrus"])
def _world(request: pytest.FixtureRequest) -> Iterator[tuple[ImapWorld, FaultProxy]]:
    server: ImapServer = request.getfixturevalue(request.param)
    with FaultProxy(server.port) as proxy, ImapWorld(server, port=proxy.port) as world:
        yield world, proxy


@pytest.mark.server
@pytest.mark.parametrize("raw", MAIL.values(), ids=MAIL)
def test_it_is_read_as_if_it_were_whole(world: tuple[ImapWorld, FaultProxy], raw: bytes) -> None:
    """Text, invitations, forwarded mail, names of files: everything is the same."""
    account, _ = world
    account.deliver(Role.INBOX, raw, NOON)
    mailbox = account.mailbox()
    (stored,) = mailbox.listing(Role.INBOX).messages
    ((_, content),) = mailbox.fetch_many([stored.ref])

    assert isinstance(content, bytes)
    assert content == mailbox.fetch(stored.ref)
    whole, read = read_message(raw, zone=UTC), read_message(content, zone=UTC)
    assert replace(whole, problems=()) == replace(read, problems=())


@pytest.mark.server
@pytest.mark.parametrize(
    "name", [name for name in MAIL if "no " not in name and "only" not in name and "wrong" not in name]
)
def test_attachments_stay_on_the_server(world: tuple[ImapWorld, FaultProxy], name: str) -> None:
    """Of messages of 700 KB and more, not a fifth comes."""
    account, proxy = world
    account.deliver(Role.INBOX, MAIL[name], NOON)
    mailbox = account.mailbox()
    (stored,) = mailbox.listing(Role.INBOX).messages
    before = len(proxy.down.passed)

    mailbox.fetch(stored.ref)

    assert len(proxy.down.passed) - before < 200_000 + 150_000 * (b"text/html" in MAIL[name])


@pytest.mark.server
def test_a_long_message_is_cut(world: tuple[ImapWorld, FaultProxy]) -> None:
    """Whatever comes of it, there is no more than the limit."""
    account, _ = world
    for name in ("long text only", "an invitation with files", "no boundary"):
        account.deliver(Role.INBOX, MAIL[name], NOON)
    mailbox = account.mailbox()
    for stored in mailbox.listing(Role.INBOX).messages:
        for limit in (1_000, 70_000):
            content = mailbox.fetch(stored.ref, limit)
            assert (limit, HEAD) == (len(content), content[: len(HEAD)])


_ATOMS = st.one_of(st.none(), st.integers(-1, 10**6), st.sampled_from([b"TEXT", b"PLAIN", b"boundary", b"x", b""]))
_TREES = st.recursive(_ATOMS, lambda inner: st.lists(inner, max_size=9).map(tuple), max_leaves=60)


@given(_TREES)
def test_a_structure_that_makes_no_sense_is_odd(told: object) -> None:
    """Whatever a server tells, it is a tree or is said to be none."""
    body = told
    if isinstance(told, tuple) and told and isinstance(told[0], tuple):
        try:
            body = BodyData.create(told)
        except (TypeError, IndexError, UnboundLocalError):
            return
    try:
        list(structure_of(body).sections())
    except OddStructureError:
        return
