"""`afterword config`: a configuration to start from, and a check of the owner's."""

from __future__ import annotations

import importlib.resources
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from afterword.owner.configuration import Configuration


@click.command("config")
@click.argument("what", type=click.Choice(["sample", "check"]))
def command(what: str) -> int:
    """Print a commented config.yaml to start from (sample), or check all your files at once (check).

    \b
    Examples:
      afterword config sample > ~/.config/afterword/config.yaml
      afterword config check
    """
    if what == "sample":
        sample = importlib.resources.files("afterword") / "config.sample.yaml"
        click.echo(sample.read_text(encoding="utf-8"), nl=False)
        return 0
    from afterword.cli.table import print_table
    from afterword.errors import OwnersError
    from afterword.owner.configuration import load_configuration
    from afterword.paths import config_folder
    from afterword_rules.letters.templates import Templates

    folder = config_folder()
    configuration = load_configuration(folder)
    if wrong := Templates(configuration.templates).problems():
        raise OwnersError(*map(str, wrong))
    rows, problems = _places(configuration)
    click.echo(f"{folder}: every file is well written.")
    print_table(("", "", "", ""), rows)
    for problem in problems:
        click.echo(problem, err=True)
    return 1 if problems else 0


def _places(configuration: Configuration) -> tuple[list[tuple[str, str, str, str]], list[str]]:
    """Which folder is taken for what, for the owner to see; and which cannot be read."""
    from datetime import UTC, datetime

    from afterword.errors import OwnersError, WorldError
    from afterword.mailboxes.contract import NamesFolders, Role
    from afterword.world import calendars_of, mailboxes_of

    rows: list[tuple[str, str, str, str]] = []
    problems: list[str] = []
    for mailbox in mailboxes_of(configuration):
        try:
            names = mailbox.folder_names() if isinstance(mailbox, NamesFolders) else {}
        except OwnersError as error:
            problems += (f"account {mailbox.account}: {problem}" for problem in error.problems)
        except WorldError as error:
            problems.append(f"account {mailbox.account}: {error}")
        else:
            missing = {Role.DRAFTS: "none yet: it is made for the first draft"}
            rows += [("account", mailbox.account, role, names.get(role, missing.get(role, "none"))) for role in Role]
        finally:
            mailbox.close()
    now = datetime.now(UTC)
    for calendar, entry in zip(calendars_of(configuration), configuration.calendars, strict=True):
        read = calendar.events(now, now, configuration.owner.zone)
        calendar.close()
        rows.append(("calendar", entry.id, "", entry.place))
        problems += (f"calendar {entry.id}: {problem}" for problem in read.problems)
    return rows, problems
