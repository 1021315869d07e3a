"""`afterword merge`: two applications that are one."""

from __future__ import annotations

import click


@click.command("merge")
@click.argument("application")
@click.argument("into")
def command(application: str, into: str) -> int:
    """Say that APPLICATION is the same as INTO; its mail, events and people go there.

    \b
    Example:
      afterword merge 3fa9c1d20b7e larkspur
    """
    from afterword.cli.applications import title_of
    from afterword.cli.saying import keep, known
    from afterword.errors import OwnersError

    before = known()
    part, whole = before.chosen(application), before.chosen(into)
    if part.key == whole.key:
        msg = f"both are {title_of(part)}; give the keys that `afterword status --json` prints"
        raise OwnersError(msg)
    keep("merges", {"at": before.stamp(), **before.naming(part), "into": before.naming(whole)})
    click.echo(f"{title_of(part)} is a part of {title_of(whole)} now. To undo it, take it out of notes.yaml.")
    return 0
