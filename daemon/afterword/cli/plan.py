"""`afterword plan`: what the next pass would do, and what is due when."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.passes import Outcome
    from afterword_rules.follow_up import FollowUp
    from afterword_rules.follow_ups.plan import Withdrawal

Row = tuple[str, str, str, str, str, str]
HEAD: Row = ("", "draft", "employer", "to", "due", "why")


@click.command("plan")
@click.option("--all", "everything", is_flag=True, help="Show also what came due too long ago to be written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, everything: bool, as_json: bool) -> int:
    """Show what a pass would do now, and what is due when. Reads mail and calendars; changes nothing in them.

    \b
    Example:
      afterword plan --all
    """
    from afterword.cli.json_output import print_json
    from afterword.cli.opened import current_moment, opened_world
    from afterword.cli.wording import day_and_time
    from afterword.passes import Outcome, decide, run_pass
    from afterword.running.instance_lock import AlreadyRunning

    try:
        with opened_world(alone=True) as world:
            outcome = run_pass(world, current_moment(), dry_run=True)
            zone = world.configuration.owner.zone
    except AlreadyRunning:
        # It looks every few minutes; what it saw last is as good, and two at once would disturb each other.
        with opened_world(alone=False) as world:
            outcome = Outcome(0, decide(world, current_moment()))
            zone, last = world.configuration.owner.zone, world.ledger.last_pass()
        if last is not None:
            click.echo(f"As the running program saw it at {day_and_time(last.started, zone)}.", err=True)
    if as_json:
        print_json(as_object(outcome, zone))
    else:
        show_decision(outcome, zone, everything=everything)
    show_trouble(outcome)
    return exit_code(outcome)


def as_object(outcome: Outcome, zone: tzinfo) -> dict[str, Any]:
    """The decision for scripts."""
    decision = outcome.decision
    return {
        "place": [follow_up_object(letter.follow_up, zone) for letter in decision.letters if letter.draft],
        "withdraw": [
            {"kind": w.record.kind, "company": w.record.company, "to": w.record.to_email, "because": w.because}
            for w in decision.plan.withdraw
        ],
        "waiting": [follow_up_object(follow_up, zone) for follow_up in decision.plan.waiting],
        "missed": [follow_up_object(follow_up, zone) for follow_up in decision.plan.missed],
        "problems": [*outcome.problems, *letter_problems(outcome)],
        "refused": outcome.refused or None,
    }


def follow_up_object(follow_up: FollowUp, zone: tzinfo) -> dict[str, Any]:
    """One follow-up for scripts."""
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


def show_decision(outcome: Outcome, zone: tzinfo, *, everything: bool = False) -> None:
    """Print for a person what would be done, what happens now first."""
    from afterword.cli.table import print_table
    from afterword.cli.wording import counted

    plan = outcome.decision.plan
    rows = [follow_up_row("write", letter.follow_up, zone) for letter in outcome.decision.letters if letter.draft]
    rows += [withdrawal_row(withdrawal, zone) for withdrawal in plan.withdraw]
    rows += [follow_up_row("later", follow_up, zone) for follow_up in plan.waiting]
    if everything:
        rows += [follow_up_row("too late", follow_up, zone) for follow_up in plan.missed]
    if rows:
        print_table(HEAD, rows)
    else:
        click.echo("Nothing is due, and nothing is waiting.")
    if plan.missed and not everything:
        click.echo(f"{counted(len(plan.missed), 'draft')} came due too long ago to be written: `afterword plan --all`")


def show_trouble(outcome: Outcome) -> None:
    """Print what went wrong, to the error stream."""
    for problem in (*outcome.problems, *letter_problems(outcome)):
        click.echo(problem, err=True)
    if outcome.refused:
        click.echo(f"afterword: {outcome.refused}", err=True)


def letter_problems(outcome: Outcome) -> tuple[str, ...]:
    """What stands in the way of letters that are due, unless the outcome's own problems tell it already."""
    told = (str(problem) for letter in outcome.decision.letters for problem in letter.problems)
    return tuple(problem for problem in dict.fromkeys(told) if problem not in outcome.problems)


def exit_code(outcome: Outcome) -> int:
    """1 when the pass could not do its work, or a letter could not be written: somebody has to act."""
    return 1 if outcome.refused or outcome.unread or any(letter.problems for letter in outcome.decision.letters) else 0


def follow_up_row(what: str, follow_up: FollowUp, zone: tzinfo) -> Row:
    """One follow-up as a row under HEAD."""
    from afterword.cli.wording import day_and_time, spoken

    person = follow_up.recipient
    to = (person.email or person.name) if person else ""
    when = day_and_time(follow_up.due, zone)
    return what, spoken(follow_up.kind), follow_up.company, to or "nobody known yet", when, follow_up.why


def withdrawal_row(withdrawal: Withdrawal, zone: tzinfo, what: str = "take out") -> Row:
    """One draft to take out as a row under HEAD."""
    from afterword.cli.wording import day_and_time, spoken

    record = withdrawal.record
    to = record.to_email or record.to_name or "nobody known yet"
    return what, spoken(record.kind), record.company, to, day_and_time(record.due, zone), withdrawal.because
