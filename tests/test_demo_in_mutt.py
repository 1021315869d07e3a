"""Debian's mutt, driven in tmux as a person would: it opens what the demo leaves in Drafts as editable drafts."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from servers.debian import debian_program

pytestmark = pytest.mark.server

# How long a program that hangs is waited for; one that works answers within a second.
PATIENCE = 30.0


class Mutt:
    """A mutt on a screen of its own, which nobody else's tmux sees."""

    def __init__(self, folder: Path, mail: Path) -> None:
        self._tmux = debian_program("tmux")
        mutt = debian_program("mutt")
        self._socket = folder / "tmux"
        drafts = mail / "Drafts"
        settings = f"set folder={shlex.quote(str(mail))} postponed={shlex.quote(str(drafts))} editor=true"
        command = [str(mutt.path), "-n", "-F", "/dev/null", "-e", settings, "-f", str(drafts)]
        self._environment = {
            **mutt.environment(**self._tmux.environment()),
            "HOME": str(folder),
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
        }
        self._environment.pop("TMUX", None)
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "200", "-y", "40", shlex.join(command))
        # The program's end must not take its last words along.
        self.tmux("set-option", "-g", "remain-on-exit", "on")

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
        self.answers("m", "Recall postponed message?")
        shown = self.answers("y", "-- Mutt: ")
        if "-- Mutt: Compose" in shown:
            # The only one there is opens unasked.
            return shown
        number = next(line.split()[0] for line in shown.splitlines() if line.endswith(subject))
        self.answers(number, f"Jump to: {number}")
        self.answers("Enter", "-- Mutt: Postponed Messages")
        return self.answers("Enter", "-- Mutt: Compose")

    def close(self) -> None:
        subprocess.run(
            [self._tmux.path, "-S", self._socket, "kill-server"],
            env=self._environment,
            capture_output=True,
            check=False,
        )


@pytest.fixture(name="played", scope="module")
def _played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Maildir of a demo that was played."""
    stage = tmp_path_factory.mktemp("demo") / "stage"
    command: list[str | Path] = [sys.executable, "-m", "afterword", "demo", "--fast", "--folder", stage]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return stage / "Mail"


@pytest.fixture(name="mail")
def _mail(played: Path, tmp_path: Path) -> Path:
    return shutil.copytree(played, tmp_path / "Mail")


@pytest.fixture(name="mutt")
def _mutt(mail: Path) -> Iterator[Mutt]:
    # The name of a socket may not be longer than about a hundred characters.
    with tempfile.TemporaryDirectory(prefix="afterword-tmux-") as folder:
        mutt = Mutt(Path(folder), mail)
        yield mutt
        mutt.close()


def drafts(mail: Path) -> list[EmailMessage]:
    # What mutt saves lies in `new`.
    files = [path for part in ("cur", "new") for path in sorted((mail / "Drafts" / part).iterdir())]
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def letters(mail: Path) -> set[tuple[str, ...]]:
    """What makes each draft the letter it is."""
    headers = ("To", "Subject", "In-Reply-To", "References")
    return {(*(str(draft[header]) for header in headers), draft.get_content()) for draft in drafts(mail)}


def test_mutt_lists_the_drafts(mutt: Mutt, mail: Path) -> None:
    """All of them, and none as new mail."""
    assert "New:" not in mutt.sees(f"[Msgs:{len(drafts(mail))}")


def test_mutt_recalls_a_reply_for_editing(mutt: Mutt, mail: Path) -> None:
    """m, y, choose: the compose screen shows To and Subject, and what mutt saves again is the same letter in its thread."""
    before = letters(mail)
    reply = next((draft for draft in drafts(mail) if draft["In-Reply-To"] and draft["To"]), None)
    assert reply is not None
    shown = mutt.recall(str(reply["Subject"]))

    assert f" To: {reply['To']}\n" in shown
    assert f" Subject: {reply['Subject']}\n" in shown
    assert len(before) - 1 == len(drafts(mail))
    mutt.answers("P", f"[Msgs:{len(before)}")
    assert before == letters(mail)


def test_mutt_opens_a_draft_to_nobody(mutt: Mutt, mail: Path) -> None:
    """Where nobody is known, To is an empty field to fill."""
    draft = next(draft for draft in drafts(mail) if not draft["To"])
    shown = mutt.recall(str(draft["Subject"]))

    assert re.search(r"^ +To: *$", shown, re.MULTILINE)
    assert f" Subject: {draft['Subject']}\n" in shown
