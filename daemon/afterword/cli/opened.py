"""Opening the owner's world for one command."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from afterword.configuration import load_configuration
from afterword.instance_lock import only_instance
from afterword.paths import config_folder, make_private, state_folder
from afterword.world import World, open_world


@contextmanager
def opened_world(*, alone: bool) -> Generator[World]:
    """The configured world. `alone` holds the lock that keeps a second instance from placing drafts meanwhile.

    :raises OwnersError: the configuration is wrong, or (with `alone`) another instance is running.
    """
    configuration = load_configuration(config_folder())
    state = make_private(state_folder())
    if alone:
        with only_instance(state):
            world = open_world(configuration, state)
            try:
                yield world
            finally:
                world.close()
    else:
        world = open_world(configuration, state)
        try:
            yield world
        finally:
            world.close()


def current_moment() -> datetime:
    """Now, aware, in UTC: the only place where the command line asks for the time."""
    return datetime.now(UTC)
