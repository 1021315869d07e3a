"""What SQLite's errors mean for the owner."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from afterword.errors import OwnersError, WorldError

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_WORLD = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_BUSY": "another program holds it",
    "SQLITE_LOCKED": "another program holds it",
    "SQLITE_READONLY": "it cannot be written",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_PERM": "it cannot be opened",
    "SQLITE_AUTH": "it cannot be opened",
    "SQLITE_IOERR": "the disk failed",
    "SQLITE_NOMEM": "memory ran out",
}


def damaged(path: Path, cause: str) -> OwnersError:
    """The file is no use any more, and nothing is lost by that."""
    return OwnersError(
        f"{path}: the ledger is damaged ({cause}). Delete it: the next pass rebuilds it from your mail and calendar,"
        " and makes no draft twice"
    )


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Raise what SQLite raises as OwnersError (a damaged file) or WorldError (disk, lock, rights); bugs stay bugs."""
    try:
        yield
    except sqlite3.Error as error:
        name: str = getattr(error, "sqlite_errorname", None) or ""
        if name.startswith(_DAMAGED):
            raise damaged(path, str(error)) from error
        for prefix, cause in _WORLD.items():
            if name.startswith(prefix):
                raise WorldError(f"{path}: {cause} ({error})") from error
        raise
