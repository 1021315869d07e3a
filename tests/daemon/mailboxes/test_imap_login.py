"""Logging in: what a refusal means, and that nobody's account is locked by our asking again."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.imap_link import ImapLink
from afterword.mailboxes.imap_login import cleaned, is_final
from afterword.owner.accounts import OauthEntry, Security
from afterword.secrets import Secret
from daemon.mailboxes.imap_links import ask, failure, linked, linked_to
from servers.cyrus import Cyrus
from servers.dovecot import Dovecot
from servers.http_loopback import Loopback, Reply, Request
from servers.imap_server import ImapServer
from servers.scripted_imap import ScriptedImap

pytestmark = pytest.mark.server
OAUTH = OauthEntry("microsoft")


@pytest.fixture(name="server", scope="module", params=[Dovecot, Cyrus])
def _server(request: pytest.FixtureRequest) -> Iterator[ImapServer]:
    kind: type[ImapServer] = request.param
    with kind() as server:
        yield server


def test_a_wrong_password_is_the_owners_to_mend(server: ImapServer) -> None:
    """The line names the account, the server and the user, says what to do, and is not tried again by itself."""
    with linked(server.entry(), "the wrong herons") as link:
        error = failure(lambda: ask(link))

    assert str(error).startswith(f"home: localhost:{server.tls_port} refuses the password of runa: ")
    assert "`afterword setup`" in str(error)
    assert not error.retry


def test_a_refused_password_is_not_shown_again() -> None:
    """Servers lock accounts after a few of them: the same error comes without a word to the server."""
    answer = b"%T NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"
    with ScriptedImap({"LOGIN": answer}) as server, linked(server.entry()) as link:
        errors = [failure(lambda: ask(link)) for _ in range(5)]

        assert [False] * 5 == [error.retry for error in errors]
        assert (1, 1) == (server.connections, len(server.said("LOGIN")))


def test_another_password_is_tried() -> None:
    """The owner acted: no restart is needed."""
    passwords = ["old", "old", "new", "new"]
    answers = {"LOGIN": [b"%T NO [AUTHENTICATIONFAILED] no\r\n", b"%T OK welcome\r\n"]}
    with ScriptedImap(answers) as server:
        link = ImapLink("home", server.entry(), lambda: Secret(passwords.pop(0)))
        for _ in range(2):
            failure(lambda: login_only(link))
        login_only(link)
        login_only(link)
        link.close()

        assert [b'LOGIN "runa" "old"\r\n', b'LOGIN "runa" "new"\r\n'] == server.said("LOGIN")


def login_only(link: ImapLink) -> None:
    with link.session():
        pass


def test_a_secret_that_cannot_be_had_is_told_as_it_is() -> None:
    """A locked keyring is not the server's fault, and the server hears nothing of it."""

    def locked() -> Secret:
        raise WorldError("the keyring is locked")

    with ScriptedImap() as server:
        link = ImapLink("home", server.entry(), locked)

        assert "the keyring is locked" == str(failure(lambda: login_only(link)))
        assert 0 == server.connections


@pytest.mark.parametrize(
    "words",
    [
        "[UNAVAILABLE] Temporary authentication failure.",
        "[INUSE] Mailbox is locked by another session",
        "[LIMIT] LOGIN Rate limit hit",
        "[SERVERBUG] Internal error occurred. Refer to server log for more information.",
        "Too many simultaneous connections. (Failure)",
        "[ALERT] Account exceeded command or bandwidth limits. (Failure)",
        "User is authenticated but not connected.",
        "Login failed: generic failure",
        "Server Unavailable. 15",
    ],
)
def test_what_passes_is_not_a_wrong_password(words: str) -> None:
    """Throttled, in use, out of order: the account is tried again, with the same password."""
    answers = {"LOGIN": [f"%T NO {words}\r\n".encode(), b"%T OK welcome\r\n"]}
    with ScriptedImap(answers) as server, linked(server.entry()) as link:
        error = failure(lambda: login_only(link))
        assert (True, True) == (error.retry, "does not let runa in now" in str(error))

        login_only(link)
        assert 2 == len(server.said("LOGIN"))


@pytest.mark.parametrize(
    "words",
    [
        "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
        "[AUTHENTICATIONFAILED] Too many attempts with a wrong password",
        "[ALERT] Application-specific password required (Failure)",
        "[EXPIRED] Your password has expired",
        "[AUTHORIZATIONFAILED] not yours",
        "[CONTACTADMIN] Please call us",
        "[PRIVACYREQUIRED] Use TLS",
        "Login failed: authentication failure",
        "LOGIN failed.",
        "AUTHENTICATE failed.",
    ],
)
def test_what_does_not_pass_is_final(words: str) -> None:
    """Whatever names no passing cause is taken for a wrong password: locking the account would be worse."""
    assert is_final(words)


@pytest.mark.parametrize("end", [b"", b"* BYE shutting down\r\n"])
def test_a_connection_that_ends_in_the_login_is_no_refusal(end: bytes) -> None:
    """IMAPClient calls both a failed login; the password may be right, and is tried again."""
    with ScriptedImap({"LOGIN": [end, b"%T OK welcome\r\n"]}) as server, linked(server.entry()) as link:
        assert failure(lambda: login_only(link)).retry

        login_only(link)
        assert 2 == len(server.said("LOGIN"))


def test_a_closed_login_is_gone_round() -> None:
    """Where LOGIN is disabled, AUTHENTICATE PLAIN says the same."""
    with (
        ScriptedImap(capability=b"IMAP4rev1 LOGINDISABLED AUTH=PLAIN") as server,
        linked(server.entry()) as link,
    ):
        login_only(link)

        said = b"AUTHENTICATE PLAIN\r\n" + base64.b64encode(b"\0runa\0herons") + b"\r\n"
        assert [said] == server.said("AUTHENTICATE")
        assert [] == server.said("LOGIN")


@pytest.mark.parametrize(
    ("capability", "words"),
    [
        (b"IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2", "only OAuth; write `oauth:`"),
        (b"IMAP4rev1 LOGINDISABLED AUTH=GSSAPI", "no way to log in with a password, only GSSAPI"),
        (b"IMAP4rev1 LOGINDISABLED", "no way to log in with a password"),
    ],
)
def test_a_server_without_passwords_is_told(capability: bytes, words: str) -> None:
    """Nothing is said that would not be taken; the line names the way in."""
    with ScriptedImap(capability=capability) as server, linked(server.entry()) as link:
        error = failure(lambda: login_only(link))
        assert not error.retry
        assert words in str(error)
        assert [] == server.said("LOGIN")


@pytest.mark.parametrize("password", ["Grüße vom Reiher", 'quo"ted\\back', "{5}", "a b", "%T"])
def test_odd_passwords_arrive(password: str) -> None:
    """Letters beyond ASCII, quotes, backslashes, and what looks like IMAP."""

    class Odd(Dovecot):
        def password(self, user: str = "runa") -> str:
            return password

    with Odd() as server, linked_to(server) as link:
        assert 0 == ask(link)


def test_a_password_beyond_ascii_has_no_way_without_plain() -> None:
    """LOGIN is ASCII."""
    with ScriptedImap(capability=b"IMAP4rev1") as server, linked(server.entry(), "Grüße") as link:
        error = failure(lambda: login_only(link))
        assert (False, True) == (error.retry, "choose another" in str(error))
        assert "Grüße" not in str(error)


@pytest.mark.parametrize("secret", ["two\r\nA1 DELETE INBOX", "nul\0l"])
def test_a_password_says_no_commands(secret: str) -> None:
    """A line break in a secret would be the end of LOGIN and the beginning of something else."""
    with ScriptedImap() as server, linked(server.entry(), secret) as link:
        assert "has a line break in it" in str(failure(lambda: login_only(link)))
        assert [] == server.said("LOGIN")


@pytest.mark.parametrize("name", ["two words", 'quo"ted', "HERONS\\runa\\shared"])
def test_odd_names_arrive(name: str) -> None:
    """Exchange's shared mailboxes have backslashes in their names."""
    with ScriptedImap() as server, linked(server.entry(user=name)) as link:
        login_only(link)
        (said,) = server.said("LOGIN")

    assert said.decode() == 'LOGIN "' + name.replace("\\", "\\\\").replace('"', '\\"') + '" "herons"\r\n'


def test_a_server_that_repeats_the_password_does_not_make_us_repeat_it() -> None:
    """Some servers quote the command they did not take."""
    answer = b'%T NO I do not like "LOGIN runa herons of the north", \x1b[31mat all\r\n'
    with ScriptedImap({"LOGIN": answer}) as server, linked(server.entry(), "herons of the north") as link:
        error = str(failure(lambda: login_only(link)))

    assert ("herons" not in error, "…" in error, "\x1b" not in error) == (True, True, True)


def test_words_of_a_server_are_one_short_line() -> None:
    """Whatever it says, and however much."""
    assert "one two" == cleaned("b'one\r\n\ttwo'")
    assert 200 == len(cleaned("x" * 1000))


@pytest.fixture(name="tokens", scope="module")
def _tokens() -> Iterator[Loopback]:
    """An introspection endpoint (RFC 7662) that knows one good token."""

    def look(request: Request) -> Reply:
        token = parse_qs(request.body.decode()).get("token", [""])[0]
        found = {"active": token == "good-token", "username": "runa"}
        return Reply(body=json.dumps(found).encode(), headers={"Content-Type": "application/json"})

    with Loopback(look) as loopback:
        yield loopback


@pytest.fixture(name="with_tokens", scope="module")
def _with_tokens(tokens: Loopback) -> Iterator[Dovecot]:
    with Dovecot(tokens=f"{tokens.url}/introspect") as server:
        yield server


def test_a_token_lets_in(with_tokens: Dovecot) -> None:
    """XOAUTH2, as Outlook.com and Gmail want it."""
    with linked(with_tokens.entry(oauth=OAUTH), "good-token") as link:
        assert 0 == ask(link)


def test_a_refused_token_is_the_owners_to_mend(with_tokens: Dovecot) -> None:
    """The server explains in a challenge of its own, which must be answered before it says NO."""
    with linked(with_tokens.entry(oauth=OAUTH), "stale-token") as link:
        error = failure(lambda: ask(link))

    assert "refuses the token of runa" in str(error)
    assert not error.retry
    assert "stale-token" not in str(error)


def test_a_stale_token_is_renewed_once(with_tokens: Dovecot) -> None:
    """Tokens end before their time; the next one is fetched and tried, and no third."""
    fetched: list[str] = []

    def renewed() -> Secret:
        fetched.append("once")
        return Secret("good-token")

    with linked(with_tokens.entry(oauth=OAUTH), "stale-token", renewed=renewed) as link:
        assert (0, ["once"]) == (ask(link), fetched)

    with linked(with_tokens.entry(oauth=OAUTH), "stale-token", renewed=lambda: Secret("stale-too")) as link:
        assert not failure(lambda: ask(link)).retry


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        (b"AUTH=XOAUTH2", b"user=runa\1auth=Bearer tok\1\1"),
        (b"AUTH=OAUTHBEARER", b"n,a=runa,\1auth=Bearer tok\1\1"),
        (b"AUTH=OAUTHBEARER AUTH=XOAUTH2", b"user=runa\1auth=Bearer tok\1\1"),
    ],
)
def test_the_token_is_said_as_the_server_wants_it(offered: bytes, said: bytes) -> None:
    """XOAUTH2 where it is offered, for more servers have it; else OAUTHBEARER (RFC 7628)."""
    with (
        ScriptedImap(capability=b"IMAP4rev1 " + offered) as server,
        linked(server.entry(oauth=OAUTH), "tok") as link,
    ):
        login_only(link)
        (command,) = server.said("AUTHENTICATE")

    assert said == base64.b64decode(command.split(b"\r\n")[1])


def test_a_server_without_tls_says_so() -> None:
    """Where LOGIN is disabled for want of TLS, the line says what to write."""
    with (
        ScriptedImap(capability=b"IMAP4rev1 STARTTLS LOGINDISABLED") as server,
        linked(server.entry(security=Security.PLAIN)) as link,
    ):
        assert "write `security: starttls`" in str(failure(lambda: login_only(link)))
