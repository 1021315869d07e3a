"""The value types of what only the owner knows: notes, corrections, people.

Everything names its application by employer, and by role or key where that is not enough. `at` is the aware moment
since which it holds; what has none holds from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from afterword_rules.application import ContactRole, Stage
from afterword_rules.note import Note, Which


@dataclass(frozen=True, slots=True)
class ToldStage:
    """The stage at which an application stands since `at`, whatever mail said before."""

    at: datetime
    which: Which
    stage: Stage


@dataclass(frozen=True, slots=True)
class ToldMessage:
    """The application to which a message belongs; None: to none, and nothing is to be asked about it.

    An application that is not known by its mail is founded by the message.
    """

    message_id: str
    which: Which | None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToldMerge:
    """Two applications are one: `which` is a part of `into`."""

    which: Which
    into: Which
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToldMute:
    """No follow-up is wanted for an application any more; with `muted` False, again."""

    which: Which
    muted: bool = True
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToldContact:
    """A human at the employer. `email` in lower case, or empty."""

    which: Which
    name: str
    email: str = ""
    role: ContactRole = ContactRole.RECRUITER
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnersWord:
    """All that the owner told. Of two words about one thing the later one holds, of two as old the one further down."""

    notes: tuple[Note, ...] = ()
    stages: tuple[ToldStage, ...] = ()
    messages: tuple[ToldMessage, ...] = ()
    merges: tuple[ToldMerge, ...] = ()
    mutes: tuple[ToldMute, ...] = ()
    contacts: tuple[ToldContact, ...] = ()

    def until(self, now: datetime) -> OwnersWord:
        """What was told up to `now`, the oldest first."""
        said: Callable[[datetime | None], bool] = lambda at: at is None or at <= now  # noqa: E731 - one test for six lists
        return OwnersWord(
            tuple(sorted((one for one in self.notes if said(one.at)), key=lambda one: one.at)),
            tuple(sorted((one for one in self.stages if said(one.at)), key=lambda one: one.at)),
            tuple(sorted((one for one in self.messages if said(one.at)), key=_moment)),
            tuple(sorted((one for one in self.merges if said(one.at)), key=_moment)),
            tuple(sorted((one for one in self.mutes if said(one.at)), key=_moment)),
            tuple(sorted((one for one in self.contacts if said(one.at)), key=_moment)),
        )


NOTHING_SAID = OwnersWord()


def _moment(one: ToldMessage | ToldMerge | ToldMute | ToldContact) -> tuple[bool, float]:
    return one.at is not None, one.at.timestamp() if one.at else 0.0
