"""From bytes to verdict, beside what the standard library takes to parse the same messages and get their body: a ratio.

    python tests/bench/reading.py [FOLDER]

FOLDER holds .eml files, at any depth; without one, the mail of tests/stories is read. Both sides take turns, in one
process; each figure is the processor's time, the median of the rounds. Judges nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword_parsers.mail.mime import read_message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules

ROUNDS = 7
ZONE = ZoneInfo("Europe/Berlin")
OWNER = Owner("Robin Example", ("robin@mailbox.example",), ZONE, "DE")
RULES = load_signal_rules()[0]
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def standard_library(raw: bytes) -> None:
    """What a program without any reading of its own would do."""
    body = message_from_bytes(raw, policy=default).get_body(("plain", "html"))
    if body is not None:
        body.get_content()


def parsed(raw: bytes) -> None:
    read_message(raw, zone=ZONE)


def afterword(raw: bytes) -> None:
    message = read_message(raw, zone=ZONE)
    read(message, arrived=message.sent or NOW, direction=Direction.INCOMING, owner=OWNER, rules=RULES)


SIDES: dict[str, Callable[[bytes], None]] = {
    "policy.default and get_body()": standard_library,
    "read_message": parsed,
    "read_message and read": afterword,
}


def seconds(side: Callable[[bytes], None], messages: list[bytes]) -> float:
    begin = time.process_time()
    for raw in messages:
        side(raw)
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[1] / "stories")
    messages = [path.read_bytes() for path in sorted(parser.parse_args().folder.rglob("*.eml"))]
    if not messages:
        print("reading: no .eml files there, nothing measured")
        return
    runs: dict[str, list[float]] = {name: [] for name in SIDES}
    for side in SIDES.values():
        seconds(side, messages)  # Word lists and rules are loaded once: not what is asked here.
    for _ in range(ROUNDS):
        for name, side in SIDES.items():
            runs[name].append(seconds(side, messages))
    medians = {name: statistics.median(times) for name, times in runs.items()}
    yardstick = next(iter(medians.values()))
    print(f"{len(messages)} messages, median of {ROUNDS} rounds, Python {sys.version.split()[0]}")
    for name, median in medians.items():
        print(f"{name:<32}{1000 * median / len(messages):8.2f} ms a message{median / yardstick:8.2f} times")


if __name__ == "__main__":
    main()
