"""What reading very many messages leaves behind in memory: the resident size after each tenth of them.

    python tests/bench/memory.py [MESSAGES]

The mail of tests/stories is read again and again, each time with other names, addresses, numbers and words in it, so that
nothing is met twice. Judges nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword_parsers.mail.mime import read_message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules

STORIES = Path(__file__).parents[1] / "stories"
OWNER = Owner("Robin Example", ("robin@mailbox.example",), ZoneInfo("Europe/Berlin"), "DE")
NOW = datetime(2026, 3, 10, tzinfo=UTC)
TENTHS = 10
_WORD = re.compile(rb"\b[A-Z][a-z]{4,12}\b")
_NUMBER = re.compile(rb"\b\d{4,12}\b")


def messages(number: int) -> Iterator[bytes]:
    """`number` messages, no two of them alike."""
    sources = [path.read_bytes() for path in sorted(STORIES.rglob("*.eml"))]
    dice = random.Random(7)
    for i in range(number):
        raw = sources[i % len(sources)]
        words = sorted(set(_WORD.findall(raw)))
        for word in dice.sample(words, min(6, len(words))):
            raw = raw.replace(word, word + b"%x" % dice.getrandbits(24))
        yield _NUMBER.sub(lambda found: b"%0*d" % (len(found[0]), dice.randrange(10 ** len(found[0]))), raw, count=3)


def resident() -> int:
    """The resident size of this process, in KiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("messages", type=int, nargs="?", default=10_000)
    number = parser.parse_args().messages
    rules, _ = load_signal_rules()
    step = max(1, number // TENTHS)
    sizes: list[int] = []
    for i, raw in enumerate(messages(number), 1):
        message = read_message(raw, zone=OWNER.zone)
        read(message, arrived=NOW, direction=Direction.INCOMING, owner=OWNER, rules=rules)
        if i % step == 0:
            sizes.append(resident())
            print(
                f"{i:>9,} messages  {sizes[-1] / 1024:7.1f} MiB  {sizes[-1] / sizes[0]:5.2f} x the first tenth",
                flush=True,
            )


if __name__ == "__main__":
    main()
