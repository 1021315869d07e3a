"""A copy of the owner's files as the running program uses them, for the commands beside it.

While a file is broken the program goes on with what it read before; `status` and the others then show the search as the
program sees it, with what is wrong above it.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from afterword.errors import OwnersError
from afterword.owner.changes import owners_files
from afterword.owner.configuration import Configuration, load_configuration
from afterword.paths import make_private
from afterword.running.instance_lock import is_running

_NAME = "last-good"


def keep_copy(folder: Path, state: Path) -> None:
    """Copy the files in `folder`, which were just read without a mistake. A disk that fails is no reason to stop."""
    new = state / f"{_NAME}.new"
    with suppress(OSError, OwnersError):
        shutil.rmtree(new, ignore_errors=True)
        make_private(new)
        for path in owners_files(folder):
            there = make_private((new / path.relative_to(folder)).parent) / path.name
            there.touch(mode=0o600)
            shutil.copyfile(path, there)
        shutil.rmtree(state / _NAME, ignore_errors=True)
        new.rename(state / _NAME)


def configuration_in_use(folder: Path, state: Path) -> tuple[Configuration, tuple[str, ...]]:
    """The owner's files as they are; or, when they are wrong, as the program that is running goes on to use them.

    The second value are the mistakes in them.

    :raises OwnersError: they are wrong, and no program is running that knows better.
    """
    try:
        return load_configuration(folder), ()
    except OwnersError as error:
        if not is_running(state):
            raise
        try:
            return load_configuration(state / _NAME), error.problems
        except OwnersError:
            raise error from None
