"""The ledger and the last pass: is the file sound, and what did the program see when it last looked?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.errors import shown
from afterword.owner.configuration import Configuration

_NAME = "ledger"
_LAST = "last pass"


def ledger_findings(state: Path, configuration: Configuration | None) -> Iterator[Finding]:
    """:raises OwnersError: it is damaged. :raises WorldError: it cannot be read."""
    path = state / "ledger.sqlite3"
    if not path.exists():
        yield warn(_NAME, "there is none yet: no pass was made", "`afterword run --once --dry-run` makes one")
        return
    status = path.stat()
    verdict = _integrity(path)
    if verdict != "ok":
        yield bad(_NAME, f"{shown(path)} is damaged ({verdict})", "delete it: the next pass rebuilds it")
        return
    if status.st_mode & 0o077 or state.stat().st_mode & 0o077:
        yield warn(_NAME, "others on this machine can read it", f"chmod go= {shown(state)} {shown(path)}")
    yield ok(_NAME, f"{shown(path)}: sound, {status.st_size / 1e6:.1f} MB")
    if configuration is not None:
        yield from _last_pass(path, state, configuration)


def _integrity(path: Path) -> str:
    from afterword.ledger.trouble import translated

    with translated(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        return str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])


def _last_pass(path: Path, state: Path, configuration: Configuration) -> Iterator[Finding]:
    from afterword.ledger.ledger import Ledger
    from afterword.running.instance_lock import is_running

    ledger = Ledger(path)
    try:
        last, now, running = ledger.last_pass(), datetime.now(UTC), is_running(state)
        zone = configuration.owner.zone
        if last is None:
            yield warn(_LAST, "none was made yet", "`afterword run --once --dry-run` makes one")
        elif last.started > now + timedelta(minutes=2):
            yield warn(_LAST, f"it was {_when(last.started, zone)}, which is still to come: the clock went back")
        elif running and now - last.started > max(3 * configuration.poll, timedelta(minutes=30)):
            yield warn(_LAST, f"{_when(last.started, zone)}: it runs, and has not looked since", "restart it")
        else:
            result = f": {last.result}" if last.result else ""
            yield ok(_LAST, f"{_when(last.ended or last.started, zone)}{result}{'' if last.ended else ' (under way)'}")
        told: set[str] = set()
        known = ledger.account_freshness()
        for account in configuration.accounts:
            if (one := known.get(account.id)) is not None and one.problem:
                told.add(one.problem)
                yield warn(_LAST, f"{account.id} could not be read: {one.problem}")
        calendars = {calendar.id for calendar in configuration.calendars}
        for stale in ledger.stale_calendars():
            if stale.name in calendars:
                told.add(stale.problem)
                yield warn(_LAST, f"the calendar {stale.name} could not be read whole: {stale.problem}")
        for trouble in ledger.troubles() if running else ():
            if trouble.line not in told:
                yield warn(_LAST, trouble.line)
    finally:
        ledger.close()


def _when(moment: datetime, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%a %d %b %H:%M}"
