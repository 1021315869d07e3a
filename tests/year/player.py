"""The clock of a simulated year: whoever sleeps lets it run on, and what happens meanwhile happens."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from afterword.mailboxes.contract import Role
from year.boxes import Box, event_file, message_id
from year.owner import EDITION, Owner
from year.story import HOME_ZONE, START, Happening, Story

POLL = timedelta(minutes=60)
_SITTING = timedelta(hours=14)
_DENTIST = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260105T100000Z\r\nDTEND:20260105T110000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@dataclass(slots=True)
class Stood:
    """A draft of the program's, as it was seen in Drafts. `gone` is when it was not there any more."""

    at: datetime
    raw: bytes
    gone: datetime | None = None


class Player:
    """Plays `story` on `box`, in the home `folder`, with the accounts as config.yaml names them in `accounts`."""

    def __init__(self, story: Story, seed: int, box: Box, folder: Path, accounts: str) -> None:
        self.story, self.box, self._accounts = story, box, accounts
        self.config, self.state, self._calendar = folder / "config", folder / "state", folder / "Calendar"
        for made in (self.config, self.state, self._calendar):
            made.mkdir(parents=True, mode=0o700)
        event_file(self._calendar, "dentist").write_bytes(_DENTIST.encode())
        self.zone_is(HOME_ZONE)
        self.owner = Owner(seed, box, story.employers)
        self.now = START
        self.delivered = 0
        self.drafts: dict[str, Stood] = {}
        self.wrong: list[str] = []
        self._seen: set[str] = set()
        self._coming: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()
        for one in story.happenings:
            self.at(one.at, partial(self._happens, one))
        for day in range((story.end - START).days):
            self.at(START + timedelta(days=day) + _SITTING, self._sitting)

    def at(self, moment: datetime, event: Callable[[], None]) -> None:
        heapq.heappush(self._coming, (moment, next(self._numbers), event))

    def sleep(self, seconds: float) -> None:
        """Until something happens, at most so long."""
        ends = self.now + timedelta(seconds=seconds)
        if self._coming and self._coming[0][0] <= ends:
            ends = max(self.now, self._coming[0][0])
        self.go_on(ends)

    def go_on(self, until: datetime) -> None:
        """Everything up to `until` happens; then it is `until`."""
        while self._coming and self._coming[0][0] <= until:
            moment, _, event = heapq.heappop(self._coming)
            self.now = max(self.now, moment)
            event()
        self.now = max(self.now, until)

    def look(self) -> None:
        """Note which drafts of the program's have come and gone."""
        stored = self.box.stored(Role.DRAFTS)
        names: dict[str, int] = {}
        for handle, raw in stored.items():
            name = self.owner.first_name(message_id(raw))
            names[name] = names.get(name, 0) + 1
            if handle in self._seen or EDITION.encode() in raw:
                continue
            self._seen.add(handle)
            if name in self.drafts:
                self.wrong.append(f"{self.now:%d %b %H:%M}: a draft was made a second time: {name}")
            else:
                self.drafts[name] = Stood(self.now, raw)
        self.wrong += [f"{self.now:%d %b %H:%M}: stands {n} times: {name}" for name, n in names.items() if n > 1]
        for name, stood in self.drafts.items():
            if stood.gone is None and name not in names:
                stood.gone = self.now

    def zone_is(self, zone: str) -> None:
        text = (
            f"owner: {{name: Nell Hopper, addresses: [nell@home.example], timezone: {zone}, country: GB}}\n"
            f"poll_minutes: {POLL // timedelta(minutes=1)}\naccounts:\n{self._accounts}"
            f"calendars:\n  - {{id: home, ics: {self._calendar}}}\n"
        )
        half = self.config / "half"
        half.write_text(text, encoding="utf-8")
        half.rename(self.config / "config.yaml")

    def _happens(self, one: Happening) -> None:
        if one.raw:
            self.box.deliver(Role.INBOX, one.raw, one.at)
            self.delivered += 1
        if one.zone:
            self.zone_is(one.zone)
        if one.event:
            path = event_file(self._calendar, one.event)
            if one.calendar is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(one.calendar.encode())

    def _sitting(self) -> None:
        self.look()
        self.owner.sits_down(self.now)
