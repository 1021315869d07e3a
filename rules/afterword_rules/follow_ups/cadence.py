"""The cadence: waits as the owner writes them ("30 minutes", "7 business days"), and the moments they lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from afterword_rules.business_days import add_business_days, morning
from afterword_rules.owner import Owner


class Unit(StrEnum):
    """What a wait is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"


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
        return morning(self._day(moment, owner.zone, owner.country), owner.zone, at)

    def _day(self, moment: datetime, zone: tzinfo, country: str | None) -> date:
        day = moment.astimezone(zone).date()
        if self.unit is Unit.DAYS:
            return day + timedelta(days=self.count)
        return add_business_days(day, self.count, country)


@dataclass(frozen=True, slots=True)
class Cadence:
    """The times of one kind of follow-up, as follow_ups.yaml gives them."""

    kind: str
    wait: Wait
    not_after: Wait
    at: time = time(9)
    best_before: Wait | None = None
    wait_after_promise: Wait | None = None
    at_most: int = 1
    disabled: bool = False

    def due(self, occasion: datetime, owner: Owner) -> datetime:
        """When the follow-up to `occasion` is due."""
        return self.wait.after(occasion, owner, self.at)

    def last_moment(self, due: datetime, owner: Owner) -> datetime:
        """Until when a follow-up that was due at `due` is still made."""
        return self.not_after.after(due, owner, self.at)
