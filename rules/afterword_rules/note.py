"""The value types with which the owner speaks of an application: which one is meant, and a note about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Which:
    """An application as the owner names it. `key` is `Application.key`; empty fields say nothing."""

    company: str
    role: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner told the program about an application, and maybe about one person.

    `at` is aware. `person` is an address or a name, empty = about the application as a whole. `role` and `key` as in
    `Which`.
    """

    at: datetime
    company: str
    text: str
    person: str = ""
    role: str = ""
    key: str = ""

    @property
    def which(self) -> Which:
        """The application that it is about."""
        return Which(self.company, self.role, self.key)
