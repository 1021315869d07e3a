"""`afterword run --once`: what it does, what it says, and its exit codes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from afterword.running.instance_lock import only_instance
from daemon.homes import DAY, NOON, Home, Said, confirmation, refusal

Say = Callable[..., Said]


@pytest.fixture(name="applied")
def _applied(home: Home) -> Home:
    """Two applications of yesterday: two drafts are due."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    home.deliver(confirmation(NOON - DAY, "Quillfeather Press", "Proof Reader"), NOON - DAY)
    return home


def test_pass_says_what_it_placed_and_where(applied: Home, say: Say) -> None:
    """Counts, one aligned line a draft, and the folder to look into."""
    said = say("run", "--once")
    lines = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert ["2 new messages read, 2 applications known.", "2 drafts placed, 0 taken out."] == lines[:2]
    assert ["placed", "placed"] == [line.split()[0] for line in lines[3:5]]
    assert 1 == len({line.index("outreach") for line in lines[3:5]})
    assert f"Review them in {applied.mail / 'Drafts'}; send each with your mail client, or delete it." == lines[5]
    assert 2 == len(applied.drafts())


def test_pass_says_what_it_took_out_and_why(applied: Home, say: Say) -> None:
    """The draft that became pointless is named with the reason."""
    say("run", "--once")
    applied.deliver(refusal(NOON), NOON)
    said = say("run", "--once", at=NOON + timedelta(hours=1))

    assert "1 new message read, 2 applications known.\n0 drafts placed, 1 taken out.\n" in said.out
    assert any(line.startswith("taken out") and line.endswith("they have declined") for line in said.out.splitlines())


def test_dry_run_says_what_it_would_do_and_does_nothing(applied: Home, say: Say) -> None:
    """The list of `plan`, and an unchanged mailbox."""
    before = applied.mailbox()
    said = say("run", "--once", "--dry-run")

    assert 0 == said.code
    assert 2 == sum(line.startswith("write ") for line in said.out.splitlines())
    assert before == applied.mailbox()


def test_nothing_to_do_is_said_in_two_lines(home: Home, say: Say) -> None:
    """An empty mailbox is no error."""
    said = say("run", "--once")

    assert "0 new messages read, 0 applications known.\n0 drafts placed, 0 taken out.\n" == said.out
    assert 0 == said.code


@pytest.mark.parametrize("option", ["--dry-run", "--yes"])
def test_options_for_one_pass_want_one_pass(home: Home, option: str) -> None:
    """Wrong usage, with the right one."""
    said = home.run("run", option)

    assert 2 == said.code
    assert "give --once" in said.err


def test_missing_configuration_is_code_1_with_the_next_step(home: Home) -> None:
    """A fresh machine: one line, no traceback."""
    (home.config / "config.yaml").unlink()
    said = home.run("run", "--once")

    assert (1, "") == (said.code, said.out)
    assert ["there is no configuration yet; `afterword setup` makes one"] == [
        line.partition(": ")[2] for line in said.err.splitlines()
    ]


def test_every_mistake_of_the_configuration_is_a_line(home: Home) -> None:
    """All at once, and nothing else is done."""
    home.write("profile.yaml", "headlin: x\nhighligts: []\n")
    said = home.run("run", "--once")

    assert (1, "") == (said.code, said.out)
    assert ["profile.yaml:1:1", "profile.yaml:2:1"] == [line.partition(": ")[0] for line in said.err.splitlines()]
    assert not home.state.exists()


def test_second_instance_is_refused_with_a_clear_line(applied: Home) -> None:
    """While one instance holds the state folder, the other one says who, and places nothing."""
    applied.state.mkdir(mode=0o700)
    with only_instance(applied.state):
        said = applied.run("run", "--once")

    assert (1, "") == (said.code, said.out)
    assert (
        f"another afterword (pid {os.getpid()}) is already running on {applied.state}: wait until it is done"
        in said.err
    )
    assert [] == applied.drafts()


def test_two_at_once_place_each_draft_once(applied: Home) -> None:
    """Started together: one works, the other works after it or is refused, and no draft stands there twice."""
    # Only what is recent enough is placed by the real clock: the count is what matters.
    environment = {**os.environ, **applied.environment}
    both = [
        subprocess.Popen(
            applied.command("run", "--once"), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    codes = sorted(process.returncode for process in both)

    assert codes in ([0, 0], [0, 1])
    assert all(b"Traceback" not in err for _, err in said)
    assert all(b"already running" in err for process, (_, err) in zip(both, said, strict=True) if process.returncode)
    assert 1 <= sum(b"2 new messages read" in out for out, _ in said)


def test_mailbox_that_is_not_there_is_code_1(home: Home) -> None:
    """The line names the folder, and says that nothing was done."""
    home.mail.rename(home.folder / "away")
    said = home.run("run", "--once")

    assert 1 == said.code
    assert str(home.mail) in said.err
    assert "afterword: a mailbox could not be read, so no draft was placed or taken out" in said.err.splitlines()
    assert "Traceback" not in said.err
    assert not home.mail.exists()


def test_damaged_ledger_is_code_1_with_the_next_step(home: Home) -> None:
    """It may be deleted, and the line says so."""
    home.state.mkdir()
    (home.state / "ledger.sqlite3").write_bytes(b"SQLite format 3\x00" + b"garbage" * 1000)
    said = home.run("run", "--once")

    assert 1 == said.code
    assert "Delete it" in said.err
    assert "Traceback" not in said.err


def test_many_drafts_wait_for_a_yes(home: Home, say: Say) -> None:
    """Sixteen at once: refused with the command that allows it."""
    for number in range(16):
        raw = confirmation(NOON - DAY, f"{chr(65 + number)}ster{chr(97 + number)} Works", f"{chr(65 + number)}nalyst")
        home.deliver(raw, NOON - DAY)
    said = say("run", "--once")

    assert 1 == said.code
    assert "`afterword run --once --yes`" in said.err
    assert [] == home.drafts()
    assert 0 == say("run", "--once", "--yes").code
    assert 16 == len(home.drafts())


def test_owner_without_profile_is_told_once_there_are_drafts(applied: Home, say: Say) -> None:
    """A clear line, and drafts with blanks instead of claims; with a profile there is no such line."""
    said = say("run", "--once")
    texts = [text_of(path) for path in applied.drafts()]

    assert "profile.yaml says nothing of you yet" in said.out
    assert all("[…" in text and "Nell Hopper" in text and "None" not in text for text in texts)
    assert "profile.yaml" not in say("run", "--once").out


def test_letter_that_fails_waits_and_the_others_go_on(applied: Home, say: Say) -> None:
    """Code 1 with the place; once the template is mended the letter is written."""
    applied.write("follow_ups.yaml", "follow_ups:\n  - {id: mine, after: applied, wait: 1 hour, unless: []}\n")
    folder = applied.config / "templates" / "en"
    folder.mkdir(parents=True)
    (folder / "mine.txt.j2").write_text("Subject: x\n\n{{ greeting }}\n{{ nonsense }}\n", encoding="utf-8")
    said = say("run", "--once")

    assert 1 == said.code
    assert 2 == len(applied.drafts())
    assert f"{folder / 'mine.txt.j2'}:4:4: 'nonsense' is undefined" in said.err
    (folder / "mine.txt.j2").write_text("Subject: x\n\n{{ greeting }}\nI am still here.\n", encoding="utf-8")
    assert 0 == say("run", "--once").code
    assert 4 == len(applied.drafts())


def test_draft_that_was_slept_through_says_so(applied: Home, say: Say) -> None:
    """Due at nine, made at noon."""
    say("run", "--once")

    assert all("Late: this was due on Tuesday" in text_of(path) for path in applied.drafts())


def text_of(draft: Path) -> str:
    """What the owner reads."""
    text = message_from_bytes(draft.read_bytes(), policy=default).get_content()
    assert isinstance(text, str)
    return text
