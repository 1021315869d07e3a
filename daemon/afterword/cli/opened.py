"""Opening the owner's world for one command."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from afterword.errors import OwnersError
from afterword.owner.configuration import Configuration, load_configuration
from afterword.owner.last_good import configuration_in_use
from afterword.paths import config_folder, make_private, state_folder
from afterword.running.instance_lock import is_running, only_instance
from afterword.world import World, open_world

_GOES_ON = "The running program goes on with your files as they were before; so does this."


@contextmanager
def opened_world(*, alone: bool) -> Generator[World]:
    """The configured world. `alone` holds the lock that keeps a second instance from placing drafts meanwhile.

    Without `alone` it is opened beside a program that is running, and as that program sees it: while the owner's files
    are wrong, as they were before, with what is wrong told on the error stream.

    :raises OwnersError: the configuration is wrong.
    :raises AlreadyRunning: another instance is running (with `alone`).
    """
    if alone:
        configuration = _checked()
        state = make_private(state_folder())
        with only_instance(state):
            world = open_world(configuration, state)
            try:
                yield world
            finally:
                world.close()
    else:
        configuration, mistakes = configuration_in_use(config_folder(), state_folder())
        state = make_private(state_folder())
        for line in (*mistakes, *([_GOES_ON] if mistakes else [])):
            click.echo(line, err=True)
        world = open_world(configuration, state)
        try:
            yield world
        finally:
            world.close()


def _checked() -> Configuration:
    """The owner's files. That another program is running is told first: it may go on with better ones."""
    try:
        return load_configuration(config_folder())
    except OwnersError:
        if is_running(state_folder()):
            with only_instance(state_folder()):
                pass
        raise


def current_moment() -> datetime:
    """Now, aware, in UTC: the only place where the command line asks for the time."""
    return datetime.now(UTC)
