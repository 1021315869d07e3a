"""`afterword contact`: a human at the employer whom the mail does not name."""

from __future__ import annotations

import click

from afterword_rules.application import ContactRole


@click.command("contact")
@click.argument("application")
@click.argument("name")
@click.argument("address", required=False, default="")
@click.option(
    "--function",
    type=click.Choice([one.value for one in ContactRole]),
    default="recruiter",
    help="What they are for; default: recruiter.",
)
def command(application: str, name: str, address: str, function: str) -> int:
    """Name a person at the employer of APPLICATION, or the right ADDRESS of one who is known.

    Drafts that are addressed from now on go there; your word outranks what mail and calendar say.

    \b
    Example:
      afterword contact larkspur "Priya Nair" priya.nair@larkspur.example
    """
    from afterword.cli.applications import title_of
    from afterword.cli.saying import keep, known, said
    from afterword.owner.notes_file import is_address

    name = said(name, "NAME")
    if address and not is_address(address):
        msg = f'"{address}" is no mail address; write it alone, like priya@larkspur.example'
        raise click.UsageError(msg)
    before = known()
    meant = before.chosen(application)
    entry = {"at": before.stamp(), **before.naming(meant), "name": name, "function": function}
    if address:
        entry["address"] = address
    keep("contacts", entry)
    spoken = {"interviewer": "an interviewer", "other": "a contact"}.get(function, f"a {function}")
    click.echo(f"{name}{f' <{address}>' if address else ''} is {spoken} for {title_of(meant)}.")
    return 0
