"""The unit files in the owner's systemd folder: written whole or not at all, and only where nothing of the owner's stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from afterword.errors import OwnersError, shown, world_error
from afterword.owner.yaml_text import Writing
from afterword.service.systemd import UserSystemd
from afterword.service.unit import NAME, OLD_TIMER, STRICT, ServiceFacts, is_ours, strict_text, unit_text

_DROP_INS = f"{NAME}.d"
_OURS = (NAME, f"{_DROP_INS}/{STRICT}", OLD_TIMER)


def unit_folder(manager: UserSystemd) -> Path:
    """Where the manager reads the owner's unit files: ~/.config/systemd/user, unless it was told otherwise."""
    told = manager.control("show", "--value", "--property=UnitPath").out.split()
    usual = Path(manager.environment.get("HOME") or Path.home()) / ".config" / "systemd" / "user"
    return next((Path(one) for one in told if one.endswith("/systemd/user")), usual)


def files_for(facts: ServiceFacts, *, strict: bool) -> dict[str, str | None]:
    """Each file by its name in the folder, with its text; None for one that must not be there.

    :raises OwnersError: a path cannot be written into a unit file.
    """
    try:
        return {
            NAME: unit_text(facts),
            f"{_DROP_INS}/{STRICT}": strict_text(facts) if strict else None,
            OLD_TIMER: None,
        }
    except ValueError as error:
        raise OwnersError(str(error)) from error


def changes(folder: Path, files: Mapping[str, str | None]) -> dict[str, str | None]:
    """Those of `files` that do not stand there as they should.

    :raises OwnersError: a file of that name is the owner's own.
    """
    found: dict[str, str | None] = {}
    for name, text in files.items():
        there = _text_of(folder / name)
        if there is not None and not is_ours(there):
            if text is None:
                continue
            line = f"{shown(folder / name)} is a unit of yours (or masked): move it away, then run `afterword install` again"
            raise OwnersError(line)
        if there != text:
            found[name] = text
    return found


def carry_out(folder: Path, files: Mapping[str, str | None]) -> None:
    """Write and remove.

    :raises WorldError: the folder cannot be written.
    """
    for name, text in files.items():
        path = folder / name
        try:
            if text is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                Writing(path, text).put()
        except OSError as error:
            raise world_error("write", path, error) from error


def ours_in(folder: Path) -> tuple[Path, ...]:
    """The files that Afterword brought and that stand there."""
    paths = (folder / name for name in _OURS)
    return tuple(path for path in paths if (text := _text_of(path)) is not None and is_ours(text))


def remove(paths: tuple[Path, ...]) -> None:
    """Remove unit files, and the folder of drop-ins if nothing else is in it.

    :raises WorldError: one cannot be removed.
    """
    for path in paths:
        try:
            path.unlink(missing_ok=True)
            if path.parent.name == _DROP_INS and not any(path.parent.iterdir()):
                path.parent.rmdir()
        except OSError as error:
            raise world_error("remove", path, error) from error


def _text_of(path: Path) -> str | None:
    """None where nothing is; a link, /dev/null above all, counts as the owner's own."""
    if not os.path.lexists(path):
        return None
    try:
        return "" if path.is_symlink() else path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise world_error("read", path, error) from error
