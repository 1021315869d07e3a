"""The open ledger and its one way to write: a transaction that is committed as a whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from afterword.ledger.opening import open_database
from afterword.ledger.trouble import translated


class Store:
    """One open ledger. One thread uses it. Every method may raise WorldError: then nothing of that call is stored.

    :raises OwnersError: see `open_database`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = open_database(path)
        self.is_open = True
        self._identity = path.stat().st_ino

    @property
    def in_place(self) -> bool:
        """Whether the open file still has its name: the owner may delete the ledger under a running program."""
        try:
            return self.path.stat().st_ino == self._identity
        except OSError:
            return False

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self.is_open = False
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _rows(self, question: str, *values: object) -> list[sqlite3.Row]:
        with translated(self.path):
            return self._database.execute(question, values).fetchall()

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        with translated(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                # A full disk may have ended the transaction already.
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
