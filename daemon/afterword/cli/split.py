"""`afterword split`: two applications that were taken for one."""

from __future__ import annotations

import click


@click.command("split")
@click.argument("application")
@click.argument("message", nargs=-1, required=True)
@click.option("--role", required=True, help="The role of the other application.")
def command(application: str, message: tuple[str, ...], role: str) -> int:
    """Say that each MESSAGE of APPLICATION belongs to another application at the same employer, for --role.

    MESSAGE is a number that `afterword show` prints, or a Message-ID.

    \b
    Example:
      afterword split larkspur 4f20aa --role "Globe Restorer"
    """
    from afterword.cli.saying import keep, known, title_of
    from afterword.cli.wording import counted
    from afterword.errors import OwnersError

    before = known()
    meant = before.chosen(application)
    letters = {letter.message_id for letter in meant.letters}
    chosen = [before.message(one) for one in message]
    if strangers := [one.subject for one in chosen if one.message_id not in letters]:
        msg = f"“{strangers[0]}” is no message of {title_of(meant)}; `afterword attach` puts a message into an application"
        raise OwnersError(msg)
    for one in chosen:
        entry = {"at": before.stamp(), "message": one.message_id, "company": meant.company, "role": role}
        after = keep("messages", entry)
    click.echo(f"{role} at {meant.company} is an application of its own now, with {counted(len(chosen), 'message')}.")
    others = [a for a in after.applications if a.key == meant.key]
    click.echo(f"{title_of(others[0]) if others else title_of(meant)} keeps the rest.")
    return 0
