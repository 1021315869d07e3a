"""Which checks there are, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from afterword.doctor.finding import Check
from afterword.owner.configuration import Configuration


def checks(configuration: Configuration | None, state: Path, *, write: bool) -> Iterator[Check]:
    """Those that can be made; without a configuration, few can."""
    from afterword.doctor.accounts import account_findings
    from afterword.doctor.calendars import calendar_findings
    from afterword.doctor.clock import clock_findings
    from afterword.doctor.draft_trial import UNFINISHED
    from afterword.doctor.files import rules
    from afterword.doctor.keyring import keyring_findings, who_needs_it
    from afterword.doctor.ledger import ledger_findings
    from afterword.doctor.service import service_findings
    from afterword.world import calendars_of

    if configuration is not None:
        for account in configuration.accounts:
            look = partial(account_findings, account, configuration, write=write)
            yield Check(account.id, look, UNFINISHED) if write else Check(account.id, look)
        for calendar, entry in zip(calendars_of(configuration), configuration.calendars, strict=True):
            yield Check(f"{entry.id}: calendar", partial(calendar_findings, calendar, entry, configuration))
    needed = who_needs_it(configuration) if configuration is not None else ()
    yield Check("keyring", partial(keyring_findings, needed))
    if configuration is not None:
        yield Check("clock", partial(clock_findings, configuration))
        yield Check("rules", partial(rules, configuration))
    yield Check("ledger", partial(ledger_findings, state, configuration))
    yield Check("service", partial(service_findings, configuration))
