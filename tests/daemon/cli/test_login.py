"""`afterword login`: what is asked, what is stored where, and what is told when it is not."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator

import pytest

from daemon.homes import Home, Said
from daemon.keyrings import MemoryKeyring, use_memory_keyring
from servers.gmail import GmailServer
from servers.oauth import OauthServer

Say = Callable[..., Said]
WORD = "seven herons at dawn"
CONFIG = """\
owner:
  name: Nell Hopper
  addresses: [nell@gmail.example]
  timezone: Europe/London
accounts:
  - id: work
    gmail: {{user: nell@gmail.example, client: {client}}}
  - id: post
    imap: {{host: imap.mail.example, user: nell}}
  - id: pass
    imap: {{host: imap.mail.example, user: nell, password_command: [pass, mail]}}
  - id: office
    imap: {{host: imap.office.example, user: nell@office.example, oauth: {{provider: google, client_id: client-1}}}}
  - id: files
    maildir: /mail
calendars:
  - id: diary
    google: {{account: work}}
  - id: dav
    caldav: {{url: "https://dav.example/", user: nell}}
"""


@pytest.fixture(name="ring")
def _ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    return use_memory_keyring(monkeypatch)


@pytest.fixture(name="provider")
def _provider() -> Iterator[OauthServer]:
    with OauthServer(secret=WORD) as server:
        yield server


@pytest.fixture(name="gmail")
def _gmail() -> Iterator[GmailServer]:
    with GmailServer() as server:
        yield server
    assert [] == server.refused


@pytest.fixture(autouse=True)
def _configured(home: Home, provider: OauthServer, gmail: GmailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts of each kind; a browser in which the owner consents, and whose token Gmail then knows."""
    client = home.config / "client.json"
    client.write_text(json.dumps({"installed": {"client_id": "client-1", "client_secret": WORD}}))
    home.write("config.yaml", CONFIG.format(client=client))
    provider.write_provider(home.config, api=gmail.url)
    monkeypatch.setattr("webbrowser.open", lambda address: browse(provider, address, gmail))


def browse(provider: OauthServer, address: str, gmail: GmailServer | None = None) -> bool:
    def consent() -> None:
        threading.Thread(target=provider.consent, args=(address,), daemon=True).start()

    if gmail is not None:
        issue = provider._note

        def note(kind: str) -> str:
            token = issue(kind)
            if kind == "access":
                gmail.token = token
            return token

        provider._note = note  # type: ignore[method-assign]
    consent()
    return True


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.mark.parametrize("name", ["post", "dav"])
def test_a_password_is_read_from_a_pipe_and_kept_in_the_keyring(
    say: Say, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Its first line, for an account as for a calendar; it is never shown."""
    pipe(monkeypatch, f"{WORD}\nwhat else is in the file\n")
    said = say("login", name)

    assert (0, {name: WORD}) == (said.code, ring.items)
    assert f'The password of "{name}" is in your keyring.\n' == said.out
    assert WORD not in said.err


def test_nothing_typed_is_nothing_stored(say: Say, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty password is a mistake."""
    pipe(monkeypatch, "\n")
    said = say("login", "post")

    assert (1, {}) == (said.code, ring.items)
    assert 'no password for "post" was given, so nothing is stored\n' == said.err


def test_a_password_is_forgotten(say: Say, ring: MemoryKeyring) -> None:
    """And it is told when there was none."""
    ring.items["post"] = WORD
    first, second = say("login", "post", "--forget"), say("login", "post", "--forget")

    assert {} == ring.items
    assert ("is no longer in" in first.out, "was not in" in second.out) == (True, True)


@pytest.mark.parametrize("name", ["work", "diary"])
def test_consent_is_asked_for_in_the_browser(say: Say, ring: MemoryKeyring, provider: OauthServer, name: str) -> None:
    """One consent for the account and the calendar that is read with it, kept as one item."""
    said = say("login", name)

    assert 0 == said.code, said.err
    assert 'Google\'s consent for "work" is in your keyring.' in said.out
    assert ["work/token"] == list(ring.items)
    kept = json.loads(ring.items["work/token"])
    assert ["mail.read", "mail.compose", "events.read"] == kept["scopes"]
    assert ("client-1", WORD) == (kept["client_id"], kept["client_secret"])
    assert kept["refresh_token"] in provider.issued
    assert not any(token in said.out + said.err for token in (*provider.issued, WORD))


def test_consent_for_another_mailbox_is_not_kept(say: Say, ring: MemoryKeyring, gmail: GmailServer) -> None:
    """Whoever has several accounts in one browser easily takes the wrong one."""
    gmail.address = "nell.private@gmail.example"
    said = say("login", "work")

    assert (1, {}) == (said.code, ring.items)
    assert 'you gave consent for nell.private@gmail.example, but "work" is nell@gmail.example' in said.err


def test_a_refusal_is_one_line(say: Say, ring: MemoryKeyring, provider: OauthServer) -> None:
    """Nothing is stored."""
    provider.refuses = True
    said = say("login", "work")

    assert (1, {}) == (said.code, ring.items)
    assert 'afterword: consent for "work" was refused, so nothing is stored\n' == said.err


def test_consent_by_a_code(say: Say, ring: MemoryKeyring, provider: OauthServer) -> None:
    """For a machine without a browser."""
    provider.interval = 0.01
    provider.secret = ""
    said = say("login", "office", "--device")

    assert 0 == said.code, said.err
    assert f"Open {provider.url}/type-it-here in any browser, and type the code WDJB-MJHT there." in said.out
    assert ["office/token"] == list(ring.items)


def test_google_gives_no_codes(say: Say, home: Home, ring: MemoryKeyring) -> None:
    """That is wrong usage; nothing is asked."""
    (home.config / "providers.yaml").unlink()
    said = say("login", "work", "--device")

    assert 2 == said.code
    assert "Google gives no consent by a code; leave --device out" in said.err


def test_a_forgotten_consent_is_withdrawn_by_the_owner(say: Say, ring: MemoryKeyring) -> None:
    """The keyring is ours, the rest is the provider's page."""
    ring.items["work/token"] = "{}"
    said = say("login", "work", "--forget")

    assert (0, {}) == (said.code, ring.items)
    assert "https://provider.example/consents" in said.out


def test_a_locked_keyring_is_told_before_anything_is_asked(
    say: Say, ring: MemoryKeyring, provider: OauthServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner neither types nor consents for nothing."""
    ring.locked = True
    pipe(monkeypatch, WORD)
    for name in ("post", "work"):
        said = say("login", name)
        assert 1 == said.code
        assert "the keyring is locked" in said.err
    assert [] == provider.requests


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wrok", 'config.yaml has no account and no calendar called "wrok" - did you mean "work"?\n'),
        ("files", '"files" (/mail) needs nothing from the keyring\n'),
        ("pass", '"pass" (IMAP at imap.mail.example) needs nothing from the keyring\n'),
    ],
)
def test_what_needs_no_login_is_told(say: Say, ring: MemoryKeyring, name: str, text: str) -> None:
    """A Maildir, a password_command, a slip."""
    said = say("login", name)

    assert (1, text) == (said.code, said.err)


def test_the_address_is_printed_where_no_browser_is_wanted(home: Home, provider: OauthServer) -> None:
    """Read from the program's output while it waits; where there is no keyring, that is said before."""
    said = home.run("login", "work", "--no-browser", DBUS_SESSION_BUS_ADDRESS="", XDG_RUNTIME_DIR="/nowhere")
    assert 1 == said.code
    assert "there is no keyring here" in said.err

    script = """
import keyring, sys, threading
from daemon.keyrings import MemoryKeyring
from afterword.__main__ import run
ring = MemoryKeyring()
keyring.get_keyring = lambda: ring
code = run(["login", "office", "--no-browser"])
print(list(ring.items))
sys.exit(code)
"""
    provider.secret = ""
    process = subprocess.Popen(
        [*home.command()[:1], "-c", script],
        env={**os.environ, **home.environment, "PYTHONPATH": "tests"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        address = next(found[0] for line in lines if (found := re.search(r"http\S+/authorise\S+", line)))
        provider.consent(address)
        rest = "".join(lines)

    assert 0 == process.returncode
    assert "is in your keyring" in rest
    assert "['office/token']" in rest
    assert not any(token in address + rest for token in provider.issued)
