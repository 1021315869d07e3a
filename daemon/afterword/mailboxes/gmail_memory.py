"""What a Gmail mailbox knew of its folders when the program ended: a restart then asks for what changed, not for all.

Gmail lets a client ask for some fifty messages a second; a large Sent folder would keep each start busy for minutes.
The files hold ids, times, flags and sizes, no words of any mail. They can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from afterword.errors import OwnersError
from afterword.mailboxes.contract import Flag, MailRef, Stored
from afterword.paths import make_private

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LETTERS = {Flag.SEEN: "S", Flag.FLAGGED: "F", Flag.DRAFT: "D"}


@dataclass(frozen=True, slots=True)
class Remembered:
    """A folder at the mailbox's state `history`. `sizes` are in bytes, as Gmail estimates them."""

    history: str
    messages: dict[str, Stored]
    sizes: dict[str, int]


class GmailMemory:
    """The files of one account in `folder`, which is made when it is needed. A file of another `user` counts as none."""

    def __init__(self, folder: Path, account: str, user: str) -> None:
        self._folder = folder
        self._account = account
        self._user = user

    def remembered(self, label: str) -> Remembered | None:
        """None where there is nothing, or nothing that makes sense."""
        try:
            told = json.loads((self._folder / f"{label}.json").read_text("utf-8"))
            if told["user"] != self._user:
                return None
            rows: dict[str, Any] = told["messages"]
            messages = {uid: self._stored(label, uid, arrived, letters) for uid, (arrived, letters, _) in rows.items()}
            return Remembered(str(int(told["history"])), messages, {uid: int(size) for uid, (*_, size) in rows.items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
            return None

    def remember(self, label: str, known: Remembered) -> None:
        """Whole or not at all; a disk that takes nothing costs a slow start, no more."""
        told = {
            "user": self._user,
            "history": known.history,
            "messages": {uid: [*_packed(stored), known.sizes.get(uid, 0)] for uid, stored in known.messages.items()},
        }
        with suppress(OSError, OwnersError):
            make_private(self._folder)
            file, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(file, "w", encoding="utf-8") as out:
                    json.dump(told, out, separators=(",", ":"))
                Path(name).replace(self._folder / f"{label}.json")
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def _stored(self, label: str, uid: str, arrived: int, letters: str) -> Stored:
        flags = frozenset(flag for flag, letter in _LETTERS.items() if letter in letters)
        return Stored(MailRef(self._account, label, 0, uid), _BEGINNING + arrived * _MILLISECOND, flags)


def _packed(stored: Stored) -> tuple[int, str]:
    letters = "".join(letter for flag, letter in _LETTERS.items() if flag in stored.flags)
    return (stored.arrived - _BEGINNING) // _MILLISECOND, letters
