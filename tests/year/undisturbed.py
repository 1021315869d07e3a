"""The undisturbed run: the same program in this process, on a mailbox in memory, and nothing goes wrong."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from afterword.mailboxes.memory import MemoryMailbox
from afterword.owner.accounts import AccountEntry
from afterword.running.hub import Hub
from afterword.running.loop import Loop, Surroundings
from afterword.running.voice import Silent
from year.boxes import MemoryBox
from year.daemon import SLICE
from year.player import Player
from year.story import Story

_ACCOUNT = "  - id: home\n    imap: {host: localhost, user: runa, security: plain}\n"


class _Heard(Silent):
    def __init__(self, player: Player) -> None:
        self._player = player

    def trouble(self, line: str) -> None:
        self._player.wrong.append(f"{self._player.now:%d %b %H:%M}: in the undisturbed run: {line}")

    def bug(self, error: Exception, trace: str) -> None:
        self._player.wrong.append(f"{self._player.now:%d %b %H:%M}: in the undisturbed run: {error!r}\n{trace}")


def play_undisturbed(story: Story, seed: int, folder: Path) -> Player:
    """The player as the end of the story leaves it."""
    mailbox = MemoryMailbox("home", lambda: player.now)
    player = Player(story, seed, MemoryBox(mailbox), folder, _ACCOUNT)
    hub = Hub()
    player.at(story.end, hub.stop)

    def open_mailbox(_: AccountEntry) -> MemoryMailbox:
        return mailbox

    def sleep(seconds: float) -> None:
        player.look()
        player.sleep(seconds)

    around = Surroundings(lambda: player.now, sleep, tuple, jitter=lambda: 0.5)
    with mock.patch("afterword.world._mailbox", open_mailbox), mock.patch("afterword.running.loop.SLICE", SLICE):
        code = Loop(player.config, player.state, _Heard(player), hub, around).run()
    assert code == 0
    player.look()
    return player
