"""How soon a pointless draft is gone after the reply that makes it pointless: with IDLE on Dovecot, over TLS.

    python tests/bench/withdrawing.py [ROUNDS] [--mail N]

An application's draft stands in Drafts; a refusal is delivered; the clock stops when Drafts is empty again. Beside it
stands how soon any client can know: the time from the same delivery to the word of it in another client's IDLE. The
inbox holds `--mail` other messages (default 1,000). Judges nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.first_sync import fill, messages
from daemon.homes import DAY, Home, confirmation, refusal
from daemon.test_running import running
from servers.dovecot import Dovecot

TARGET = "target: 1 s, median"
USER = "nell"
_CONFIG = """\
owner: {{name: Nell Hopper, addresses: [nell@home.example], timezone: Europe/London}}
accounts:
  - id: home
    imap: {{host: localhost, port: {port}, user: nell, ca: {ca}, password_command: [echo, "{password}"]}}
poll_minutes: 60
"""
_NAMES = ("Amber", "Birch", "Cedar", "Dunlin", "Elder", "Fennel", "Garnet", "Heron", "Ivory", "Jasper", "Kestrel")


class Client:
    """The owner's other program: it delivers, counts the drafts, and listens."""

    def __init__(self, server: Dovecot) -> None:
        self._link = IMAPClient("localhost", server.port, ssl=False, timeout=60)
        self._link.login(USER, server.password(USER))

    def deliver(self, raw: bytes, at: datetime) -> None:
        self._link.append("INBOX", raw, (), at)

    def drafts(self) -> int:
        self._link.select_folder("Drafts", readonly=True)
        return len(self._link.search("UNDELETED"))

    def until(self, holds: Callable[[int], bool]) -> float:
        """The moment at which that holds of the number of drafts."""
        while not holds(self.drafts()):
            time.sleep(0.005)
        return time.perf_counter()

    def listen(self, ready: threading.Event) -> float:
        """The moment at which something is told of the inbox."""
        self._link.select_folder("INBOX", readonly=True)
        self._link.idle()
        ready.set()
        while not any(b"EXISTS" in told for told in self._link.idle_check(60)):
            pass
        heard = time.perf_counter()
        self._link.idle_done()
        return heard


def round_of(number: int, client: Client, other: Client) -> tuple[float, float]:
    """Seconds until the draft was gone, and until another client heard of the mail."""
    company, now = f"{_NAMES[number % len(_NAMES)]} Works", datetime.now(UTC)
    client.deliver(confirmation(now - 4 * DAY, company), now - 4 * DAY)
    client.until(lambda drafts: drafts == 1)
    # Else the refusal comes while the program is still busy with the confirmation, or does not look so soon again.
    time.sleep(4)
    heard: list[float] = []
    ready = threading.Event()
    listener = threading.Thread(target=lambda: heard.append(other.listen(ready)))
    listener.start()
    ready.wait()
    begin = time.perf_counter()
    client.deliver(refusal(now, company), now)
    gone = client.until(lambda drafts: drafts == 0)
    listener.join()
    return gone - begin, heard[0] - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    parser.add_argument("--mail", type=int, default=1_000)
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as scratch, Dovecot(()) as server:
            compare(server, Path(scratch), asked.rounds, asked.mail)
    except pytest.skip.Exception as error:
        print(f"not measured: {error}")


def compare(server: Dovecot, scratch: Path, rounds: int, mail: int) -> None:
    (scratch / "home").mkdir()
    home = Home(scratch / "home")
    fill(server, USER, list(messages(mail)))
    account = {"port": server.tls_port, "ca": server.certificates.ca, "password": server.password(USER)}
    home.write("config.yaml", _CONFIG.format(**account))
    with running(home) as program:
        program.until("started")
        program.until("new messages read")
        client, other = Client(server), Client(server)
        taken = [round_of(number, client, other) for number in range(rounds)]
    print(f"{TARGET}; {mail} messages in the inbox, {rounds} rounds")
    for name, seconds in zip(
        ("draft withdrawn", "another client hears of the mail"), zip(*taken, strict=True), strict=True
    ):
        shown = ", ".join(f"{one:.2f}" for one in seconds)
        print(f"{name:<34} {statistics.median(seconds):5.2f} s   ({shown})")


if __name__ == "__main__":
    main()
