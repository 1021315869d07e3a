"""Debian's mutt, driven in tmux as a person would: it opens what the demo leaves in Drafts as editable drafts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from servers.mutt import Mutt

pytestmark = pytest.mark.server


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
