"""`afterword plan`: what the next pass would do, and what is due when."""

from __future__ import annotations

import json
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.passes import Decision
    from afterword_rules.follow_up import FollowUp


@click.command("plan")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, as_json: bool) -> int:
    """Show what a pass would do now, and what is due when. Reads mail and calendars; changes nothing in them.

    \b
    Example:
      afterword plan
    """
    from afterword.cli.opened import current_moment, opened_world
    from afterword.passes import run_pass

    with opened_world(alone=True) as world:
        outcome = run_pass(world, current_moment(), dry_run=True)
        zone = world.configuration.owner.zone
    if as_json:
        click.echo(json.dumps(as_object(outcome.decision, zone), ensure_ascii=False, indent=1))
    else:
        show_decision(outcome.decision, zone)
    for problem in outcome.problems:
        click.echo(problem, err=True)
    return 0


def as_object(decision: Decision, zone: tzinfo) -> dict[str, Any]:
    """The decision for scripts."""
    plan = decision.plan
    return {
        "place": [_follow_up(letter.follow_up, zone) for letter in decision.letters if letter.draft],
        "withdraw": [
            {"kind": w.record.kind, "company": w.record.company, "to": w.record.to_email, "because": w.because}
            for w in plan.withdraw
        ],
        "waiting": [_follow_up(follow_up, zone) for follow_up in plan.waiting],
        "missed": [_follow_up(follow_up, zone) for follow_up in plan.missed],
        "problems": [str(problem) for letter in decision.letters for problem in letter.problems],
    }


def _follow_up(follow_up: FollowUp, zone: tzinfo) -> dict[str, Any]:
    person = follow_up.recipient
    return {
        "kind": follow_up.kind,
        "company": follow_up.company,
        "role": follow_up.role,
        "to": person.email if person else "",
        "name": person.name if person else "",
        "due": follow_up.due.astimezone(zone).isoformat(),
        "why": follow_up.why,
    }


def show_decision(decision: Decision, zone: tzinfo) -> None:
    """Print the decision for a person: aligned, what happens now first."""
    from afterword.cli.table import print_table

    plan = decision.plan
    rows = [("place", *_cells(letter.follow_up, zone)) for letter in decision.letters if letter.draft]
    rows += [
        (
            "withdraw",
            w.record.kind.replace("_", " "),
            w.record.company,
            w.record.to_email or w.record.to_name,
            "now",
            w.because,
        )
        for w in plan.withdraw
    ]
    rows += [("later", *_cells(follow_up, zone)) for follow_up in plan.waiting]
    rows += [("missed", *_cells(follow_up, zone)) for follow_up in plan.missed]
    if not rows:
        click.echo("Nothing is due, and nothing is waiting.")
        return
    print_table(("what", "kind", "company", "to", "when", "why"), rows)
    for letter in decision.letters:
        for problem in letter.problems:
            click.echo(str(problem), err=True)


def _cells(follow_up: FollowUp, zone: tzinfo) -> tuple[str, str, str, str, str]:
    person = follow_up.recipient
    to = (person.email or person.name) if person else "nobody known"
    when = f"{follow_up.due.astimezone(zone):%a %d %b %H:%M}"
    return follow_up.kind.replace("_", " "), follow_up.company, to, when, follow_up.why
