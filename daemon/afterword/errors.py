"""The errors that are nobody's bug, in one tree.

::

    Exception
    ├── OwnersError       yours to mend: configuration, rules, a second instance. Exit 1, every problem at once
    └── WorldError        the world's: a server, a disk, a file. Told, put off, tried again
        └── Vanished      a message that was there is there no more (afterword.mailboxes.contract)

Everything else that is raised is a bug of ours: exit 3, with a traceback. No code but the loop's one boundary and the
command line's one boundary catches `Exception`.
"""

from __future__ import annotations

import os
from pathlib import Path


class OwnersError(Exception):
    """Something only the owner can mend.

    `problems` are whole lines for the owner's eyes, each with the place and the next step; all that were found, not
    just the first.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems: tuple[str, ...] = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class WorldError(Exception):
    """Something outside failed.

    The text is one line that names the place (folder, file, account) and the cause. `retry` tells whether it may pass
    by itself; False means that trying again is pointless, or harmful, until somebody acts (a wrong password).
    """

    def __init__(self, text: str, *, retry: bool = True) -> None:
        super().__init__(text)
        self.retry = retry


def world_error(what: str, path: Path, cause: OSError) -> WorldError:
    """The error for a file or folder: "cannot WHAT PATH: CAUSE"."""
    return WorldError(f"cannot {what} {shown(path)}: {cause.strerror or type(cause).__name__}")


def shown(path: Path | str) -> str:
    """A path as text that can be printed and stored, whatever bytes its name is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
