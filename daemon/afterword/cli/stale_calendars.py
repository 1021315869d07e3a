"""The calendars that could not be read, as `status` tells of them."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.ledger.freshness import Freshness
    from afterword.world import World


def stale_calendars(world: World) -> tuple[Freshness, ...]:
    """The configured calendars whose last read was not complete."""
    names = {calendar.name for calendar in world.calendars}
    return tuple(stale for stale in world.ledger.stale_calendars() if stale.name in names)


def show_stale(stale: tuple[Freshness, ...], zone: tzinfo) -> None:
    """A line for each, see `stale_line`."""
    for one in stale:
        click.secho(stale_line(one, zone), fg="yellow")


def stale_line(one: Freshness, zone: tzinfo) -> str:
    """Since when what is known of a calendar is old, and why."""
    from afterword.cli.wording import day_and_time

    known = f"not read whole since {day_and_time(one.read_whole, zone)}" if one.read_whole else "never read whole yet"
    return f"Calendar {one.name}: {known} ({one.problem})"


def stale_objects(stale: tuple[Freshness, ...], zone: tzinfo) -> list[dict[str, Any]]:
    """Calendars, or accounts, for scripts; `since` is null for one that was never read whole."""
    return [
        {
            "id": one.name,
            "since": one.read_whole.astimezone(zone).isoformat() if one.read_whole else None,
            "problem": one.problem,
        }
        for one in stale
    ]
