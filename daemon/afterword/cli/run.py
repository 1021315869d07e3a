"""`afterword run`: passes over the owner's mail."""

from __future__ import annotations

import click


@click.command("run")
@click.option("--once", is_flag=True, required=True, help="Make one pass and stop.")
@click.option("--dry-run", is_flag=True, help="Decide and print, but change nothing in your mailbox.")
@click.option("--yes", is_flag=True, help="Place the drafts even when there are improbably many.")
def command(*, once: bool, dry_run: bool, yes: bool) -> int:
    """Read new mail and calendars, place the drafts that are due, and take out those that became pointless.

    Nothing is ever sent.

    \b
    Example:
      afterword run --once --dry-run
    """
    from afterword.cli.opened import current_moment, opened_world
    from afterword.cli.plan import show_decision
    from afterword.passes import run_pass

    del once
    with opened_world(alone=True) as world:
        now = current_moment()
        outcome = run_pass(world, now, dry_run=dry_run, yes=yes)
        zone = world.configuration.owner.zone
    click.echo(f"{outcome.read} messages read, {len(outcome.decision.search.applications)} applications known.")
    if dry_run:
        show_decision(outcome.decision, zone)
    else:
        click.echo(f"{len(outcome.placed)} drafts placed, {len(outcome.withdrawn)} taken out.")
    for problem in outcome.problems:
        click.echo(problem, err=True)
    if outcome.refused:
        click.echo(outcome.refused, err=True)
    return 1 if outcome.refused or any(letter.problems for letter in outcome.decision.letters) else 0
