"""What came of the questions: everything that `afterword setup` writes."""

from __future__ import annotations

from dataclasses import dataclass, field

from afterword.oauth.keeping import Kept
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CalendarEntry
from afterword.secrets import Secret


@dataclass(frozen=True, slots=True)
class OwnerAnswers:
    """Who the owner is. `highlights` are all there will be, those of before among them; `country` may be empty."""

    name: str
    addresses: tuple[str, ...]
    timezone: str
    country: str
    headline: str = ""
    highlights: tuple[str, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """`calendars` are those that come new. `passwords` and `consents` go into the keyring, under the ids."""

    owner: OwnerAnswers
    account: AccountEntry
    calendars: tuple[CalendarEntry, ...] = ()
    passwords: dict[str, Secret] = field(default_factory=dict[str, Secret])
    consents: dict[str, Kept] = field(default_factory=dict[str, Kept])
