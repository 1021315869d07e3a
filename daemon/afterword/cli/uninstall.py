"""`afterword uninstall`: the systemd user service, stopped and taken out."""

from __future__ import annotations

import click


@click.command("uninstall")
def command() -> int:
    """Stop Afterword in the background and remove its service. Your files, mail and drafts stay, and it says where.

    \b
    Example:
      afterword uninstall
    """
    from afterword.paths import config_folder, state_folder
    from afterword.service.files import ours_in, remove, unit_folder
    from afterword.service.systemd import user_systemd
    from afterword.service.unit import NAME, STRICT

    manager = user_systemd()
    folder = unit_folder(manager)
    ours = ours_in(folder)
    units = [path.name for path in ours if path.name != STRICT]
    if units:
        manager.control("disable", "--now", *units)
    remove(ours)
    manager.control("daemon-reload")
    if units:
        manager.control("reset-failed", *units)
        click.echo(f"The service is stopped and removed ({', '.join(map(str, ours))}).")
    else:
        click.echo(f"There is no service of Afterword's in {folder}.")
    kept = folder / f"{NAME}.d"
    if kept.is_dir():
        click.echo(f"Yours, and still there: {kept}")
    click.echo("What is yours stays; `rm -r` removes what you no longer want:")
    click.echo(f"  {config_folder()}  your configuration, profile, rules and notes")
    click.echo(f"  {state_folder()}  what it has read and written; made again from your mail if you come back")
    click.echo("  your mailbox  every draft it placed")
    click.echo("  your keyring  passwords stored under the name afterword")
    return 0
