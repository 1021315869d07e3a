"""`afterword attach`: to which application a message belongs."""

from __future__ import annotations

import click


@click.command("attach")
@click.argument("message")
@click.argument("application", required=False)
@click.option("--none", "to_none", is_flag=True, help="It belongs to no application; ask no more.")
def command(message: str, application: str | None, *, to_none: bool) -> int:
    """Say to which APPLICATION a MESSAGE belongs, where `afterword status --unsure` asks.

    MESSAGE is a number that `status --unsure` or `show` prints, or a Message-ID.

    \b
    Examples:
      afterword attach 4f20aa larkspur
      afterword attach 4f20aa --none
    """
    from afterword.cli.applications import title_of
    from afterword.cli.saying import began_with, keep, known
    from afterword.errors import OwnersError

    if to_none == bool(application):
        msg = "give an APPLICATION, or --none"
        raise click.UsageError(msg)
    before = known()
    meant = before.message(message)
    entry = {"at": before.stamp(), "message": meant.message_id}
    if application is None:
        keep("messages", entry)
        click.echo(f"“{meant.subject}” belongs to no application.")
        return 0
    to = before.chosen(application)
    home = before.home_of(meant)
    if home and home.key == to.key:
        click.echo(f"“{meant.subject}” belongs to {title_of(to)} already.")
        return 0
    if home and began_with(home, meant):
        msg = f"{title_of(home)} began with “{meant.subject}”; `afterword merge {home.key} {to.key}` makes both one"
        raise OwnersError(msg)
    keep("messages", {**entry, **before.naming(to)})
    click.echo(f"“{meant.subject}” belongs to {title_of(to)} now.")
    return 0
