"""`afterword show`: everything about one application, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.cli.saying import Known
    from afterword_rules.application import Application
    from afterword_rules.drafts.record import DraftRecord


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One line of the timeline; `mark` is the number of a message, to use with `attach` and `split`."""

    at: datetime
    what: str
    text: str
    mark: str = ""


@click.command("show")
@click.argument("application")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(application: str, *, as_json: bool) -> int:
    """Show what happened with APPLICATION, line by line: mail, interviews, stages, notes, drafts, and what comes.

    \b
    Example:
      afterword show larkspur
    """
    from afterword.cli.applications import title_of
    from afterword.cli.json_output import print_json
    from afterword.cli.opened import opened_world
    from afterword.cli.saying import known
    from afterword.cli.table import print_table
    from afterword.cli.wording import spoken

    now = known()
    meant = now.chosen(application)
    with opened_world(alone=False) as world:
        records = [r for r in world.ledger.draft_records() if r.application == meant.key]
    timeline = sorted(happenings(meant, now, records))
    if as_json:
        print_json(_as_object(meant, timeline, now))
        return 0
    click.secho(f"{title_of(meant)}: {spoken(meant.stage)}{' (muted)' if meant.muted else ''}", bold=True)
    for contact in meant.contacts:
        click.echo(
            f"{spoken(contact.role)}: {contact.name or 'no name'} <{contact.email or 'no address'}>, {contact.why}"
        )
    click.echo("")
    rows = [(f"{one.at.astimezone(now.zone):%a %d %b %Y %H:%M}", one.what, one.text, one.mark) for one in timeline]
    print_table(("when", "what", "", "message"), rows)
    return 0


def happenings(application: Application, now: Known, records: list[DraftRecord]) -> Iterator[Happening]:
    """All that is known to have happened, and what is to come, in no order."""
    from afterword.cli.saying import number_of
    from afterword.cli.wording import draft_line, one_line, spoken

    for letter in application.letters:
        way = (
            f"to {', '.join(letter.correspondents) or 'nobody'}" if letter.outgoing else f"from {letter.correspondent}"
        )
        what = "you wrote" if letter.outgoing else "mail"
        yield Happening(letter.at, what, f"{one_line(letter.subject)} ({way})", number_of(letter.message_id))
    for step in application.history:
        yield Happening(step.at, "stage", f"{spoken(step.stage)}: {step.why}")
    for interview in application.interviews:
        people = ", ".join(person.name or person.email for person in interview.interviewers) or "nobody named"
        off = " (called off)" if interview.cancelled else " (declined)" if interview.declined else ""
        yield Happening(
            interview.start, "interview", f"with {people}, until {interview.end.astimezone(now.zone):%H:%M}{off}"
        )
    for note in application.notes:
        yield Happening(note.at, "note", f"{one_line(note.text)}{f' ({note.person})' if note.person else ''}")
    if application.promise:
        yield Happening(application.promise.until, "promise", f"news by now: “{one_line(application.promise.words)}”")
    for record in records:
        yield Happening(record.placed_at or record.intended_at, "draft", draft_line(record))
    for follow_up in (*now.decision.plan.place, *now.decision.plan.waiting):
        if follow_up.application == application.key:
            yield Happening(follow_up.due, "to come", f"{spoken(follow_up.kind)}: {follow_up.why}")


def _as_object(application: Application, timeline: list[Happening], now: Known) -> dict[str, Any]:
    from afterword.cli.status import application_object

    return {
        **application_object(application, now.decision, now.zone),
        "timeline": [
            {
                "at": one.at.astimezone(now.zone).isoformat(),
                "what": one.what,
                "text": one.text,
                "message": one.mark or None,
            }
            for one in timeline
        ],
    }
