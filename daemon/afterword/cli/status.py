"""`afterword status`: where every application stands, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.ledger.passes import Pass
    from afterword.passes import Decision
    from afterword_rules.application import Application
    from afterword_rules.applications.doubts import Doubt
    from afterword_rules.drafts.record import DraftRecord
    from afterword_rules.follow_up import FollowUp
    from afterword_rules.note import Which


@click.command("status")
@click.option("--all", "everything", is_flag=True, help="Show also what is over.")
@click.option("--unsure", is_flag=True, help="Show the mail that you may understand better.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with what is over too.")
def command(*, everything: bool, unsure: bool, as_json: bool) -> int:
    """Show where every application stands, as of the last pass: open ones first.

    \b
    Example:
      afterword status --all
    """
    from afterword.cli.json_output import print_json
    from afterword.cli.opened import current_moment, opened_world
    from afterword.cli.stale_calendars import show_stale, stale_calendars, stale_objects
    from afterword.cli.troubles import show_troubles, troubles_beside, unread_accounts
    from afterword.passes import decide
    from afterword_rules.applications.doubts import doubts

    now = current_moment()
    with opened_world(alone=False) as world:
        readings = world.ledger.readings(world.configuration.reader)
        decision = decide(world, now, readings)
        last = world.ledger.last_pass()
        stale = stale_calendars(world)
        records = world.ledger.draft_records()
        unread, troubles = unread_accounts(world), troubles_beside(world)
        zone = world.configuration.owner.zone
        unclear = doubts(decision.search, readings, world.configuration.word, now) if unsure else ()
    if unsure:
        _show_unsure(unclear, zone, as_json=as_json)
        return 0
    if as_json:
        aged = {"stale_calendars": stale_objects(stale, zone), "unread_accounts": stale_objects(unread, zone)}
        print_json({**as_object(decision, zone), **aged, "troubles": list(troubles)})
        return 0
    if last is None:
        click.echo("No pass was made yet; `afterword run --once` makes one.")
        return 0
    shown = [a for a in decision.search.applications if everything or not a.stage.over]
    if shown:
        _show(sorted(shown, key=lambda a: (a.stage.over, a.history[-1].at)), decision, zone, now)
    else:
        click.echo("No application is open." if decision.search.applications else "No application was found yet.")
    _show_drafts(records)
    show_troubles(unread, troubles, zone)
    show_stale(stale, zone)
    _show_rest(decision, len(decision.search.applications) - len(shown), last, zone)
    return 0


def _show_unsure(unclear: Sequence[Doubt], zone: tzinfo, *, as_json: bool) -> None:
    from afterword.cli.json_output import print_json
    from afterword.cli.unsure import doubt_objects, show_doubts

    if as_json:
        print_json({"unsure": doubt_objects(unclear, zone)})
    else:
        show_doubts(unclear, zone)


def _show(applications: list[Application], decision: Decision, zone: tzinfo, now: datetime) -> None:
    from afterword.cli.table import print_table
    from afterword.cli.wording import day_and_time, spoken

    rows = []
    for application in applications:
        step = application.history[-1]
        comes = next((f"{what}, {day_and_time(at, zone)}" for at, what in _coming(application, decision, now)), "")
        since = f"{step.at.astimezone(zone):%d %b %Y}"
        stage = spoken(application.stage) + (" (muted)" if application.muted else "")
        rows.append((application.company, application.role or "", stage, since, comes, main_contact(application)))
    print_table(("employer", "role", "stage", "since", "next", "contact"), rows)


def _show_drafts(records: Sequence[DraftRecord]) -> None:
    """How many drafts there are for the owner to send, and how many were sent."""
    from afterword.cli.wording import counted
    from afterword_rules.follow_up import DraftState

    states = [record.state for record in records]
    waiting = sum(state in {DraftState.PLACED, DraftState.EDITED, DraftState.COMPOSING} for state in states)
    if not waiting and DraftState.SENT not in states:
        return
    standing = f"{counted(waiting, 'draft')} {'waits' if waiting == 1 else 'wait'} for you in Drafts"
    click.echo(f"{standing if waiting else 'No draft waits for you'}; you sent {states.count(DraftState.SENT)}.")


def main_contact(application: Application) -> str:
    """The person to turn to, in a word; empty where nobody is known."""
    order = {role: i for i, role in enumerate(("recruiter", "coordinator", "other", "interviewer"))}
    people = sorted(application.contacts, key=lambda c: (not c.email, order[c.role.value]))
    return (people[0].name or people[0].email) if people else ""


def _show_rest(decision: Decision, hidden: int, last: Pass, zone: tzinfo) -> None:
    """What stands below the table: what is not in it, and how old it all is."""
    from afterword.cli.wording import counted, day_and_time, spoken

    if questions := decision.search.questions:
        click.echo(
            f"{counted(len(questions), 'message')} may belong to several applications: `afterword status --unsure`"
        )
    for which in decision.search.unheard:
        click.echo(f"notes.yaml speaks of {_said(which)}, and no application known then is called so: mend it there.")
    if missed := decision.plan.missed:
        last_missed = max(missed, key=lambda follow_up: follow_up.due)
        what = f"{spoken(last_missed.kind)} for {last_missed.company}, due {day_and_time(last_missed.due, zone)}"
        click.echo(
            f"Not written, because its time was over: {what}{f' (and {len(missed) - 1} more)' if len(missed) > 1 else ''}: `afterword plan --all`"
        )
    if hidden:
        click.echo(f"{hidden} more {'is' if hidden == 1 else 'are'} over: `afterword status --all`")
    click.secho(f"As of {day_and_time(last.ended or last.started, zone)}.", dim=True)


def _coming(application: Application, decision: Decision, now: datetime) -> list[tuple[datetime, str]]:
    """The interviews that are not over and the next draft, the earliest first."""
    from afterword.cli.wording import spoken

    standing = (one for one in application.interviews if not one.cancelled and not one.declined)
    coming = [(one.start, "interview") for one in standing if one.end > now]
    if follow_up := next_follow_up(application, decision):
        coming.append((follow_up.due, spoken(follow_up.kind)))
    return sorted(coming)


def _said(which: Which) -> str:
    named = f"{which.role} at {which.company}" if which.role else which.company
    return f"{named} (application {which.key})" if which.key else named


def next_follow_up(application: Application, decision: Decision) -> FollowUp | None:
    """What comes next for an application; None when nothing does."""
    coming = (*decision.plan.place, *decision.plan.waiting)
    return next((follow_up for follow_up in coming if follow_up.application == application.key), None)


def as_object(decision: Decision, zone: tzinfo) -> dict[str, Any]:
    """The applications for scripts: the same whenever the same mail and calendars are read, the ledger's age aside."""
    return {
        "applications": [
            application_object(application, decision, zone) for application in decision.search.applications
        ],
        "questions": [
            {"message_id": question.reading.message_id, "may_be": list(question.may_be)}
            for question in decision.search.questions
        ],
        "unheard": [
            {"company": which.company, "role": which.role or None, "application": which.key or None}
            for which in decision.search.unheard
        ],
    }


def application_object(application: Application, decision: Decision, zone: tzinfo) -> dict[str, Any]:
    """One application for scripts."""
    from afterword.cli.plan import follow_up_object

    follow_up = next_follow_up(application, decision)
    return {
        "key": application.key,
        "company": application.company,
        "role": application.role,
        "requisition": application.requisition,
        "stage": application.stage,
        "muted": application.muted,
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
        "contacts": contacts_object(application),
        "promised": application.promise.until.astimezone(zone).isoformat() if application.promise else None,
        "next": follow_up_object(follow_up, zone) if follow_up else None,
    }


def contacts_object(application: Application) -> list[dict[str, str]]:
    """The people of an application for scripts."""
    return [{"name": c.name, "address": c.email, "role": c.role, "why": c.why} for c in application.contacts]
