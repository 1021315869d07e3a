"""Whom a password is given to: never to a server that is not the one the owner meant, and never in the clear."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from afterword.mailboxes.imap_tls import context_for
from afterword.owner.accounts import ImapEntry, Security
from daemon.mailboxes.imap_links import ask, failure, linked, linked_to
from servers.certificates import Certificates, make_certificates
from servers.cyrus import Cyrus
from servers.dovecot import Dovecot
from servers.imap_server import ImapServer
from servers.scripted_imap import ScriptedImap

pytestmark = pytest.mark.server
STARTTLS = b"IMAP4rev1 STARTTLS LOGINDISABLED"


@pytest.fixture(name="server", scope="module", params=[Dovecot, Cyrus])
def _server(request: pytest.FixtureRequest) -> Iterator[ImapServer]:
    kind: type[ImapServer] = request.param
    with kind() as server:
        yield server


@pytest.fixture(name="certificates", scope="module")
def _certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls") / "made")


def serving(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain, certificates.key)
    return context


@pytest.fixture(name="way", params=[Security.TLS, Security.STARTTLS])
def _way(request: pytest.FixtureRequest) -> Security:
    way: Security = request.param
    return way


def entry_of(server: ImapServer, way: Security, **changes: Any) -> ImapEntry:
    return server.entry(port=server.tls_port if way == Security.TLS else server.port, security=way, **changes)


def test_an_authority_of_the_owners_is_trusted(server: ImapServer, way: Security) -> None:
    """With `ca:`, both with TLS from the first byte and after STARTTLS."""
    with linked_to(server, entry_of(server, way)) as link:
        assert 0 == ask(link)
        with link.session() as client:
            assert isinstance(client.wire.sock, ssl.SSLSocket)


def test_a_pinned_certificate_is_trusted_whatever_it_says(server: ImapServer, way: Security) -> None:
    """Proton Bridge signs its own: the name in it and who signed it do not count. Colons and capitals do not either."""
    pin = server.certificates.fingerprint.upper()
    colons = ":".join(pin[at : at + 2] for at in range(0, 64, 2))
    with linked_to(server, entry_of(server, way, ca=None, certificate=colons, host="127.0.0.1")) as link:
        assert 0 == ask(link)


def test_an_unknown_authority_is_refused_with_the_next_step(server: ImapServer, way: Security) -> None:
    """The line gives the fingerprint that the owner may pin."""
    with linked_to(server, entry_of(server, way, ca=None)) as link:
        error = failure(lambda: ask(link))

    assert str(error).startswith("home: localhost:")
    assert f"`certificate: {server.certificates.fingerprint}`" in str(error)
    assert error.retry


def test_another_certificate_than_the_pinned_one_is_refused(server: ImapServer, way: Security) -> None:
    """However good it is."""
    with linked_to(server, entry_of(server, way, ca=None, certificate="ab" * 32)) as link:
        error = failure(lambda: ask(link))

    assert f"`certificate: {server.certificates.fingerprint}`" in str(error)
    assert "somebody stands between" in str(error)


@pytest.mark.parametrize("trust", ["ca", "pin", "other name"])
def test_a_server_that_is_not_trusted_hears_nothing(certificates: Certificates, trust: str, way: Security) -> None:
    """Not the password, not the name, nor any command within TLS."""
    changes = {"ca": {}, "pin": {"certificate": "ab" * 32}, "other name": {"ca": str(certificates.ca)}}[trust]
    at_once = way == Security.TLS
    with (
        ScriptedImap(capability=STARTTLS, tls=serving(certificates), tls_at_once=at_once) as server,
        linked(
            server.entry(security=way, **({"host": "127.0.0.2"} if trust == "other name" else {}), **changes)
        ) as link,
    ):
        failure(lambda: ask(link))

        assert {b"CAPABILITY\r\n", b"STARTTLS\r\n"} >= set(server.commands)
        assert [] == server.commands or way == Security.STARTTLS


def test_an_expired_certificate_is_named(tmp_path: Path) -> None:
    """What has run out, who must act, and that it may be the clock."""
    old = make_certificates(tmp_path / "old", expired=True)
    with (
        ScriptedImap(tls=serving(old), tls_at_once=True) as server,
        linked(server.entry(security=Security.TLS, ca=str(old.ca))) as link,
    ):
        assert "has expired: who runs it must renew it" in str(failure(lambda: ask(link)))


def test_a_certificate_for_another_name_is_named(tmp_path: Path) -> None:
    """The name in config.yaml is the one that must stand in the certificate."""
    other = make_certificates(tmp_path / "other", host="mail.herons.example")
    with (
        ScriptedImap(tls=serving(other), tls_at_once=True) as server,
        linked(server.entry(security=Security.TLS, ca=str(other.ca))) as link,
    ):
        assert "for another name than localhost; write the name it is made for" in str(failure(lambda: ask(link)))


def test_starttls_that_is_not_offered_is_no_reason_to_go_on_without(server: ImapServer) -> None:
    """Who takes STARTTLS out of what the server offers gets no password for it."""
    with (
        ScriptedImap(capability=b"IMAP4rev1 AUTH=PLAIN") as scripted,
        linked(scripted.entry(security=Security.STARTTLS)) as link,
    ):
        assert "offers no STARTTLS: without TLS nothing is said to it" in str(failure(lambda: ask(link)))
        assert [b"CAPABILITY\r\n"] == scripted.commands


def test_starttls_that_is_refused_is_no_reason_either() -> None:
    """Offered and refused: as if it were not offered."""
    with (
        ScriptedImap({"STARTTLS": b"%T NO not now\r\n"}, capability=STARTTLS) as server,
        linked(server.entry(security=Security.STARTTLS)) as link,
    ):
        assert "STARTTLS" in str(failure(lambda: ask(link)))
        assert [] == server.said("LOGIN") + server.said("AUTHENTICATE")


def test_a_server_that_logs_us_in_before_tls_is_refused() -> None:
    """PREAUTH leaves no place for STARTTLS: a way to have everything said in the clear."""
    with (
        ScriptedImap(greeting=b"* PREAUTH welcome\r\n", capability=STARTTLS) as server,
        linked(server.entry(security=Security.STARTTLS)) as link,
    ):
        assert "wants no TLS and no login: that cannot be trusted" in str(failure(lambda: ask(link)))
        assert {b"CAPABILITY\r\n"} == set(server.commands)


def test_words_behind_the_answer_to_starttls_are_an_attack(certificates: Certificates) -> None:
    """They were said in the clear and would be believed as if they had come within TLS."""
    injected = b"%T OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n"
    with (
        ScriptedImap({"STARTTLS": injected}, capability=STARTTLS, tls=serving(certificates)) as server,
        linked(server.entry(security=Security.STARTTLS, ca=str(certificates.ca))) as link,
    ):
        assert "spoken for by somebody on the way" in str(failure(lambda: ask(link)))
        assert [] == server.said("LOGIN") + server.said("AUTHENTICATE")


def test_what_was_offered_before_tls_is_forgotten(certificates: Certificates) -> None:
    """RFC 3501 section 6.2.1: also what comes before the answer may be anybody's. LOGINDISABLED is gone after TLS."""
    before = b"* CAPABILITY IMAP4rev1 AUTH=EVIL X-EVIL\r\n* 99 EXISTS\r\n%T OK begin\r\n"
    with (
        ScriptedImap(
            {"STARTTLS": before},
            capability=STARTTLS,
            capability_in_tls=b"IMAP4rev1 AUTH=PLAIN",
            tls=serving(certificates),
        ) as server,
        linked(server.entry(security=Security.STARTTLS, ca=str(certificates.ca))) as link,
    ):
        assert frozenset({"IMAP4REV1", "AUTH=PLAIN"}) == link.capabilities
        assert [b'LOGIN "runa" "herons"\r\n'] == server.said("LOGIN")
        with link.session() as client:
            assert 0 == client.wire.arrivals()


def test_a_port_without_tls_is_named(server: ImapServer) -> None:
    """TLS on the port of STARTTLS: the line says what to write."""
    with linked_to(server, server.entry(port=server.port)) as link:
        assert "does not begin with TLS; write `security: starttls`" in str(failure(lambda: ask(link)))


def test_a_port_with_tls_is_named(server: ImapServer) -> None:
    """STARTTLS on the port of TLS: the server waits for us, and we for the server."""
    entry = server.entry(port=server.tls_port, security=Security.STARTTLS)
    with linked_to(server, entry, silence=1.0) as link:
        assert "Then write `security: tls`" in str(failure(lambda: ask(link)))


def test_nothing_older_than_tls_1_2_is_spoken(server: ImapServer) -> None:
    """Whatever the system allows."""
    for entry in (server.entry(), server.entry(ca=None), server.entry(ca=None, certificate="ab" * 32)):
        context = context_for(entry)
        assert context is not None
        assert ssl.TLSVersion.TLSv1_2 == context.minimum_version


def test_an_authority_that_cannot_be_read_is_the_owners(server: ImapServer, tmp_path: Path) -> None:
    """A missing file, and one without a certificate: told with its path, and not tried again until somebody acts."""
    (tmp_path / "empty.pem").write_text("herons\n")
    for name, words in (("gone.pem", "No such file"), ("empty.pem", "no certificate")):
        with linked_to(server, server.entry(ca=str(tmp_path / name))) as link:
            error = failure(lambda: ask(link))

        assert (True, True, False) == (words in str(error), str(tmp_path / name) in str(error), error.retry)
        assert str(error).startswith("home: ")
