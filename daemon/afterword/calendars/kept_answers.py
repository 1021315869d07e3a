"""What servers answered last, kept on disk: who asks again may hear that nothing changed, and must still know it.

The files may be deleted at any time; then everything is asked for anew. Without a folder they live in memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

_Kept = tuple[Mapping[str, str], bytes]
_NOTHING: _Kept = ({}, b"")


class KeptAnswers:
    """Answers by key (an address and whatever else they depend on, which is stored as a digest only)."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._memory: dict[str, _Kept] = {}

    def load(self, key: str) -> _Kept:
        """The answer and what was noted `about` it; nothing of a file that is damaged."""
        name = _name(key)
        if name not in self._memory:
            self._memory[name] = self._read(name)
            if self._folder is not None and self._memory[name] is not _NOTHING:
                with contextlib.suppress(OSError):
                    os.utime(self._folder / name)
        return self._memory[name]

    def keep(self, key: str, about: Mapping[str, str], body: bytes) -> None:
        """Keep an answer in the place of the one before. A disk that refuses costs only time at the next start."""
        name = _name(key)
        self._memory[name] = (dict(about), body)
        if self._folder is None:
            return
        head = json.dumps({**about, "sha256": hashlib.sha256(body).hexdigest()}).encode()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            # mkstemp makes it 0600.
            handle, written = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(head + b"\n" + body)
                Path(written).replace(self._folder / name)
            except OSError:
                Path(written).unlink(missing_ok=True)
                raise

    def forget_older_than(self, moment: datetime) -> None:
        """Delete the answers that nobody has had anything to do with since `moment` (aware): of calendars that are gone."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.stat().st_mtime < moment.timestamp():
                    path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of what is in memory."""
        if self._folder is not None:
            self._memory.clear()

    def _read(self, name: str) -> _Kept:
        if self._folder is None:
            return _NOTHING
        try:
            head, _, body = (self._folder / name).read_bytes().partition(b"\n")
            about = json.loads(head)
        except (OSError, ValueError):
            return _NOTHING
        if not isinstance(about, dict) or about.pop("sha256", "") != hashlib.sha256(body).hexdigest():
            return _NOTHING
        return {str(word): str(value) for word, value in about.items()}, body


def _name(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
