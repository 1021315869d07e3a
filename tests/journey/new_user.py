"""A new user of a machine with `systemd --user` and a keyring, who installs the wheel as pipx would."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from servers.debian import debian_program
from servers.user_manager import HOME, PATIENCE, UserManager

PROJECT = Path(__file__).parents[2]
UNIT = "afterword.service"
PROGRAM = HOME / ".local/bin/afterword"
CONFIGURATION = HOME / ".config/afterword"
STATE = HOME / ".local/state/afterword"
_VENV = HOME / ".local/share/pipx/venvs/afterword"


def built_wheel(folder: Path) -> Path:
    """The wheel of this checkout, with the hatchling that is here: nothing is fetched."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def paths_in_sight() -> list[Path]:
    """The Python that runs the tests, with its libraries. The checkout is not among them."""
    return list(dict.fromkeys([Path(sys.prefix), Path(sys.base_prefix)]))


class NewUser:
    """What the user of `manager` has, and does."""

    def __init__(self, manager: UserManager) -> None:
        self.manager = manager

    def install_wheel(self, wheel: Path) -> None:
        """As `pipx install` does it: an environment of its own, and a link in ~/.local/bin.

        The libraries come from the environment of the tests, since a test fetches nothing.
        """
        run = self.manager.output
        python = _VENV / "bin" / "python"
        run(sys.executable, "-m", "venv", "--without-pip", _VENV)
        run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
        packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        # Python reads no .pth file of a folder that a .pth file names: the checkout that is installed there stays out.
        places = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
        self.manager.write(Path(packages) / "libraries.pth", "\n".join(places) + "\n")
        run("mkdir", "-p", PROGRAM.parent)
        run("ln", "-s", _VENV / "bin" / "afterword", PROGRAM)

    def log_in(self) -> subprocess.Popen[bytes]:
        """The keyring is unlocked, as a desktop does it; the process is the caller's to end."""
        program = debian_program("gnome-keyring-daemon", "gnome-keyring")
        command = f"printf herons | exec {shlex.quote(str(program.path))} --foreground --components=secrets --unlock"
        libraries = {k: v for k, v in program.environment().items() if k == "LD_LIBRARY_PATH"}
        keyring = self.manager.start("sh", "-c", command, **libraries)
        named = ("busctl", "--user", "status", "org.freedesktop.secrets")
        self.until(lambda: self.manager.run(*named).returncode == 0)
        return keyring

    def say(self, *arguments: str, stdin: str = "") -> CompletedProcess[str]:
        return self.manager.run(PROGRAM, *arguments, stdin=stdin)

    def told(self, *arguments: str, stdin: str = "") -> str:
        """What a command of Afterword's prints that must go well, without a word of complaint."""
        done = self.say(*arguments, stdin=stdin)
        assert (0, "") == (done.returncode, done.stderr), done.stdout
        return done.stdout

    def shown(self, key: str) -> str:
        """A property of the service."""
        return self.manager.shown(UNIT, key)

    @property
    def pid(self) -> int:
        return int(self.shown("MainPID"))

    @property
    def journal(self) -> str:
        return self.manager.journal(UNIT)

    @property
    def resident(self) -> float:
        """Of the running service, in millions of bytes."""
        pages = int(self.manager.read(Path(f"/proc/{self.pid}/statm")).split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def look_again(self) -> None:
        """Have the service look at everything, as it does by itself every five minutes, and wait until it has."""
        before = self.passes
        self.manager.output("systemctl", "--user", "reload", UNIT)
        self.until(lambda: self.passes > before)

    @property
    def passes(self) -> int:
        """How many were carried out to their end."""
        script = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone())"
        query = "SELECT count(*) FROM passes WHERE ended IS NOT NULL"
        return int(self.manager.output(sys.executable, "-c", script, STATE / "ledger.sqlite3", query))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what happens by itself."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain:\n{self.journal}")
            time.sleep(0.05)
