"""What is wrong with accounts and files while the program runs, as `status` tells of it."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from afterword.ledger.freshness import Freshness
    from afterword.world import World


def unread_accounts(world: World) -> tuple[Freshness, ...]:
    """The configured accounts whose last look was not whole."""
    known = world.ledger.account_freshness()
    names = (account.id for account in world.configuration.accounts)
    return tuple(known[name] for name in names if name in known and known[name].problem)


def troubles_beside(world: World) -> tuple[str, ...]:
    """What else the program that is running wants mended; empty when none is running."""
    from afterword.running.instance_lock import is_running

    if not is_running(world.ledger.path.parent):
        return ()
    told = {one.problem for one in unread_accounts(world)} | {one.problem for one in world.ledger.stale_calendars()}
    return tuple(trouble.line for trouble in world.ledger.troubles() if trouble.line not in told)


def show_troubles(accounts: tuple[Freshness, ...], lines: tuple[str, ...], zone: tzinfo) -> None:
    """A line for each account, then the others."""
    for one in accounts:
        click.secho(account_line(one, zone), fg="yellow")
    for line in lines:
        click.secho(line, fg="yellow")


def account_line(one: Freshness, zone: tzinfo) -> str:
    """Since when what is known of an account is old, and why."""
    from afterword.cli.wording import day_and_time

    known = f"not read since {day_and_time(one.read_whole, zone)}" if one.read_whole else "never read yet"
    return f"Account {one.name}: {known} ({one.problem})"
