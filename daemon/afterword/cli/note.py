"""`afterword note`: what only the owner knows about an application."""

from __future__ import annotations

from datetime import datetime
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
    from afterword.cli.applications import title_of
    from afterword.cli.saying import keep, known, said

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
    elif hint := _for_whom(person, noted, after.now):
        click.echo(hint)
    return 0


def _for_whom(person: str, application: Application, now: datetime) -> str:
    """What keeps the note out of every letter; empty where nothing does."""
    from afterword_parsers.names.names import same_person, short_for

    begun = [one for one in application.interviews if one.start <= now and not one.cancelled and not one.declined]
    if not person:
        met = max(begun, key=lambda one: one.start).interviewers if begun else ()
        several = f"You met {len(met)} people there: with --person NAME it goes into that person's letter."
        return several if len(met) > 1 else ""
    there = [*application.contacts, *(one for interview in application.interviews for one in interview.interviewers)]
    if "@" in person:
        known = {one.email for one in there if one.email == person.casefold()}
    else:
        exact = {one.name for one in there if one.name and same_person(person, one.name)}
        known = exact or {one.name for one in there if short_for(person, one.name)}
    if len(known) > 1:
        return f"{person} may be {' or '.join(sorted(known))}: note it again with the whole name, and it goes into that letter."
    return "" if known else f"Nobody called {person} is known there yet; `afterword contact` names people."
