"""The bar of a first reading: how much, how fast, how long still."""

from __future__ import annotations

import io

import pytest

from afterword.cli.progress import ProgressBar, shown
from afterword.running.voice import Progress


@pytest.mark.parametrize(
    ("done", "seconds", "expected"),
    [
        (0, 0.0, "home inbox: [------------------------] 0 of 9,600"),
        (2400, 10.0, "home inbox: [######------------------] 2,400 of 9,600, 240/s, 30 s left"),
        (1200, 60.0, "home inbox: [###---------------------] 1,200 of 9,600, 20/s, 7 min 00 s left"),
        (100, 100.0, "home inbox: [------------------------] 100 of 9,600, 1/s, 2 h 38 min left"),
        (9600, 40.0, "home inbox: [########################] 9,600 of 9,600, 240/s"),
    ],
)
def test_line(done: int, seconds: float, expected: str) -> None:
    """Rate and remaining time are told as soon as there is something to tell them by."""
    assert expected == shown(Progress("home", "inbox", done, 9600), seconds, done)


def test_line_is_written_over_and_ends_when_all_is_read() -> None:
    """One line a folder; a handful of new messages shows nothing."""
    stream, seconds = io.StringIO(), iter([0.0, 1.0, 2.0])
    bar = ProgressBar(stream, lambda: next(seconds))
    bar.reading(Progress("home", "sent", 12, 12))
    for done in (200, 400, 600):
        bar.reading(Progress("home", "inbox", done, 600))
    lines = stream.getvalue()

    assert 3 == lines.count("\r")
    assert lines.rstrip().endswith("600 of 600, 200/s")
    assert "sent" not in lines
    assert "\n" == lines[-1]
