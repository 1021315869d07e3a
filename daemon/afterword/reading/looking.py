"""The look of a pass: what is new in mailboxes and calendars, and what became of the drafts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from afterword.world import World
from afterword_rules.drafts.record import DraftRecord


@dataclass(frozen=True, slots=True)
class Ask:
    """What a pass is to look at. `accounts`: only at these, None = all. With `patience`, in seconds, an account that
    takes longer goes on reading, and the pass goes on without it. An account that was read whole within `fresh_for`
    counts as read.
    """

    accounts: Collection[str] | None = None
    calendars: bool = True
    patience: float | None = None
    fresh_for: timedelta = timedelta(0)


EVERYTHING = Ask()


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the world found.

    `whole` are the accounts of which nothing is missing: only about these anything may be concluded. `never` were never
    read whole, `busy` are still being read. `news`: something is not as it was. `problems` are lines for the owner,
    `lasting` those of them that hold until something changes. `turned` are drafts that have become something else, each
    in its new state.
    """

    read: int
    whole: frozenset[str]
    never: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    news: bool = True
    problems: tuple[str, ...] = ()
    lasting: tuple[str, ...] = ()
    turned: tuple[DraftRecord, ...] = ()

    def without(self, failed: Mapping[str, tuple[str, ...]], world: World, now: datetime) -> Look:
        """The same, without the accounts that failed after they had been read; that is noted."""
        for account, told in failed.items():
            world.accounts.failed(account, told, now)
        lines = tuple(line for lines in failed.values() for line in lines)
        return replace(
            self,
            whole=self.whole - frozenset(failed),
            problems=tuple(dict.fromkeys((*self.problems, *lines))),
            lasting=tuple(dict.fromkeys((*self.lasting, *lines))),
        )


def look(world: World, now: datetime, ask: Ask = EVERYTHING) -> Look:
    """Read what is new in mailboxes and calendars, and what became of the drafts."""
    begun = [*world.accounts.begin(ask.accounts), *(world.calendars_read.begin(now) if ask.calendars else ())]
    world.hub.wait(begun, ask.patience)
    mail = world.accounts.note(now, ask.fresh_for)
    events = world.calendars_read.note(now)
    watched = world.drafts.watch.watch(now, mail.whole)
    lasting = (*mail.lasting, *world.calendars_read.problems)
    seen = Look(
        mail.count,
        mail.whole,
        mail.never,
        mail.busy,
        news=bool(mail.count or events or watched.turns),
        problems=tuple(dict.fromkeys((*lasting, *mail.problems))),
        lasting=lasting,
        turned=watched.changed,
    )
    return seen.without(watched.failed, world, now)
