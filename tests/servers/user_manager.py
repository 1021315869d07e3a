"""A real `systemd --user` for an ordinary user of its own, with journal and session bus, and nothing booted.

It lives in mount, pid and cgroup namespaces: the machine gets no user, no unit and no process out of it. Making these
takes root; everything inside runs as the user.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

PATIENCE = 60.0
USER, UID = "nell", 6178
HOME = Path("/home") / USER
RUNTIME = Path(f"/run/user/{UID}")
ENVIRONMENT = {
    "HOME": str(HOME),
    "USER": USER,
    "LOGNAME": USER,
    "SHELL": "/bin/bash",
    "LANG": "C.UTF-8",
    "PATH": f"{HOME}/.local/bin:/usr/local/bin:/usr/bin:/bin",
    "XDG_RUNTIME_DIR": str(RUNTIME),
    "DBUS_SESSION_BUS_ADDRESS": f"unix:path={RUNTIME}/bus",
}
_HIDDEN = ("/tmp", "/var/tmp")
_SCRIPT = Path(__file__).with_suffix(".sh")


class UserManager:
    """Runs while it is entered; `paths` stay in sight of the user, wherever they lie."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._process: subprocess.Popen[str] | None = None
        self._inside = 0
        self._scratch = Path()
        self._cgroup = Path()

    def __enter__(self) -> Self:
        needed = (Path(__file__).parents[2], Path(sys.prefix))
        if hidden := [path for path in needed if any(path.is_relative_to(folder) for folder in _HIDDEN)]:
            # A service with a /tmp of its own (PrivateTmp=) sees nothing of it.
            pytest.skip(f"{hidden[0]} is out of a service's sight: keep the checkout and its .venv out of /tmp")
        self._scratch = Path(tempfile.mkdtemp(prefix="user-manager-"))
        self._scratch.chmod(0o755)
        self._cgroup = cgroup2_mount() / f"user-manager.{os.getpid()}.{self._scratch.name[-8:]}"
        self._cgroup.mkdir()
        namespaces = ["--mount", "--pid", "--cgroup", "--fork", "--kill-child", "--propagation", "private"]
        # The shell enters the new control group first, which so becomes the root of what is seen inside.
        enter = 'echo 0 >"$1/cgroup.procs" && shift && exec unshare "$@"'
        command = [
            "sh",
            "-c",
            enter,
            "-",
            self._cgroup,
            *namespaces,
            "bash",
            _SCRIPT,
            USER,
            UID,
            self._scratch,
            *self._paths,
        ]
        with (self._scratch / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            log_text = (self._scratch / "log").read_text()
            self.__exit__(None, None, None)
            raise RuntimeError(f"no user manager:\n{log_text}")
        pid = self._process.pid
        self._inside = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            # unshare takes the first process of the namespace with it, and that one all others. It ignores SIGTERM.
            self._process.kill()
            self._process.wait(PATIENCE)
            assert self._process.stdout is not None
            self._process.stdout.close()
        deadline = time.monotonic() + PATIENCE
        while self._cgroup.exists() and time.monotonic() < deadline:
            for folder in sorted((path for path in self._cgroup.rglob("*") if path.is_dir()), reverse=True):
                with contextlib.suppress(OSError):
                    folder.rmdir()
            with contextlib.suppress(OSError):
                self._cgroup.rmdir()
            time.sleep(0.02)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def run(self, *command: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs a command as the user, in the user's home."""
        return subprocess.run(
            [*self._enter(environment), *map(str, command)],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def output(self, *command: str | Path, **environment: str) -> str:
        """What a command printed that must not fail."""
        done = self.run(*command, **environment)
        assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *command: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        """A process of the user's that the caller ends."""
        return subprocess.Popen([*self._enter(environment), *map(str, command)], stdin=subprocess.DEVNULL)

    def write(self, path: Path, data: bytes | str, mode: int = 0o644) -> None:
        """A file of the user's, with the folders above it, there at once or not at all."""
        text = data.encode() if isinstance(data, str) else data
        script = 'mkdir -p "$(dirname "$1")" && cat >"$1.half" && chmod "$2" "$1.half" && mv "$1.half" "$1"'
        done = subprocess.run(
            [*self._enter({}), "sh", "-c", script, "-", str(path), f"{mode:o}"],
            input=text,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def read(self, path: Path) -> bytes:
        return subprocess.run([*self._enter({}), "cat", str(path)], capture_output=True, check=True).stdout

    def listing(self, folder: Path) -> list[str]:
        """The names in a folder; none where there is no folder."""
        return self.run("ls", "-A", folder).stdout.split("\n")[:-1]

    def kill(self, pid: int, number: signal.Signals) -> None:
        self.output("bash", "-c", f"kill -{int(number)} {pid}")

    def shown(self, unit: str, key: str) -> str:
        """One property of a unit."""
        return self.output("systemctl", "--user", "show", "--value", f"--property={key}", unit).strip()

    def journal(self, unit: str) -> str:
        """Everything the unit said, and the manager of it."""
        return self.output("journalctl", "--user", "--no-pager", "--output=cat", f"--unit={unit}")

    def _enter(self, environment: dict[str, str]) -> list[str]:
        """Into the namespaces, and as the user."""
        settings = [f"{name}={value}" for name, value in {**ENVIRONMENT, **environment}.items()]
        return [
            *("nsenter", f"--target={self._inside}", "--mount", "--pid", "--cgroup", "--wd=/"),
            *("setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups"),
            *("env", "-i", f"--chdir={HOME}", *settings),
        ]


def cgroup2_mount() -> Path:
    """Where control groups of the second version are mounted."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(place)
    raise RuntimeError("control groups of version 2 are not mounted here")
