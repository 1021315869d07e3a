"""Where this program lies, as a service can start it tomorrow: found for pipx, `uv tool`, and virtual environments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from afterword.errors import OwnersError, shown

_NAME = "afterword"
_FLEETING = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 (places that are emptied)


def own_program(argv0: str, executable: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The command that runs Afterword again: its script, else this Python with "-m afterword". Absolute.

    `argv0` is how it was called, `executable` the Python that runs it. Links are kept as they are: ~/.local/bin/afterword
    stays when what it points to is upgraded.

    :raises OwnersError: it lies where things are thrown away (`uvx`, `pipx run`, /tmp).
    """
    script, python = Path(argv0).absolute(), Path(executable).absolute()
    if script.name != _NAME or not _can_run(script):
        # Called as `python -m afterword`, or by another name.
        script = python.with_name(_NAME)
    program = (str(script),) if _can_run(script) else (str(python), "-m", _NAME)
    for path in (Path(program[0]), Path(program[0]).resolve(), python):
        if folder := _fleeting(path, environment):
            line = (
                f"this Afterword runs from {shown(program[0])}, and what lies in {shown(folder)} does not last: install it with"
                " `pipx install afterword` or `uv tool install afterword`, then run `afterword install` again"
            )
            raise OwnersError(line)
    return program


def _can_run(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _fleeting(path: Path, environment: Mapping[str, str]) -> Path | None:
    """The folder above `path` that somebody may empty at any time; None when there is none."""
    named = [environment.get(name, "") for name in ("TMPDIR", "XDG_CACHE_HOME", "UV_CACHE_DIR", "XDG_RUNTIME_DIR")]
    for folder in (*_FLEETING, *named):
        if folder.startswith("/") and path.is_relative_to(folder):
            return Path(folder)
    # pipx and uv keep what they run once in a folder of this name.
    return next((above for above in path.parents if above.name == ".cache"), None)
