"""The pause before a start after others that failed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from afterword.running.restart_pause import forget_starts, note_start, pause_after
from daemon.homes import NOON

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("failed", "seconds"), [(0, 0), (1, 0), (2, 10), (3, 20), (4, 40), (7, 320), (8, 600), (9, 600), (5000, 600)]
)
def test_pause_grows(failed: int, seconds: int) -> None:
    """The first restart is at once; then the pause doubles, to ten minutes."""
    assert timedelta(seconds=seconds) == pause_after([NOON - SECOND] * failed, NOON)


@pytest.mark.parametrize("away", [-timedelta(hours=2), timedelta(days=30)])
def test_old_starts_and_those_of_a_wrong_clock_do_not_count(away: timedelta) -> None:
    """Once a day is no failing again and again; nothing has started in the future."""
    assert timedelta() == pause_after([NOON + away] * 5, NOON)


def test_starts_are_remembered_until_one_ends_well(tmp_path: Path) -> None:
    """In the state folder, so that a killed process counts too."""
    pauses = [note_start(tmp_path, NOON + i * SECOND) for i in range(4)]
    forget_starts(tmp_path)

    assert [0, 0, 10, 20] == [pause.total_seconds() for pause in pauses]
    assert timedelta() == note_start(tmp_path, NOON + 5 * SECOND)
    forget_starts(tmp_path)
    forget_starts(tmp_path)
    assert [] == list(tmp_path.iterdir())


def test_broken_memory_is_none(tmp_path: Path) -> None:
    """Whatever stands in the file."""
    (tmp_path / "starts").write_bytes(b"yesterday\n\xff\n2026-03-10\n\n")

    assert timedelta() == note_start(tmp_path, NOON)


def test_disk_that_fails_is_no_reason_to_wait(tmp_path: Path) -> None:
    """The folder is not there."""
    assert timedelta() == note_start(tmp_path / "gone", NOON)
