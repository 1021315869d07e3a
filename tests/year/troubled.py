"""The troubled run: the program on a real Dovecot behind a proxy, while everything goes wrong that may."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from servers.dovecot import Dovecot
from servers.fault_proxy import FaultProxy
from year.boxes import DovecotBox
from year.player import Player
from year.service import Figures, Service
from year.story import Story
from year.troubles import Kind, Trouble

_EVERY = timedelta(hours=12)


class Troubled:
    """Plays `story` with `troubles`; `struck` counts those that came to something, `lives` are figures of each life."""

    def __init__(
        self, story: Story, seed: int, troubles: list[Trouble], server: Dovecot, proxy: FaultProxy, folder: Path
    ) -> None:
        self._server, self._proxy = server, proxy
        account = (
            f"{{host: localhost, port: {proxy.port}, user: runa, security: plain, password_command: [echo, none]}}"
        )
        self.player = Player(story, seed, DovecotBox(server, "runa"), folder, f"  - id: home\n    imap: {account}\n")
        self.struck: Counter[Kind] = Counter()
        self.lives: list[list[Figures]] = []
        self.told: Counter[str] = Counter()
        self._dice = random.Random(f"kills {seed}")
        self._service: Service | None = None
        self._armed: Trouble | None = None
        self._asleep: Trouble | None = None
        self._expected_end = False
        self._down_until: datetime | None = None
        for trouble in troubles:
            self.player.at(trouble.start, partial(self._begins, trouble))
            self.player.at(trouble.end, partial(self._ends, trouble))

    def run(self, weekly: Callable[[Player, Figures | None], None]) -> None:
        """To the end of the story; `weekly` is told each week."""
        player = self.player
        week = player.now + timedelta(days=7)
        try:
            while player.now < player.story.end:
                if self._service is None:
                    self._start()
                self._served()
                if player.now >= week:
                    week += timedelta(days=7)
                    weekly(player, self.lives[-1][-1] if self.lives and self.lives[-1] else None)
            player.look()
        finally:
            if self._service is not None:
                self._service.kill()
                self._service.ended()

    def _start(self) -> None:
        if self._down_until is not None:
            self.player.go_on(self._down_until)
            self._down_until = None
        self._service = Service(self.player.config, self.player.state, self.player.now)
        self.lives.append([])

    def _served(self) -> None:
        service = self._service
        assert service is not None
        words = service.hear()
        if words is None:
            code = service.ended()
            if not self._expected_end:
                self.player.wrong.append(f"{self.player.now:%d %b %H:%M}: the program ended by itself with {code}")
            self._expected_end, self._service = False, None
            self.player.look()
        elif "sleep" in words:
            self._sleeps(service, words["sleep"])
        elif "step" in words:
            self._steps(service, words["step"])
        elif "bug" in words:
            self.player.wrong.append(f"{self.player.now:%d %b %H:%M}: a bug: {words['bug']}")
        elif "told" in words:
            self.told[words["told"].partition(": ")[2][:60]] += 1

    def _sleeps(self, service: Service, seconds: float) -> None:
        player = self.player
        player.look()
        life = self.lives[-1]
        if not life or player.now - life[-1].at >= _EVERY:
            figures = service.figures(player.now)
            life += [figures] if figures is not None else []
        player.sleep(seconds)
        changes: list[str] = []
        if self._asleep is not None:
            asleep, self._asleep = self._asleep, None
            player.go_on(asleep.end)
            changes.append("slept")
        armed = self._armed
        stop = armed is not None and armed.kind is Kind.STOPS
        if armed is not None and stop:
            self._dies(armed)
        if armed is not None and armed.kind is Kind.ANYWHERE:
            self._dies(armed)
            threading.Timer(armed.number / 1000, service.kill).start()
        service.answer(now=player.now.timestamp(), changes=changes, stop=stop)

    def _steps(self, service: Service, step: int) -> None:
        armed = self._armed
        if armed is not None and armed.kind is Kind.STEP and armed.number == step:
            self._dies(armed)
            service.kill()
        else:
            service.answer()

    def _dies(self, trouble: Trouble) -> None:
        self.struck[trouble.kind] += 1
        self._armed, self._expected_end = None, True
        # Sometimes whoever started it starts it again at once.
        if self._dice.random() < 0.5:
            self._down_until = trouble.end

    def _begins(self, trouble: Trouble) -> None:
        up, down, kind = self._proxy.up, self._proxy.down, trouble.kind
        self._proxy.clear()
        if kind in {Kind.STEP, Kind.ANYWHERE, Kind.STOPS}:
            self._armed = trouble
            return
        self.struck[kind] += 1
        if kind is Kind.SUSPENDS:
            self._asleep = trouble
            if trouble.number % 2:
                self._proxy.cut(reset=trouble.number % 4 == 1)
        elif kind is Kind.REFUSES:
            self._proxy.refuses = True
            self._proxy.cut()
        elif kind is Kind.STALLS:
            down.stall()
        elif kind is Kind.CUTS_APPEND:
            up.cut_when(b"APPEND", with_it=trouble.number % 2 == 0)
        elif kind is Kind.LOSES_ANSWER:
            down.cut_when(b"APPENDUID", reset=trouble.number % 2 == 0)
        elif kind is Kind.RESETS:
            down.cut_after(trouble.number, reset=True)
        elif trouble.number % 2:
            self._server.kill()
        else:
            self._server.stop()

    def _ends(self, trouble: Trouble) -> None:
        self._armed = None
        self._proxy.clear()
        if trouble.kind is Kind.DOWN:
            self._server.start()
        if trouble.kind is Kind.STALLS:
            self._proxy.cut()
