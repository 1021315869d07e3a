"""What the service needs, read off the configuration and the machine: which program, which folders, which environment."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Mapping
from pathlib import Path

from afterword.errors import OwnersError, WorldError, shown
from afterword.owner.configuration import Configuration
from afterword.paths import at_home, config_folder, state_folder
from afterword.service.unit import ServiceFacts

# What the owner's own programs go by, and a user manager does not know of.
_FOR_COMMANDS = ("GNUPGHOME", "PASSWORD_STORE_DIR")


def service_facts(
    configuration: Configuration, program: tuple[str, ...], runtime: Path, environment: Mapping[str, str]
) -> ServiceFacts:
    """The facts for `configuration` as it stands; another one needs another look.

    :raises OwnersError: a Maildir that is configured is not there.
    """
    home = Path(environment.get("HOME") or Path.home()).absolute()
    maildirs = [_absolute(account.maildir) for account in configuration.accounts if account.maildir is not None]
    if missing := [one for one in maildirs if not one.is_dir()]:
        raise OwnersError(
            *(f"config.yaml: there is no Maildir {shown(one)}; make it, or mend `maildir:`" for one in missing)
        )
    commands = tuple(dict.fromkeys(_commands(configuration)))
    writable = [state_folder(environment), *(place for root in maildirs for place in _places_of(root))]
    return ServiceFacts(
        program=program,
        version=importlib.metadata.version("afterword"),
        home=str(home),
        environment=tuple(_environment(home, environment, commands=bool(commands))),
        writable=tuple(dict.fromkeys(map(str, writable))),
        needed=tuple(dict.fromkeys(map(str, (config_folder(environment), *_read(configuration))))),
        runtime=str(runtime),
        gnupg=environment.get("GNUPGHOME", ""),
        commands=commands,
    )


def _commands(configuration: Configuration) -> Iterable[str]:
    entries = (*(one.imap for one in configuration.accounts), *(one.caldav for one in configuration.calendars))
    return (one.password_command[0] for one in entries if one is not None and one.password_command)


def _places_of(root: Path) -> Iterable[Path]:
    """The Maildir, and folders of its that links lead to elsewhere."""
    from afterword.mailboxes.maildir_folders import folders_below

    yield root
    try:
        folders = folders_below(root).values()
    except WorldError:
        return
    real = root.resolve()
    yield from (path.resolve() for path in folders if not path.resolve().is_relative_to(real))


def _read(configuration: Configuration) -> Iterable[Path]:
    """Files and folders beside the mail that are read."""
    for account in configuration.accounts:
        if account.gmail is not None:
            yield _absolute(account.gmail.client)
        if account.imap is not None and account.imap.ca:
            yield _absolute(account.imap.ca)
    for calendar in configuration.calendars:
        if calendar.ics is not None and "://" not in calendar.ics:
            yield _absolute(calendar.ics)
        if calendar.google is not None:
            yield from (_absolute(file) for file in (calendar.google.token, calendar.google.client) if file)


def _environment(home: Path, environment: Mapping[str, str], *, commands: bool) -> Iterable[tuple[str, str]]:
    """What this shell says and the user manager would not."""
    bare = {"HOME": str(home)}
    for name, folder in (("AFTERWORD_CONFIG_DIR", config_folder), ("AFTERWORD_STATE_DIR", state_folder)):
        if folder(environment) != folder(bare):
            yield name, str(folder(environment))
    if commands:
        yield from ((name, environment[name]) for name in _FOR_COMMANDS if environment.get(name))


def _absolute(path: str) -> Path:
    return at_home(path).absolute()
