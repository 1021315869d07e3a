"""A new user of a machine with `systemd --user` and a keyring, who installs the wheel as pipx would."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

from servers.debian import debian_program
from servers.installed_home import PROGRAM, STATE, UNIT, VENV, AfterwordsUser

PROJECT = Path(__file__).parents[2]


def built_wheel(folder: Path) -> Path:
    """The wheel of this checkout, with the hatchling that is here: nothing is fetched."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def paths_in_sight() -> list[Path]:
    """The Python that runs the tests, with its libraries. The checkout is not among them."""
    return list(dict.fromkeys([Path(sys.prefix), Path(sys.base_prefix)]))


class NewUser(AfterwordsUser):
    """What the user of `manager` does, who has nothing yet."""

    def install_wheel(self, wheel: Path) -> None:
        """As `pipx install` does it: an environment of its own, and a link in ~/.local/bin.

        The libraries come from the environment of the tests, since a test fetches nothing.
        """
        run = self.manager.output
        python = VENV / "bin" / "python"
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
        run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
        packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        # Python reads no .pth file of a folder that a .pth file names: the checkout that is installed there stays out.
        places = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
        self.manager.write(Path(packages) / "libraries.pth", "\n".join(places) + "\n")
        run("mkdir", "-p", PROGRAM.parent)
        run("ln", "-s", VENV / "bin" / "afterword", PROGRAM)

    def log_in(self) -> subprocess.Popen[bytes]:
        """The keyring is unlocked, as a desktop does it; the process is the caller's to end."""
        program = debian_program("gnome-keyring-daemon", "gnome-keyring")
        command = f"printf herons | exec {shlex.quote(str(program.path))} --foreground --components=secrets --unlock"
        libraries = {k: v for k, v in program.environment().items() if k == "LD_LIBRARY_PATH"}
        keyring = self.manager.start("sh", "-c", command, **libraries)
        named = ("busctl", "--user", "status", "org.freedesktop.secrets")
        self.until(lambda: self.manager.run(*named).returncode == 0)
        return keyring

    def told(self, *arguments: str, stdin: str = "") -> str:
        """What a command of Afterword's prints that must go well, without a word of complaint."""
        done = self.say(*arguments, stdin=stdin)
        assert (0, "") == (done.returncode, done.stderr), done.stdout
        return done.stdout

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
