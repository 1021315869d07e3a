"""A whole pass that finds nothing new, on Dovecot with few and with many messages in the inbox: the ratio of the two.

    python tests/bench/nothing_new.py [--few N] [--many N]

Processor's time of all threads of the program, the median of five medians of forty passes; and how many functions the
deciding thread calls in one. The server answers the later the more there is, and whoever waits finds the processor's caches
cold: the calls tell what the program itself does. Judges nothing.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from afterword.owner.configuration import load_configuration
from afterword.passes import run_pass
from afterword.paths import make_private
from afterword.world import World, open_world
from bench.first_sync import fill
from daemon.homes import Home
from servers.dovecot import Dovecot

ROUNDS, PASSES = 5, 40
_CONFIG = """\
owner: {{name: Nell Hopper, addresses: [nell@home.example], timezone: Europe/London}}
accounts:
  - id: home
    imap: {{host: localhost, port: {port}, user: {user}, ca: {ca}, password_command: [echo, "{password}"]}}
"""


def opened(server: Dovecot, folder: Path, messages: int) -> World:
    """The world of an owner with so many messages, none of them about a job."""
    user = f"nell-{messages}"
    fill(server, user, [b"Subject: %d\n\n" % number for number in range(messages)])
    folder.mkdir()
    home = Home(folder)
    os.environ.update(home.environment)
    account = {"port": server.tls_port, "user": user, "ca": server.certificates.ca, "password": server.password(user)}
    home.write("config.yaml", _CONFIG.format(**account))
    return open_world(load_configuration(home.config), make_private(home.state))


def quiet_pass(world: World) -> float:
    """The processor's time of a pass without news, in milliseconds."""
    now = datetime.now(UTC)
    while run_pass(world, now).read:
        pass
    medians: list[float] = []
    for _ in range(ROUNDS):
        taken: list[float] = []
        for _ in range(PASSES):
            now += timedelta(seconds=1)
            begin = time.process_time()
            run_pass(world, now)
            taken.append(time.process_time() - begin)
        medians.append(statistics.median(taken) * 1000)
    return statistics.median(medians)


def calls(world: World) -> int:
    """How many functions the deciding thread calls in a pass without news."""
    profile = cProfile.Profile()
    profile.runcall(run_pass, world, datetime.now(UTC))
    return int(getattr(pstats.Stats(profile), "total_calls"))  # noqa: B009 (the stubs do not know it)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=100_000)
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as scratch, Dovecot(()) as server:
            found: list[tuple[float, int]] = []
            for messages in (asked.few, asked.many):
                world = opened(server, Path(scratch) / str(messages), messages)
                found.append((quiet_pass(world), calls(world)))
                world.close()
                (took, called), (least, fewest) = found[-1], found[0]
                ratios = f"{took:6.2f} ms  {took / least:5.2f} x  {called:5} calls  {called / fewest:5.2f} x"
                print(f"{messages:>9,} messages  {ratios}", flush=True)
    except pytest.skip.Exception as error:
        print(f"not measured: {error}")


if __name__ == "__main__":
    main()
