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
    from afterword.cli.applications import title_of
    from afterword.cli.saying import began_with, keep, known, said
    from afterword.cli.wording import counted
    from afterword.errors import OwnersError
    from afterword_parsers.jobs.role_name import same_role

    role = said(role, "--role")
    before = known()
    meant = before.chosen(application)
    chosen = list({one.message_id: one for one in map(before.message, message)}.values())
    letters = {letter.message_id for letter in meant.letters}
    if strangers := [one.subject for one in chosen if one.message_id not in letters]:
        msg = f"“{strangers[0]}” is no message of {title_of(meant)}; `afterword attach` puts a message into an application"
        raise OwnersError(msg)
    if same_role(role, meant.role or ""):
        msg = f"{title_of(meant)} is for that role already; name the role of the other application"
        raise OwnersError(msg)
    if founders := [one.subject for one in chosen if began_with(meant, one)]:
        msg = f"{title_of(meant)} began with “{founders[0]}”; name the messages of the other application instead"
        raise OwnersError(msg)
    entry = {"at": before.stamp(), "company": meant.company, "role": role}
    after = keep("messages", *({**entry, "message": one.message_id} for one in chosen))
    home = after.home_of(chosen[0])
    new = home is None or home.key not in {one.key for one in before.applications}
    what = "is an application of its own now, with" if new else "was known already; it has now"
    click.echo(f"{role} at {meant.company} {what} {counted(len(chosen), 'message')}{'' if new else ' more'}.")
    click.echo(f"{title_of(meant)} keeps the rest.")
    return 0
