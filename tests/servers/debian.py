"""Debian's own programs for a test, with no root: the installed one, else its packages unpacked into a cache."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

# Fetching an index and a few packages over a slow line; a hung mirror must not hang the tests.
PATIENCE = 180.0


class UnavailableError(Exception):
    """This machine can neither run nor fetch the program; the message says why, on one line."""


@dataclass(frozen=True, slots=True)
class Program:
    """`root` is the folder its packages were unpacked into, or None for a program that is installed."""

    path: Path
    root: Path | None = None

    def environment(self, **more: str) -> dict[str, str]:
        """The whole environment to start it with: this process's as it is now, the way to its libraries, and `more`."""
        environment = {**os.environ, **more}
        if self.root is not None:
            folders = [str(folder) for folder in library_folders(self.root)]
            inherited = environment.get("LD_LIBRARY_PATH")
            environment["LD_LIBRARY_PATH"] = ":".join([*folders, *([inherited] if inherited else [])])
            environment["PATH"] = f"{self.path.parent}:{environment.get('PATH', os.defpath)}"
        return environment


def debian_program(name: str, package: str | None = None, *more: str) -> Program:
    """The program `name` out of `package` (default: of the same name); skips the test, with the reason, where there is none.

    `more` are packages whose programs are wanted beside it.
    """
    try:
        return find_program(name, package or name, more=more)
    except UnavailableError as error:
        pytest.skip(f"{name} is not here: {error}")


def find_program(name: str, package: str, cache: Path | None = None, more: Sequence[str] = ()) -> Program:
    """As `debian_program`, but raises UnavailableError, and unpacks below `cache` if that is given."""
    # A server's program stands where only root's PATH leads.
    installed = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if installed is not None:
        return Program(Path(installed))
    root = unpacked(package, cache or cache_folder(), more)
    for folder in ("usr/bin", "bin", "usr/sbin", "sbin", "usr/games"):
        if os.access(root / folder / name, os.X_OK):
            return Program(root / folder / name, root)
    raise UnavailableError(f"Debian's package {package} has no program {name}")


def cache_folder() -> Path:
    """Unpacked packages of one release and architecture; safe to delete at any time."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # Root's home is closed to the servers that root starts as somebody else.
    home = Path("/var/cache") if os.geteuid() == 0 else Path.home() / ".cache"
    release = platform.freedesktop_os_release() if Path("/etc/os-release").exists() else {}
    name = f"{release.get('ID', 'unknown')}-{release.get('VERSION_ID', 'unknown')}-{platform.machine()}"
    return (Path(base) if Path(base).is_absolute() else home) / "afterword-tests" / name


def library_folders(root: Path) -> list[Path]:
    """Where the unpacked libraries lie, which the loader does not know by itself."""
    patterns = ("usr/lib", "lib", "usr/lib/*-linux-*", "lib/*-linux-*")
    return [folder for pattern in patterns for folder in sorted(root.glob(pattern)) if folder.is_dir()]


def unpacked(package: str, cache: Path, more: Sequence[str] = ()) -> Path:
    """The folder with `package`, `more` of them, and those of their dependencies that the machine lacks."""
    packages = (package, *more)
    root = cache / "+".join(packages)
    if root.is_dir():
        return root
    for tool in ("apt-get", "dpkg"):
        if shutil.which(tool) is None:
            raise UnavailableError(f"it is not installed, and there is no {tool} to fetch it with")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f"{package}-", dir=cache) as work:
            fetch_and_unpack(packages, Path(work), cache)
            # Whole or not at all: another test run may look for it at the same time.
            try:
                (Path(work) / "root").rename(root)
            except OSError:
                if not root.is_dir():
                    raise
    except OSError as error:
        raise UnavailableError(f"{cache}: {error.strerror or error}") from error
    return root


def fetch_and_unpack(packages: Sequence[str], work: Path, cache: Path) -> None:
    """Leaves `work/root`. Where the system's package index is missing or too old, one is fetched into `cache`."""
    try:
        fetch(packages, work, [])
    except UnavailableError:
        fetch(packages, work, own_index(cache))
    (work / "root").mkdir()
    for archive in sorted(work.glob("*.deb")):
        run(["dpkg", "-x", archive.name, "root"], work)


def fetch(packages: Sequence[str], work: Path, options: list[str]) -> None:
    run(["apt-get", *options, "download", *missing_packages(packages, options)], work)


def missing_packages(packages: Sequence[str], options: list[str]) -> list[str]:
    """What installing `packages` would install, by apt's own reckoning. Needs no root: nothing is done."""
    plan = run(["apt-get", *options, "--simulate", "--no-install-recommends", "install", *packages], Path("/"))
    names = re.findall(r"^Inst (\S+)", plan, re.MULTILINE)
    if not names:
        raise UnavailableError(f"apt has {' '.join(packages)} as installed, but its program is not on the PATH")
    return names


def own_index(cache: Path) -> list[str]:
    """Options that let apt keep its index below `cache`, where it may write without root; fetches that index."""
    lists, archives = cache / "apt" / "lists", cache / "apt" / "cache"
    for folder in (lists / "partial", archives / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={archives}", "-o", "Debug::NoLocking=1"]
    run(["apt-get", *options, "update"], Path("/"))
    return options


def run(command: list[str], folder: Path) -> str:
    """What the command printed; its last word of complaint is the error's message."""
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise UnavailableError(f"`{' '.join(command[:2])}` took longer than {PATIENCE:.0f} s") from error
    if done.returncode != 0:
        complaints = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise UnavailableError(f"`{command[0]}` says: {complaints[-1]}")
    return done.stdout
