"""One pass: read what is new, fold it, decide, and do what was decided.

The decision is a value (`Plan`, then the drafts as written); a dry run is the same pass without the doing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from afterword.calendar_reading import read_calendar
from afterword.configuration import Configuration
from afterword.errors import WorldError
from afterword.mail_reading import read_new_mail
from afterword.world import World
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.drafts.writing import write_draft
from afterword_rules.follow_up import Draft, DraftState, FollowUp, PlaceDraft
from afterword_rules.follow_ups.due import follow_ups
from afterword_rules.follow_ups.plan import Plan, plan
from afterword_rules.letters.check import LetterProblem
from afterword_rules.letters.templates import Templates


@dataclass(frozen=True, slots=True)
class Letter:
    """A follow-up that is due, with its draft; or with what stands in the draft's way."""

    follow_up: FollowUp
    draft: Draft | None
    problems: tuple[LetterProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a pass found and means to do: the letters that are due, and those whose moment was missed.

    `wanted` are all follow-ups that the applications ask for, drafts made before among them.
    """

    search: JobSearch
    plan: Plan
    letters: tuple[Letter, ...]
    missed: tuple[Letter, ...] = ()
    wanted: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the world found. Without `complete`, a mailbox stayed closed and nothing may be concluded."""

    read: int
    complete: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pass that was carried out.

    `read` counts the messages it read. `placed` and `withdrawn` are keys of drafts. `problems` are lines for the owner,
    of what went wrong on the way. `refused` is a sentence when the pass did not dare to go on, or could not.
    """

    read: int
    decision: Decision
    placed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str = ""


def run_pass(world: World, now: datetime, *, dry_run: bool = False, yes: bool = False) -> Outcome:
    """One pass at `now` (aware). `dry_run` decides and does nothing; `yes` allows an improbable number of drafts."""
    number = world.ledger.pass_started(now)
    seen = look(world, now)
    decision = decide(world, now)
    try:
        if seen.complete and _found_again(decision, world, now):
            decision = decide(world, now)
    except WorldError as error:
        seen = replace(seen, complete=False, problems=(*seen.problems, str(error)))
    outcome = Outcome(seen.read, decision, problems=seen.problems)
    if not seen.complete:
        # Half the facts make wrong drafts: the letter that cannot be seen may be the answer.
        outcome = replace(outcome, refused="a mailbox could not be read, so no draft was placed or taken out")
    elif not dry_run:
        outcome = _carried_out(outcome, world, now, yes=yes)
    world.ledger.pass_ended(number, now, outcome.refused or f"{seen.read} read, {len(outcome.placed)} placed")
    return outcome


def _found_again(decision: Decision, world: World, now: datetime) -> bool:
    """Whether the mailbox holds drafts that the ledger has forgotten; they are noted.

    Those too whose moment is long gone. Nothing in the mailbox is changed, so a dry run does it as well.
    """
    letters = (*decision.letters, *decision.missed)
    actions = [PlaceDraft(one.follow_up, one.draft) for one in letters if one.draft]

    def written_at(follow_up: FollowUp, moment: datetime) -> Draft | None:
        (letter,) = letters_for([follow_up], decision.search, world.configuration, moment)
        return letter.draft

    return bool(world.drafts.recover(actions, now, written_at))


def _carried_out(outcome: Outcome, world: World, now: datetime, *, yes: bool) -> Outcome:
    """Do what was decided: first take out what is pointless, then place what is due."""
    decision, problems = outcome.decision, list(outcome.problems)
    withdrawn: list[str] = []
    for withdrawal in decision.plan.withdraw:
        try:
            state = world.drafts.withdraw(withdrawal.record.key, withdrawal.because, now)
            if state in {DraftState.WITHDRAWN, DraftState.ANSWERED}:
                withdrawn.append(withdrawal.record.key)
        except WorldError as error:
            problems.append(str(error))
    actions = [PlaceDraft(letter.follow_up, letter.draft) for letter in decision.letters if letter.draft]
    problems += [str(problem) for letter in decision.letters for problem in letter.problems]
    try:
        placing = world.drafts.place(actions, now, yes=yes)
    except WorldError as error:
        problems.append(str(error))
        refused = "not every draft that is due could be placed; the next pass tries again"
        # Those before the one that failed stand there.
        due = {action.draft.key for action in actions}
        placed = tuple(r.key for r in world.ledger.draft_records() if r.key in due and r.placed_at == now)
    else:
        placed, refused = placing.placed, placing.refused
        problems += placing.problems
    return Outcome(outcome.read, decision, placed, tuple(withdrawn), tuple(problems), refused)


def decide(world: World, now: datetime) -> Decision:
    """What is known, folded, and what follows from it. Reads the ledger only."""
    configuration, ledger = world.configuration, world.ledger
    owner = configuration.owner
    search = job_search(ledger.readings(configuration.reader), ledger.calendar_events(), owner, now, configuration.word)
    wanted = follow_ups(search.applications, configuration.cadences, owner)
    decided = plan(wanted, search.applications, ledger.draft_records(), now)
    return Decision(
        search,
        decided,
        letters_for(decided.place, search, configuration, now),
        letters_for(decided.missed, search, configuration, now),
        wanted,
    )


def letters_for(
    due: Sequence[FollowUp], search: JobSearch, configuration: Configuration, now: datetime
) -> tuple[Letter, ...]:
    """The letters for follow-ups of `search`, as they are written at `now`."""
    templates = Templates(configuration.templates)
    applications = {application.key: application for application in search.applications}
    letters: list[Letter] = []
    for follow_up in due:
        draft, problems = write_draft(
            follow_up,
            applications[follow_up.application],
            configuration.owner,
            templates=templates,
            review_note=configuration.review_note,
            now=now,
        )
        letters.append(Letter(follow_up, draft, problems))
    return tuple(letters)


def look(world: World, now: datetime) -> Look:
    """Read what is new in mailboxes and calendars, and what became of the drafts."""
    read, complete = 0, True
    problems: list[str] = []
    for mailbox in world.mailboxes:
        mail = read_new_mail(mailbox, world.ledger, world.configuration)
        read += mail.count
        complete = complete and mail.complete
        problems += mail.problems
    for calendar in world.calendars:
        problems += read_calendar(calendar, world.ledger, world.configuration, now)
    try:
        world.drafts.watch.watch(now)
    except WorldError as error:
        complete = False
        problems.append(str(error))
    return Look(read, complete, tuple(dict.fromkeys(problems)))
