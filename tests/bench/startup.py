"""How soon the program answers, beside what importing the Gmail library alone takes: `make bench`. Judges nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 9
YARDSTICK = "import googleapiclient.discovery"


def commands() -> dict[str, list[str]]:
    program = str(Path(sys.executable).with_name("afterword"))
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        YARDSTICK: [sys.executable, "-c", YARDSTICK],
        "afterword --version": [program, "--version"],
        "afterword --help": [program, "--help"],
    }


def seconds(command: list[str]) -> float | None:
    """The time one run took, or None when it failed."""
    begin = time.perf_counter()
    try:
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True)
    except OSError:
        return None
    return time.perf_counter() - begin if done.returncode == 0 else None


def measure() -> dict[str, float | None]:
    """The median of each command. The commands take turns, so that a busy moment of the machine falls on all of them."""
    runs: dict[str, list[float | None]] = {name: [] for name in commands()}
    for command in commands().values():
        seconds(command)  # The first run reads the files from disk and compiles them: not what is asked here.
    for _ in range(ROUNDS):
        for name, command in commands().items():
            runs[name].append(seconds(command))
    times = {name: [one for one in all_runs if one is not None] for name, all_runs in runs.items()}
    return {name: statistics.median(good) if len(good) == ROUNDS else None for name, good in times.items()}


def main() -> None:
    medians = measure()
    yardstick = medians[YARDSTICK]
    print(f"start-up, median of {ROUNDS} alternating runs")
    for name, median in medians.items():
        if median is None:
            print(f"  {name:<34}  failed")
        else:
            ratio = f"{median / yardstick:5.2f} x the import" if yardstick and name != YARDSTICK else ""
            print(f"  {name:<34}  {median * 1000:6.0f} ms  {ratio}".rstrip())


if __name__ == "__main__":
    main()
