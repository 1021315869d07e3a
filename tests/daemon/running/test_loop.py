"""The program that runs on, with a clock that only moves while it sleeps."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest import mock

import pytest

from afterword.errors import WorldError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Mailbox, Role
from afterword.mailboxes.memory import MemoryMailbox
from afterword.owner.accounts import AccountEntry
from afterword.owner.changes import OwnersFiles
from afterword.owner.configuration import Configuration
from afterword.passes import Outcome, run_pass
from afterword.reading.looking import Ask
from afterword.running.hub import Hub
from afterword.running.instance_lock import only_instance
from afterword.running.loop import MOST_BUGS, Loop, Surroundings
from afterword.running.machine_sleep import SleepWatch
from afterword.running.machine_watch import Change, MachineWatch
from afterword.running.voice import Progress, Silent
from afterword.world import World
from afterword_rules.applications.job_search import job_search
from daemon.homes import DAY, NOON, Home, Said, confirmation, refusal

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
Say = Callable[..., Said]


class Heard(Silent):
    """Writes down what the loop tells."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self.outcomes: list[tuple[datetime, Outcome]] = []
        self.troubles: list[str] = []
        self.over: list[str] = []
        self.bugs: list[str] = []
        self.lines: list[str] = []
        self.read: list[Progress] = []
        self.told: list[str] = []

    def ready(self) -> None:
        self.told.append("ready")

    def status(self, text: str) -> None:
        self.lines.append(text)

    def reading(self, progress: Progress) -> None:
        self.read.append(progress)

    def passed(self, outcome: Outcome, configuration: Configuration, now: datetime) -> None:
        assert configuration.accounts
        assert self._day.now == now
        self.outcomes.append((now, outcome))

    def trouble(self, line: str) -> None:
        self.troubles.append(line)

    def mended(self, line: str) -> None:
        self.over.append(line)

    def bug(self, error: Exception, trace: str) -> None:
        assert str(error) not in trace
        self.bugs.append(type(error).__name__)

    def stopping(self) -> None:
        self.told.append("stopping")

    @property
    def moments(self) -> list[datetime]:
        return [moment for moment, _ in self.outcomes]

    @property
    def placed(self) -> int:
        return sum(len(outcome.placed) for _, outcome in self.outcomes)


@dataclass
class Day:
    """A clock, and what happens when. Sleeping moves the clock on to the next thing that happens."""

    home: Home
    now: datetime = NOON
    changes: list[str] = field(default_factory=list[str])
    hub: Hub = field(default_factory=Hub)
    waits_for_news: bool = False
    _coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def at(self, moment: datetime, event: Callable[[], None]) -> None:
        heapq.heappush(self._coming, (moment, next(self._numbers), event))

    def run(self, until: datetime, **mailboxes: Mailbox) -> Heard:
        """The loop from now on, stopped at `until`."""
        return self.heard_by(Heard(self), until, mailboxes)

    def heard_by(self, heard: Heard, until: datetime, mailboxes: Mapping[str, Mailbox]) -> Heard:
        self.hub = Hub()
        self.at(until, self.hub.stop)
        self.home.state.mkdir(exist_ok=True)
        files = OwnersFiles(self.home.config)
        around = Surroundings(lambda: self.now, self._sleep, self._machine, files.changed, lambda: 0.5)

        def mailbox(entry: AccountEntry) -> Mailbox:
            return mailboxes[entry.id]

        with mock.patch("afterword.world._mailbox", mailbox) if mailboxes else nullcontext():
            self.loop = Loop(self.home.config, self.home.state, heard, self.hub, around)
            self.code = self.loop.run()
        return heard

    def _sleep(self, seconds: float) -> None:
        if self.waits_for_news:
            # They come from the account's own thread, which no clock of ours moves.
            self.waits_for_news = False
            self.hub.sleep(30.0)
            return
        ends = self.now + timedelta(seconds=seconds)
        if self._coming and self._coming[0][0] <= ends:
            moment, _, event = heapq.heappop(self._coming)
            self.now = max(self.now, moment)
            event()
        else:
            self.now = ends

    def _machine(self) -> tuple[str, ...]:
        changes, self.changes = tuple(self.changes), []
        return changes


@pytest.fixture(name="day")
def _day(home: Home) -> Day:
    return Day(home)


@pytest.fixture(name="box")
def _box() -> MemoryMailbox:
    return MemoryMailbox("home", lambda: NOON)


def server(home: Home) -> None:
    """The account lies on a server: it is looked at with everything else only, and when it has news."""
    text = (home.config / "config.yaml").read_text(encoding="utf-8")
    home.write("config.yaml", text.replace(f"maildir: {home.mail}", "imap: {host: localhost, user: nell@home.example}"))


def test_looks_every_five_minutes_and_ends_when_it_is_told(day: Day, box: MemoryMailbox) -> None:
    """Ready before the first pass; a clean end is code 0."""
    server(day.home)
    heard = day.run(NOON + 16 * MINUTE, home=box)

    assert [NOON + number * 5 * MINUTE for number in range(4)] == heard.moments
    assert (0, ["ready", "stopping"]) == (day.code, heard.told)
    assert "0 applications" == heard.lines[-1]


def test_draft_appears_when_it_is_due(day: Day, box: MemoryMailbox) -> None:
    """The next business morning at nine, to the second, though the looks fall on other minutes."""
    server(day.home)
    day.now = NOON + 7 * SECOND
    box.deliver(Role.INBOX, confirmation(NOON - HOUR), NOON - HOUR)
    heard = day.run(NOON + 23 * HOUR, home=box)

    (placed,) = [moment for moment, outcome in heard.outcomes if outcome.placed]
    assert datetime(2026, 3, 11, 9, 0, tzinfo=NOON.tzinfo) == placed
    assert "1 application; next draft Wed 09:00" in heard.lines


def test_owner_chooses_how_often(day: Day, box: MemoryMailbox) -> None:
    """`poll_minutes: 20`."""
    server(day.home)
    config = day.home.config / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "poll_minutes: 20\n", encoding="utf-8")
    heard = day.run(NOON + 41 * MINUTE, home=box)

    assert [NOON, NOON + 20 * MINUTE, NOON + 40 * MINUTE] == heard.moments


def test_new_file_in_a_maildir_is_noticed_within_a_minute(day: Day) -> None:
    """Without a pass for every glance: only what was found makes one."""
    day.at(NOON + 90 * SECOND, lambda: void(day.home.deliver(confirmation(NOON - DAY), NOON - DAY)))
    heard = day.run(NOON + 4 * MINUTE)

    assert [NOON, NOON + 2 * MINUTE] == heard.moments
    assert [0, 1] == [outcome.read for _, outcome in heard.outcomes]
    assert 1 == len(day.home.drafts())


def void(_: object) -> None:
    """Nobody needs it."""


class Tells(MemoryMailbox):
    """A mailbox that has news when it is told so."""

    def __init__(self) -> None:
        super().__init__("home", lambda: NOON)
        self.waits = 0

    def wait(self, seconds: float) -> bool:
        assert seconds > 0
        self.waits += 1
        return self.waits == 1

    def wake(self) -> None:
        """Nothing waits for long."""


def test_news_make_a_pass_at_once(day: Day) -> None:
    """A hint: the account is looked at long before five minutes are over."""
    server(day.home)
    box = Tells()
    day.waits_for_news = True
    heard = day.run(NOON + 20 * SECOND, home=box)

    assert [NOON, NOON + 2 * SECOND] == heard.moments


def test_fault_is_told_once_and_when_it_is_over(day: Day, box: MemoryMailbox) -> None:
    """No network at the start is normal: the program waits, longer each time, and goes on by itself."""
    server(day.home)
    box.deliver(Role.INBOX, confirmation(NOON - DAY), NOON - DAY)
    box.unreachable = WorldError("home: no network")
    day.at(NOON + 10 * MINUTE, lambda: setattr(box, "unreachable", None))
    heard = day.run(NOON + 20 * MINUTE, home=box)

    assert ["home: no network", "a mailbox could not be read, so no draft was placed or taken out"] == heard.troubles
    assert heard.troubles == heard.over
    assert 1 == heard.placed
    tries = [moment - NOON for moment in heard.moments if moment < NOON + 10 * MINUTE]
    assert [timedelta(0), 15 * SECOND, 45 * SECOND, 105 * SECOND, 225 * SECOND] == tries[:5]


def test_pause_outlives_a_restart(day: Day, box: MemoryMailbox) -> None:
    """A program that is started again and again does not hammer a server."""
    server(day.home)
    box.unreachable = WorldError("home: the login was refused", retry=False)
    day.run(NOON + 10 * SECOND, home=box)
    with mock.patch.object(box, "listing", wraps=box.listing) as listing:
        day.run(NOON + 60 * SECOND, home=box)

    assert not listing.called


def test_wake_from_sleep_looks_at_everything_at_once(day: Day, box: MemoryMailbox) -> None:
    """An account that failed for want of a network is tried again too; one that waits for the owner is not."""
    server(day.home)
    box.unreachable = WorldError("home: no network")

    def wake() -> None:
        box.unreachable = None
        day.changes.append(Change.SLEPT)

    day.at(NOON + 130 * SECOND, wake)
    heard = day.run(NOON + 131 * SECOND, home=box)

    assert NOON + 130 * SECOND == heard.moments[-1]
    assert () == heard.outcomes[-1][1].unread


def test_broken_file_keeps_the_last_good_ones(day: Day, box: MemoryMailbox, say: Say) -> None:
    """Told once with its place, in `status` too; what comes meanwhile is read with the old rules; mended, it counts."""
    server(day.home)
    seen: list[Said] = []
    day.at(NOON + 1 * MINUTE, lambda: day.home.write("rules.yaml", "signals:\n  - id: 3\n    wrong: yes\n"))
    day.at(NOON + 2 * MINUTE, lambda: void(box.deliver(Role.INBOX, confirmation(NOON - DAY), NOON - DAY)))

    def ask() -> None:
        with only_instance(day.home.state):
            seen.append(say("status"))

    day.at(NOON + 8 * MINUTE, ask)
    day.at(NOON + 9 * MINUTE, lambda: day.home.write("rules.yaml", "signals: []\n"))
    heard = day.run(NOON + 10 * MINUTE, home=box)

    lines = [line for line in heard.troubles if line.startswith("rules.yaml:")]
    assert lines
    assert len(heard.troubles) == len(set(heard.troubles)) == len(lines) + 1
    assert heard.troubles == heard.over
    assert 1 == heard.placed
    assert 0 == seen[0].code
    assert all(line in seen[0].err for line in lines)
    assert "Larkspur Atlas" in seen[0].out
    with Ledger(day.home.state / "ledger.sqlite3") as ledger:
        assert [] == ledger.troubles()


def test_changed_rules_are_used_at_once(day: Day, box: MemoryMailbox) -> None:
    """The owner switches a kind of draft off a minute before it is due."""
    server(day.home)
    box.deliver(Role.INBOX, confirmation(NOON - HOUR), NOON - HOUR)
    nine = datetime(2026, 3, 11, 9, 0, tzinfo=NOON.tzinfo)
    off = "follow_ups:\n  - {id: outreach, disable: true}\n"
    day.at(nine - 5 * MINUTE, lambda: day.home.write("follow_ups.yaml", off))
    heard = day.run(nine + HOUR, home=box)

    assert ([], 0) == (heard.troubles, heard.placed)


def test_hangup_reads_everything_anew(day: Day, box: MemoryMailbox) -> None:
    """SIGHUP: now, and what waits for the owner is tried again."""
    server(day.home)
    box.unreachable = WorldError("home: the login was refused", retry=False)

    def mended() -> None:
        box.unreachable = None
        day.loop.reload()

    day.at(NOON + 20 * SECOND, mended)
    heard = day.run(NOON + 30 * SECOND, home=box)

    assert NOON + 20 * SECOND == heard.moments[-1]
    assert () == heard.outcomes[-1][1].unread


def test_bug_is_told_and_the_loop_goes_on(day: Day, box: MemoryMailbox) -> None:
    """One pass fails in a way nobody thought of; the next one works."""
    server(day.home)
    box.deliver(Role.INBOX, confirmation(NOON - DAY), NOON - DAY)
    bugs = [KeyError("Larkspur")]

    def run(world: World, now: datetime, *, ask: Ask) -> Outcome:
        if bugs:
            raise bugs.pop()
        return run_pass(world, now, ask=ask)

    with mock.patch("afterword.running.loop.run_pass", run):
        heard = day.run(NOON + 4 * MINUTE, home=box)

    assert (["KeyError"], [NOON + 15 * SECOND]) == (heard.bugs, heard.moments)
    assert (0, 1) == (day.code, heard.placed)


def test_bug_that_comes_again_and_again_ends_the_program(day: Day, box: MemoryMailbox) -> None:
    """Code 3 after five passes in a row, later and later: whoever started it may start it anew."""
    server(day.home)
    with mock.patch("afterword.running.loop.run_pass", side_effect=ZeroDivisionError("Larkspur")):
        heard = day.run(NOON + 3 * HOUR, home=box)

    assert (3, ["ZeroDivisionError"] * MOST_BUGS) == (day.code, heard.bugs)
    assert ["ready", "stopping"] == heard.told
    assert 225 * SECOND == day.now - NOON


def test_ledger_that_is_deleted_under_it_is_made_anew(day: Day, box: MemoryMailbox) -> None:
    """The program does not go on writing to a file without a name, and makes no draft twice."""
    server(day.home)
    box.deliver(Role.INBOX, confirmation(NOON - DAY), NOON - DAY)
    path = day.home.state / "ledger.sqlite3"
    day.at(NOON + 2 * MINUTE, path.unlink)
    heard = day.run(NOON + 4 * MINUTE, home=box)

    assert [1, 1] == [outcome.read for _, outcome in heard.outcomes]
    assert (1, 1) == (heard.placed, len(box.listing(Role.DRAFTS).messages))
    assert path.exists()


def test_disk_that_is_full_is_told_and_waited_for(day: Day, box: MemoryMailbox) -> None:
    """The ledger cannot be written: no pass, no end of the program, and one line."""
    server(day.home)
    box.deliver(Role.INBOX, confirmation(NOON - DAY), NOON - DAY)
    full = [WorldError("ledger.sqlite3: the disk is full")] * 3
    started = Ledger.pass_started

    def pass_started(ledger: Ledger, now: datetime) -> int:
        if full:
            raise full.pop()
        return started(ledger, now)

    with mock.patch.object(Ledger, "pass_started", pass_started):
        heard = day.run(NOON + 6 * MINUTE, home=box)

    assert ["ledger.sqlite3: the disk is full"] == heard.troubles == heard.over
    assert 1 == heard.placed


def test_first_reading_tells_how_far_it_has_come(day: Day, box: MemoryMailbox) -> None:
    """In batches, with a line for the service manager."""
    server(day.home)
    for number in range(450):
        box.deliver(Role.INBOX, confirmation(NOON - DAY - number * SECOND), NOON - 2 * DAY)
    heard = day.run(NOON + SECOND, home=box)

    assert [200, 400, 450] == [progress.done for progress in heard.read]
    assert {450} == {progress.total for progress in heard.read}
    assert "home: 200 of 450 messages read" in heard.lines


def test_interrupted_first_reading_goes_on_where_it_was(day: Day, box: MemoryMailbox) -> None:
    """What was stored in batches is not read again."""
    server(day.home)
    for number in range(450):
        box.deliver(Role.INBOX, confirmation(NOON - DAY - number * SECOND), NOON - 2 * DAY)

    class Stops(Heard):
        def reading(self, progress: Progress) -> None:
            super().reading(progress)
            day.hub.stop()

    first = day.heard_by(Stops(day), NOON + HOUR, {"home": box})
    stopped = day.code
    heard = day.run(NOON + SECOND, home=box)

    assert (0, "stopping") == (stopped, first.told[-1])
    assert [(200, 450)] == [(progress.done, progress.total) for progress in first.read]
    assert [(200, 250), (250, 250)] == [(progress.done, progress.total) for progress in heard.read]


def test_quiet_pass_decides_nothing_anew(day: Day, box: MemoryMailbox) -> None:
    """However much mail there is, a look that finds nothing folds nothing."""
    server(day.home)
    box.deliver(Role.INBOX, confirmation(NOON - 90 * DAY), NOON - 90 * DAY)
    with mock.patch("afterword.passes.job_search", wraps=job_search) as fold:
        heard = day.run(NOON + 59 * MINUTE, home=box)

    assert 12 == len(heard.moments)
    assert 1 == fold.call_count


def test_pointless_draft_goes_within_a_minute(day: Day) -> None:
    """The refusal lies in the Maildir: the next glance finds it, and the draft is taken out."""
    day.home.deliver(confirmation(NOON - DAY), NOON - DAY)
    day.at(NOON + 61 * SECOND, lambda: void(day.home.deliver(refusal(NOON), NOON)))
    heard = day.run(NOON + 3 * MINUTE)

    assert (1, []) == (heard.placed, day.home.drafts())


def test_machine_watch_tells_sleep_clock_and_zone() -> None:
    """Each once, and small steps of the clock are nothing."""
    wall, boot, slept, zone = [1000.0], [50.0], [0.0], ["Europe/Berlin"]
    watch = MachineWatch(
        wall=lambda: wall[0], boot=lambda: boot[0], sleep=SleepWatch(lambda: slept[0]), zone=lambda: zone[0]
    )
    quiet = watch.changes()
    wall[0] += 62
    boot[0] += 60
    slewed = watch.changes()
    slept[0] += 3600
    wall[0] += 3600
    boot[0] += 3600
    woke = watch.changes()
    wall[0] -= 7200
    zone[0] = "Asia/Tokyo"

    assert ((), (), (Change.SLEPT,)) == (quiet, slewed, woke)
    assert (Change.CLOCK, Change.ZONE) == watch.changes()
    assert () == watch.changes()


def test_owners_files_tell_what_changed(home: Home) -> None:
    """By name, templates too; a file that is written again with the same words has changed as well."""
    files = OwnersFiles(home.config)
    home.write("rules.yaml", "signals: []\n")
    templates = home.config / "templates" / "en"
    templates.mkdir(parents=True)
    (templates / "outreach.txt.j2").write_text("Subject: x\n", encoding="utf-8")
    came = files.changed()
    (home.config / "rules.yaml").unlink()

    assert ("rules.yaml", "templates/en/outreach.txt.j2") == came
    assert (("rules.yaml",), ()) == (files.changed(), files.changed())
