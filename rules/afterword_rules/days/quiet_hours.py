"""Quiet hours: the part of the owner's day in which no draft appears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from afterword_rules.days.business_days import morning


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` until `end` of every day, in the owner's zone; over midnight when `begin` is the later one."""

    begin: time
    end: time

    def end_of(self, moment: datetime, zone: tzinfo) -> datetime:
        """When the quiet hours around the aware `moment` end; `moment` itself when it lies in none."""
        there = moment.astimezone(zone)
        clock = there.time().replace(fold=0)
        over_midnight = self.begin > self.end
        if over_midnight and clock >= self.begin:
            return morning(there.date() + timedelta(days=1), zone, self.end)
        if clock < self.end and (over_midnight or clock >= self.begin):
            return morning(there.date(), zone, self.end)
        return moment
