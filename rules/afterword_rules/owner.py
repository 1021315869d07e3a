"""The value types of what the owner tells about themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, tzinfo

from afterword_parsers.jobs.vendors import VendorTable, built_in_vendors
from afterword_rules.days.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True)
class Profile:
    """What may be claimed in a letter: nothing stands in a draft about the owner that is not from here."""

    headline: str = ""
    highlights: tuple[str, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The one person the program works for.

    `addresses` in lower case, any of them is the owner. `zone` is the IANA time zone in which days and mornings are
    counted. `country` is an ISO 3166 code for public holidays, None = weekends only.
    `holidays` are further days on which nobody works, `quiet` the hours in which no draft appears.
    `vendors` are the program's with the owner's over them.
    """

    name: str
    addresses: tuple[str, ...]
    zone: tzinfo
    country: str | None = None
    profile: Profile = Profile()
    holidays: frozenset[date] = frozenset()
    quiet: QuietHours | None = None
    vendors: VendorTable = field(default_factory=built_in_vendors, compare=False, repr=False)

    def is_me(self, email: str) -> bool:
        """Whether `email` (any case) is one of the owner's addresses."""
        return email.lower() in self.addresses
