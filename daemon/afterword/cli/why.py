"""`afterword why APPLICATION`: how an application came to its stage."""

from __future__ import annotations

import json
from datetime import tzinfo
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from afterword_rules.application import Application
    from afterword_rules.reading import Reading


@click.command("why")
@click.argument("application")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(application: str, *, as_json: bool) -> int:
    """Show the chain behind APPLICATION (a part of the employer's name, or its key): message, rule, words, step.

    \b
    Example:
      afterword why larkspur
    """
    from afterword.cli.opened import current_moment, opened_world
    from afterword.passes import decide

    with opened_world(alone=False) as world:
        decision = decide(world, current_moment())
        readings = {r.message_id: r for r in world.ledger.readings(world.configuration.reader)}
        zone = world.configuration.owner.zone
    found = chosen(application, decision.search.applications)
    if as_json:
        click.echo(json.dumps(_as_object(found, readings, zone), ensure_ascii=False, indent=1))
        return 0
    click.secho(f"{found.role or 'an unnamed role'} at {found.company}: {found.stage.replace('_', ' ')}", bold=True)
    for step in found.history:
        click.echo(
            f"\n{step.at.astimezone(zone):%a %d %b %Y %H:%M}  {click.style(step.stage.replace('_', ' '), fg='cyan')}"
        )
        reading = readings.get(step.source)
        if reading is None:
            click.echo(f"    {step.why}")
            continue
        click.echo(f"    message  {reading.subject}  ({reading.sender.email})")
        click.echo(f"    rule     {step.why}")
        for evidence in dict.fromkeys(reading.signal.evidence):
            click.echo(f"    words    {evidence.where}: “{evidence.text}”")
    for contact in found.contacts:
        click.echo(f"\n{contact.name} <{contact.email or 'no address'}>: {contact.why}", nl=False)
    if found.contacts:
        click.echo()
    for letter in (*decision.plan.place, *decision.plan.waiting):
        if letter.application == found.key:
            click.echo(
                f"\nnext: {letter.kind.replace('_', ' ')} on {letter.due.astimezone(zone):%a %d %b %H:%M}, {letter.why}"
            )
    return 0


def chosen(words: str, applications: Sequence[Application]) -> Application:
    """The one application that `words` mean.

    :raises OwnersError: none does, or several; they are named.
    """
    from afterword.errors import OwnersError
    from afterword_parsers.company_name import company_key

    wanted = company_key(words)
    found = [a for a in applications if a.key == words]
    found = found or [a for a in applications if company_key(a.company) == wanted]
    found = found or [a for a in applications if wanted and wanted in company_key(f"{a.company} {a.role or ''}")]
    if len(found) == 1:
        return found[0]
    if not found:
        msg = f'no application fits "{words}"; `afterword status --all` lists them'
        raise OwnersError(msg)
    lines = [f"  {a.key}  {a.role or 'an unnamed role'} at {a.company}" for a in found]
    raise OwnersError(f'"{words}" fits several applications; give the key of one:', *lines)


def _as_object(found: Application, readings: dict[str, Reading], zone: tzinfo) -> dict[str, object]:
    steps = []
    for step in found.history:
        reading = readings.get(step.source)
        steps.append(
            {
                "stage": step.stage,
                "at": step.at.astimezone(zone).isoformat(),
                "why": step.why,
                "message_id": step.source,
                "subject": reading.subject if reading else None,
                "evidence": [{"where": e.where, "text": e.text} for e in reading.signal.evidence] if reading else [],
            }
        )
    return {"key": found.key, "company": found.company, "role": found.role, "stage": found.stage, "steps": steps}
