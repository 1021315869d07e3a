"""The program that runs on: it sleeps until something is due or has happened, makes a pass, and sleeps again.

What happens while it sleeps
    a moment comes          a follow-up is due, an interview is over, everything was last looked at minutes ago
    an account has news     it is looked at at once; files are looked at every minute, for that costs nothing
    the machine             woke up, was set another clock or zone: every connection is doubted, everything looked at
    the owner               changed a file, or sent SIGHUP: the files are read anew; broken ones leave all as it was
    a signal                SIGTERM or SIGINT: what is under way has a second to end, and the program ends

A fault of the world or of the owner's is told once, and the rest goes on. A bug of ours is told with its trace, and after
a while tried again; when it comes again and again, the program ends, and whoever started it may start it anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afterword.errors import OwnersError, WorldError
from afterword.log.crash_report import traceback_without_values
from afterword.owner.changes import OwnersFiles
from afterword.owner.configuration import Configuration, load_configuration
from afterword.owner.last_good import keep_copy
from afterword.passes import Outcome, run_pass
from afterword.reading.looking import Ask
from afterword.running.back_off import next_try
from afterword.running.hub import SLICE, Hub, Stopped
from afterword.running.listening import Listening
from afterword.running.machine_watch import MachineWatch
from afterword.running.schedule import AccountState, Look, next_look
from afterword.running.status_line import status_line
from afterword.running.voice import Progress, Voice
from afterword.world import World, open_world

MOST_BUGS = 5
"""So many passes in a row may meet a bug of ours before the program gives up."""

# In seconds. An account that takes longer goes on being read while the pass goes on without it.
_PATIENCE = 30.0
_FILES_EVERY = timedelta(seconds=60)
_KEPT = "the program goes on with the files as they were before; mend and save them, and it reads them again"
_AFTER_TROUBLE = timedelta(seconds=60)


Changes = Callable[[], tuple[str, ...]]
"""Tells what has changed since the last call."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the loop takes from the machine; None = the real thing.

    `clock` gives the aware moment, `sleep` waits so many seconds or until something happens. `machine` and `files` tell
    what has changed. `jitter` is a random number in [0, 1).
    """

    clock: Callable[[], datetime] = _now
    sleep: Callable[[float], None] | None = None
    machine: Changes | None = None
    files: Changes | None = None
    jitter: Callable[[], float] = random.random


class Loop:
    """One run over the owner's files in `folder`, with the ledger in `state`. The caller holds the lock.

    :raises OwnersError: the files are wrong, or the ledger cannot be used.
    :raises WorldError: the ledger cannot be opened now.
    """

    def __init__(
        self, folder: Path, state: Path, voice: Voice, hub: Hub, surroundings: Surroundings = Surroundings()
    ) -> None:
        self._folder, self._state, self._voice, self._hub = folder, state, voice, hub
        self._clock, self._jitter = surroundings.clock, surroundings.jitter
        self._sleep = surroundings.sleep or (lambda seconds: hub.sleep(seconds, until=self._finished))
        self._machine: Changes = surroundings.machine or MachineWatch().changes
        self._files: Changes = surroundings.files or OwnersFiles(folder).changed
        self._listening = Listening(hub, surroundings.jitter)
        self._told: dict[str, tuple[str, ...]] = {}
        self._looked: datetime | None = None
        self._not_before: datetime | None = None
        self._bugs = 0
        self._reload_asked = False
        self.world: World = self._opened(load_configuration(folder))
        keep_copy(folder, state)

    def reload(self) -> None:
        """Read the owner's files anew and look at everything; may be called by a signal handler."""
        self._reload_asked = True
        self._hub.wake()

    def run(self) -> int:
        """Go on until the hub is told to stop. Returns the exit code: 0, or 3 after too many bugs of ours in a row."""
        self._hub.alive = self._voice.alive
        self._voice.ready()
        self._keep_troubles("configuration", ())
        try:
            while self._bugs < MOST_BUGS:
                self._hub.checkpoint()
                self._notice()
                look = self._next()
                now = self._clock()
                if look.at <= now:
                    self._take(look, now)
                else:
                    self._sleep(min((look.at - now).total_seconds(), SLICE))
                self._voice.alive()
        except Stopped:
            self._voice.stopping()
            return 0
        finally:
            self.world.close()
        self._voice.stopping()
        return 3

    def _next(self) -> Look:
        world = self.world
        tried, busy, pauses = world.accounts.tried, world.accounts.busy, world.ledger.pauses()
        states = {
            entry.id: AccountState(
                every=_FILES_EVERY if entry.maildir is not None else None,
                tried=tried[entry.id],
                pause=pauses.get(entry.id),
                news=entry.id in self._listening.has_news,
                busy=entry.id in busy,
                again=self._listening.again.get(entry.id),
            )
            for entry in world.configuration.accounts
        }
        return next_look(
            self._clock(),
            states,
            floor=world.configuration.poll,
            looked=self._looked,
            next_change=world.decided.until,
            not_before=self._not_before,
        )

    def _take(self, look: Look, now: datetime) -> None:
        """Make a pass. This is the one boundary of the loop: nothing that goes wrong in a pass ends the program."""
        if look.everything:
            self._looked = now
        self._listening.looked_at(look.accounts)
        floor = self.world.configuration.poll
        ask = Ask(look.accounts, calendars=look.everything, patience=_PATIENCE, fresh_for=2 * floor)
        try:
            if self._only_files(look) and not self.world.accounts.glance(look.accounts, now, _PATIENCE):
                return
            outcome = run_pass(self.world, now, ask=ask)
            self._tell(outcome)
        except (OwnersError, WorldError) as error:
            self._hold("loop", error.problems if isinstance(error, OwnersError) else (str(error),))
            self._looked, self._not_before = None, now + _AFTER_TROUBLE
        except Exception as error:  # noqa: BLE001 (the loop's one boundary)
            self._bugs += 1
            self._looked = None
            self._not_before = next_try(self._bugs, now, self._jitter())
            self._voice.bug(error, "\n".join(traceback_without_values(error)))
        else:
            self._bugs, self._not_before = 0, None

    def _tell(self, outcome: Outcome) -> None:
        lasting = outcome.lasting
        if outcome.refused and not outcome.busy:
            lasting = (*lasting, outcome.refused)
        self._hold("loop", lasting)
        for line in outcome.problems:
            if line not in lasting:
                self._voice.trouble(line)
        self._voice.passed(outcome, self.world.configuration, self._clock())
        self._voice.status(status_line(outcome, self.world.configuration.owner.zone, self._clock()))

    def _hold(self, source: str, lines: tuple[str, ...]) -> None:
        """These lines of `source` hold now: told when they begin and when they end, and kept for `status`."""
        before, self._told[source] = self._told.get(source, ()), tuple(dict.fromkeys(lines))
        for line in self._told[source]:
            if line not in before:
                self._voice.trouble(line)
        for line in before:
            if line not in lines:
                self._voice.mended(line)
        self._keep_troubles(source, lines)

    def _keep_troubles(self, source: str, lines: tuple[str, ...]) -> None:
        try:
            self.world.ledger.keep_troubles(source, lines, self._clock())
        except (OwnersError, WorldError) as error:
            # What is wrong with the ledger cannot be kept in the ledger.
            self._voice.trouble(str(error))

    def _notice(self) -> None:
        """What has happened since the last time, other than mail."""
        self._listening.note(self._clock())
        if self.world.accounts.finished:
            self._collect()
        changes = self._machine()
        asked, self._reload_asked = self._reload_asked, False
        if self._files() or asked or changes:
            self._reload()
        if asked or changes:
            self._look_at_everything(for_owner=asked)
        if not self.world.ledger.in_place:
            self._reopen(self.world.configuration)

    def _collect(self) -> None:
        """An account that took long has come to its end: what it read is decided upon now."""
        self._take(Look(self._clock(), frozenset()), self._clock())

    def _look_at_everything(self, *, for_owner: bool) -> None:
        """Now, and at the accounts that failed too: what they failed for may be over."""
        self._looked = None
        for account, pause in self.world.ledger.pauses().items():
            if for_owner or not pause.for_owner:
                self.world.ledger.end_pause(account)

    def _reload(self) -> None:
        try:
            configuration = load_configuration(self._folder)
        except OwnersError as error:
            self._hold("configuration", (*error.problems, _KEPT))
        else:
            self._hold("configuration", ())
            keep_copy(self._folder, self._state)
            self._reopen(configuration)

    def _reopen(self, configuration: Configuration) -> None:
        self.world.let_go()
        self.world = self._opened(configuration)
        self._looked = None

    def _opened(self, configuration: Configuration) -> World:
        world = open_world(configuration, self._state, self._hub)
        world.accounts.told, world.accounts.jitter = self._reading, self._jitter
        for mailbox in world.mailboxes:
            self._listening.listen(mailbox)
        return world

    def _reading(self, progress: Progress) -> None:
        self._voice.reading(progress)
        if progress.total > progress.done:
            self._voice.status(f"{progress.account}: {progress.done:,} of {progress.total:,} messages read")

    def _finished(self) -> bool:
        return self.world.accounts.finished

    def _only_files(self, look: Look) -> bool:
        files = {entry.id for entry in self.world.configuration.accounts if entry.maildir is not None}
        return not look.everything and bool(look.accounts) and look.accounts <= files
