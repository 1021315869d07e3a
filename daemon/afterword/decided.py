"""What was decided last, for as long as nothing has happened and no moment has come that changes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword.passes import Decision

# Whatever else the time may change is noticed within this.
_AT_MOST = timedelta(hours=1)


class Decided:
    """Keeps one decision. Without news, a pass within its time is done in a moment, however much mail there is."""

    def __init__(self) -> None:
        self._kept: tuple[Decision, datetime, datetime] | None = None

    def keep(self, decision: Decision, now: datetime) -> None:
        """Remember what was decided at `now`. What left something to do is decided again by the next pass."""
        to_do = decision.letters or decision.plan.withdraw
        self._kept = None if to_do else (decision, now, next_change(decision, now))

    def still_right(self, now: datetime) -> Decision | None:
        """The decision, if it would be the same at `now` as long as there is no news."""
        if self._kept is None:
            return None
        decision, since, until = self._kept
        return decision if since <= now < until else None

    @property
    def until(self) -> datetime | None:
        """Until when the decision is right without news; None when there is none."""
        return self._kept[2] if self._kept else None


def next_change(decision: Decision, now: datetime) -> datetime:
    """The next moment at which the mere time changes what was decided at `now`."""
    moments = [follow_up.due for follow_up in decision.wanted]
    moments += [follow_up.not_after for follow_up in decision.wanted]
    for application in decision.search.applications:
        for interview in application.interviews:
            moments += [interview.start, interview.end]
        if application.promise is not None:
            moments.append(application.promise.until)
    return min([now + _AT_MOST, *(moment for moment in moments if moment > now)])
