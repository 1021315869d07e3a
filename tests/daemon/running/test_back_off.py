"""How long a failing account is left in peace: longer each time, never for ever, and also over a restart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from afterword.ledger.ledger import Ledger
from afterword.running.back_off import Pause, after_failure, is_over, next_try

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LONGEST = timedelta(minutes=19)
JITTER = st.floats(0, 1, exclude_max=True)


def pauses(count: int, *, retry: bool) -> list[float]:
    """Seconds after each of so many failures in a row, in the middle of the range."""
    pause: Pause | None = None
    found: list[float] = []
    for _ in range(count):
        pause = after_failure(pause, NOON, 0.5, retry=retry)
        found.append((pause.until - NOON).total_seconds())
    return found


def test_each_pause_is_twice_the_one_before_up_to_a_quarter_of_an_hour() -> None:
    """From 15 seconds: a network that comes back is not waited for too long."""
    assert [15, 30, 60, 120, 240, 480, 900, 900] == pauses(8, retry=True)


def test_what_waits_for_the_owner_begins_slower() -> None:
    """A wrong password is no network that comes back."""
    assert [120, 240, 480, 900, 900] == pauses(5, retry=False)


def test_another_kind_of_failure_begins_a_new_row() -> None:
    """A server that was unreachable all night and then refuses the password has refused it once."""
    night = Pause(9, NOON)

    assert 1 == after_failure(night, NOON, 0.5, retry=False).failures
    assert 10 == after_failure(night, NOON, 0.5).failures


@given(st.integers(-5, 10**9), JITTER, st.booleans())
def test_a_pause_always_has_an_end(failures: int, jitter: float, for_owner: bool) -> None:
    """However often it failed; and it is never nothing."""
    until = next_try(failures, NOON, jitter, for_owner=for_owner)

    assert NOON + timedelta(seconds=11) <= until <= NOON + LONGEST


@given(st.integers(1, 30), JITTER, JITTER)
def test_programs_that_lost_the_same_server_spread(failures: int, one: float, other: float) -> None:
    """A higher number waits longer, by half as much again at most."""
    first, last = sorted(next_try(failures, NOON, jitter) - NOON for jitter in (one, other))

    assert last <= first * (1.25 / 0.75) + timedelta(milliseconds=1)
    assert (first < last) or abs(one - other) < 1e-6


@given(st.integers(1, 30), JITTER, st.booleans())
def test_a_pause_is_over_when_its_time_is(failures: int, jitter: float, for_owner: bool) -> None:
    """Not a moment before."""
    pause = Pause(failures, next_try(failures, NOON, jitter, for_owner=for_owner), for_owner)

    assert not is_over(pause, NOON)
    assert not is_over(pause, pause.until - timedelta(microseconds=1))
    assert is_over(pause, pause.until)


def test_without_a_failure_there_is_no_pause() -> None:
    """An account that works is tried whenever one likes."""
    assert is_over(None, NOON)


def test_a_pause_written_by_a_wrong_clock_is_over() -> None:
    """A clock that was set back would leave the account in peace for years."""
    assert is_over(Pause(1, NOON + timedelta(days=400)), NOON)


def test_a_restart_finds_the_pauses(tmp_path: Path) -> None:
    """A program that is started again and again does not hammer."""
    path = tmp_path / "state" / "ledger.sqlite3"
    home = after_failure(None, NOON, 0.25)
    work = after_failure(after_failure(None, NOON, 0.5, retry=False), NOON, 0.5, retry=False)
    with Ledger(path) as ledger:
        ledger.note_pause("home", Pause(7, NOON))
        ledger.note_pause("home", home)
        ledger.note_pause("work", work)

    with Ledger(path) as ledger:
        assert {"home": home, "work": work} == ledger.pauses()


def test_success_ends_a_pause(tmp_path: Path) -> None:
    """A second one finds none."""
    with Ledger(tmp_path / "state" / "ledger.sqlite3") as ledger:
        ledger.note_pause("home", after_failure(None, NOON, 0.25))
        ledger.end_pause("home")
        ledger.end_pause("home")

        assert {} == ledger.pauses()
