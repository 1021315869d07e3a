"""`afterword doctor`: what is wrong is found, named and comes with the next step; nothing is changed by looking."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from afterword.mailboxes.contract import Role
from daemon.homes import DAY, Home, Said, confirmation
from daemon.keyrings import MemoryKeyring, use_memory_keyring
from daemon.mailboxes.worlds import ImapWorld
from servers.certificates import make_certificates
from servers.dovecot import Dovecot
from servers.gmail import GmailServer
from servers.http_loopback import Loopback, Reply
from servers.oauth import OauthServer

Say = Callable[..., Said]
pytestmark = pytest.mark.server
CONFIG = """\
owner:
  name: Runa Holt
  addresses: [runa@home.example]
  timezone: Europe/London
accounts:
  - id: home
    imap: {{host: localhost, port: {port}, user: {user}, ca: {ca}}}
"""
PROFILE = "headline: Map maker\n"


@pytest.fixture(name="ring", autouse=True)
def _ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    return use_memory_keyring(monkeypatch)


@pytest.fixture(name="world")
def _world(dovecot: Dovecot) -> Iterator[ImapWorld]:
    with ImapWorld(dovecot) as world:
        yield world


def configure(home: Home, server: Dovecot, user: str, more: str = "", **changes: object) -> None:
    """One account on the server, and a profile; files as `setup` leaves them."""
    given = {"port": server.tls_port, "user": user, "ca": server.certificates.ca, **changes}
    home.write("config.yaml", CONFIG.format(**given) + more)
    home.write("profile.yaml", PROFILE)
    private(home)


def private(home: Home) -> None:
    home.config.chmod(0o700)
    for one in home.config.iterdir():
        one.chmod(0o600)


def lines(said: Said) -> dict[str, str]:
    """What was said of each thing, the first line of it: "ok it can ..."."""
    found: dict[str, str] = {}
    for line in said.out.splitlines()[:-1]:
        name, _, rest = line.partition("  ")
        if name.strip():
            found.setdefault(name, " ".join(rest.split()))
    return found


def test_everything_is_well(home: Home, say: Say, world: ImapWorld, dovecot: Dovecot, ring: MemoryKeyring) -> None:
    """One line each, a total at the end, and code 0."""
    ring.items["home"] = dovecot.password(world.user)
    configure(home, dovecot, world.user)
    home.run("run", "--once", "--dry-run")
    said = say("doctor")
    told = lines(said)

    assert (0, "") == (said.code, said.err)
    assert f"ok {world.user} at localhost:{dovecot.tls_port}, TLSv1.3" == told["home: login"]
    assert "ok it can IDLE, CONDSTORE, SPECIAL-USE, UIDPLUS, MOVE" == told["home: server"]
    assert "ok inbox INBOX, sent Sent, drafts Drafts, trash Trash" == told["home: folders"]
    assert "home: draft" not in told
    assert "ok SecretService, unlocked" == told["keyring"]
    assert told["configuration"].startswith("ok")
    assert told["clock"].startswith("ok")
    assert "your zone is Europe/London" in told["clock"]
    assert told["rules"].startswith("ok")
    assert told["ledger"].startswith("ok")
    assert said.out.splitlines()[-1].endswith(" 0 bad")
    assert "\x1b" not in said.out


def contents(world: ImapWorld) -> dict[Role, dict[str, bytes]]:
    """Every message of the account, as a client sees it."""
    mailbox = world.mailbox()
    try:
        return {role: {one.ref.uid: mailbox.fetch(one.ref) for one in mailbox.listing(role).messages} for role in Role}
    finally:
        mailbox.close()


def test_a_draft_is_placed_and_removed_again(
    home: Home, say: Say, world: ImapWorld, dovecot: Dovecot, ring: MemoryKeyring
) -> None:
    """On the server, in Gmail's words and in a Maildir; nothing else is touched."""
    ring.items["home"] = dovecot.password(world.user)
    configure(home, dovecot, world.user, f"  - id: files\n    maildir: {home.mail}\n")
    at = datetime.now(UTC) - DAY
    for role in (Role.INBOX, Role.DRAFTS):
        world.deliver(role, confirmation(at), at)
    home.deliver(confirmation(at), at, "Drafts")
    before, maildir = contents(world), home.mailbox()
    said = say("doctor", "--write")

    assert 0 == said.code, said.out
    assert ["ok one was placed and removed again"] * 2 == [lines(said)[f"{one}: draft"] for one in ("home", "files")]
    assert (before, maildir) == (contents(world), home.mailbox())


@pytest.mark.parametrize("capability", ["IMAP4rev1 UIDPLUS", "IMAP4rev1 IDLE"])
def test_a_server_that_can_little(home: Home, say: Say, ring: MemoryKeyring, capability: str) -> None:
    """What will not work as well is told; that is no reason not to use it."""
    with Dovecot(folders={}, capability=capability) as server:
        ring.items["home"] = server.password()
        configure(home, server, "runa")
        said = say("doctor")
    told = lines(said)

    assert 0 == said.code
    missed = "does not tell of new mail" if "IDLE" not in capability else "stay until you delete them"
    assert told["home: server"].startswith("warn")
    assert missed in told["home: server"]
    assert "warn inbox INBOX; none for sent and trash" == told["home: folders"]
    assert "there are no Drafts yet: they are made for the first draft" in said.out


def test_a_wrong_password(home: Home, say: Say, world: ImapWorld, dovecot: Dovecot, ring: MemoryKeyring) -> None:
    """Code 1, the server's words, and how to give another one."""
    ring.items["home"] = "seven herons"
    configure(home, dovecot, world.user)
    said = say("doctor", "--write")

    assert 1 == said.code
    assert lines(said)["home: login"].startswith(f"bad localhost:{dovecot.tls_port} refuses the password of")
    assert "→ `afterword login home` stores another password" in said.out
    assert "herons" not in said.out + said.err


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"port": 1}, "refuses connections: is the server running, and the port right?"),
        ({"ca": "/dev/null"}, "there is no certificate in /dev/null"),
        ({"ca": "{folder}/other/ca.pem"}, "shows a certificate that nobody known has signed"),
    ],
)
def test_a_server_that_cannot_be_trusted_or_reached(
    home: Home,
    say: Say,
    world: ImapWorld,
    dovecot: Dovecot,
    ring: MemoryKeyring,
    changes: dict[str, object],
    words: str,
) -> None:
    """The cause, in words."""
    make_certificates(home.folder / "other")
    ring.items["home"] = "x"
    filled = {key: str(value).format(folder=home.folder) for key, value in changes.items()}
    configure(home, dovecot, world.user, **filled)
    said = say("doctor")

    assert 1 == said.code
    assert words in lines(said)["home: login"]


def test_an_expired_certificate(home: Home, say: Say, ring: MemoryKeyring) -> None:
    """Or a clock that is wrong."""
    with Dovecot() as server:
        server.stop()
        server.certificates = make_certificates(server.folder / "tls", expired=True)
        server.start()
        ring.items["home"] = server.password()
        configure(home, server, "runa")
        said = say("doctor")

    assert 1 == said.code
    assert "shows a certificate that has expired" in lines(said)["home: login"]


def test_a_dead_server_keeps_nobody_waiting(
    home: Home, say: Say, world: ImapWorld, dovecot: Dovecot, ring: MemoryKeyring
) -> None:
    """One that takes the connection and says nothing; the others are checked meanwhile."""
    ring.items |= {"home": dovecot.password(world.user), "dead": "x"}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        dead = f"  - id: dead\n    imap: {{host: localhost, port: {port}, user: x}}\n"
        configure(home, dovecot, world.user, dead)
        began = time.monotonic()
        said = say("doctor", "--patience", "6")

    told = lines(said)
    assert 1 == said.code
    assert "bad no answer within 6 seconds" == told["dead"]
    assert told["home: folders"].startswith("ok")
    # Not a matter of speed: it would have waited for fifteen seconds.
    assert time.monotonic() - began < 14


def test_a_locked_keyring(home: Home, say: Say, world: ImapWorld, dovecot: Dovecot, ring: MemoryKeyring) -> None:
    """It is bad for whom it is needed, and for nobody else."""
    ring.locked = True
    configure(home, dovecot, world.user)
    said = say("doctor")
    assert 1 == said.code
    assert (
        "bad the keyring is locked or not there (KeyringLocked); log in, or unlock it (it is needed for home)"
        == lines(said)["keyring"]
    )

    home.write("config.yaml", CONFIG.partition("accounts:")[0] + f"accounts:\n  - id: home\n    maildir: {home.mail}\n")
    private(home)
    said = say("doctor")
    assert 0 == said.code, said.out
    assert "ok there is none that answers, and none is needed" == lines(said)["keyring"]


def test_no_configuration(home: Home, say: Say) -> None:
    """The next step is `setup`; what can be checked without is."""
    (home.config / "config.yaml").unlink()
    said = say("doctor")

    assert 1 == said.code
    assert "→ run `afterword setup`" in said.out
    assert {"configuration", "keyring", "ledger", "service"} == set(lines(said))


def test_every_mistake_in_the_files(home: Home, say: Say) -> None:
    """Each with its line; a mode that lets others read is told."""
    home.write("profile.yaml", "headlin: x\n")
    home.write("follow_ups.yaml", "follow_ups:\n  - {id: thank_yuo}\n")
    said = say("doctor")

    assert 1 == said.code
    assert 2 == said.out.count("configuration  bad ")
    assert 'profile.yaml:1:1: unknown key "headlin"' in said.out


def test_files_that_others_can_read(home: Home, say: Say) -> None:
    """And an empty profile: both work, and both should not be."""
    (home.config / "config.yaml").chmod(0o644)
    home.config.chmod(0o700)
    said = say("doctor")

    assert 0 == said.code
    assert f"→ chmod go= {home.config / 'config.yaml'}" in said.out
    assert lines(said)["profile"].startswith("warn it says nothing of you")


def test_calendars(home: Home, say: Say) -> None:
    """One that is there and one that is not."""
    text = (home.config / "config.yaml").read_text()
    home.write("config.yaml", text + "  - id: gone\n    ics: /nowhere\n")
    said = say("doctor")
    told = lines(said)

    assert 1 == said.code
    assert f"ok {home.calendar}: 0 events in the next 60 days" == told["home: calendar"]
    assert "bad /nowhere: No such file or directory" == told["gone: calendar"]


def test_a_clock_that_is_wrong(home: Home, say: Say) -> None:
    """By the time that a calendar's server tells."""
    late = datetime.now(UTC) + timedelta(minutes=11)
    with Loopback(lambda asked: Reply(headers={"Date": f"{late:%a, %d %b %Y %H:%M:%S GMT}"})) as server:
        text = (home.config / "config.yaml").read_text()
        home.write("config.yaml", text + f"  - id: web\n    ics: {server.url}/x.ics\n")
        said = say("doctor")

    assert "warn it is 11 minutes behind, by the clock of" in lines(said)["clock"]


def test_a_damaged_ledger(home: Home, say: Say) -> None:
    """It can be deleted; one that others can read is told."""
    home.run("run", "--once", "--dry-run")
    path = home.state / "ledger.sqlite3"
    path.chmod(0o644)
    assert "others on this machine can read it" in say("doctor").out
    assert 0o644 == stat.S_IMODE(path.stat().st_mode) or os.geteuid() == 0
    path.write_bytes(path.read_bytes()[:4096] + b"\0" * 8192)
    said = say("doctor")

    assert 1 == said.code
    assert lines(said)["ledger"].startswith("bad")
    assert "elete it" in said.out


def test_what_the_last_pass_met(home: Home, say: Say) -> None:
    """An account that could not be read is told with the pass, and when that was."""
    home.run("run", "--once", "--dry-run")
    with sqlite3.connect(home.state / "ledger.sqlite3") as database:
        database.execute("UPDATE accounts SET problem = 'the disk is away'")
    database.close()
    said = say("doctor")

    assert lines(said)["last pass"].startswith("ok")
    assert "last pass       warn  home could not be read: the disk is away" in said.out


def test_looking_changes_nothing(home: Home, say: Say) -> None:
    """No file comes, goes or changes, the ledger's folder included."""
    home.run("run", "--once", "--dry-run")
    before = {path: path.stat().st_mtime_ns for path in home.folder.rglob("*")}
    said = say("doctor")

    assert 0 == said.code, said.out
    assert before == {path: path.stat().st_mtime_ns for path in home.folder.rglob("*")}


def test_for_scripts(home: Home, say: Say) -> None:
    """One object: every finding, and the total."""
    said = say("doctor", "--json")
    told = json.loads(said.out)

    assert {"name", "verdict", "what", "next_step"} == set(told["findings"][0])
    assert len(told["findings"]) == sum(told["total"].values())


def test_gmail(home: Home, say: Say, ring: MemoryKeyring) -> None:
    """The consent is tried, and a draft placed and removed; the wrong mailbox is told."""
    with OauthServer() as provider, GmailServer() as gmail:
        provider.write_provider(home.config, api=gmail.url)
        issue = provider._note

        def note(kind: str) -> str:
            token = issue(kind)
            gmail.token = token if kind == "access" else gmail.token
            return token

        provider._note = note  # type: ignore[method-assign]
        refresh = provider.refresh_token("mail.read mail.compose")
        client = {"client_id": "client-1", "client_secret": "", "refresh_token": refresh, "scopes": []}
        ring.items["work/token"] = json.dumps(client)
        account = f"  - id: work\n    gmail: {{user: {gmail.address}, client: /nowhere}}\n"
        home.write("config.yaml", CONFIG.partition("accounts:")[0] + "accounts:\n" + account)
        private(home)
        said = say("doctor", "--write")
        told = lines(said)
        assert f"ok {gmail.address} at Gmail" == told["work: login"]
        assert "ok one was placed and removed again" == told["work: draft"]

        gmail.address = "another@gmail.example"
        said = say("doctor")
    assert 1 == said.code
    assert "the consent is for another@gmail.example" in lines(said)["work: login"]
