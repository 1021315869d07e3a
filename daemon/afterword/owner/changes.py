"""Whether the owner changed a file: the five of YAML and the templates, by time, size and identity. None is opened."""

from __future__ import annotations

import os
from pathlib import Path

_NAMES = ("config.yaml", "profile.yaml", "rules.yaml", "follow_ups.yaml", "notes.yaml")

Mark = tuple[int, int, int]


class OwnersFiles:
    """Compares the files in `folder` with what they were when it was last asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _marks(folder)

    def changed(self) -> tuple[str, ...]:
        """The names, below the folder, of the files that came, went or changed since the last call."""
        before, self._known = self._known, _marks(self._folder)
        names = before.keys() | self._known.keys()
        return tuple(sorted(name for name in names if before.get(name) != self._known.get(name)))


def owners_files(folder: Path) -> list[Path]:
    """Every file of the owner's in `folder` that is there."""
    paths = [path for name in _NAMES if (path := folder / name).is_file()]
    for where, _, files in os.walk(folder / "templates"):
        paths += (Path(where) / name for name in files)
    return paths


def _marks(folder: Path) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for path in owners_files(folder):
        try:
            stat = path.stat()
        except OSError:
            continue
        found[os.fspath(path.relative_to(folder))] = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
    return found
