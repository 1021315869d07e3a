"""A calendar that cannot be read is stale: nothing of it is lost, and `status` says since when."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afterword.ledger.freshness import Freshness
from afterword.ledger.ledger import Ledger
from daemon.calendars.calendar_files import calendar_file, event
from daemon.calendars.calendar_worlds import PublishedFile
from daemon.homes import CONFIG, DAY, NOON, Home, Said, confirmation
from servers.http_loopback import Loopback

Say = Callable[..., Said]
HOUR = timedelta(hours=1)
INTERVIEW = event(
    "talk@larkspur.example",
    NOON + 2 * DAY,
    "SUMMARY:Interview: Map Librarian at Larkspur Atlas",
    "ORGANIZER;CN=Runa Falk:mailto:runa@larkspur.example",
    "ATTENDEE;CN=Nell Hopper;PARTSTAT=ACCEPTED:mailto:nell@home.example",
    "ATTENDEE;CN=Runa Falk:mailto:runa@larkspur.example",
)


@pytest.fixture(name="published")
def _published(home: Home) -> Generator[PublishedFile]:
    """The home's calendar is one that a server publishes; an application is open, and an interview stands there."""
    published = PublishedFile()
    published.data = calendar_file(INTERVIEW)
    with Loopback(published) as server:
        config = CONFIG.format(mail=home.mail, calendar=f"{server.url}/secret-part.ics")
        home.write("config.yaml", config)
        home.deliver(confirmation(NOON - DAY), NOON - DAY)
        yield published


def interviews(say: Say, at: datetime = NOON) -> list[dict[str, object]]:
    (application,) = json.loads(say("status", "--json", at=at).out)["applications"]
    found: list[dict[str, object]] = application["interviews"]
    return found


def test_status_says_since_when_a_calendar_is_stale(home: Home, say: Say, published: PublishedFile) -> None:
    """The pass goes on with code 0, the interview stays, the line names day, hour and cause; and goes when it is back."""
    say("run", "--once")
    known = interviews(say)
    published.down = True
    ran = say("run", "--once", at=NOON + 2 * HOUR)
    later = say("run", "--once", at=NOON + 3 * HOUR)
    stale = say("status")
    told = json.loads(say("status", "--json").out)["stale_calendars"]
    still = interviews(say)
    published.down = False
    say("run", "--once", at=NOON + 4 * HOUR)

    assert (0, 0, 0) == (ran.code, later.code, stale.code)
    cause = "home at localhost: the server is in trouble (503)"
    assert f"Calendar home: not read whole since Tue 10 Mar 12:00 ({cause})" in stale.out.replace("\n", " ")
    assert [{"id": "home", "since": "2026-03-10T12:00:00+00:00", "problem": cause}] == told
    assert known
    assert known == still == interviews(say)
    assert "Calendar home" not in say("status").out
    assert "secret-part" not in ran.err + ran.out + stale.out


def test_a_calendar_that_never_could_be_read_says_so(home: Home, say: Say, published: PublishedFile) -> None:
    """There is no time since when."""
    published.down = True
    say("run", "--once")

    assert "Calendar home: never read whole yet" in say("status").out


def test_a_calendar_that_is_no_longer_configured_is_not_told(home: Home, say: Say, published: PublishedFile) -> None:
    """Who took it out of config.yaml knows."""
    published.down = True
    say("run", "--once")
    home.write(
        "config.yaml",
        CONFIG.format(mail=home.mail, calendar=home.calendar).replace("- id: home\n    ics", "- id: new\n    ics"),
    )

    assert "Calendar" not in say("status").out


def test_what_is_checked_shows_no_secret_address(home: Home, say: Say, published: PublishedFile) -> None:
    """`config check` names the host."""
    checked = say("config", "check")

    assert "localhost" in checked.out
    assert "secret-part" not in checked.out + checked.err


def test_deleted_from_the_web_is_gone(home: Home, say: Say, published: PublishedFile) -> None:
    """A whole answer without the event: the interview was called off."""
    say("run", "--once")
    published.data = calendar_file()
    say("run", "--once", at=NOON + HOUR)

    assert all(found["cancelled"] for found in interviews(say, NOON + HOUR))


def test_two_calendars_that_contradict_give_one_interview(home: Home, say: Say, published: PublishedFile) -> None:
    """The same event at two times: the newer version (SEQUENCE) holds, whichever calendar is read first."""
    moved = INTERVIEW.replace("UID:", "SEQUENCE:1\r\nUID:").replace("20260312T1", "20260313T1")
    (home.calendar / "moved.ics").write_bytes(calendar_file(moved))
    both = (home.config / "config.yaml").read_text() + f"  - id: own\n    ics: {home.calendar}\n"
    first, second = both.split("calendars:\n")[1].split("  - id: own")
    found: list[list[dict[str, object]]] = []
    for calendars in (first + "  - id: own" + second, "  - id: own" + second + first):
        home.write("config.yaml", both.split("calendars:\n")[0] + "calendars:\n" + calendars)
        say("run", "--once")
        found.append(interviews(say))
        (home.state / "ledger.sqlite3").unlink()

    assert found[0] == found[1]
    assert ["2026-03-13T12:00:00+00:00"] == [one["start"] for one in found[0]]


def test_the_ledger_knows_since_when(tmp_path: Path) -> None:
    """To the hour: while all is well nothing is written more often."""
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.calendar_was_read("a", NOON)
        ledger.calendar_was_read("a", NOON + HOUR / 2)
        ledger.calendar_was_read("b", NOON, "down")
        ledger.calendar_was_read("b", NOON + HOUR, "down")
        assert (Freshness("b", None, "down"),) == ledger.stale_calendars()

        ledger.calendar_was_read("a", NOON + HOUR)
        ledger.calendar_was_read("a", NOON + 2 * HOUR, "down")
        ledger.calendar_was_read("b", NOON + 2 * HOUR)

        assert (Freshness("a", NOON + HOUR, "down"),) == ledger.stale_calendars()


def test_a_clock_that_was_ahead_is_put_right(tmp_path: Path) -> None:
    """A read that lies days ahead of the clock is no fresh one: the next whole one is noted in its place."""
    with Ledger(tmp_path / "ledger.sqlite3") as ledger:
        ledger.calendar_was_read("a", NOON + 3 * DAY)
        ledger.calendar_was_read("a", NOON)
        ledger.calendar_was_read("a", NOON + HOUR, "down")

        assert (Freshness("a", NOON, "down"),) == ledger.stale_calendars()
