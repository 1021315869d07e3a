"""The owner's systemd manager, asked through its own commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword.errors import OwnersError

_PATIENCE = 150.0
"""Seconds; `systemctl start` answers when the service says that it is ready, or gives it up after 90."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said. `code` is 0 when it did as it was told."""

    code: int
    out: str
    err: str

    @property
    def why(self) -> str:
        """Its last word of complaint."""
        return next((line.strip() for line in reversed((self.err + self.out).splitlines()) if line.strip()), "")


@dataclass(frozen=True, slots=True)
class UserSystemd:
    """A user manager that can be reached. `runtime` is the folder of its sockets."""

    runtime: Path
    environment: Mapping[str, str]

    def control(self, *arguments: str) -> Answer:
        """`systemctl --user ...`"""
        return self.run("systemctl", "--user", "--no-pager", *arguments)

    def shown(self, unit: str, key: str) -> str:
        """One property of a unit; empty where it has none."""
        return self.control("show", "--value", f"--property={key}", unit).out.strip()

    def run(self, *command: str) -> Answer:
        """Any command, in the manager's environment and in English; a missing one is an answer too."""
        try:
            done = subprocess.run(  # noqa: S603 (no shell)
                command,
                env={**self.environment, "LC_ALL": "C.UTF-8", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="backslashreplace",
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answer(-1, "", f"{command[0]} took longer than {_PATIENCE:g} seconds")
        except OSError as error:
            return Answer(-1, "", f"{command[0]}: {error.strerror}")
        return Answer(done.returncode, done.stdout, done.stderr)


def user_systemd(environment: Mapping[str, str] = os.environ, run_user: Path = Path("/run/user")) -> UserSystemd:
    """The manager of who runs this, also where the shell has forgotten its runtime folder (`su`, cron).

    :raises OwnersError: there is none; the line says what to do instead.
    """
    path = environment.get("PATH", os.defpath)
    if shutil.which("systemctl", path=path) is None:
        line = (
            "there is no systemd on this machine: let your session, or the service manager you have, start"
            " `afterword run`, or let cron run `afterword run --once` every five minutes"
        )
        raise OwnersError(line)
    told = environment.get("XDG_RUNTIME_DIR", "")
    runtime = Path(told) if told else run_user / str(os.getuid())
    if not (runtime / "systemd").is_dir():
        raise OwnersError(_no_manager(runtime))
    found = {**environment, "XDG_RUNTIME_DIR": str(runtime)}
    if (runtime / "bus").exists():
        # After `su`, the one of the shell is empty, or somebody else's.
        found["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={runtime}/bus"
    manager = UserSystemd(runtime, found)
    answer = manager.control("show", "--property=Version")
    if answer.code != 0:
        raise OwnersError(f"your systemd user manager cannot be reached: {answer.why}; log in again, and try again")
    return manager


def _no_manager(runtime: Path) -> str:
    return (
        f"no systemd user manager runs for you ({runtime} has no systemd in it): log in at the machine or over ssh, not by"
        " `su` or `sudo`, and try again; on a machine nobody logs in to, `sudo loginctl enable-linger $USER` starts one"
    )
