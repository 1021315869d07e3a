"""The program in a process of its own, with a clock that its parent moves: `python -m year.daemon CONFIG STATE MOMENT`.

Lines of JSON go to the parent: {"sleep": seconds}, {"step": number}, {"told": line}, {"bug": trace}. The first two wait for
an answer: {"now": moment, "changes": [...], "stop": bool}. Everything else is the program as it is.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from afterword.drafts.placing import Step
from afterword.mailboxes.imap_link import ImapLink
from afterword.owner.accounts import AccountEntry, ImapEntry
from afterword.owner.configuration import Configuration
from afterword.running.hub import Hub
from afterword.running.instance_lock import only_instance
from afterword.running.loop import Loop, Surroundings
from afterword.running.voice import Silent
from afterword.secrets import Secret
from afterword.world import World

SLICE = 900.0
"""Without a machine that may sleep, the loop need not wake up each minute."""
# A stalled network costs real seconds, each time.
_SILENCE = 1.0


class Parent(Silent):
    """The other end: the clock, and whoever listens."""

    def __init__(self, now: datetime, hub: Hub) -> None:
        self._now, self._hub = now, hub
        self._changes: tuple[str, ...] = ()

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._take(self._ask({"sleep": seconds}))

    def step(self, step: Step) -> None:
        self._take(self._ask({"step": int(step)}))

    def changes(self) -> tuple[str, ...]:
        changes, self._changes = self._changes, ()
        return changes

    def trouble(self, line: str) -> None:
        self._tell({"told": line})

    def bug(self, error: Exception, trace: str) -> None:
        self._tell({"bug": f"{error!r}\n{trace}"})

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        self._tell(question)
        answer = sys.stdin.readline()
        if not answer:
            raise SystemExit("the parent is gone")
        return dict(json.loads(answer))

    def _tell(self, words: dict[str, Any]) -> None:
        sys.stdout.write(f"{json.dumps(words)}\n")
        sys.stdout.flush()

    def _take(self, answer: dict[str, Any]) -> None:
        if "now" in answer:
            self._now = datetime.fromtimestamp(answer["now"], UTC)
        self._changes += tuple(answer.get("changes", ()))
        if answer.get("stop"):
            self._hub.stop()


class WatchedLoop(Loop):
    """Tells the steps of the protocol by which drafts are written."""

    parent: Parent

    def _opened(self, configuration: Configuration) -> World:
        world = super()._opened(configuration)
        world.drafts.reached = self.parent.step
        return world


def _impatient(account: AccountEntry, entry: ImapEntry) -> ImapLink:
    return ImapLink(account.id, entry, partial(_password, entry.user), silence=_SILENCE)


def _password(user: str) -> Secret:
    return Secret(f"the herons of {user}")


def main() -> int:
    config, state, now = sys.argv[1:]
    hub = Hub()
    parent = Parent(datetime.fromisoformat(now), hub)
    WatchedLoop.parent = parent
    around = Surroundings(parent.now, parent.sleep, parent.changes, jitter=lambda: 0.5)
    patched = mock.patch("afterword.world.imap_link", _impatient), mock.patch("afterword.running.loop.SLICE", SLICE)
    with patched[0], patched[1], only_instance(Path(state)):
        return WatchedLoop(Path(config), Path(state), parent, hub, around).run()


if __name__ == "__main__":
    sys.exit(main())
