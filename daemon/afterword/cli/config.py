"""`afterword config`: a configuration to start from, and a check of the owner's."""

from __future__ import annotations

import importlib.resources

import click


@click.command("config")
@click.argument("what", type=click.Choice(["sample", "check"]))
def command(what: str) -> int:
    """Print a commented config.yaml to start from (sample), or check all your files at once (check).

    \b
    Example:
      afterword config sample > ~/.config/afterword/config.yaml
    """
    if what == "sample":
        sample = importlib.resources.files("afterword") / "config.sample.yaml"
        click.echo(sample.read_text(encoding="utf-8"), nl=False)
        return 0
    from afterword.configuration import load_configuration
    from afterword.paths import config_folder

    folder = config_folder()
    configuration = load_configuration(folder)
    click.echo(
        f"{folder}: all files are right ({len(configuration.accounts)} accounts, {len(configuration.calendars)} calendars)."
    )
    return 0
