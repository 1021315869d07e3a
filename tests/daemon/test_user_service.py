"""The service under a real `systemd --user`, as an ordinary user: installed, killed, hung, reloaded and taken out."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from daemon.homes import confirmation
from servers.installed_home import (
    CONFIGURATION,
    MAIL,
    PROGRAM,
    PROJECT,
    STATE,
    UNIT,
    UNITS,
    InstalledHome,
    paths_in_sight,
)
from servers.user_manager import HOME, RUNTIME, UserManager

pytestmark = [pytest.mark.server, pytest.mark.slow]

WALL = re.compile(r"(?:Private|Protect|Restrict|System|ReadWrite|Inaccessible|Memory|NoNew|Lock|Cap|UMask|Limit)\w*=")
STRICT = UNITS / f"{UNIT}.d" / "afterword-strict.conf"
NOTES = HOME / "notes"
TIMER = """\
# A thank-you is due half an hour after an interview: five minutes are close enough.
[Timer]
OnCalendar=*:0/5
[Install]
WantedBy=timers.target
"""


@contextmanager
def a_home() -> Generator[InstalledHome]:
    """A user with a Maildir, a configuration and Afterword in ~/.local/bin, under a manager of its own."""
    if os.getuid() != 0:
        pytest.skip("a user manager of the test's own takes root, for its namespaces: run the tests as root")
    with UserManager(paths_in_sight()) as manager:
        yield InstalledHome(manager)


@pytest.fixture(name="home")
def _home() -> Iterator[InstalledHome]:
    """A home that nothing was installed in."""
    with a_home() as home:
        yield home


@pytest.fixture(name="applied")
def _applied(home: InstalledHome) -> InstalledHome:
    """An application of three days ago waits in the inbox: one draft is due."""
    return with_application(home)


@pytest.fixture(name="running", scope="module")
def _running() -> Iterator[InstalledHome]:
    """The service runs and has placed its draft, and a desktop has shown it; these tests change nothing of it."""
    with a_home() as home:
        with_application(home)
        desktop = PROJECT / "tests" / "servers" / "desktop.py"
        with home.manager.start("sh", "-c", f"echo $$ >{NOTES}.pid; exec {sys.executable} {desktop} >{NOTES}"):
            home.until(lambda: "ready" in home.manager.run("cat", NOTES).stdout)
            home.manager.write(HOME / "told", install(home))
            home.until(lambda: bool(home.drafts()) and has_read(home))
            yield home
            home.manager.kill(int(home.manager.read(HOME / "notes.pid")), signal.SIGTERM)


def with_application(home: InstalledHome, company: str = "Larkspur Atlas") -> InstalledHome:
    """A confirmation of three days ago comes to the inbox."""
    at = datetime.now(UTC) - timedelta(days=3)
    home.deliver(confirmation(at, company), at)
    return home


def install(home: InstalledHome, *options: str, **environment: str) -> str:
    done = home.say("install", *options, **environment)
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    return done.stdout


def soon(home: InstalledHome, *settings: str) -> None:
    """Settings of the owner's own: a restart comes at once."""
    home.manager.write(
        UNITS / f"{UNIT}.d" / "override.conf", "\n".join(["[Service]", "RestartSec=100ms", *settings, ""])
    )


def restarts(home: InstalledHome) -> int:
    return int(home.shown("NRestarts"))


def restarted(home: InstalledHome, before: int) -> None:
    """Wait until another process than `before` runs."""
    home.until(lambda: home.shown("SubState") == "running" and home.pid not in {0, before})


def has_read(home: InstalledHome) -> bool:
    """Whether the running service has made a pass."""
    return "application" in home.shown("StatusText")


def test_installed_service_places_a_draft_and_says_so(running: InstalledHome) -> None:
    """From `install` to the draft, the status and the journal; enabled for the next boot."""
    told = running.manager.read(HOME / "told").decode()
    status = running.manager.output("systemctl", "--user", "status", "--no-pager", UNIT)
    journal = [
        json.loads(line)
        for line in running.manager.output(
            "journalctl", "--user", "--output=json", f"--unit={UNIT}", "_COMM=afterword"
        ).splitlines()
    ]

    assert "Hardening is strict: it may write to your mail and its own state" in told
    assert "afterword.service runs" in told
    assert "afterword install --linger" in told
    assert 1 == len(running.drafts())
    assert ("enabled", "active", "notify") == (
        running.manager.output("systemctl", "--user", "is-enabled", UNIT).strip(),
        running.shown("ActiveState"),
        running.shown("Type"),
    )
    assert "1 application" in status
    lines = {entry["MESSAGE"]: entry["PRIORITY"] for entry in journal}
    assert "6" == lines["placed outreach for Larkspur Atlas (Map Librarian)"]
    assert not any("Thank you for applying" in line or "@" in line for line in lines)


def test_service_writes_to_mail_and_state_only(running: InstalledHome) -> None:
    """Its own view of the file system: read-only but for the two, /tmp its own."""
    mounts: dict[str, str] = {}
    for line in running.manager.output("cat", f"/proc/{running.pid}/mountinfo").splitlines():
        place, options = line.split()[4:6]
        mounts[place.replace("\\040", " ")] = options.split(",")[0]
    status = running.manager.output("cat", f"/proc/{running.pid}/status")

    assert {"rw"} == {mounts[str(place)] for place in (MAIL, STATE)}
    assert {"ro"} == {mounts[place] for place in ("/", "/home")}
    assert "/tmp" in mounts
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status
    assert "CapBnd:\t0000000000000000" in status


def test_service_reaches_the_desktop_over_the_session_bus(running: InstalledHome) -> None:
    """From within its walls: the keyring is on the same bus."""
    running.until(lambda: "summary" in running.manager.read(NOTES).decode())
    shown = json.loads(running.manager.read(NOTES).splitlines()[1])

    assert "Outreach for Larkspur Atlas is in your Drafts" == shown["summary"]


@pytest.mark.parametrize("environment", [{}, {"XDG_RUNTIME_DIR": "", "DBUS_SESSION_BUS_ADDRESS": ""}])
def test_second_install_changes_nothing(running: InstalledHome, environment: dict[str, str]) -> None:
    """The very process goes on; also out of a shell that forgot its runtime folder, as after `su` or in cron."""
    before = running.pid

    assert "afterword.service ran already, and goes on: 1 application" in install(running, **environment)
    assert before == running.pid


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        ("exit 0", 0, "From now on it runs from boot to shutdown"),
        ("echo 'Access denied' >&2; exit 1", 1, "Access denied; try `sudo loginctl enable-linger nell`"),
    ],
)
def test_lingering_is_switched_on_or_told(running: InstalledHome, answer: str, code: int, told: str) -> None:
    """By loginctl, which a machine may keep for its administrator; the service runs either way."""
    tools = HOME / "tools"
    script = f'#!/bin/sh\n[ "$*" = "enable-linger nell" ] || {{ echo no; exit; }}\n{answer}\n'
    running.manager.write(tools / "loginctl", script, 0o755)
    done = running.say("install", "--linger", PATH=f"{tools}:/usr/bin:/bin")

    assert code == done.returncode
    assert told in done.stdout + done.stderr
    assert "active" == running.shown("ActiveState")


def test_without_a_user_manager_the_next_step_is_told(running: InstalledHome) -> None:
    """Nobody is logged in: no folder of that manager's."""
    done = running.say("install", XDG_RUNTIME_DIR=str(RUNTIME / "none"))

    assert (1, "") == (done.returncode, done.stdout)
    assert "no systemd user manager runs for you" in done.stderr
    assert "sudo loginctl enable-linger" in done.stderr


def test_without_systemd_the_next_step_is_told(running: InstalledHome) -> None:
    """A machine with another service manager."""
    done = running.say("install", PATH=str(HOME / "nowhere"))

    assert (1, "") == (done.returncode, done.stdout)
    assert "there is no systemd on this machine: let your session" in done.stderr


def test_dry_run_shows_and_changes_nothing(home: InstalledHome) -> None:
    """The whole text of the files, and the commands."""
    told = install(home, "--dry-run", "--linger")

    for expected in (
        f"ExecStart={PROGRAM} run",
        "ProtectHome=read-only",
        "would run systemctl --user enable",
        "linger",
    ):
        assert expected in told
    assert not home.manager.listing(UNITS)
    assert not home.manager.listing(STATE)
    assert "not-found" == home.shown("LoadState")


def test_gnupg_prints_a_password_within_the_walls(home: InstalledHome) -> None:
    """Also where it has to start its agent itself, for which it writes to its folders; without a command it may not."""
    run = home.manager.output
    home.manager.write(HOME / "password", "seven herons at dawn\n")
    address = "nell@home.example"
    run("gpg", "--batch", "--passphrase", "", "--quick-generate-key", address, "default", "default", "never")
    run("gpg", "--batch", "--trust-model", "always", "--recipient", address, "--encrypt", HOME / "password")
    run("gpgconf", "--kill", "all")
    units = ("gpg-agent.socket", "gpg-agent-browser.socket", "gpg-agent-extra.socket", "gpg-agent-ssh.socket")
    run("systemctl", "--user", "mask", "--now", *units, "gpg-agent.service")
    decrypted = []
    for command in ("", "password_command: [gpg, --decrypt, password.gpg], "):
        entry = f"  - id: work\n    caldav: {{{command}url: 'https://127.0.0.1:9/', user: nell}}\n"
        home.configure(entry)
        install(home)
        lines = (home.manager.read(UNITS / UNIT) + home.manager.read(STRICT)).decode().splitlines()
        walls = [
            f"--property={line}" for line in lines if WALL.match(line) and str(MAIL) not in line.replace("%%", "%")
        ]
        done = home.manager.run(
            "systemd-run", "--user", "--wait", "--pipe", "--collect", *walls, "gpg", "--decrypt", HOME / "password.gpg"
        )
        decrypted.append(done.stdout)

    assert ["", "seven herons at dawn\n"] == decrypted


def test_killed_service_comes_back_and_makes_no_second_draft(applied: InstalledHome) -> None:
    """`kill -9` right after the draft was placed: at once the first time; then it waits, says so, and may be hurried."""
    soon(applied)
    install(applied)
    applied.until(lambda: bool(applied.drafts()))
    before = applied.pid
    applied.manager.kill(before, signal.SIGKILL)
    restarted(applied, before)
    applied.until(lambda: has_read(applied))

    assert 1 == restarts(applied)
    assert 1 == len(applied.drafts())
    before = applied.pid
    applied.manager.kill(before, signal.SIGKILL)
    restarted(applied, before)
    assert "it failed before: starting again in 10 seconds" == applied.shown("StatusText")
    applied.manager.output("systemctl", "--user", "restart", UNIT)
    applied.until(lambda: has_read(applied))
    assert 1 == len(applied.drafts())


def test_hung_service_is_started_again(applied: InstalledHome) -> None:
    """A process that stands still feeds no watchdog, which is three minutes long and here a few seconds."""
    soon(applied, "WatchdogSec=4s", "TimeoutAbortSec=1s")
    install(applied)
    applied.until(lambda: bool(applied.drafts()))
    before = applied.pid
    applied.manager.kill(before, signal.SIGSTOP)
    restarted(applied, before)

    journal = applied.manager.journal(UNIT)
    assert "Watchdog timeout (limit 4s)!" in journal
    # Where it hung, for whoever is to find out why.
    assert "Fatal Python error: Aborted" in journal
    applied.until(lambda: has_read(applied))
    assert 1 == len(applied.drafts())
    assert restarts(applied)


def test_reload_reads_the_files_and_keeps_what_was_good(applied: InstalledHome) -> None:
    """A mistake is named with its line while all goes on; mended, it is taken over. The process stays the same."""
    install(applied)
    applied.until(lambda: has_read(applied))
    before = applied.pid
    applied.manager.write(CONFIGURATION / "rules.yaml", "signals:\n  - id: mine\n    sginal: rejected\n")
    applied.manager.output("systemctl", "--user", "reload", UNIT)
    applied.until(lambda: "rules.yaml:3:5: " in applied.manager.journal(UNIT))
    applied.manager.write(CONFIGURATION / "rules.yaml", "signals: []\n")
    with_application(applied, "Quillfeather Press")
    applied.manager.output("systemctl", "--user", "reload", UNIT)
    applied.until(lambda: len(applied.drafts()) == 2)

    assert before == applied.pid


def test_service_stops_and_is_taken_out(applied: InstalledHome) -> None:
    """A clean end, whose time is printed. Unit files and links go; mail, drafts, configuration, ledger and the owner's override stay, and are named."""
    install(applied)
    applied.until(lambda: bool(applied.drafts()) and has_read(applied))
    began = time.monotonic()
    applied.manager.output("systemctl", "--user", "stop", UNIT)
    print(f"stopped in {time.monotonic() - began:.2f} s")  # noqa: T201 - measured, not judged
    assert ("inactive", "success") == (applied.shown("ActiveState"), applied.shown("Result"))
    assert "stopping" in applied.manager.journal(UNIT)
    assert "starts" not in applied.manager.listing(STATE)
    override = UNITS / f"{UNIT}.d" / "override.conf"
    applied.manager.write(override, "[Service]\nNice=5\n")
    done = applied.say("uninstall")

    assert (0, "") == (done.returncode, done.stderr)
    assert [f"{UNIT}.d"] == [name for name in applied.manager.listing(UNITS) if not name.endswith(".wants")]
    assert "inactive" == applied.shown("ActiveState")
    assert "" == applied.manager.run("find", UNITS, "-type", "l").stdout
    for kept in (override.parent, CONFIGURATION, STATE):
        assert str(kept) in done.stdout
    assert applied.drafts()
    assert "ledger.sqlite3" in applied.manager.listing(STATE)
    again = applied.say("uninstall")
    assert (0, "") == (again.returncode, again.stderr)
    assert "There is no service of Afterword's" in again.stdout


def test_old_timer_is_taken_out(home: InstalledHome) -> None:
    """The one that earlier versions told to copy."""
    home.manager.write(UNITS / "afterword.timer", TIMER)
    home.manager.write(
        UNITS / UNIT, "# One pass over your mail and calendars; afterword.timer starts it. x\n[Service]\n"
    )
    home.manager.output("systemctl", "--user", "daemon-reload")
    home.manager.output("systemctl", "--user", "enable", "--now", "--no-block", "afterword.timer")

    assert "no longer needed: stopped and removed" in install(home)
    assert {UNIT, f"{UNIT}.d", "default.target.wants"} == set(home.manager.listing(UNITS)) - {"timers.target.wants"}
    assert [] == home.manager.listing(UNITS / "timers.target.wants")
    assert "active" == home.shown("ActiveState")


def test_where_namespaces_are_not_allowed_the_basic_set_is_taken(home: InstalledHome) -> None:
    """The trial ends with the code of systemd.exec(5) for it; the drop-in that stood there goes."""
    home.manager.write(STRICT, "# Lies over afterword.service where it holds\n[Service]\nPrivateUsers=yes\n")
    home.manager.write(HOME / ".local/bin/systemd-run", "#!/bin/sh\nexit 217\n", 0o755)
    told = install(home)

    assert "Hardening is basic: the strict settings cannot be had here (user namespaces are not allowed)" in told
    assert [] == home.manager.listing(UNITS / f"{UNIT}.d")
    assert "active" == home.shown("ActiveState")


def test_wrong_configuration_is_named_before_anything_is_written(home: InstalledHome) -> None:
    """As `config check` would name it."""
    home.configure("nonsense: 1\n")
    done = home.say("install")

    assert (1, "") == (done.returncode, done.stdout)
    assert "config.yaml:11:1: unknown key" in done.stderr
    assert not home.manager.listing(UNITS)


def test_service_that_does_not_start_is_told_with_its_own_words(home: InstalledHome) -> None:
    """Another instance runs in a terminal; the service is not left to try on and on."""
    with home.manager.start(PROGRAM, "run") as other:
        home.until(lambda: "lock" in home.manager.listing(STATE))
        done = home.say("install")
        home.manager.output("bash", "-c", f"kill $(cat '{STATE}/lock')")
        other.wait()

    assert 1 == done.returncode
    assert "afterword.service did not start" in done.stderr
    assert "another afterword" in done.stderr
    assert home.shown("ActiveState") in {"inactive", "failed"}


def test_new_account_is_let_in(home: InstalledHome) -> None:
    """What the service may write to follows the configuration, with the next `install`."""
    install(home)
    before, other = home.pid, HOME / "Other"
    home.manager.output("mkdir", "-p", *(other / "INBOX" / part for part in ("cur", "new", "tmp")))
    text = home.manager.read(CONFIGURATION / "config.yaml").decode()
    home.manager.write(
        CONFIGURATION / "config.yaml", text.replace("calendars:", f"  - {{id: other, maildir: {other}}}\ncalendars:")
    )
    install(home)

    assert f"ReadWritePaths=-{other}\n" in home.manager.read(STRICT).decode()
    assert before != home.pid
