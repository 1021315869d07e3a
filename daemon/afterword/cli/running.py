"""`afterword run` without `--once`: the loop with everything around it that listens to it or ends it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from afterword.running.hub import Hub
    from afterword.running.voice import Voice
    from afterword.service.manager import ServiceManager

INTERRUPTED = 130
# In seconds: under two, as who stops a program expects.
_AT_MOST = 1.7


def run_on() -> int:
    """Run until a signal ends it. Returns the exit code.

    :raises OwnersError: the owner's files are wrong, or another instance is running.
    """
    from afterword.cli.opened import current_moment
    from afterword.log import journal
    from afterword.paths import config_folder, make_private, state_folder
    from afterword.running import restart_pause
    from afterword.running.hub import SLICE, Hub
    from afterword.running.instance_lock import only_instance
    from afterword.running.loop import Loop
    from afterword.service.manager import service_manager

    journal.set_up()
    manager = service_manager()
    state = make_private(state_folder())
    with only_instance(state):
        # A service that failed again and again is started again and again.
        pause = restart_pause.note_start(state, current_moment()).total_seconds() if manager else 0.0
        hub = Hub(slices=manager.slices if manager else SLICE)
        signals = Signals(hub)
        if manager and pause:
            _wait(manager, hub, pause)
        code = 0
        if not hub.stop_asked:
            loop = Loop(config_folder(), state, voices(manager), hub)
            signals.on_hangup(loop.reload)
            code = loop.run()
        if code == 0 and manager:
            restart_pause.forget_starts(state)
    return INTERRUPTED if code == 0 and signals.interrupted else code


def _wait(manager: ServiceManager, hub: Hub, seconds: float) -> None:
    """Before anything is read, for it may be what is read that fails. The service counts as started meanwhile."""
    hub.alive = manager.alive
    manager.ready()
    manager.status(f"it failed before: starting again in {seconds:.0f} seconds")
    hub.sleep(seconds)


def voices(manager: Voice | None) -> Voice:
    """Everybody who is told what the loop does: the log, the desktop, the service manager, a terminal."""
    from afterword.cli.progress import ProgressBar
    from afterword.log.notices import Notices
    from afterword.log.passes import PassLog
    from afterword.running.voice import Voices

    told: list[Voice] = [PassLog(), Notices()]
    if manager is not None:
        told.append(manager)
    if sys.stderr.isatty():
        told.append(ProgressBar(sys.stderr))
    return Voices(*told)


class Signals:
    """SIGTERM and SIGINT end the program within two seconds, a second one at once. SIGHUP reads the owner's files anew."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.interrupted = False
        signal.set_wakeup_fd(hub.bell, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def on_hangup(self, reload: Callable[[], None]) -> None:
        def hang_up(_number: int, _frame: FrameType | None) -> None:
            reload()

        signal.signal(signal.SIGHUP, hang_up)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.interrupted = number == signal.SIGINT
        self._hub.stop()
        # Where it thinks hard about a large mailbox it hears nothing: then it ends as in a power cut, which costs nothing.
        end = threading.Timer(_AT_MOST, os._exit, [INTERRUPTED if self.interrupted else 0])
        end.daemon = True
        end.start()
        for one in (signal.SIGTERM, signal.SIGINT):
            # A second one: the system ends the process there and then, whatever it is doing.
            with suppress(ValueError):
                signal.signal(one, signal.SIG_DFL)
