"""How long a start waits when the ones before it failed: longer each time.

systemd can do that from version 254 on (RestartSteps=); 252 warns of the setting and leaves it out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

_NAME = "starts"
_REMEMBERED = timedelta(hours=1)
_FIRST = timedelta(seconds=10)
_LONGEST = timedelta(minutes=10)


def pause_after(starts: Sequence[datetime], now: datetime) -> timedelta:
    """The pause before a start at `now`, after earlier `starts` none of which ended as it should. The first is free."""
    failed = sum(now - _REMEMBERED < start <= now for start in starts)
    return min(_FIRST * 2 ** min(failed - 2, 10), _LONGEST) if failed > 1 else timedelta()


def note_start(state: Path, now: datetime) -> timedelta:
    """Remember a start in the folder `state`, and say how long it has to wait. A disk that fails is no reason to wait."""
    earlier = _starts(state)
    kept = [start for start in earlier if now - _REMEMBERED < start <= now]
    with contextlib.suppress(OSError):
        (state / _NAME).write_text("".join(f"{start.isoformat()}\n" for start in (*kept, now)), encoding="utf-8")
    return pause_after(earlier, now)


def forget_starts(state: Path) -> None:
    """The service ended as it should: the next start does not wait."""
    with contextlib.suppress(OSError):
        (state / _NAME).unlink(missing_ok=True)


def _starts(state: Path) -> list[datetime]:
    try:
        lines = (state / _NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found: list[datetime] = []
    for line in lines:
        with contextlib.suppress(ValueError):
            found.append(datetime.fromisoformat(line).astimezone(UTC))
    return found
