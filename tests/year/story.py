"""What happens in a simulated year, but for the owner's own acts and the troubles: a pure function of a seed.

Nothing happens between 17:00 and 20:55 UTC, so that every program, however troubled, has seen the same before the owner
sits down with the drafts (`owner.py`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from year import wording
from year.wording import Employer, Human

START = datetime(2026, 3, 16, 6, 0, tzinfo=UTC)
"""A Monday; the clocks change on 29 March and 25 October, in London."""
HOME_ZONE = "Europe/London"
ZONES = ("America/New_York", "Asia/Tokyo", "Europe/Berlin", "Pacific/Auckland")
_DAY = timedelta(days=1)
_SATURDAY = 5
_FIRST = (
    "Ada",
    "Bram",
    "Cleo",
    "Dov",
    "Edda",
    "Finn",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kaja",
    "Levi",
    "Mara",
    "Nils",
)
_LAST = ("Amberg", "Brandt", "Castell", "Dorn", "Elster", "Falk", "Grau", "Hahn", "Iversen", "Jung", "Kolb", "Lund")
_HEADS = (
    "Alder",
    "Birch",
    "Cobble",
    "Dapple",
    "Ember",
    "Fallow",
    "Gorse",
    "Hazel",
    "Ivory",
    "Juniper",
    "Kestrel",
    "Linden",
)
_TAILS = ("brook", "cote", "dale", "ford", "gate", "holm", "mere", "ridge", "stead", "thorpe", "wick", "worth")
_KINDS = ("Atlas", "Press", "Instruments", "Robotics", "Foods", "Maps", "Energy")
_ROLES = ("Map Librarian", "Data Engineer", "Product Designer", "Site Manager", "Backend Developer", "Research Analyst")


@dataclass(frozen=True, slots=True)
class Happening:
    """At `at`, a message comes (`raw`), an event appears, changes or (`calendar` None) goes, or the owner travels."""

    at: datetime
    raw: bytes = b""
    event: str = ""
    calendar: str | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """`happenings` in their order, between `START` and `end`."""

    happenings: tuple[Happening, ...]
    employers: tuple[Employer, ...]
    end: datetime


def story(seed: int, days: int, *, applications: int = 150, noise: int = 16) -> Story:
    """`days` of a year of so many `applications`; `noise` is how many other messages come a day."""
    dice = random.Random(f"story {seed}")
    end = START + days * _DAY
    # What is begun in the last week has no time to come to anything.
    number = max(3, applications * days // 365)
    employers = tuple(_employers(dice, number))
    found: list[Happening] = []
    for employer in employers:
        found += _Life(dice, employer).happenings(_working_hour(dice, START + dice.random() * max(1, days - 7) * _DAY))
    for day in range(days):
        for _ in range(dice.randint(0, 2 * noise)):
            sender, subject, text = dice.choice(wording.NOISE)
            at = START + day * _DAY + timedelta(minutes=dice.choice((10, 180, 400, 915)))
            found.append(Happening(at, wording.mail(sender, subject, text, at, len(found))))
    found += _journeys(dice, days)
    happenings = sorted((one for one in found if one.at < end - _DAY), key=lambda one: one.at)
    return Story(tuple(happenings), employers, end)


def _employers(dice: random.Random, number: int) -> Iterator[Employer]:
    names = [head + tail for head in _HEADS for tail in _TAILS]
    dice.shuffle(names)
    if number > len(names):
        raise ValueError(f"{len(names)} employers at most")
    for name in names[:number]:
        domain = f"{name.lower()}.example"
        people = [f"{first} {last}" for first, last in zip(dice.sample(_FIRST, 4), dice.sample(_LAST, 4), strict=True)]
        humans = [Human(one, f"{one.lower().replace(' ', '.')}@{domain}") for one in people]
        company = f"{name} {dice.choice(_KINDS)}"
        yield Employer(company, domain, dice.choice(_ROLES), humans[0], tuple(humans[1 : dice.randint(2, 4)]))


class _Life:
    """What becomes of one application."""

    def __init__(self, dice: random.Random, employer: Employer) -> None:
        self._dice, self._employer = dice, employer
        self._found: list[Happening] = []

    def happenings(self, at: datetime) -> list[Happening]:
        dice, employer = self._dice, self._employer
        self._write(at, *wording.received(employer))
        fate = dice.random()
        at = _later(dice, at, 2, 14)
        if fate < 0.2:
            self._write(at, *wording.refused(employer))
        elif fate < 0.3:
            self._write(at, *wording.reviewing(employer))
        elif fate < 0.8:
            self._talk(at)
        return self._found

    def _talk(self, at: datetime) -> None:
        dice, employer = self._dice, self._employer
        start = _later(dice, at, 3, 8).replace(minute=0)
        self._event(at, start, *wording.invited(employer, start))
        fate = dice.random()
        at = _working_hour(dice, at + _DAY)
        if fate < 0.2 and at < start:
            start = _later(dice, start, 1, 3).replace(minute=0)
            self._event(at, start, *wording.moved(employer, start), sequence=1)
        elif fate < 0.35 and at < start:
            self._event(at, start, *wording.called_off(employer), sequence=1, method="CANCEL")
            return
        self._afterwards(_later(dice, start, 1, 14))

    def _afterwards(self, at: datetime) -> None:
        fate, employer = self._dice.random(), self._employer
        if fate < 0.3:
            self._write(at, *wording.refused(employer))
        elif fate < 0.45:
            self._write(at, *wording.offered(employer))
        elif fate < 0.6:
            day = _later(self._dice, at, 3, 10)
            self._write(at, *wording.reviewing(employer, f"You will hear from us by {day:%A, %d %B %Y}."))

    def _write(self, at: datetime, sender: Human, subject: str, text: str, invitation: str = "") -> None:
        raw = wording.mail(sender, subject, text, at, len(self._found), invitation)
        self._found.append(Happening(at, raw))

    def _event(
        self,
        at: datetime,
        start: datetime,
        sender: Human,
        subject: str,
        text: str,
        *,
        sequence: int = 0,
        method: str = "REQUEST",
    ) -> None:
        invitation = wording.invitation(self._employer, start, at, sequence=sequence, method=method)
        self._write(at, sender, subject, text, invitation)
        calendar = None if method == "CANCEL" else invitation.replace("METHOD:REQUEST\r\n", "")
        self._found.append(Happening(at, event=self._employer.domain, calendar=calendar))


def _journeys(dice: random.Random, days: int) -> Iterator[Happening]:
    """One week in four the owner is abroad, and comes home on the Sunday."""
    for week in range(0, days // 7 - 1, 4):
        sunday = START + timedelta(days=7 * week + 6, hours=6)
        yield Happening(sunday, zone=dice.choice(ZONES))
        yield Happening(sunday + 7 * _DAY, zone=HOME_ZONE)


def _later(dice: random.Random, at: datetime, least: int, most: int) -> datetime:
    return _working_hour(dice, at + dice.randint(least, most) * _DAY)


def _working_hour(dice: random.Random, at: datetime) -> datetime:
    """On that day, or on the Monday after; talks that begin then are over at 16:00."""
    while at.weekday() >= _SATURDAY:
        at += _DAY
    return at.replace(hour=dice.randint(8, 14), minute=dice.choice((0, 7, 23, 41)), second=0, microsecond=0)
