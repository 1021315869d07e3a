"""`afterword preview KIND APPLICATION`: a draft on the terminal, before it is due."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.passes import Letter
    from afterword_rules.application import Application
    from afterword_rules.follow_up import FollowUp


@click.command("preview")
@click.argument("kind")
@click.argument("application")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(kind: str, application: str, *, as_json: bool) -> int:
    """Show the drafts of KIND for APPLICATION as they will be written, those too that are not due yet.

    KIND is a kind of follow-up (thank_you), APPLICATION a part of the employer's name or of the role. Nothing is placed.

    \b
    Example:
      afterword preview thank_you larkspur
    """
    from afterword.cli.applications import chosen
    from afterword.cli.json_output import print_json
    from afterword.cli.opened import current_moment, opened_world
    from afterword.errors import OwnersError
    from afterword.passes import decide, letters_for
    from afterword_rules.yaml_files.source import did_you_mean

    now = current_moment()
    with opened_world(alone=False) as world:
        configuration = world.configuration
        kind = kind.replace("-", "_")
        if kind not in configuration.cadences:
            msg = f'unknown follow-up "{kind}"{did_you_mean(kind, configuration.cadences)}'
            raise OwnersError(msg)
        decision = decide(world, now)
    found = chosen(application, decision.search.applications)
    mine = [follow_up for follow_up in decision.wanted if follow_up.application == found.key]
    due = [follow_up for follow_up in mine if follow_up.kind == kind]
    if not due:
        raise OwnersError(_nothing(kind, found, mine, disabled=configuration.cadences[kind].disabled))
    # What is still to come is written as it will be then: the interview it thanks for is over.
    letters = [letters_for([one], decision.search, configuration, max(now, one.due))[0] for one in due]
    if as_json:
        print_json({"letters": [_object(letter, configuration.owner.zone) for letter in letters if letter.draft]})
    else:
        click.echo("\n".join(_shown(letter, configuration.owner.zone) for letter in letters if letter.draft), nl=False)
    problems = [str(problem) for letter in letters for problem in letter.problems]
    for problem in dict.fromkeys(problems):
        click.echo(problem, err=True)
    return 1 if problems else 0


def _nothing(kind: str, application: Application, mine: list[FollowUp], *, disabled: bool) -> str:
    from afterword.cli.applications import title_of
    from afterword.cli.wording import spoken

    if disabled:
        return f"follow_ups.yaml: {kind} is switched off"
    comes = ", ".join(dict.fromkeys(follow_up.kind for follow_up in mine))
    instead = f"; there is {comes}" if comes else ""
    return f"no {spoken(kind)} comes for {title_of(application)}, which stands at {spoken(application.stage)}{instead}"


def _shown(letter: Letter, zone: tzinfo) -> str:
    from afterword.cli.wording import day_and_time, spoken

    draft = letter.draft
    if draft is None:
        return ""
    to = (
        f"{draft.to_name} <{draft.to_email}>"
        if draft.to_email
        else f"{draft.to_name or 'nobody known'} (no address yet)"
    )
    head = f"{spoken(draft.kind)}, due {day_and_time(letter.follow_up.due, zone)}"
    return f"{click.style(head, bold=True)}\nTo: {to}\nSubject: {draft.subject}\n\n{draft.body.rstrip()}\n"


def _object(letter: Letter, zone: tzinfo) -> dict[str, Any]:
    from afterword.cli.plan import follow_up_object

    draft = letter.draft
    words = {"subject": draft.subject, "body": draft.body} if draft else {}
    return {**follow_up_object(letter.follow_up, zone), **words}
