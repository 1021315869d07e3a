"""Make the ledger's file, or open the one that is there after a check."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from afterword.errors import OwnersError, WorldError
from afterword.folder_lock import locked
from afterword.ledger.schema import MIGRATIONS
from afterword.ledger.trouble import damaged, translated

# Says in the file's header whose it is (PRAGMA application_id): "aftw".
_APPLICATION_ID = 0x61667477
_BESIDE = ("-journal", "-wal", "-shm")


def open_database(path: Path) -> sqlite3.Connection:
    """The ledger at `path`, in the newest shape, made when there is none: mode 0600, in a new folder of mode 0700.

    Transactions are explicit. A creation that is interrupted leaves no ledger, an upgrade that is interrupted leaves
    the old one.

    :raises OwnersError: the file is damaged, not ours, or of a newer version of the program.
    :raises WorldError: disk, rights, or another program that holds it.
    """
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.parent.chmod(0o700)
        # The later of two that create the same file would write to one without a name.
        with locked(path.parent):
            if not path.exists():
                _create(path)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise WorldError(f"{path}: the ledger cannot be made or opened ({error.strerror or error})") from error
    with translated(path):
        database = _connect(path)
        try:
            _check(database, path)
            _migrate(database)
        except BaseException:
            database.close()
            raise
        return database


def _create(path: Path) -> None:
    new = path.with_name(path.name + ".new")
    # Left by an interrupted creation, or the journal of a ledger that was deleted: SQLite would play it into ours.
    for leftover in (new, *(Path(f"{base}{end}") for base in (new, path) for end in _BESIDE)):
        leftover.unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with translated(path), closing(_connect(new)) as database:
            _migrate(database)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level=None: Python opens and ends no transaction behind our back.
    database = sqlite3.connect(path, isolation_level=None, timeout=10)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA trusted_schema = OFF")
    return database


def _check(database: sqlite3.Connection, path: Path) -> None:
    version = _number(database, "PRAGMA user_version")
    ours = _number(database, "PRAGMA application_id") == _APPLICATION_ID
    empty = _number(database, "SELECT count(*) FROM sqlite_schema") == 0
    if not ours and not (empty and version == 0):
        raise OwnersError(f"{path}: this is another program's database. Name another file, or move it away")
    if version > len(MIGRATIONS):
        raise OwnersError(
            f"{path}: a newer afterword wrote this ledger (version {version}, known up to {len(MIGRATIONS)})."
            " Install the newer afterword, or delete the file: it is rebuilt from your mail and calendar"
        )
    verdict: str = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise damaged(path, verdict)


def _migrate(database: sqlite3.Connection) -> None:
    while _number(database, "PRAGMA user_version") < len(MIGRATIONS):
        database.execute("BEGIN IMMEDIATE")
        try:
            # Read again: another instance may have upgraded it before the lock was ours.
            done = _number(database, "PRAGMA user_version")
            if done < len(MIGRATIONS):
                MIGRATIONS[done](database)
                database.execute(f"PRAGMA user_version = {done + 1}")
                database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise


def _number(database: sqlite3.Connection, question: str) -> int:
    return int(database.execute(question).fetchone()[0])
