"""What the program costs while nothing happens: with one account on Dovecot (IDLE, TLS) and one calendar on Radicale.

    python tests/bench/idle.py [--minutes N] [--mail N]

First it reads `--mail` messages (default 400) and places its drafts; it is measured as that leaves it, and once more
after a restart that finds nothing new. Resident memory is read at the end of a quiet minute. Then `--minutes` (default 5)
are watched: "wake-ups" are the tenths of a second in which any thread of it left its sleep, so that one look counts once;
"switches" are all voluntary context switches of all its threads, those within a look among them. Judges nothing.
"""

from __future__ import annotations

import argparse
import imaplib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.first_sync import fill, messages
from daemon.homes import DAY, Home, confirmation
from servers.dovecot import Dovecot
from servers.radicale import PASSWORD, Radicale

TARGETS = "targets: 60 MB, 2 wake-ups a minute"
SAMPLE = 0.1
SETTLES = 20.0
_CONFIG = """\
owner: {{name: Nell Hopper, addresses: [nell@home.example], timezone: Europe/London}}
accounts:
  - id: home
    imap: {{host: localhost, port: {port}, user: nell, ca: {ca}, password_command: [echo, "{password}"]}}
calendars:
  - id: work
    caldav: {{url: "{url}nell/work/", user: nell, password_command: [echo, "{calendar}"]}}
"""
_EVENT = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//bench//EN\r
BEGIN:VEVENT\r
UID:{number}@home.example\r
DTSTAMP:{at:%Y%m%dT%H%M%SZ}\r
DTSTART:{at:%Y%m%dT%H%M%SZ}\r
DTEND:{end:%Y%m%dT%H%M%SZ}\r
SUMMARY:Dentist {number}\r
END:VEVENT\r
END:VCALENDAR\r
"""
# What the unit sets, the service has and the bench must have.
_SWITCHES = re.compile(r"^voluntary_ctxt_switches:\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Watched:
    """Megabytes (10^6 bytes), and how often in all."""

    resident: float
    private: float
    threads: int
    wakeups: int
    switches: int


def unit_environment() -> dict[str, str]:
    """What the unit file sets in the environment of the service."""
    unit = (Path(__file__).parents[2] / "systemd" / "afterword.service").read_text(encoding="utf-8")
    return dict(re.findall(r"^Environment=(\w+)=(\S+)$", unit, re.MULTILINE))


def switches(pid: int) -> int:
    """Of every thread there is; one that ends in between takes its own along, which no idle thread does."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found = _SWITCHES.search(status.read_text())
            total += int(found[1]) if found else 0
    return total


def memory(pid: int, key: str) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(kilo) for kilo in re.findall(rf"^{key}:\s*(\d+) kB", text, re.MULTILINE)) * 1024 / 1e6


def watch(pid: int, seconds: float) -> Watched:
    time.sleep(SETTLES)
    begin = last = switches(pid)
    resident, private = memory(pid, "Rss"), memory(pid, "Private_(?:Clean|Dirty)")
    wakeups = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(SAMPLE)
        now = switches(pid)
        wakeups += now != last
        last = now
    threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    return Watched(max(resident, memory(pid, "Rss")), private, threads, wakeups, last - begin)


def run(home: Home, until: str) -> subprocess.Popen[str]:
    """The program, once it has said `until`."""
    environment = {**os.environ, **home.environment, **unit_environment()}
    process = subprocess.Popen(
        home.command("run"),
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if until in line:
            return process
    raise SystemExit("the program ended")


def deliver(server: Dovecot, raw: bytes, at: datetime) -> None:
    with imaplib.IMAP4("127.0.0.1", server.port) as link:
        link.login("nell", server.password("nell"))
        link.append("INBOX", "", imaplib.Time2Internaldate(at), raw)


def measure(home: Home, until: str, minutes: float, name: str) -> None:
    process = run(home, until)
    try:
        seen = watch(process.pid, minutes * 60)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()
    print(f"{name:<26} {seen.resident:5.1f} MB resident ({seen.private:.1f} its own), {seen.threads} threads", end="")
    if minutes:
        print(f"; a minute: {seen.wakeups / minutes:.1f} wake-ups, {seen.switches / minutes:.1f} switches", end="")
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--mail", type=int, default=400)
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as scratch, Dovecot(()) as server:
            compare(server, Path(scratch), asked.mail, asked.minutes)
    except pytest.skip.Exception as error:
        print(f"not measured: {error}")


def compare(server: Dovecot, scratch: Path, number: int, minutes: float) -> None:
    now = datetime.now(UTC)
    (scratch / "home").mkdir()
    (scratch / "radicale").mkdir()
    home = Home(scratch / "home")
    fill(server, "nell", list(messages(number)))
    deliver(server, confirmation(now - 4 * DAY), now - 4 * DAY)
    with Radicale(scratch / "radicale") as radicale:
        radicale.let_in("nell")
        radicale.make_calendar("nell", "work")
        for i in range(100):
            at = now + timedelta(days=i - 50)
            event = _EVENT.format(number=i, at=at, end=at + timedelta(hours=1))
            radicale.write("PUT", f"nell/work/{i}.ics", "nell", event.encode())
        home.write(
            "config.yaml",
            _CONFIG.format(
                port=server.tls_port,
                ca=server.certificates.ca,
                password=server.password("nell"),
                url=radicale.url,
                calendar=PASSWORD,
            ),
        )
        print(TARGETS)
        measure(home, "placed", minutes, f"after reading {number}")
        measure(home, "started", minutes, "after a restart")


if __name__ == "__main__":
    main()
