"""Debian's mutt, or its neomutt, on a screen of its own, driven in tmux as a person would."""

from __future__ import annotations

import shlex
import subprocess
import time
from pathlib import Path

import pytest

from servers.debian import debian_program

# How long a program that hangs is waited for; one that works answers within a second.
PATIENCE = 30.0


class Mutt:
    """It opens the Drafts of a Maildir, or of an account ("imaps://runa@localhost:993"). Nobody else's tmux sees it.

    The screen is `columns` times `lines`; `settings` are lines of a muttrc.
    """

    program, composing = "mutt", "-- Mutt: Compose"

    def __init__(self, folder: Path, mail: Path | str, columns: int = 200, lines: int = 40, settings: str = "") -> None:
        self._tmux = debian_program("tmux")
        mutt = debian_program(self.program)
        self._socket = folder / "tmux"
        drafts = f"{mail}/Drafts"
        muttrc = folder / "muttrc"
        places = f"set folder={shlex.quote(str(mail))} postponed={shlex.quote(drafts)} editor=true"
        muttrc.write_text(f"{places}\n{settings}", encoding="utf-8")
        command = [str(mutt.path), "-n", "-F", str(muttrc), "-f", drafts]
        self._environment = {
            **mutt.environment(**self._tmux.environment()),
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        }
        self._environment.pop("TMUX", None)
        tmux_conf = folder / "tmux.conf"
        # The program's end must not take its last words along.
        tmux_conf.write_text("set -g default-terminal screen-256color\nset -g remain-on-exit on\n", encoding="utf-8")
        size = ("-x", str(columns), "-y", str(lines))
        self.tmux("-f", str(tmux_conf), "new-session", "-d", *size, shlex.join(command))

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._tmux.path, "-S", self._socket, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def coloured(self) -> str:
        """The screen with its colours, as ANSI codes; bars reach to its right edge."""
        return self.tmux("capture-pane", "-p", "-e", "-N")

    def sees(self, *words: str) -> str:
        """The screen as soon as all `words` are on it."""
        return self._wait(words, PATIENCE) or pytest.fail(f"mutt does not show {words}, but:\n{self.screen()}")

    def answers(self, key: str, *words: str) -> str:
        """The screen after `key`. It is pressed again where nothing came of it: mutt throws away what is typed too early."""
        for _ in range(int(PATIENCE)):
            self.tmux("send-keys", key)
            if shown := self._wait(words, 2.0):
                return shown
        return pytest.fail(f"mutt does not answer {key} with {words}, but:\n{self.screen()}")

    def quits(self) -> None:
        """It is asked to end, and has ended. What tmux writes on the screen of a dead program differs."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.tmux("display-message", "-p", "#{pane_dead}").strip() == "1":
                return
            self.tmux("send-keys", "q")
            time.sleep(1)
        pytest.fail(f"mutt does not end, but shows:\n{self.screen()}")

    def _wait(self, words: tuple[str, ...], patience: float) -> str:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            shown = self.screen()
            if all(word in shown for word in words):
                return shown
            time.sleep(0.05)
        return ""

    def recall(self, subject: str) -> str:
        """Opens the postponed message of that subject; the compose screen."""
        self.sees("[Msgs:")
        shown = self.postponed()
        if self.composing in shown:
            # The only one there is opens unasked.
            return shown
        number = next(line.split()[0] for line in shown.splitlines() if line.endswith(subject))
        self.answers(number, f"Jump to: {number}")
        self.answers("Enter", "Postponed Messages")
        return self.answers("Enter", self.composing)

    def postponed(self) -> str:
        """The screen with what is postponed."""
        self.answers("m", "Recall postponed message?")
        return self.answers("y", "-- Mutt: ")

    def close(self) -> None:
        subprocess.run(
            [self._tmux.path, "-S", self._socket, "kill-server"],
            env=self._environment,
            capture_output=True,
            check=False,
        )


class NeoMutt(Mutt):
    """The same of neomutt; at least two messages are postponed."""

    program, composing = "neomutt", "-- NeoMutt: Compose"

    def postponed(self) -> str:
        # It counts what is postponed in the folder it does not have open only, and so does not ask.
        return self.answers("R", "Postponed Messages")
