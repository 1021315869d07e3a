"""The home of a user manager's user, with Afterword installed as pipx would, a Maildir, and an account on it."""

from __future__ import annotations

import sys
import sysconfig
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess

from daemon.homes import CONFIG
from servers.user_manager import HOME, PATIENCE, UserManager

PROJECT = Path(__file__).parents[2]
UNIT = "afterword.service"
PROGRAM = HOME / ".local/bin/afterword"
CONFIGURATION = HOME / ".config/afterword"
STATE = HOME / ".local/state/afterword"
# The space and the percent sign are what unit files take amiss.
MAIL = HOME / "My 100% Mail"
CALENDAR = HOME / "Calendar"
UNITS = HOME / ".config/systemd/user"
VENV = HOME / ".local/share/pipx/venvs/afterword"
_SCRIPT = """#!{python}
import sys
from afterword.__main__ import main
sys.exit(main())
"""


def paths_in_sight() -> list[Path]:
    """What the user must be able to read: the checkout, its libraries and the Python that runs the tests."""
    return list(dict.fromkeys([PROJECT, Path(sys.prefix), Path(sys.base_prefix)]))


class AfterwordsUser:
    """What whoever has Afterword installed does with it and its service."""

    def __init__(self, manager: UserManager) -> None:
        self.manager = manager

    def say(self, *arguments: str, stdin: str = "", **environment: str) -> CompletedProcess[str]:
        """Runs a command of Afterword's."""
        return self.manager.run(PROGRAM, *arguments, stdin=stdin, **environment)

    def shown(self, key: str) -> str:
        """A property of the service."""
        return self.manager.shown(UNIT, key)

    @property
    def pid(self) -> int:
        return int(self.shown("MainPID"))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what the service does by itself."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain:\n{self.manager.journal(UNIT)}")
            time.sleep(0.05)


class InstalledHome(AfterwordsUser):
    """What the user of `manager` has, and does."""

    def __init__(self, manager: UserManager) -> None:
        super().__init__(manager)
        python = VENV / "bin" / "python"
        packages = VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
        # All that makes a virtual environment one, without the second that `python -m venv` takes.
        base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
        manager.write(VENV / "pyvenv.cfg", f"home = {base.parent}\n")
        manager.output("mkdir", "-p", python.parent, packages, PROGRAM.parent, CALENDAR)
        manager.output("ln", "-s", base, python)
        # An editable checkout's own .pth file is not read where another .pth file names its folder.
        places = [PROJECT / root for root in ("daemon", "parsers", "rules")]
        places += [Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("platlib"))]
        manager.write(packages / "afterword.pth", "\n".join(map(str, dict.fromkeys(places))) + "\n")
        manager.write(VENV / "bin" / "afterword", _SCRIPT.format(python=python), 0o755)
        manager.output("ln", "-s", VENV / "bin" / "afterword", PROGRAM)
        folders = (
            MAIL / name / part for name in ("INBOX", "Sent", "Drafts", "Trash") for part in ("cur", "new", "tmp")
        )
        manager.output("mkdir", "-p", *folders)
        self.configure()

    def configure(self, more: str = "") -> None:
        """Write config.yaml, with `more` at its end."""
        text = CONFIG.format(mail=f'"{MAIL}"', calendar=CALENDAR)
        self.manager.write(CONFIGURATION / "config.yaml", text + more, 0o600)

    def deliver(self, raw: bytes, at: datetime) -> None:
        """A message comes."""
        self.manager.write(MAIL / "INBOX" / "cur" / f"{int(at.timestamp())}.{time.monotonic_ns()}.desk:2,S", raw)

    def drafts(self) -> list[str]:
        return self.manager.listing(MAIL / "Drafts" / "cur")
