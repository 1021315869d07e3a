"""`afterword set`: the stage of an application, by the owner's word."""

from __future__ import annotations

import click

from afterword_rules.application import Stage


@click.command("set")
@click.argument("application")
@click.option("--stage", type=click.Choice([one.value for one in Stage]), required=True, help="Where it stands now.")
def command(application: str, stage: str) -> int:
    """Say where APPLICATION stands: they called, or a letter was misread. Later mail moves it on from there.

    \b
    Example:
      afterword set larkspur --stage rejected
    """
    from afterword.cli.applications import title_of
    from afterword.cli.saying import keep, known
    from afterword.cli.wording import spoken

    before = known()
    meant = before.chosen(application)
    keep("stages", {"at": before.stamp(), **before.naming(meant), "stage": stage})
    click.echo(f"{title_of(meant)} stands at {spoken(stage)} now (it stood at {spoken(meant.stage)}).")
    return 0
