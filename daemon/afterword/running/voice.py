"""What the loop tells of itself while it works, and to whom: a terminal, a service manager, the log, a notice.

The loop calls every method from its own thread, in the order in which things happen. An implementation must be quick
and must not raise: nobody catches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from afterword.owner.configuration import Configuration
    from afterword.passes import Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of one folder has come: `done` of `total` messages that were new when the look began.

    The last one of a folder has `done == total`; a folder without new mail gives none. `folder` is "inbox" or "sent".
    """

    account: str
    folder: str
    done: int
    total: int


class Voice(Protocol):
    """Who is told. Derive from `Silent` to hear only some of it."""

    def ready(self) -> None:
        """Called once: configuration, lock and ledger are there and the first pass begins (it may take minutes)."""
        ...

    def status(self, text: str) -> None:
        """What the program is doing now, in one short line without private data.

        "12 applications; next draft Tue 09:00", or while mail is read for the first time "home: 1,200 of 9,800".
        """
        ...

    def alive(self) -> None:
        """The loop got something done since the last call: a slice of sleep, a batch of mail, a step of a pass.

        At most 60 seconds lie between two calls unless the loop hangs; a watchdog should allow for 180.
        """
        ...

    def reading(self, progress: Progress) -> None:
        """Mail is being read."""
        ...

    def passed(self, outcome: Outcome, configuration: Configuration, now: datetime) -> None:
        """A pass was carried out under `configuration` and ended at `now`; those that did nothing are told as well.

        What it decided stands in `outcome`: `placed` and `withdrawn` are keys, of the letters in `outcome.decision`.
        """
        ...

    def trouble(self, line: str) -> None:
        """Something is wrong that was not wrong before: a line with the place and the next step. Told once.

        It may name folders, accounts and lines of the owner's files, never a subject, a body or a correspondent.
        """
        ...

    def mended(self, line: str) -> None:
        """What `trouble` told in this very line is right again."""
        ...

    def bug(self, error: Exception, trace: str) -> None:
        """A pass met a bug of ours; the loop goes on. `trace` is the traceback, without values of variables."""
        ...

    def stopping(self) -> None:
        """The loop was asked to stop and is about to."""
        ...


class Silent:
    """A voice that tells nobody anything."""

    def ready(self) -> None:
        """Nobody hears it."""

    def status(self, text: str) -> None:
        """Nobody hears it."""

    def alive(self) -> None:
        """Nobody hears it."""

    def reading(self, progress: Progress) -> None:
        """Nobody hears it."""

    def passed(self, outcome: Outcome, configuration: Configuration, now: datetime) -> None:
        """Nobody hears it."""

    def trouble(self, line: str) -> None:
        """Nobody hears it."""

    def mended(self, line: str) -> None:
        """Nobody hears it."""

    def bug(self, error: Exception, trace: str) -> None:
        """Nobody hears it."""

    def stopping(self) -> None:
        """Nobody hears it."""


class Voices:
    """Several voices that are told the same, in the order given."""

    def __init__(self, *voices: Voice) -> None:
        self._voices = voices

    def ready(self) -> None:
        for voice in self._voices:
            voice.ready()

    def status(self, text: str) -> None:
        for voice in self._voices:
            voice.status(text)

    def alive(self) -> None:
        for voice in self._voices:
            voice.alive()

    def reading(self, progress: Progress) -> None:
        for voice in self._voices:
            voice.reading(progress)

    def passed(self, outcome: Outcome, configuration: Configuration, now: datetime) -> None:
        for voice in self._voices:
            voice.passed(outcome, configuration, now)

    def trouble(self, line: str) -> None:
        for voice in self._voices:
            voice.trouble(line)

    def mended(self, line: str) -> None:
        for voice in self._voices:
            voice.mended(line)

    def bug(self, error: Exception, trace: str) -> None:
        for voice in self._voices:
            voice.bug(error, trace)

    def stopping(self) -> None:
        for voice in self._voices:
            voice.stopping()
