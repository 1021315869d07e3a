"""A simulated year of one owner, in minutes, and whether it came to the drafts that an undisturbed one comes to.

    python tests/year/run.py SEED [--days N] [--applications N] [--noise N] [--no-kills] [--keep FOLDER]

Prints a line for each simulated week and then the verdict. The same seed gives the same story and the same troubles;
where a kill falls within a pass, and what the network has delivered by then, is up to the machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from year.comparison import Verdict, compare
from year.player import Player
from year.service import Figures
from year.story import story
from year.troubled import Troubled
from year.troubles import troubles
from year.undisturbed import play_undisturbed

MEMORY = Path("/dev/shm")


def play(
    seed: int,
    days: int,
    folder: Path,
    *,
    applications: int = 150,
    noise: int = 16,
    kills: bool = True,
    loud: bool = False,
) -> tuple[Verdict, Troubled]:
    """Both runs in `folder`, and what comes of comparing them."""
    told = story(seed, days, applications=applications, noise=noise)
    trouble = list(troubles(seed, days, kills=kills))
    begun = time.monotonic()
    calm = play_undisturbed(told, seed, folder / "calm")
    if loud:
        print(
            f"undisturbed: {calm.delivered} messages, {len(calm.drafts)} drafts, {time.monotonic() - begun:.0f} s",
            flush=True,
        )

    def weekly(player: Player, figures: Figures | None) -> None:
        if loud:
            line = f"{player.now:%d %b %H:%M}  {player.delivered:5} mails, {len(player.drafts):3} drafts, {run.struck.total():4} troubles"
            print(
                f"{line}, {len(run.lives):3} lives; {figures or 'just started'}  {time.monotonic() - begun:.0f} s",
                flush=True,
            )

    with Dovecot(fsync="never") as server, FaultProxy(server.port) as proxy:
        run = Troubled(told, seed, trouble, server, proxy, folder / "troubled")
        run.run(weekly)
        return compare(calm, run.player, trouble), run


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--applications", type=int, default=150, help="in a whole year")
    parser.add_argument("--noise", type=int, default=16, help="other messages a day")
    parser.add_argument("--no-kills", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    # A kill takes nothing from what the system was given, so memory does for a disk, and is quicker.
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as scratch:
        folder = given.keep or Path(scratch)
        verdict, run = play(
            given.seed,
            given.days,
            folder,
            applications=given.applications,
            noise=given.noise,
            kills=not given.no_kills,
            loud=True,
        )
        errors = folder / "troubled" / "errors"
        if errors.read_bytes():
            print(errors.read_text(errors="replace")[-3000:])
    print(f"struck: {', '.join(f'{kind} {number}' for kind, number in run.struck.items())}")
    for number, line in run.told.most_common(8):
        print(f"told {number}: {line}")
    print(flatness(run))
    print(
        f"{verdict.drafts} drafts ({dict(verdict.kinds)}), {verdict.excused} of them never needed; owner's acts: {run.player.owner.acts}"
    )
    for wrong in verdict.wrong:
        print(f"WRONG {wrong}")
    print(f"seed {given.seed}, {given.days} days: {'the same drafts' if not verdict.wrong else 'not the same'}")
    return 1 if verdict.wrong else 0


def flatness(run: Troubled) -> str:
    """The longest life of the program, at its second day and at its end."""
    life = max(run.lives, key=lambda life: (life[-1].at - life[0].at) if life else (run.player.now - run.player.now))
    warm = life[min(4, len(life) - 1)]
    return f"longest life {(life[-1].at - life[0].at).days} days: warm {warm}; at its end {life[-1]}"


if __name__ == "__main__":
    sys.exit(main())
