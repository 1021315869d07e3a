"""Where the search stands, in one line without private data, for whoever asks the service manager."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from afterword.passes import Outcome

_THIS_WEEK = timedelta(days=6)


def status_line(outcome: Outcome, zone: tzinfo, now: datetime) -> str:
    """Such as "12 applications; next draft Tue 09:00; not read: work"."""
    number = len(outcome.decision.search.applications)
    parts = [f"{number} application{'' if number == 1 else 's'}"]
    due = outcome.decision.plan.next_moment
    if due is not None:
        parts.append(f"next draft {due.astimezone(zone):{'%a %H:%M' if due - now < _THIS_WEEK else '%a %d %b %H:%M'}}")
    if outcome.held:
        parts.append(f"{len(outcome.held)} waiting")
    if outcome.unread:
        parts.append(f"not read: {', '.join(outcome.unread)}")
    return "; ".join(parts)
