"""`afterword status`: where every application stands, and what comes next."""

from __future__ import annotations

import json
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.passes import Decision
    from afterword_rules.application import Application


@click.command("status")
@click.option("--all", "everything", is_flag=True, help="Show also what is over.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, everything: bool, as_json: bool) -> int:
    """Show where every application stands, as of the last pass: active ones first.

    \b
    Example:
      afterword status --all
    """
    from afterword.cli.opened import current_moment, opened_world
    from afterword.passes import decide

    with opened_world(alone=False) as world:
        decision = decide(world, current_moment())
        last = world.ledger.last_pass()
        zone = world.configuration.owner.zone
    if as_json:
        click.echo(json.dumps(as_object(decision, zone), ensure_ascii=False, indent=1))
        return 0
    shown = [a for a in decision.search.applications if everything or not a.stage.over]
    if last is None:
        click.echo("No pass was made yet; `afterword run --once` makes one.")
    elif not shown:
        click.echo("No application is open." if decision.search.applications else "No application was found yet.")
    else:
        _show(sorted(shown, key=lambda a: (a.stage.over, a.history[-1].at)), decision, zone)
    hidden = len(decision.search.applications) - len(shown)
    if hidden:
        click.echo(f"{hidden} more are over; --all shows them.")
    for question in decision.search.questions:
        click.echo(f"unsure: “{question.reading.subject}” may belong to {' or '.join(question.may_be)}")
    return 0


def _show(applications: list[Application], decision: Decision, zone: tzinfo) -> None:
    from afterword.cli.table import print_table

    rows = []
    for application in applications:
        step = application.history[-1]
        rows.append(
            (
                application.company,
                application.role or "",
                application.stage.replace("_", " "),
                f"{step.at.astimezone(zone):%d %b %Y}",
                _next(application, decision, zone),
            )
        )
    print_table(("employer", "role", "stage", "since", "next"), rows)


def _next(application: Application, decision: Decision, zone: tzinfo) -> str:
    """The next follow-up of an application, and when."""
    for follow_up in (*decision.plan.place, *decision.plan.waiting):
        if follow_up.application == application.key:
            return f"{follow_up.kind.replace('_', ' ')}, {follow_up.due.astimezone(zone):%a %d %b %H:%M}"
    return ""


def as_object(decision: Decision, zone: tzinfo) -> dict[str, Any]:
    """The applications for scripts: the same whenever the same mail and calendars are read, the ledger's age aside."""
    return {
        "applications": [
            {
                "key": application.key,
                "company": application.company,
                "role": application.role,
                "requisition": application.requisition,
                "stage": application.stage,
                "history": [
                    {"stage": step.stage, "at": step.at.astimezone(zone).isoformat(), "why": step.why}
                    for step in application.history
                ],
                "interviews": [
                    {
                        "start": interview.start.astimezone(zone).isoformat(),
                        "end": interview.end.astimezone(zone).isoformat(),
                        "interviewers": [person.name or person.email for person in interview.interviewers],
                        "cancelled": interview.cancelled,
                    }
                    for interview in application.interviews
                ],
                "contacts": [
                    {"name": c.name, "address": c.email, "role": c.role, "why": c.why} for c in application.contacts
                ],
                "promised": application.promise.until.astimezone(zone).isoformat() if application.promise else None,
            }
            for application in decision.search.applications
        ]
    }
