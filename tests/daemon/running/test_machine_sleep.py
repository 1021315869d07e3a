"""A machine that slept has lost its connections."""

from __future__ import annotations

from afterword.running.machine_sleep import SleepWatch


def test_a_sleep_is_told_once() -> None:
    """To everyone who watches, each at their next question."""
    asleep = [100.0]
    one, other = (SleepWatch(lambda: asleep[0]) for _ in range(2))
    asleep[0] += 3600

    assert [True, False] == [one.slept(), one.slept()]
    assert other.slept()


def test_a_nap_is_none() -> None:
    """The two clocks are read one after the other, and connections outlive a few seconds."""
    asleep = [100.0]
    watch = SleepWatch(lambda: asleep[0])
    asleep[0] += 4

    assert not watch.slept()


def test_a_machine_that_runs_tests_is_awake() -> None:
    """With the real clocks."""
    assert not SleepWatch().slept()
