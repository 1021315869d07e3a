"""The cadence: waits as the owner writes them ("30 minutes", "7 business days"), and the moments they lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from afterword_rules.days.business_days import add_business_days, morning
from afterword_rules.owner import Owner


class Unit(StrEnum):
    """What a wait is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"


class After(StrEnum):
    """What a follow-up follows: a stage that was reached, a conversation, or a promise of news."""

    APPLIED = "applied"
    ASSESSMENT = "assessment"
    INTERVIEW = "interview"
    AWAITING_DECISION = "awaiting_decision"
    OFFER = "offer"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    INTERVIEW_HELD = "interview_held"
    INTERVIEW_CANCELLED = "interview_cancelled"
    PROMISE = "promise"


class Unless(StrEnum):
    """What makes a follow-up needless, counted from its occasion."""

    HUMAN_ANSWER = "human_answer"
    OWNER_WROTE = "owner_wrote"
    STAGE_MOVED = "stage_moved"
    OVER = "over"
    INTERVIEW_AHEAD = "interview_ahead"
    MEETS_AGAIN = "meets_again"
    NOT_INTERVIEWED = "not_interviewed"


class To(StrEnum):
    """What a person is for the occasion; follow_ups.yaml says what each word means."""

    AUTHOR = "author"
    ARRANGER = "arranger"
    RECRUITER = "recruiter"
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Wait:
    """So many units of time."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Wait:
        """Read "30 minutes", "12 hours", "3 days", "1 business day". Raises ValueError with the forms that are allowed."""
        found = re.fullmatch(r"\s*(\d{1,4})\s+(minute|hour|day|business day)s?\s*", text)
        if not found:
            msg = f'"{text}" is no wait; write it like "30 minutes", "12 hours", "3 days" or "7 business days"'
            raise ValueError(msg)
        return cls(int(found.group(1)), Unit(found.group(2) + "s"))

    def after(self, moment: datetime, owner: Owner, at: time) -> datetime:
        """The aware moment this wait after `moment`: to the minute for minutes and hours, else at `at` of that day."""
        # In UTC, since Python adds to a zoned time on the clock's face, and an hour may be missing there.
        if self.unit is Unit.MINUTES:
            return moment.astimezone(UTC) + timedelta(minutes=self.count)
        if self.unit is Unit.HOURS:
            return moment.astimezone(UTC) + timedelta(hours=self.count)
        return morning(self._day(moment, owner), owner.zone, at)

    def _day(self, moment: datetime, owner: Owner) -> date:
        day = moment.astimezone(owner.zone).date()
        if self.unit is Unit.DAYS:
            return day + timedelta(days=self.count)
        return add_business_days(day, self.count, owner.country, owner.holidays)


@dataclass(frozen=True, slots=True)
class Cadence:
    """One kind of follow-up, as follow_ups.yaml gives it. `template` is empty where it is called like the kind.

    The defaults are those of a kind of the owner's: quiet as soon as anybody has written, and at most once.
    """

    kind: str
    wait: Wait
    not_after: Wait = Wait(5, Unit.BUSINESS_DAYS)
    at: time = time(9)
    best_before: Wait | None = None
    wait_after_promise: Wait | None = None
    at_most: int = 1
    disabled: bool = False
    after: After = After.APPLIED
    unless: tuple[Unless, ...] = (Unless.HUMAN_ANSWER, Unless.OWNER_WROTE, Unless.STAGE_MOVED, Unless.OVER)
    to: tuple[To, ...] = (To.ARRANGER, To.RECRUITER, To.COORDINATOR, To.ANYONE, To.INTERVIEWER)
    template: str = ""
    why: str = ""

    def due(self, occasion: datetime, owner: Owner, wait: Wait | None = None) -> datetime:
        """When the follow-up to `occasion` is due; after `wait` where that is not the kind's own.

        Not in the owner's quiet hours, unless the kind has a `best_before`: its hours are counted, and a draft makes
        no noise.
        """
        due = (wait or self.wait).after(occasion, owner, self.at)
        return due if owner.quiet is None or self.best_before else owner.quiet.end_of(due, owner.zone)

    def last_moment(self, due: datetime, owner: Owner) -> datetime:
        """Until when a follow-up that was due at `due` is still made."""
        return self.not_after.after(due, owner, self.at)
