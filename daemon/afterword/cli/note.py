"""`afterword note`: what only the owner knows about an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from afterword_rules.application import Application


@click.command("note")
@click.argument("application")
@click.argument("text", nargs=-1, required=True)
@click.option("--person", default="", help="Name or address of the person it is about.")
def command(application: str, text: tuple[str, ...], person: str) -> int:
    """Remember TEXT about APPLICATION: what you talked about, or what was promised ("they said by Friday").

    After an interview it becomes the personal line of the thank-you. With --person only of that person's, without it
    only where one person alone was met. APPLICATION is a part of the employer's name or of the role.

    \b
    Example:
      afterword note larkspur "the map of the lighthouse" --person Priya
    """
    from afterword.cli.saying import keep, known, said, title_of

    words, person = said(" ".join(text), "TEXT"), said(person, "--person") if person else ""
    before = known()
    meant = before.chosen(application)
    entry = {"at": before.stamp(), **before.naming(meant), "text": words}
    if person:
        entry["person"] = person
    after = keep("notes", entry)
    click.echo(f"Noted for {title_of(meant)}.")
    noted = next((a for a in after.applications if a.key == meant.key), meant)
    promise = noted.promise
    if promise and promise != meant.promise:
        click.echo(f"They promised news by {promise.until.astimezone(after.zone):%a %d %b} (“{promise.words}”).")
    if person and not _is_known(person, noted):
        click.echo(f"Nobody called {person} is known there yet; `afterword contact` names people.")
    return 0


def _is_known(person: str, application: Application) -> bool:
    from afterword_parsers.names.names import same_person, short_for

    met = [one for interview in application.interviews for one in interview.interviewers]
    return any(
        same_person(person, one.email if "@" in person else one.name) or short_for(person, one.name)
        for one in (*application.contacts, *met)
    )
