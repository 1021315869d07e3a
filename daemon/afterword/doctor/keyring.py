"""The keyring: is there one that keeps secrets, is it open, and will it be after a boot?"""

from __future__ import annotations

import getpass
from collections.abc import Iterator

from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.errors import OwnersError, WorldError
from afterword.owner.configuration import Configuration

_NAME = "keyring"


def who_needs_it(configuration: Configuration) -> tuple[str, ...]:
    """The ids of accounts and calendars whose password or consent is kept there (or in a systemd credential)."""
    found = [
        account.id
        for account in configuration.accounts
        if account.gmail is not None or (account.imap is not None and account.imap.password_command is None)
    ]
    for calendar in configuration.calendars:
        by_password = calendar.caldav is not None and calendar.caldav.password_command is None
        by_consent = calendar.google is not None and calendar.google.token is None
        if by_password or by_consent:
            found.append(calendar.id)
    return tuple(dict.fromkeys(found))


def keyring_findings(needed_by: tuple[str, ...]) -> Iterator[Finding]:
    """`needed_by` are ids, for whose sake a missing keyring matters."""
    from afterword.secrets import keyring_in_use

    try:
        found = keyring_in_use()
    except WorldError as error:
        text = str(error).replace(', for "any account"', "").replace(', to ask for "any account"', "")
        if needed_by:
            step = "docs/service.md tells of password_command and systemd credentials"
            yield bad(_NAME, f"{text} (it is needed for {', '.join(needed_by)})", step)
        else:
            yield ok(_NAME, "there is none that answers, and none is needed")
        return
    if needed_by and _lingers():
        what = f"{found}, unlocked; after a boot it stays locked until you log in, and the service waits for it"
        yield warn(_NAME, what, "docs/service.md tells of password_command and systemd credentials")
    else:
        yield ok(_NAME, f"{found}, unlocked")


def _lingers() -> bool:
    from afterword.service.systemd import user_systemd

    try:
        manager = user_systemd()
    except OwnersError:
        return False
    told = manager.run("loginctl", "show-user", getpass.getuser(), "--property=Linger", "--value")
    return told.out.strip() == "yes"
