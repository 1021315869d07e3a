"""Notes on the desktop, shown by a real session bus to a small program that owns the desktop's name."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from afterword.log.notices import Notice, Notices, is_quiet, notice_of, show
from afterword.owner.configuration import Configuration, load_configuration
from afterword.passes import Outcome, run_pass
from afterword.world import open_world
from afterword_rules.days.quiet_hours import QuietHours
from afterword_rules.follow_up import FollowUp
from daemon.homes import DAY, NOON, Home, confirmation
from servers.debian import debian_program

DESKTOP = Path(__file__).parents[2] / "servers" / "desktop.py"
PATIENCE = 30.0
ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Desktop:
    """Who shows notes, and what it was asked to show."""

    environment: dict[str, str]
    shown: queue.Queue[dict[str, Any]]

    def next(self) -> dict[str, Any]:
        return self.shown.get(timeout=PATIENCE)


@pytest.fixture(name="bus")
def _bus(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A session bus of this test's own."""
    program = debian_program("dbus-daemon", "dbus-daemon")
    config = tmp_path / "bus.conf"
    config.write_text(
        f"""<busconfig><type>session</type><listen>unix:path={tmp_path}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""
    )
    with subprocess.Popen(
        [program.path, f"--config-file={config}", "--print-address", "--nofork"],
        env=program.environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address
        yield {"DBUS_SESSION_BUS_ADDRESS": address}
        process.terminate()


@pytest.fixture(name="desktop")
def _desktop(bus: dict[str, str]) -> Iterator[Callable[..., Desktop]]:
    """Starts a desktop that understands markup, or one that hangs."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> Desktop:
        process = subprocess.Popen(
            [sys.executable, DESKTOP, *options], env={**os.environ, **bus}, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        out = process.stdout
        assert out is not None
        assert "ready\n" == out.readline()
        shown: queue.Queue[dict[str, Any]] = queue.Queue()

        def listen() -> None:
            for line in out:
                shown.put(json.loads(line))

        threading.Thread(target=listen, daemon=True).start()
        return Desktop(bus, shown)

    yield start
    for process in running:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def follow_up(
    kind: str = "thank_you", company: str = "Larkspur Atlas", best_before: datetime | None = None
) -> FollowUp:
    return FollowUp(
        kind=kind,
        application="a",
        company=company,
        role="Map Librarian",
        occasion="o",
        recipient=None,
        due=NOON,
        not_after=NOON + DAY,
        why="",
        best_before=best_before,
    )


@pytest.fixture(name="placed")
def _placed(home: Home) -> Callable[..., tuple[Outcome, Configuration]]:
    """A pass that put drafts in place, and the configuration it ran under."""

    def make(*companies: str) -> tuple[Outcome, Configuration]:
        for company in companies:
            home.deliver(confirmation(NOON - DAY, company), NOON - DAY)
        home.state.mkdir(exist_ok=True)
        world = open_world(load_configuration(home.config), home.state)
        try:
            return run_pass(world, NOON), world.configuration
        finally:
            world.close()

    return make


def test_one_draft_is_named_with_its_moment() -> None:
    """Kind, company, and until when it is best sent, in the owner's zone."""
    notice = notice_of([follow_up(best_before=datetime(2026, 6, 10, 20, 0, tzinfo=UTC))], ZONE)

    assert "Thank you for Larkspur Atlas is in your Drafts" == notice.summary
    assert "Best sent by Wed 10 Jun 21:00. Review it, then send or delete it." == notice.body


def test_several_drafts_are_one_note() -> None:
    """Four lines at most."""
    notice = notice_of([follow_up(company=f"Company {i}", best_before=NOON) for i in range(6)], ZONE)

    assert "6 drafts are in your Drafts" == notice.summary
    assert "Thank you for Company 0: best sent by Tue 10 Mar 12:00" == notice.body.splitlines()[0]
    assert ["Thank you for Company 3: best sent by Tue 10 Mar 12:00", "and 2 more"] == notice.body.splitlines()[3:]


def test_note_is_shown_by_the_desktop(
    placed: Callable[..., tuple[Outcome, Configuration]], desktop: Callable[..., Desktop]
) -> None:
    """A pass placed two drafts: one note, over a real bus."""
    there = desktop()
    outcome, configuration = placed("Larkspur Atlas", "Quillfeather Press")
    Notices(there.environment).passed(outcome, configuration, NOON)
    shown = there.next()

    assert "Afterword" == shown["app"]
    assert "2 drafts are in your Drafts" == shown["summary"]
    assert {"Outreach for Larkspur Atlas", "Outreach for Quillfeather Press"} == set(shown["body"].splitlines())


@pytest.mark.parametrize(("options", "body"), [((), "&lt;b&gt;R &amp; D&lt;/b&gt;"), (("--plain",), "<b>R & D</b>")])
def test_name_out_of_a_letter_is_no_markup(
    desktop: Callable[..., Desktop], options: tuple[str, ...], body: str
) -> None:
    """A desktop that reads markup is given none; one that does not is shown the name as it is."""
    there = desktop(*options)

    assert show(Notice("x\x00\x1b[1m", "<b>R & D</b>"), there.environment)
    shown = there.next()
    assert (body, "x  [1m") == (shown["body"], shown["summary"])


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"},
        {"DBUS_SESSION_BUS_ADDRESS": "tcp:host=127.0.0.1,port=9"},
        {"DBUS_SESSION_BUS_ADDRESS": "nonsense"},
    ],
)
def test_without_a_bus_nothing_happens(environment: dict[str, str]) -> None:
    """A server, a container, cron."""
    assert not show(Notice("x", "y"), environment)


def test_bus_without_a_desktop_is_no_error(bus: dict[str, str]) -> None:
    """Nobody shows notes before the login."""
    assert not show(Notice("x", "y"), bus)


def test_desktop_that_hangs_is_not_waited_for(
    placed: Callable[..., tuple[Outcome, Configuration]],
    desktop: Callable[..., Desktop],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The loop goes on while the desktop is still being asked, and the question is given up."""
    monkeypatch.setattr("afterword.log.notices._PATIENCE", PATIENCE)
    there = desktop("--hang")
    outcome, configuration = placed("Larkspur Atlas")
    Notices(there.environment).passed(outcome, configuration, NOON)
    asked = [one for one in threading.enumerate() if one.name == "notice"]
    monkeypatch.setattr("afterword.log.notices._PATIENCE", 0.2)

    assert 1 == len(asked)
    assert not show(Notice("x", "y"), there.environment)


@pytest.mark.parametrize("setting", ["notify: false\n", 'quiet: {from: "11:00", to: "13:00"}\n'])
def test_no_note_where_none_is_wanted(
    home: Home, placed: Callable[..., tuple[Outcome, Configuration]], desktop: Callable[..., Desktop], setting: str
) -> None:
    """Switched off, or in the quiet hours."""
    there = desktop()
    home.write("config.yaml", (home.config / "config.yaml").read_text() + setting)
    outcome, configuration = placed("Larkspur Atlas")
    outcome = replace(outcome, placed=tuple(one.draft.key for one in outcome.decision.letters if one.draft))
    Notices(there.environment).passed(outcome, configuration, NOON)
    show(Notice("the next one", ""), there.environment)

    assert "the next one" == there.next()["summary"]


def test_pass_that_placed_nothing_is_silent(
    placed: Callable[..., tuple[Outcome, Configuration]], desktop: Callable[..., Desktop]
) -> None:
    """Most passes are."""
    there = desktop()
    outcome, configuration = placed()
    Notices(there.environment).passed(outcome, configuration, NOON)
    show(Notice("the next one", ""), there.environment)

    assert "the next one" == there.next()["summary"]


@pytest.mark.parametrize(("hour", "quiet"), [(22, True), (23, True), (3, True), (7, False), (12, False)])
def test_quiet_hours_are_the_owners(home: Home, hour: int, quiet: bool) -> None:
    """In the owner's zone, over midnight."""
    configuration = load_configuration(home.config)
    owner = replace(configuration.owner, quiet=QuietHours(clock(22, 0), clock(7, 0)))

    assert quiet == is_quiet(replace(configuration, owner=owner), datetime(2026, 3, 10, hour, 0, tzinfo=ZONE))
    assert not is_quiet(configuration, NOON - timedelta(hours=hour))
