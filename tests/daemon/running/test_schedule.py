"""The next look: at everything now and then and when something comes due, at one account when it has news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.running.back_off import Pause
from afterword.running.schedule import AccountState, Look, next_look

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
FLOOR = 5 * MINUTE
SEEN = AccountState(tried=NOON)


def look(now: datetime, looked: datetime | None = NOON, **states: AccountState) -> Look:
    return next_look(now, states, floor=FLOOR, looked=looked)


def test_first_look_is_now_and_at_everything() -> None:
    """A program that was just started knows nothing."""
    expected = Look(NOON, frozenset({"home", "work"}), everything=True)

    assert expected == look(NOON, None, home=AccountState(), work=AccountState())


def test_everything_again_after_the_floor() -> None:
    """Without any news, five minutes later."""
    assert Look(NOON + FLOOR, frozenset({"home"}), everything=True) == look(NOON + MINUTE, home=SEEN)


def test_what_comes_due_is_looked_at_then() -> None:
    """A draft that is due in two minutes does not wait for the fifth."""
    due = NOON + 2 * MINUTE
    expected = Look(due, frozenset({"home"}), everything=True)

    assert expected == next_look(NOON + MINUTE, {"home": SEEN}, floor=FLOOR, looked=NOON, next_change=due)


def test_moment_that_was_looked_at_is_over() -> None:
    """What was due at the last look is no reason for another one."""
    told = next_look(NOON + MINUTE, {"home": SEEN}, floor=FLOOR, looked=NOON, next_change=NOON)

    assert NOON + FLOOR == told.at


def test_news_are_looked_at_now_and_alone() -> None:
    """Only the account that has them."""
    told = look(NOON + MINUTE, home=AccountState(tried=NOON, news=True), work=SEEN)

    assert Look(NOON + MINUTE, frozenset({"home"})) == told


def test_flood_of_news_is_looked_at_every_other_second() -> None:
    """A mailing list does not keep the machine busy."""
    told = look(NOON + SECOND, home=AccountState(tried=NOON, news=True))

    assert Look(NOON + 2 * SECOND, frozenset({"home"})) == told


def test_lost_link_is_a_reason_to_look() -> None:
    """Not at once, but long before everything is looked at."""
    told = look(NOON + SECOND, home=AccountState(tried=NOON, again=NOON + 15 * SECOND), work=SEEN)

    assert Look(NOON + 15 * SECOND, frozenset({"home"})) == told


def test_files_are_looked_at_every_minute() -> None:
    """They cost nothing; the servers beside them are left alone."""
    files = AccountState(every=MINUTE, tried=NOON)

    assert Look(NOON + MINUTE, frozenset({"files"})) == look(NOON + SECOND, files=files, work=SEEN)


def test_pause_is_kept() -> None:
    """Neither news nor the look at everything asks an account that is left in peace."""
    paused = AccountState(tried=NOON, pause=Pause(3, NOON + 8 * MINUTE), news=True)

    assert Look(NOON + FLOOR, frozenset({"home"}), everything=True) == look(NOON + MINUTE, home=SEEN, work=paused)


def test_end_of_a_pause_is_a_moment() -> None:
    """The account is asked again then, alone."""
    paused = AccountState(tried=NOON, pause=Pause(1, NOON + 2 * MINUTE))

    assert Look(NOON + 2 * MINUTE, frozenset({"work"})) == look(NOON + MINUTE, home=SEEN, work=paused)


def test_busy_account_is_not_asked_twice() -> None:
    """While it is being read for the first time, the others are looked at."""
    told = look(NOON + FLOOR, home=SEEN, work=AccountState(busy=True))

    assert Look(NOON + FLOOR, frozenset({"home"}), everything=True) == told


def test_clock_set_back_makes_nobody_wait() -> None:
    """A last look that lies ahead was taken by a wrong clock."""
    told = look(NOON - 99 * MINUTE, home=SEEN)

    assert Look(NOON - 99 * MINUTE, frozenset({"home"}), everything=True) == told


def test_nothing_is_done_before_its_time() -> None:
    """After a bug of ours the next pass waits, whatever is due."""
    told = next_look(NOON, {"home": AccountState(news=True)}, floor=FLOOR, looked=None, not_before=NOON + MINUTE)

    assert NOON + MINUTE == told.at


@pytest.mark.parametrize("pause", [None, Pause(2, NOON + 3 * MINUTE), Pause(9, NOON + 900 * MINUTE)])
def test_pause_of_a_wrong_clock_is_over(pause: Pause | None) -> None:
    """Nobody waits for fifteen hours."""
    told = look(NOON + FLOOR, home=AccountState(tried=NOON, pause=pause))

    assert ("home" in told.accounts) is (pause is None or pause.until - NOON < FLOOR or pause.failures == 9)


STATES = st.builds(
    AccountState,
    every=st.sampled_from([None, MINUTE]),
    tried=st.none() | st.integers(-900, 900).map(lambda seconds: NOON + seconds * SECOND),
    pause=st.none() | st.integers(1, 900).map(lambda seconds: Pause(1, NOON + seconds * SECOND)),
    news=st.booleans(),
    busy=st.booleans(),
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), STATES), st.integers(-900, 900))
def test_time_always_comes(states: dict[str, AccountState], ago: int) -> None:
    """Whatever is known: the next look is no later than the floor, and takes nobody who is busy or in peace."""
    looked = NOON + ago * SECOND
    told = next_look(NOON, states, floor=FLOOR, looked=looked)

    assert told.at <= NOON + FLOOR
    assert all(not states[name].busy for name in told.accounts)
    assert all((pause := states[n].pause) is None or pause.until <= max(told.at, NOON) for n in told.accounts)
