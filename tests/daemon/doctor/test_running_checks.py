"""Checks side by side: in their order, each with its own trouble."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from afterword.doctor.finding import Check, Finding, ok
from afterword.doctor.running import run_checks
from afterword.errors import OwnersError, WorldError


def failing(error: Exception) -> Iterator[Finding]:
    yield ok("first", "fine")
    raise error


def test_trouble_is_a_line() -> None:
    """The world's, the owner's and ours; what was found before stays."""
    errors = [WorldError("the disk is away"), OwnersError("a", "b"), KeyError("secret")]
    checks = [Check(str(i), lambda error=error: failing(error)) for i, error in enumerate(errors)]  # type: ignore[misc]

    assert [
        ("first", "ok", "fine"),
        ("0", "bad", "the disk is away"),
        ("first", "ok", "fine"),
        ("1", "bad", "a"),
        ("1", "bad", "b"),
        ("first", "ok", "fine"),
        ("2", "bad", "a bug of ours (KeyError)"),
    ] == [(one.name, one.verdict, one.what) for one in run_checks(checks, 20)]


def test_one_that_hangs_is_told_to() -> None:
    """With what it found before, and without waiting for it; the others are whole."""
    over = threading.Event()

    def hangs() -> Iterator[Finding]:
        yield ok("reach", "fine")
        over.wait()

    found = run_checks([Check("slow", hangs), Check("quick", lambda: [ok("quick", "fine")])], 0.2)
    over.set()

    assert ["reach", "slow", "quick"] == [one.name for one in found]
    assert "no answer within 0.2 seconds" == found[1].what
