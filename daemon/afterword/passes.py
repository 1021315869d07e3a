"""One pass: read what is new, fold it, decide, and do what was decided.

The decision is a value (`Plan`, then the drafts as written); a dry run is the same pass without the doing.

With several accounts, one that cannot be read does not stop the others, and nothing is done on half the facts:

- A draft is placed or taken out only when every account that ever held mail of its application was read whole in this
  pass, or so lately that it is as good: an answer comes to where the conversation is.
- An account that was never read whole since there is this ledger may hold mail of any application, and drafts that a
  lost ledger knew. Until it was, nothing is placed and nothing is taken out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from afterword.drafts.letters import Route
from afterword.drafts.routing import Letters, carriers, letters_in, route
from afterword.errors import WorldError
from afterword.owner.configuration import Configuration
from afterword.reading.looking import EVERYTHING, Ask, Look, look
from afterword.world import World
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.drafts.writing import write_draft
from afterword_rules.follow_up import Draft, DraftState, FollowUp, PlaceDraft
from afterword_rules.follow_ups.due import follow_ups
from afterword_rules.follow_ups.plan import Plan, plan
from afterword_rules.letters.check import LetterProblem
from afterword_rules.letters.templates import Templates
from afterword_rules.reading import Reading


@dataclass(frozen=True, slots=True)
class Letter:
    """A follow-up that is due, with its draft; or with what stands in the draft's way."""

    follow_up: FollowUp
    draft: Draft | None
    problems: tuple[LetterProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a pass found and means to do: the letters that are due, and those whose moment was missed.

    `wanted` are all follow-ups that the applications ask for, drafts made before among them. `routes` are those of
    `letters`, by key; `needs` the accounts that hold mail of an application, by its key.
    """

    search: JobSearch
    plan: Plan
    letters: tuple[Letter, ...]
    missed: tuple[Letter, ...] = ()
    wanted: tuple[FollowUp, ...] = ()
    routes: Mapping[str, Route] = field(default_factory=dict[str, Route])
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pass that was carried out.

    `read` counts the messages it read. `placed` and `withdrawn` are keys of drafts. `problems` are lines for the owner,
    of what went wrong on the way; `lasting` are those that hold until something changes. `refused` is a sentence when
    the pass did not dare to go on, or could not. `held` are keys of drafts that wait until the accounts `unread` can be
    read; of these, `busy` are being read right now. `turned` are drafts with which the owner did something, each in its
    new state.
    """

    read: int
    decision: Decision
    placed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str = ""
    held: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    lasting: tuple[str, ...] = ()
    turned: tuple[DraftRecord, ...] = ()


def run_pass(
    world: World, now: datetime, *, dry_run: bool = False, yes: bool = False, ask: Ask = EVERYTHING
) -> Outcome:
    """One pass at `now` (aware). `dry_run` decides and does nothing; `yes` allows an improbable number of drafts."""
    number = world.ledger.pass_started(now)
    seen = look(world, now, ask)
    known = None if seen.news else world.decided.still_right(now)
    decision = known or decide(world, now)
    if known is None and seen.whole:
        found, failed = _found_again(decision, world, now, seen.whole)
        seen = seen.without(failed, world, now)
        if found:
            decision = decide(world, now)
    outcome = Outcome(
        seen.read,
        decision,
        problems=seen.problems,
        lasting=seen.lasting,
        unread=_unread(seen, world),
        busy=tuple(sorted(seen.busy)),
        turned=seen.turned,
    )
    refused = _refused(seen, world)
    if refused:
        due = (*(one.follow_up.key for one in decision.letters), *(one.record.key for one in decision.plan.withdraw))
        outcome = replace(outcome, refused=refused, held=due)
    elif not dry_run and known is None:
        outcome = _carried_out(outcome, world, now, seen, yes=yes)
    if known is None and not dry_run:
        world.decided.keep(decision, now)
    result = outcome.refused or f"{seen.read} read, {len(outcome.placed)} placed"
    world.ledger.pass_ended(number, now, result)
    return outcome


def _refused(seen: Look, world: World) -> str:
    """Why nothing at all may be done; empty when something may."""
    never = seen.never - seen.busy
    if not seen.whole or never:
        # Half the facts make wrong drafts: the letter that cannot be seen may be the answer.
        return "a mailbox could not be read, so no draft was placed or taken out"
    if seen.never:
        names = ", ".join(account.id for account in world.configuration.accounts if account.id in seen.never)
        return f"{names} is read for the first time; no draft is placed before that is done"
    return ""


def _unread(seen: Look, world: World) -> tuple[str, ...]:
    return tuple(one.id for one in world.configuration.accounts if one.id not in seen.whole)


def _found_again(
    decision: Decision, world: World, now: datetime, among: Collection[str]
) -> tuple[bool, Mapping[str, tuple[str, ...]]]:
    """Whether the mailboxes hold drafts that the ledger has forgotten; they are noted. And which accounts failed.

    Those too whose moment is long gone. Nothing in the mailbox is changed, so a dry run does it as well.
    """
    letters = (*decision.letters, *decision.missed)
    actions = [PlaceDraft(one.follow_up, one.draft) for one in letters if one.draft]

    def written_at(follow_up: FollowUp, moment: datetime) -> Draft | None:
        (letter,) = letters_for([follow_up], decision.search, world.configuration, moment)
        return letter.draft

    recovered = world.drafts.recover(actions, now, written_at, among)
    return bool(recovered.found), recovered.away


def _carried_out(outcome: Outcome, world: World, now: datetime, seen: Look, *, yes: bool) -> Outcome:
    """Do what was decided: first take out what is pointless, then place what is due."""
    decision, problems = outcome.decision, list(outcome.problems)
    withdrawn: list[str] = []
    held: list[str] = []
    configured = frozenset(account.id for account in world.configuration.accounts)
    for withdrawal in decision.plan.withdraw:
        record = withdrawal.record
        needs = decision.needs.get(record.application, configured) | {record.home}
        if not needs & configured <= seen.whole:
            held.append(record.key)
            continue
        try:
            state = world.drafts.withdraw(record.key, withdrawal.because, now, seen.whole)
            if state in {DraftState.WITHDRAWN, DraftState.ANSWERED}:
                withdrawn.append(record.key)
        except WorldError as error:
            problems.append(str(error))
    problems += [str(problem) for letter in decision.letters for problem in letter.problems]
    actions = [PlaceDraft(letter.follow_up, letter.draft) for letter in decision.letters if letter.draft]
    placing = world.drafts.place(actions, now, decision.routes, seen.whole, yes=yes)
    problems += placing.problems
    held += placing.held
    if held:
        names = ", ".join(outcome.unread) or "every account"
        drafts = f"{len(held)} draft{'s wait' if len(held) > 1 else ' waits'}"
        problems.append(f"{drafts} until {names} can be read again: an answer may lie there")
    refused = placing.refused
    if placing.failed:
        refused = "not every draft that is due could be placed; the next pass tries again"
    problems = list(dict.fromkeys(problems))
    lasting = tuple(line for line in problems if line in outcome.lasting or line not in outcome.problems)
    return replace(
        outcome,
        placed=placing.placed,
        withdrawn=tuple(withdrawn),
        problems=tuple(problems),
        refused=refused,
        held=tuple(held),
        lasting=lasting,
    )


def decide(world: World, now: datetime, readings: Sequence[Reading] | None = None) -> Decision:
    """What is known, folded, and what follows from it. Reads the ledger only.

    `readings` are all that the ledger holds, from whoever has loaded them: a large mailbox's take a while.
    """
    configuration, ledger = world.configuration, world.ledger
    owner = configuration.owner
    readings = ledger.readings(configuration.reader) if readings is None else readings
    search = job_search(readings, ledger.calendar_events(), owner, now, configuration.word)
    wanted = follow_ups(search.applications, configuration.cadences, owner)
    decided = plan(wanted, search.applications, ledger.draft_records(), now)
    letters = letters_in(search.applications, readings, owner, ledger.accounts_of)
    return Decision(
        search,
        decided,
        letters_for(decided.place, search, configuration, now),
        letters_for(decided.missed, search, configuration, now),
        wanted,
        _routes(decided.place, search, letters, configuration),
        {one.key: carriers(one, letters, configuration.accounts) for one in search.applications},
    )


def _routes(
    due: Sequence[FollowUp], search: JobSearch, letters: Letters, configuration: Configuration
) -> dict[str, Route]:
    applications = {application.key: application for application in search.applications}
    return {
        one.key: route(one, applications[one.application], letters, configuration.accounts, configuration.owner)
        for one in due
    }


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
