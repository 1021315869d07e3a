"""One program at a time on one state folder."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from afterword.errors import OwnersError, shown, world_error

_NAME = "lock"


class AlreadyRunning(OwnersError):  # noqa: N818 (a state, and no error where a command works beside it)
    """Another process holds the state folder."""


def is_running(state_folder: Path) -> bool:
    """Whether a process holds the state folder right now."""
    try:
        descriptor = os.open(state_folder / _NAME, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def _lock(descriptor: int) -> None:
    # A command that only asks who is running holds it for a moment.
    for pause in (0.02, 0.05, 0.1):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(pause)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_instance(state_folder: Path) -> Generator[None]:
    """Hold the state folder while the block runs. The kernel lets go of it when the process dies, however it dies.

    The file (mode 0600) stays: removing it would let two others hold two files of the same name.

    :raises AlreadyRunning: another process holds it; the line names its process id and the next step.
    :raises WorldError: the file cannot be made or locked.
    """
    path = state_folder / _NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise world_error("make the lock", path, error) from error
    try:
        try:
            _lock(descriptor)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
        except OSError as error:
            if error.errno != errno.EWOULDBLOCK:
                raise world_error("lock", path, error) from error
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            who = f"another afterword (pid {holder or 'unknown'})"
            line = f"{who} is already running on {shown(state_folder)}: wait until it is done, or stop it and try again"
            raise AlreadyRunning(line) from error
        yield
    finally:
        os.close(descriptor)
