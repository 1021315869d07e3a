"""`afterword run`: passes over the owner's mail."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from afterword.mailboxes.contract import Mailbox
    from afterword.passes import Outcome


@click.command("run")
@click.option("--once", is_flag=True, help="Make one pass and stop.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and change nothing in your mailbox.")
@click.option("--yes", is_flag=True, help="Place the drafts even when there are improbably many.")
def command(*, once: bool, dry_run: bool, yes: bool) -> int:
    """Read new mail and calendars, place the drafts that are due, and take out those that became pointless.

    Goes on until it is stopped, as the service does, unless --once is given. Nothing is ever sent.

    \b
    Example:
      afterword run --once --dry-run
    """
    if not once:
        if dry_run or yes:
            msg = "--dry-run and --yes are for one pass: give --once as well"
            raise click.UsageError(msg)
        from afterword.cli.running import run_on

        return run_on()
    return _once(dry_run=dry_run, yes=yes)


def _once(*, dry_run: bool, yes: bool) -> int:
    import sys

    from afterword.cli.opened import current_moment, opened_world
    from afterword.cli.plan import exit_code, show_decision, show_trouble
    from afterword.cli.progress import ProgressBar
    from afterword.cli.wording import counted
    from afterword.passes import run_pass
    from afterword_rules.owner import Profile

    with opened_world(alone=True) as world:
        if sys.stderr.isatty():
            world.accounts.told = ProgressBar(sys.stderr).reading
        outcome = run_pass(world, current_moment(), dry_run=dry_run, yes=yes)
        zone = world.configuration.owner.zone
        where = _drafts_folders(outcome, world.mailboxes)
        unknown = world.configuration.owner.profile == Profile()
    known = len(outcome.decision.search.applications)
    click.echo(f"{counted(outcome.read, 'new message')} read, {counted(known, 'application')} known.")
    if dry_run:
        show_decision(outcome, zone)
    else:
        _show_done(outcome, zone)
    if where:
        click.echo(f"Review them in {where}; send each with your mail client, or delete it.")
    if where and unknown:
        click.echo(
            "profile.yaml says nothing of you yet, so the drafts claim nothing about you and leave blanks: write your headline,"
            " highlights and signature into it."
        )
    show_trouble(outcome)
    return exit_code(outcome)


def _show_done(outcome: Outcome, zone: tzinfo) -> None:
    from afterword.cli.plan import HEAD, follow_up_row, withdrawal_row
    from afterword.cli.table import print_table
    from afterword.cli.wording import counted

    done = [
        follow_up_row("placed", letter.follow_up, zone)
        for letter in outcome.decision.letters
        if letter.draft and letter.draft.key in outcome.placed
    ]
    done += [
        withdrawal_row(withdrawal, zone, "taken out")
        for withdrawal in outcome.decision.plan.withdraw
        if withdrawal.record.key in outcome.withdrawn
    ]
    click.echo(f"{counted(len(outcome.placed), 'draft')} placed, {len(outcome.withdrawn)} taken out.")
    if done:
        print_table(HEAD, done)


def _drafts_folders(outcome: Outcome, mailboxes: Sequence[Mailbox]) -> str:
    """Where the owner finds the drafts that were placed, in words the owner knows; empty when none was."""
    routes = outcome.decision.routes
    accounts = {routes[key].account for key in outcome.placed if key in routes}
    folders = [_drafts_folder(mailbox) for mailbox in mailboxes if mailbox.account in accounts]
    return " and ".join(dict.fromkeys(folders))


def _drafts_folder(mailbox: Mailbox) -> str:
    """Where the owner finds the drafts, in words the owner knows."""
    from afterword.errors import OwnersError, WorldError
    from afterword.mailboxes.contract import NamesFolders, Role

    usual = "your Drafts folder"
    if not isinstance(mailbox, NamesFolders):
        return usual
    try:
        return mailbox.folder_names().get(Role.DRAFTS, usual)
    except (OwnersError, WorldError):
        return usual
