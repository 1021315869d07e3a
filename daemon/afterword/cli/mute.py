"""`afterword mute`: an application for which no draft is wanted."""

from __future__ import annotations

import click


@click.command("mute")
@click.argument("application")
@click.option("--undo", is_flag=True, help="Make drafts for it again.")
def command(application: str, *, undo: bool) -> int:
    """Make no more drafts for APPLICATION; those that wait unedited are taken out of Drafts. It is still watched.

    \b
    Example:
      afterword mute larkspur
    """
    from afterword.cli.applications import title_of
    from afterword.cli.saying import keep, known

    before = known()
    meant = before.chosen(application)
    if meant.muted is not undo:
        click.echo(f"{title_of(meant)} {'is' if meant.muted else 'was not'} muted{' already' if meant.muted else ''}.")
        return 0
    keep("mutes", {"at": before.stamp(), **before.naming(meant), "muted": not undo})
    click.echo(f"{title_of(meant)}: {'drafts are made again' if undo else 'no more drafts'}.")
    return 0
