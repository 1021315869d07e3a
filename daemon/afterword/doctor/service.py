"""The service: is it installed as it should be, does it run, and what does its journal say?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.errors import OwnersError
from afterword.owner.configuration import Configuration
from afterword.service.systemd import UserSystemd

_NAME = "service"
_MOST_LINES = 3


def service_findings(configuration: Configuration | None) -> Iterator[Finding]:
    """A machine without systemd has none, and that is the owner's to arrange."""
    from afterword.service.systemd import user_systemd
    from afterword.service.unit import NAME

    try:
        manager = user_systemd()
    except OwnersError as error:
        yield warn(_NAME, str(error))
        return
    if manager.shown(NAME, "LoadState") != "loaded":
        yield warn(_NAME, "it is not installed, so nothing is done while you do not run it", "`afterword install`")
        return
    state, status = manager.shown(NAME, "ActiveState"), manager.shown(NAME, "StatusText")
    if state == "active":
        yield ok(_NAME, f"it runs{f': {status}' if status else ''}")
    else:
        yield bad(
            _NAME, f"it is installed and {state or 'not running'}", "`systemctl --user status afterword` shows why"
        )
    if manager.shown(NAME, "UnitFileState") != "enabled":
        yield warn(_NAME, "it does not start by itself", "`afterword install`")
    if configuration is not None and _is_outdated(manager, configuration):
        yield warn(_NAME, "it was installed for other accounts or another version", "`afterword install`")
    yield from _journal(manager)


def _is_outdated(manager: UserSystemd, configuration: Configuration) -> bool:
    from afterword.service.facts import service_facts
    from afterword.service.files import changes, files_for, unit_folder
    from afterword.service.own_program import own_program
    from afterword.service.unit import NAME

    try:
        program = own_program(sys.argv[0], sys.executable, os.environ)
        facts = service_facts(configuration, program, manager.runtime, os.environ)
        # How tightly it is shut in was tried when it was installed.
        return NAME in changes(unit_folder(manager), files_for(facts, strict=False))
    except OwnersError:
        return False


def _journal(manager: UserSystemd) -> Iterator[Finding]:
    """Warnings of the last day; those of the last pass are told beside it."""
    from afterword.service.unit import NAME

    command = ("journalctl", "--user", "--unit", NAME, "--priority", "warning", "--since", "-1d", "--output", "cat")
    answer = manager.run(*command, "--quiet", "--no-pager")
    lines = list(dict.fromkeys(line for line in answer.out.splitlines() if line.strip()))
    if answer.code != 0:
        yield warn("journal", f"it cannot be read: {answer.why}")
    elif not lines:
        yield ok("journal", "no warning in the last day")
    for line in lines[-_MOST_LINES:]:
        yield warn(
            "journal", line, "" if line != lines[-1] else "`journalctl --user -u afterword -p warning` shows all"
        )
