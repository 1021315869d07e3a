"""What calendar servers answered last: kept while the calendar is in use, and no longer."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterword.calendars.kept_answers import KeptAnswers


@pytest.fixture(name="old")
def _old(tmp_path: Path) -> Path:
    """A folder with two answers that are half a year old."""
    kept = KeptAnswers(tmp_path)
    for key in ("used", "gone"):
        kept.keep(key, {"etag": key}, key.encode())
    then = (datetime.now(UTC) - timedelta(days=180)).timestamp()
    for path in tmp_path.iterdir():
        os.utime(path, (then, then))
    return tmp_path


def test_answers_of_calendars_that_are_gone_are_deleted(old: Path) -> None:
    """What is still asked for stays, however seldom it changes."""
    KeptAnswers(old).load("used")
    KeptAnswers(old).forget_older_than(datetime.now(UTC) - timedelta(days=90))
    kept = KeptAnswers(old)

    assert 1 == len(list(old.iterdir()))
    assert (({"etag": "used"}, b"used"), ({}, b"")) == (kept.load("used"), kept.load("gone"))


def test_without_a_folder_nothing_is_deleted() -> None:
    """There is nothing on disk, and no error."""
    KeptAnswers().forget_older_than(datetime.now(UTC))


def test_a_damaged_answer_is_none(tmp_path: Path) -> None:
    """It is asked for anew."""
    KeptAnswers(tmp_path).keep("one", {"etag": "e"}, b"body")
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1])

    assert ({}, b"") == KeptAnswers(tmp_path).load("one")
