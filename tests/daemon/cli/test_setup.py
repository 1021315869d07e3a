"""`afterword setup`: by options and by questions, on a real Dovecot; nothing of the owner's is lost, nothing half written."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from daemon.homes import Home, Said
from daemon.keyrings import MemoryKeyring, use_memory_keyring
from daemon.terminals import Terminal
from servers.certificates import make_certificates
from servers.dovecot import Dovecot
from servers.gmail import GmailServer
from servers.oauth import OauthServer
from servers.radicale import PASSWORD, Radicale
from servers.secret_service import SecretService

Say = Callable[..., Said]
pytestmark = pytest.mark.server
WHO = ("--name", "Runa Holt", "--timezone", "Europe/London")


@pytest.fixture(name="fresh")
def _fresh(home: Home) -> Home:
    """A home in which nothing was set up yet."""
    (home.config / "config.yaml").unlink()
    home.config.rmdir()
    return home


@pytest.fixture(name="ring")
def _ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    return use_memory_keyring(monkeypatch)


@pytest.fixture(name="user")
def _user(dovecot: Dovecot, request: pytest.FixtureRequest) -> str:
    """Somebody new on the server."""
    user = f"setup-{abs(hash(request.node.nodeid)) % 10**9}"
    dovecot.add_user(user)
    return user


def account(dovecot: Dovecot, user: str, **changes: str) -> list[str]:
    """The options for an account over TLS."""
    options = {
        "address": f"{user}@home.example",
        "host": "localhost",
        "port": str(dovecot.tls_port),
        "user": user,
        "ca": str(dovecot.certificates.ca),
        **changes,
    }
    return [word for key, value in options.items() for word in (f"--{key}", value)]


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def files(home: Home) -> dict[str, bytes]:
    """What the owner's folder holds."""
    return {one.name: one.read_bytes() for one in home.config.iterdir()} if home.config.exists() else {}


def test_everything_by_options(
    fresh: Home, say: Say, ring: MemoryKeyring, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration is written and good, the password is in the keyring and nowhere else."""
    word = dovecot.password(user)
    pipe(monkeypatch, f"{word}\n")
    extras = ["--headline", "Map maker", "--highlight", "Drew: a map", "--highlight", "Lost none", "--signature", "R."]
    said = say("setup", *account(dovecot, user), *WHO, *extras, "--password-stdin", "--calendar", fresh.calendar)
    checked = say("config", "check")

    assert (0, "") == (said.code, said.err)
    assert {"home": word} == ring.items
    assert (0, "") == (checked.code, checked.err)
    assert word not in said.out + "".join(text.decode() for text in files(fresh).values())
    assert b'- "Drew: a map"\n' in files(fresh)["profile.yaml"]
    assert b"ics: " in files(fresh)["config.yaml"]


def test_files_are_the_owners_alone(fresh: Home, say: Say, dovecot: Dovecot, user: str) -> None:
    """0600 in a folder of 0700, whatever the umask is."""
    before = os.umask(0)
    try:
        said = say("setup", *account(dovecot, user), *WHO, "--untried", "--password-command", "pass mail")
    finally:
        os.umask(before)

    assert 0 == said.code, said.err
    assert 0o700 == stat.S_IMODE(fresh.config.stat().st_mode)
    assert {0o600} == {stat.S_IMODE(one.stat().st_mode) for one in fresh.config.iterdir()}
    assert {"config.yaml", "profile.yaml"} == set(files(fresh))


def test_twice_is_once(
    fresh: Home, say: Say, ring: MemoryKeyring, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the byte, with the same words and with none."""
    command = ["setup", *account(dovecot, user), *WHO, "--calendar", str(fresh.calendar), "--highlight", "Drew a map"]
    pipe(monkeypatch, dovecot.password(user))
    say(*command, "--password-stdin")
    before = files(fresh)
    times = {one: one.stat().st_mtime_ns for one in fresh.config.iterdir()}

    for again in (command, ["setup"], ["setup", "--no-input", "--name", "Runa Holt"]):
        said = say(*again)
        assert (0, "") == (said.code, said.err)
        assert said.out.startswith("Everything is as it was.")
    assert before == files(fresh)
    assert times == {one: one.stat().st_mtime_ns for one in fresh.config.iterdir()}


def test_what_the_owner_wrote_stays(
    home: Home, say: Say, ring: MemoryKeyring, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file by hand, with its comments and its own order: an account comes, a value changes, no line goes."""
    by_hand = (
        f"# my own file\naccounts:\n- maildir: {home.mail}   # synchronised\n  id: home\n  folders: {{sent: Sent}}\n"
        "owner:\n    addresses: [nell@home.example]\n    name: Nell Hopper # me\n# poll_minutes: 5\n"
    )
    home.write("config.yaml", by_hand)
    home.write("profile.yaml", "headline: Sailor   # for now\n# highlights to come\n")
    pipe(monkeypatch, dovecot.password(user))
    told = ["--name", "Nell Holt", "--headline", "Map maker", "--highlight", "Drew a map", "--country", "gb"]
    said = say("setup", *account(dovecot, user, id="new"), *told, "--password-stdin")

    assert (0, "") == (said.code, said.err)
    after = (home.config / "config.yaml").read_text()
    lost = set(by_hand.splitlines()) - set(after.splitlines())
    assert {"    addresses: [nell@home.example]", "    name: Nell Hopper # me"} == lost
    assert "    name: Nell Holt # me\n" in after
    assert f'    addresses: [nell@home.example, "{user}@home.example"]\n' in after
    assert "    country: GB\n" in after
    assert "- id: new\n  imap:\n    host: localhost\n" in after
    assert "headline: Map maker   # for now\n# highlights to come\n" in (home.config / "profile.yaml").read_text()
    assert 0 == say("config", "check").code


def test_a_changed_server_is_changed_in_its_place(fresh: Home, say: Say, dovecot: Dovecot, user: str) -> None:
    """Going over to STARTTLS: two lines come, one changes."""
    command = ["--password-command", f'sh -c "echo {dovecot.password(user)}"']
    say("setup", *account(dovecot, user), *WHO, *command)
    before = (fresh.config / "config.yaml").read_text().splitlines()
    said = say("setup", *account(dovecot, user, security="starttls", port=str(dovecot.port)))
    after = (fresh.config / "config.yaml").read_text().splitlines()

    assert (0, "") == (said.code, said.err)
    assert [f"      port: {dovecot.tls_port}"] == [line for line in before if line not in after]
    assert [f"      port: {dovecot.port}", "      security: starttls"] == [line for line in after if line not in before]


def test_a_dry_run_prints_and_changes_nothing(
    fresh: Home, say: Say, ring: MemoryKeyring, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both files, as they would be."""
    pipe(monkeypatch, dovecot.password(user))
    said = say("setup", *account(dovecot, user), *WHO, "--password-stdin", "--dry-run")

    assert (0, "") == (said.code, said.err)
    assert "host: localhost" in said.out
    assert "profile.yaml" in said.out
    assert ({}, {}) == (files(fresh), ring.items)


def test_every_missing_option_is_named(fresh: Home) -> None:
    """At once, where nobody is there to be asked."""
    said = fresh.run("setup")

    assert (1, "") == (said.code, said.out)
    assert "--address, --name, --host, --password-stdin or --password-command" in said.err
    assert {} == files(fresh)


def test_what_a_provider_needs_is_not_missing(fresh: Home) -> None:
    """Known servers need no host; those with OAuth need a client instead of a password."""
    said = fresh.run("setup", "--address", "runa@fastmail.com")
    assert "missing: --name, --password-stdin or --password-command\n" in said.err
    said = fresh.run("setup", "--address", "runa@hotmail.com", "--name", "Runa")
    assert "missing: --client-id\n" in said.err


@pytest.mark.parametrize("address", ["runa@tuta.com", "runa@hey.com"])
def test_a_provider_without_imap_is_said_to_be_one(fresh: Home, say: Say, address: str) -> None:
    """And what works instead."""
    said = say("setup", "--address", address, *WHO, "--host", "x", "--untried", "--password-command", "x")
    assert 0 == said.code
    (fresh.config / "config.yaml").unlink()
    said = say("setup", "--address", address, *WHO, "--password-command", "x", "--provider", address.split("@")[1][:-4])
    assert 1 == said.code
    assert "offers no IMAP" in said.err or "--host" in said.err


def refused(said: Said, home: Home, words: str) -> None:
    """It failed in these words, and nothing was written."""
    assert (1, "") == (said.code, said.out)
    assert words in said.err
    assert "Traceback" not in said.err
    assert {} == files(home)


def test_a_wrong_password(
    fresh: Home, say: Say, ring: MemoryKeyring, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, with where the right one is made; nothing is stored."""
    pipe(monkeypatch, "seven herons\n")
    said = say("setup", *account(dovecot, user), *WHO, "--password-stdin", "--provider", "fastmail")

    refused(said, fresh, f"refuses the password of {user}: ")
    assert "Manage app passwords" in said.err
    assert ({}, False) == (ring.items, "herons" in said.err)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"port": "1"}, "refuses connections"),
        ({"ca": "/dev/null"}, "no certificate in /dev/null"),
        ({"ca": "{folder}/other/ca.pem"}, "shows a certificate that nobody known has signed"),
        ({"security": "starttls"}, "does not greet"),
        ({"folder": "sent=Nirgends"}, "there is no folder 'Nirgends'; the folders are"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_said_in_words(
    fresh: Home,
    say: Say,
    dovecot: Dovecot,
    user: str,
    changes: dict[str, str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A port, a certificate, a folder."""
    monkeypatch.setattr("afterword.setup.trial._SILENCE", 2.0)
    make_certificates(fresh.folder / "other")
    changes = {key: value.format(folder=fresh.folder) for key, value in changes.items()}
    command = ["--password-command", f'sh -c "echo {dovecot.password(user)}"']

    refused(say("setup", *account(dovecot, user, **changes), *WHO, *command), fresh, words)


def test_an_expired_certificate(fresh: Home, say: Say) -> None:
    """It names the cause."""
    with Dovecot() as server:
        server.stop()
        server.certificates = make_certificates(server.folder / "tls", expired=True)
        server.start()
        command = ["--password-command", f'sh -c "echo {server.password()}"']
        said = say("setup", *account(server, "runa"), *WHO, *command)

    refused(said, fresh, "shows a certificate that has expired")


def test_no_keyring(fresh: Home, dovecot: Dovecot, user: str) -> None:
    """The password is stored nowhere, and it is told what to do instead."""
    done = subprocess.run(
        fresh.command("setup", *account(dovecot, user), *WHO, "--password-stdin"),
        env={**os.environ, **fresh.environment, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "DISPLAY": ""},
        input=dovecot.password(user),
        capture_output=True,
        text=True,
        check=False,
    )

    refused(Said(done.returncode, done.stdout, done.stderr), fresh, "there is no keyring here that keeps secrets")
    assert "password_command" in done.stderr
    assert dovecot.password(user) not in done.stderr


def test_a_locked_keyring(
    fresh: Home, say: Say, ring: MemoryKeyring, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written, because the password could not be kept."""
    ring.locked = True
    pipe(monkeypatch, dovecot.password(user))

    refused(say("setup", *account(dovecot, user), *WHO, "--password-stdin"), fresh, "the keyring is locked")


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_full_disk(
    home: Home,
    say: Say,
    ring: MemoryKeyring,
    dovecot: Dovecot,
    user: str,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
) -> None:
    """Whenever it is noticed: the files and the keyring are as they were."""
    ring.items["new"] = "an older one"
    before = files(home)
    pipe(monkeypatch, dovecot.password(user))

    def fail(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    if failing == "fsync":
        monkeypatch.setattr("os.fsync", fail)
    else:
        # The last step of the last file.
        real = Path.replace
        monkeypatch.setattr(Path, "replace", lambda one, to: fail() if "profile" in str(to) else real(one, to))
    said = say("setup", *account(dovecot, user, id="new"), "--password-stdin", "--headline", "Map maker")

    assert (1, "") == (said.code, said.out)
    assert "No space left on device; nothing was changed" in said.err
    assert (before, {"new": "an older one"}) == (files(home), ring.items)


def test_a_read_only_file_system(home: Home, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and nothing was changed."""
    before = files(home)

    def fail(**arguments: Any) -> None:
        raise OSError(30, "Read-only file system", "x")

    monkeypatch.setattr("tempfile.mkstemp", fail)
    said = say("setup", "--headline", "Map maker")

    assert 1 == said.code
    assert f"{home.config}/profile.yaml: cannot be written: Read-only file system; nothing was changed\n" == said.err
    assert before == files(home)


def test_mistakes_are_mended_first(home: Home, say: Say) -> None:
    """A file with a mistake is not touched."""
    home.write("profile.yaml", "headlin: x\n")
    said = say("setup", "--headline", "Map maker")

    assert (1, "") == (said.code, said.out)
    assert 'profile.yaml:1:1: unknown key "headlin"' in said.err


def test_a_maildir(fresh: Home, say: Say) -> None:
    """No server, no password."""
    command = ["setup", "--address", "runa@home.example", *WHO, "--maildir", str(fresh.mail), "--no-calendar"]
    said = say(*command)
    again = say(*command)

    assert (0, "") == (said.code, said.err)
    assert again.out.startswith("Everything is as it was.")
    assert 0 == say("config", "check").code


def test_no_maildir(fresh: Home, say: Say) -> None:
    """Before anything is written."""
    said = say("setup", "--address", "runa@home.example", *WHO, "--maildir", fresh.folder / "nowhere")

    refused(said, fresh, "No such file or directory")


@pytest.fixture(name="radicale")
def _radicale(tmp_path: Path) -> Iterator[Radicale]:
    (tmp_path / "radicale").mkdir()
    with Radicale(tmp_path / "radicale") as server:
        yield server


def test_calendars_by_options(
    fresh: Home, say: Say, ring: MemoryKeyring, radicale: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a CalDAV server with a password of its own; one that cannot be read is not written."""
    radicale.let_in("runa")
    radicale.make_calendar("runa", "work")
    base = ["setup", "--address", "runa@home.example", *WHO, "--maildir", str(fresh.mail)]
    caldav = ["--calendar", f"caldav:{radicale.url}", "--calendar-user", "runa"]
    said = say(*base, *caldav, "--calendar-password-command", "echo wrong")
    refused(said, fresh, "the server refuses the name or the password (401)")

    said = say(*base, *caldav, "--calendar-password-command", f'echo "{PASSWORD}"', "--calendar", fresh.calendar)

    assert (0, "") == (said.code, said.err)
    checked = say("config", "check")
    assert (0, "") == (checked.code, checked.err)
    assert "CalDAV at localhost" in checked.out


def test_an_account_with_consent_waits_for_it(
    fresh: Home, say: Say, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is there to give it: it is written, and told what is left to do."""
    said = say("setup", "--address", "runa@hotmail.com", *WHO, "--client-id", "client-1")

    assert (0, "") == (said.code, said.err)
    assert '"hotmail" has no consent yet: `afterword login hotmail` asks for it.' in said.out
    assert b"provider: microsoft\n        client_id: client-1\n" in files(fresh)["config.yaml"]


def environment(home: Home, service: SecretService) -> dict[str, str]:
    return {**home.environment, **service.environment, "HOME": str(home.folder)}


@pytest.fixture(name="service")
def _service(tmp_path: Path) -> Iterator[SecretService]:
    with SecretService(tmp_path / "keyring") as service:
        service.unlock()
        yield service


def typed(dovecot: Dovecot, user: str) -> list[tuple[str, str]]:
    """From the first question to the server's."""
    return [
        ("Your mail address", f"{user}@home.example"),
        ("How is it read", ""),
        ("IMAP server [imap.home.example]", "localhost"),
        ("Does it begin with tls", "tls"),
        ("Port [993]", str(dovecot.tls_port)),
        ("Your name there", user),
    ]


def test_everything_by_questions(fresh: Home, dovecot: Dovecot, user: str, service: SecretService) -> None:
    """On a terminal: a wrong password and an unknown certificate are dealt with on the way; passwords are not shown."""
    word = dovecot.password(user)
    with Terminal(fresh.command("setup"), environment(fresh, service)) as terminal:
        terminal.answers(
            ("Your mail address", "no address"),
            ('"no address" is no mail address', ""),
            ("it begins with your mail address", f"{user}@home.example"),
            *typed(dovecot, user)[1:],
            (f"Password of {user} at localhost", "seven herons"),
            ("that nobody known has signed", "n"),
            ("A file with the certificate of its authority", str(dovecot.certificates.ca)),
            (f"refuses the password of {user}", ""),
            (f"Password of {user} at localhost", word),
        )
        terminal.reads("  drafts  Drafts")
        terminal.answers(
            ("Are these the right folders?", "n"),
            ("The folder for inbox [INBOX]", ""),
            ("The folder for sent [Sent]", "Nirgends"),
            ("there is no folder 'Nirgends'", "Archive"),
            ("The folder for drafts", ""),
            ("The folder for trash", ""),
            ("Where is your calendar?", "/nowhere"),
            ("No such file or directory", "n"),
            ("Where is your calendar?", str(fresh.calendar)),
            ("Where is your calendar?", ""),
            ("Your name, as letters are signed", "Runa Holt"),
            ("Your time zone", "Europe/Lodon"),
            ('"Europe/Lodon" is no time zone - did you mean "Europe/London"?', "Europe/London"),
            ("Your country, for its holidays (two letters) [GB]", ""),
            ("You in one line", "Map maker"),
            ("What you are proud of", "Drew a map"),
            ("  :", ""),
            ("Below your letters", ""),
        )
        code = terminal.ends()

    assert 0 == code, terminal.shown
    assert "seven herons" not in terminal.shown
    assert word not in terminal.shown
    text = (fresh.config / "config.yaml").read_text()
    assert "sent: Archive" in text
    assert "timezone: Europe/London\n" in text
    said = fresh.run("config", "check", **environment(fresh, service))
    assert (0, "") == (said.code, said.err)


def test_the_second_time_enter_is_enough(fresh: Home, dovecot: Dovecot, user: str, service: SecretService) -> None:
    """What is there is the answer to every question; nothing changes."""
    command = fresh.command("setup", *account(dovecot, user), *WHO, "--password-stdin")
    where = environment(fresh, service)
    word = dovecot.password(user)
    done = subprocess.run(command, env={**os.environ, **where}, input=word, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    before = files(fresh)
    with Terminal(fresh.command("setup"), where) as terminal:
        terminal.answers(
            ("Which account shall be gone through again, or is it a new one? [home]", ""),
            ("Are these the right folders?", ""),
            ("Where is your calendar?", ""),
            ("Your name, as letters are signed [Runa Holt]", ""),
            ("Your time zone [Europe/London]", ""),
            ("Your country", ""),
            ("You in one line", ""),
            ("What you are proud of", ""),
            ("Below your letters", ""),
        )
        code = terminal.ends()

    assert 0 == code, terminal.shown
    assert "Everything is as it was." in terminal.shown
    assert before == files(fresh)


@pytest.mark.parametrize("after", [1, 4, 7])
def test_ctrl_c_leaves_everything_as_it_was(
    fresh: Home, dovecot: Dovecot, user: str, service: SecretService, after: int
) -> None:
    """At whatever question."""
    dialogue = [*typed(dovecot, user), (f"Password of {user}", dovecot.password(user)), ("nobody known has signed", "")]
    with Terminal(fresh.command("setup"), environment(fresh, service)) as terminal:
        terminal.answers(*dialogue[:after])
        terminal.reads(dialogue[after][0])
        terminal.interrupts()
        code = terminal.ends()

    assert 130 == code, terminal.shown
    assert {} == files(fresh)
    assert "Traceback" not in terminal.shown


def test_without_a_keyring_a_command_is_asked_for(fresh: Home, dovecot: Dovecot, user: str) -> None:
    """And it is tried."""
    nowhere = {**fresh.environment, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    given = ["--ca", str(dovecot.certificates.ca), "--no-calendar"]
    with Terminal(fresh.command("setup", *given), nowhere) as terminal:
        terminal.answers(*typed(dovecot, user))
        terminal.reads("there is no keyring here that keeps secrets")
        terminal.answers(
            ("A command that prints it", f"echo '{dovecot.password(user)}'"),
            ("Are these the right folders?", ""),
            ("Your name", "Runa"),
            ("Your time zone", ""),
            ("Your country", ""),
            ("You in one line", ""),
            ("What you are proud of", ""),
            ("Below your letters", ""),
        )
        code = terminal.ends()

    assert 0 == code, terminal.shown
    assert f"password_command: [echo, {dovecot.password(user)}]" in (fresh.config / "config.yaml").read_text()


def test_calendars_are_found_and_chosen(fresh: Home, radicale: Radicale, service: SecretService) -> None:
    """Of three calendars the owner takes two, each with its own id and the same password."""
    radicale.let_in("runa")
    for name in ("work", "family", "birthdays"):
        radicale.make_calendar("runa", name)
    given = ["--address", "runa@home.example", *WHO, "--country", "GB", "--maildir", str(fresh.mail)]
    with Terminal(fresh.command("setup", *given), environment(fresh, service)) as terminal:
        terminal.answers(
            ("Are these the right folders?", ""),
            ("Where is your calendar?", f"caldav:{radicale.url}"),
            ("Your name there", "runa"),
            ("Password of runa at", PASSWORD),
        )
        terminal.reads("Which of them?")
        names = [
            line.split()[1].rpartition("/")[2]
            for line in terminal.shown.splitlines()
            if line[:3] in {"  1", "  2", "  3"}
        ]
        places = [str(names.index(name) + 1) for name in ("family", "work")]
        terminal.types(" ".join(places))
        terminal.answers(
            ("Where is your calendar?", ""),
            ("You in one line", ""),
            ("What you are proud of", ""),
            ("Below your letters", ""),
        )
        code = terminal.ends()

    assert 0 == code, terminal.shown
    text = (fresh.config / "config.yaml").read_text()
    assert (1, 1, 0) == tuple(text.count(f"/{name}/") for name in ("family", "work", "birthdays"))
    said = fresh.run("config", "check", **environment(fresh, service))
    assert (0, "") == (said.code, said.err)


def test_a_server_of_ones_own_is_pinned(fresh: Home, dovecot: Dovecot, user: str) -> None:
    """As Proton Bridge: on this machine, STARTTLS, a certificate nobody signed; it is trusted from now on."""
    options = ["--provider", "proton", "--port", str(dovecot.port), "--user", user, "--no-input"]
    command = ["--password-command", f'sh -c "echo {dovecot.password(user)}"']
    said = fresh.run("setup", "--address", f"{user}@proton.me", *WHO, *options, *command)

    assert (0, "") == (said.code, said.err)
    assert f"certificate: {dovecot.certificates.fingerprint}\n" in (fresh.config / "config.yaml").read_text().replace(
        '"', ""
    )


class ConsentingOwner:
    """A browser in which the owner consents."""

    def __init__(self, provider: OauthServer) -> None:
        self._provider = provider

    def open(self, address: str) -> bool:
        threading.Thread(target=self._provider.consent, args=(address,), daemon=True).start()
        return True


def test_consent_is_asked_for_at_once(
    fresh: Home, say: Say, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gmail through its own interface: one consent for mail and calendar, kept in the keyring, for the right mailbox."""
    with OauthServer() as provider, GmailServer() as gmail:
        fresh.config.mkdir(mode=0o700)
        provider.write_provider(fresh.config, api=gmail.url)
        gmail.address = "runa@gmail.com"
        client = fresh.folder / "client.json"
        client.write_text(json.dumps({"installed": {"client_id": "client-1"}}))
        issue = provider._note

        def note(kind: str) -> str:
            token = issue(kind)
            gmail.token = token if kind == "access" else gmail.token
            return token

        monkeypatch.setattr(provider, "_note", note)
        monkeypatch.setattr("webbrowser.open", ConsentingOwner(provider).open)
        monkeypatch.setattr("sys.stdin", Answering())
        options = ["--gmail", "--client", str(client), "--country", "GB", "--calendar", "google", "--headline", "x"]
        said = say("setup", "--address", "runa@gmail.com", *WHO, *options)

    assert 0 == said.code, said.err
    assert {"gmail/token"} == set(ring.items)
    assert ["mail.read", "mail.compose", "events.read"] == json.loads(ring.items["gmail/token"])["scopes"]
    assert "google:\n      account: gmail\n" in (fresh.config / "config.yaml").read_text()
    assert not any(token in said.out + said.err for token in provider.issued)


class Answering(io.StringIO):
    """A terminal, as far as the program asks; every answer is Enter."""

    def __init__(self) -> None:
        super().__init__("\n" * 50)

    def isatty(self) -> bool:
        return True
