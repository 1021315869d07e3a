"""The report of the owner's world as it stands in the ledger. Reads no mail."""

from __future__ import annotations

from datetime import datetime

from afterword.passes import decide
from afterword.report.figures import Report, report_of
from afterword.world import World


def make_report(world: World, now: datetime, trouble: tuple[str, ...] = ()) -> Report:
    """What a pass at `now` would decide on, as figures. `trouble` are lines about what could not be read."""
    readings = world.ledger.readings(world.configuration.reader)
    decision = decide(world, now, readings)
    last = world.ledger.last_pass()
    return report_of(
        decision,
        world.ledger.draft_records(),
        readings,
        world.configuration.owner,
        now,
        last_pass=(last.ended or last.started) if last else None,
        trouble=trouble,
    )
