"""One program at a time on one state folder."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from afterword.errors import OwnersError, shown, world_error

_NAME = "lock"


@contextmanager
def only_instance(state_folder: Path) -> Generator[None]:
    """Hold the state folder while the block runs. The kernel lets go of it when the process dies, however it dies.

    The file (mode 0600) stays: removing it would let two others hold two files of the same name.

    :raises OwnersError: another process holds it; the line names its process id and the next step.
    :raises WorldError: the file cannot be made or locked.
    """
    path = state_folder / _NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise world_error("make the lock", path, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
        except OSError as error:
            if error.errno != errno.EWOULDBLOCK:
                raise world_error("lock", path, error) from error
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            who = f"another afterword (pid {holder or 'unknown'})"
            line = f"{who} is already running on {shown(state_folder)}: wait until it is done, or stop it and try again"
            raise OwnersError(line) from error
        yield
    finally:
        os.close(descriptor)
