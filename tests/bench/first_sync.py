"""The first reading of a whole mailbox on Dovecot, over TLS, beside what `mbsync` takes to pull the same one: a ratio.

    python tests/bench/first_sync.py [MESSAGES] [--rounds N] [--many N]

Of MESSAGES messages (default 10,000) of 9.6 kB on the average, three in ten belong to a job search. Each side has a copy
of its own that nobody has opened yet. Ours reads every message to its verdict and stores it; where its time goes is
measured in a second run over messages that lie in memory. Then the processor's time of a look that finds nothing new is
taken, with 1,000 messages in the inbox and with `--many` (default 100,000). Judges nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from afterword.ledger.ledger import Ledger
from afterword.ledger.writing import here
from afterword.mailboxes.contract import Listing, Role
from afterword.mailboxes.imap import ImapMailbox
from afterword.mailboxes.imap_link import ImapLink
from afterword.owner.configuration import Configuration, load_configuration
from afterword.reading.mail import read_new_mail, read_stored
from afterword.reading.slow_rules import RulesInUse
from afterword.secrets import Secret
from daemon.homes import Home
from servers.debian import find_program
from servers.dovecot import Dovecot

STORIES = Path(__file__).parents[1] / "stories"
BEGIN = datetime(2025, 9, 1, 8, tzinfo=UTC)
LOOKS = 200
_WORD = re.compile(rb"\b[A-Z][a-z]{4,12}\b")
_TALK = [
    "the",
    "kettle",
    "on",
    "the",
    "stove",
    "sings",
    "before",
    "anybody",
    "is",
    "awake",
    "and",
    "the",
    "boats",
    "go",
    "out",
    "while",
    "it",
    "is",
    "still",
    "dark",
    "so",
    "nobody",
    "saw",
    "who",
    "left",
    "the",
    "basket",
    "at",
    "the",
    "door",
    "but",
    "the",
    "note",
    "in",
    "it",
    "was",
    "kind",
    "and",
    "asked",
    "for",
    "nothing",
    "except",
    "that",
    "we",
    "keep",
    "the",
    "lamp",
    "lit",
]

_STYLE = (
    "margin:0;padding:0 12px;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:24px;color:#333333"
)
_CELL = (
    f'<tr><td align="left" valign="top" width="100%" style="{_STYLE}"><table role="presentation" border="0"'
    f' cellpadding="0" cellspacing="0" width="100%" style="{_STYLE}"><tr><td style="{_STYLE}"><p style="{_STYLE}">{{}}.'
    f'</p></td></tr><tr><td style="{_STYLE}"><a style="{_STYLE}" href="https://news.example/{{}}">{{}}</a></td></tr>'
    "</table></td></tr>\n"
)


def messages(number: int, average: int = 9_600) -> Iterator[bytes]:
    """A mailbox as people have them: some of it about jobs, more of it letters, most of its bytes newsletters and files."""
    dice = random.Random(11)
    sources = [path.read_bytes() for path in sorted(STORIES.rglob("*.eml"))]
    spent = 0
    for i in range(number):
        if i % 10 < 3:
            raw = _varied(sources[i % len(sources)], dice)
        elif i % 100 == 50:
            raw = _letter(i, dice, 1_500, b"%PDF" + dice.randbytes(150_000))
        elif spent < average * i:
            raw = _newsletter(i, dice, 20_000)
        else:
            raw = _letter(i, dice, 1_500)
        spent += len(raw)
        yield raw.replace(b"\r\n", b"\n")


def _varied(raw: bytes, dice: random.Random) -> bytes:
    words = sorted(set(_WORD.findall(raw)))
    for word in dice.sample(words, min(4, len(words))):
        raw = raw.replace(word, word + b"%x" % dice.getrandbits(16))
    return re.sub(rb"(?im)^message-id: <", b"Message-ID: <%x." % dice.getrandbits(64), raw, count=1)


def _head(i: int, dice: random.Random) -> str:
    at = BEGIN + timedelta(minutes=31 * i)
    return (
        f"Received: from mx{i % 7}.friends.example by mail.home.example; {at:%a, %d %b %Y %H:%M:%S} +0000\n"
        f"From: {dice.choice(_TALK).title()} {dice.choice(_TALK).title()} <friend{i % 400}@friends.example>\n"
        f"To: Nell Hopper <nell@home.example>\nSubject: {_talk(dice, 40)}\nDate: {at:%a, %d %b %Y %H:%M:%S} +0000\n"
        f"Message-ID: <{i}.{dice.getrandbits(40):x}@friends.example>\nMIME-Version: 1.0\n"
    )


def _talk(dice: random.Random, length: int) -> str:
    words: list[str] = []
    while length > 0:
        words.append(dice.choice(_TALK))
        length -= len(words[-1]) + 1
    return " ".join(words).capitalize()


def _letter(i: int, dice: random.Random, length: int, attached: bytes = b"") -> bytes:
    text = "\n\n".join(_talk(dice, 300) + "." for _ in range(length // 300))
    plain = f"Content-Type: text/plain; charset=utf-8\n\nDear Nell,\n\n{text}\n\nYours\n"
    if not attached:
        return (_head(i, dice) + plain).encode()
    import base64

    head = _head(i, dice) + 'Content-Type: multipart/mixed; boundary="=_part"\n\n--=_part\n' + plain + "\n--=_part\n"
    file = 'Content-Type: application/pdf\nContent-Disposition: attachment; filename="map.pdf"\n'
    content = base64.encodebytes(attached).decode()
    return f"{head}{file}Content-Transfer-Encoding: base64\n\n{content}\n--=_part--\n".encode()


def _newsletter(i: int, dice: random.Random, length: int) -> bytes:
    """Mostly markup, as they are: of a kilobyte, a reader sees 150 letters."""
    rows = "".join(_CELL.format(_talk(dice, 130), dice.getrandbits(60), _talk(dice, 12)) for _ in range(length // 1000))
    head = _head(i, dice) + "List-Unsubscribe: <https://news.example/leave>\nContent-Type: text/html; charset=utf-8\n\n"
    return f"{head}<html><body><table>\n{rows}</table></body></html>\n".encode()


def fill(server: Dovecot, user: str, mail: list[bytes]) -> None:
    """As it lies there when the owner has seen it, and no client has asked for more than its flags."""
    server.add_user(user)
    folder = server.home(user) / "Maildir"
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for i, raw in enumerate(mail):
        path = folder / "cur" / f"{int(BEGIN.timestamp()) + 60 * i}.M{i}.desk:2,S"
        path.write_bytes(raw)
        at = BEGIN.timestamp() + 60 * i
        os.utime(path, (at, at))
    server.hand_over(server.home(user))


def mailbox_of(server: Dovecot, user: str) -> ImapMailbox:
    return ImapMailbox(ImapLink("home", server.entry(user), lambda: Secret(server.password(user))))


def ours(server: Dovecot, user: str, home: Home, configuration: Configuration) -> float:
    """Seconds by the clock for the whole first reading."""
    mailbox = mailbox_of(server, user)
    begin = time.perf_counter()
    with Ledger(home.state / f"{user}.sqlite3") as ledger:
        read = read_new_mail(mailbox, ledger, configuration)
    taken = time.perf_counter() - begin
    mailbox.close()
    if not read.complete:
        raise SystemExit("\n".join(read.problems))
    return taken


def mbsync(server: Dovecot, user: str, folder: Path) -> float:
    """Seconds by the clock for pulling everything into a Maildir."""
    program = find_program("mbsync", "isync")
    folder.mkdir(parents=True)
    (folder / "mbsyncrc").write_text(
        f"""IMAPAccount far
Host localhost
Port {server.tls_port}
User {user}
Pass "{server.password(user)}"
SSLType IMAPS
SystemCertificates no
CertificateFile {server.certificates.ca}

IMAPStore far
Account far

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX

Channel all
Far :far:INBOX
Near :near:INBOX
Sync Pull
Create Near
SyncState *
"""
    )
    (folder / "mail").mkdir()
    begin = time.perf_counter()
    subprocess.run(
        [program.path, "-q", "-c", folder / "mbsyncrc", "all"], check=True, env=program.environment(), cwd=folder
    )
    return time.perf_counter() - begin


def apart(mail: list[bytes], server: Dovecot, configuration: Configuration, home: Home) -> tuple[float, float]:
    """Seconds for fetching alone, and for understanding alone."""
    mailbox = mailbox_of(server, "ours0")
    begin = time.perf_counter()
    stored = mailbox.listing(Role.INBOX).messages
    for _ in mailbox.fetch_many([one.ref for one in stored]):
        pass
    fetching = time.perf_counter() - begin
    mailbox.close()
    with Ledger(home.state / "apart.sqlite3") as ledger:
        in_use = RulesInUse(here(ledger), configuration)
        begin = time.perf_counter()
        for one, raw in zip(stored, mail, strict=True):
            read_stored(one, raw, Role.INBOX, configuration, in_use)
        return fetching, time.perf_counter() - begin


def nothing_new(server: Dovecot, user: str) -> tuple[float, int]:
    """Milliseconds of the processor for a look at the inbox that finds nothing, the median; and how much lies there."""
    mailbox = mailbox_of(server, user)
    mark, number = _counted(mailbox.listing(Role.INBOX))
    taken: list[float] = []
    for _ in range(LOOKS):
        begin = time.process_time()
        mailbox.listing(Role.INBOX, mark)
        mailbox.listing(Role.SENT)
        taken.append(time.process_time() - begin)
    mailbox.close()
    return statistics.median(taken) * 1000, number


def _counted(listing: Listing) -> tuple[str, int]:
    """The mark and the number only: what the program forgets, the collector of garbage must not walk through."""
    return listing.mark, len(listing.messages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("messages", type=int, nargs="?", default=10_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--many", type=int, default=100_000)
    asked = parser.parse_args()
    mail = list(messages(asked.messages))
    print(f"{len(mail)} messages, {sum(map(len, mail)) / 1e6:.1f} MB")
    try:
        with tempfile.TemporaryDirectory() as scratch, Dovecot(()) as server:
            compare(mail, server, Path(scratch), asked.rounds, asked.many)
    except pytest.skip.Exception as error:
        print(f"not measured: {error}")


def compare(mail: list[bytes], server: Dovecot, scratch: Path, rounds: int, many: int) -> None:
    home = Home(scratch / "home")
    configuration = load_configuration(home.config)
    taken: dict[str, list[float]] = {"afterword": [], "mbsync": []}
    for one in range(rounds):
        for user in (f"ours{one}", f"theirs{one}"):
            fill(server, user, mail)
        taken["afterword"].append(ours(server, f"ours{one}", home, configuration))
        taken["mbsync"].append(mbsync(server, f"theirs{one}", scratch / f"mbsync{one}"))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in medians.items():
        print(f"{name:<10} {seconds:6.2f} s  {len(mail) / seconds:6.0f} messages/s")
    print(f"ratio      {medians['afterword'] / medians['mbsync']:6.2f}")
    fetching, understanding = apart(mail, server, configuration, home)
    print(f"of ours: fetching alone {fetching:.2f} s, understanding alone {understanding:.2f} s")
    if many:
        short = [b"Subject: %d\n\n" % i for i in range(many)]
        fill(server, "few", short[:1_000])
        fill(server, "many", short)
        found = [nothing_new(server, user) for user in ("few", "many")]
        for milliseconds, number in found:
            print(f"nothing new among {number:>7} messages: {milliseconds:.2f} ms of the processor")
        print(f"ratio      {found[1][0] / found[0][0]:6.2f}")


if __name__ == "__main__":
    main()
