"""`afterword status`: where every application stands."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation, refusal

Say = Callable[..., Said]


@pytest.fixture(name="applied")
def _applied(home: Home, say: Say) -> Home:
    """One application is open, one refused, and a pass was made."""
    home.deliver(confirmation(NOON - 2 * DAY, "Quillfeather Press", "Proof Reader"), NOON - 2 * DAY)
    home.deliver(refusal(NOON - DAY, "Quillfeather Press", "Proof Reader"), NOON - DAY)
    home.deliver(confirmation(NOON), NOON)
    say("run", "--once")
    return home


def test_status_shows_what_is_open(applied: Home, say: Say) -> None:
    """A row each, what comes next, what is hidden, and how old it all is."""
    lines = say("status").out.splitlines()

    assert "employer        role           stage    since        next" == lines[0]
    assert "Larkspur Atlas  Map Librarian  applied  10 Mar 2026  outreach, Wed 11 Mar 09:00" == lines[1]
    assert "1 more is over: `afterword status --all`" == lines[2]
    assert "As of Tue 10 Mar 12:00." == lines[3]


def test_status_all_shows_what_is_over_last(applied: Home, say: Say) -> None:
    """Open ones first, and nothing is hidden."""
    lines = say("status", "--all").out.splitlines()

    assert ["Larkspur", "Quillfeather"] == [line.split()[0] for line in lines[1:3]]
    assert "rejected" in lines[2]
    assert "As of" in lines[3]


def test_status_counts_the_drafts(applied: Home, say: Say) -> None:
    """Those that wait for the owner, and those that were sent."""
    say("run", "--once", at=NOON + DAY)
    waits = say("status").out
    (draft,) = applied.drafts()
    applied.deliver(draft.read_bytes().replace(b"\nSubject", b"\nTo: a@larkspur.example\nSubject"), NOON + DAY, "Sent")
    draft.unlink()
    say("run", "--once", at=NOON + 2 * DAY)
    sent = say("status").out

    assert "1 draft waits for you in Drafts; you sent 0." in waits
    assert "No draft waits for you; you sent 1." in sent


def test_status_as_json(applied: Home, say: Say) -> None:
    """All applications with their history, people, interviews and what comes next."""
    told = json.loads(say("status", "--json").out)

    keys = {
        "key",
        "company",
        "role",
        "requisition",
        "stage",
        "muted",
        "history",
        "interviews",
        "contacts",
        "promised",
        "next",
    }
    assert {"applications", "questions", "stale_calendars", "troubles", "unheard", "unread_accounts"} == told.keys()
    assert [keys, keys] == [set(application) for application in told["applications"]]
    refused, open_one = told["applications"]
    assert ["applied", "rejected"] == [step["stage"] for step in refused["history"]]
    assert ("outreach", "2026-03-11T09:00:00+00:00") == (open_one["next"]["kind"], open_one["next"]["due"])


def test_status_is_rebuilt_with_the_ledger(applied: Home, say: Say) -> None:
    """The ledger is deleted, a pass is made: the same status, and the same drafts."""
    told, drafts = say("status", "--json").out, applied.drafts()
    shutil.rmtree(applied.state)
    say("run", "--once")

    assert (told, drafts) == (say("status", "--json").out, applied.drafts())


def test_status_before_the_first_pass_says_what_to_do(home: Home, say: Say) -> None:
    """An empty ledger is not an empty job search."""
    assert "No pass was made yet; `afterword run --once` makes one.\n" == say("status").out


def test_status_without_applications_says_so(home: Home, say: Say) -> None:
    """A pass was made, and nothing found."""
    say("run", "--once")

    assert "No application was found yet.\nAs of Tue 10 Mar 12:00.\n" == say("status").out


@pytest.mark.parametrize("command", ["status --all", "status --all --json", "plan --json", "explain {mail}", "--help"])
def test_reader_that_goes_away_is_no_error(applied: Home, command: str) -> None:
    """`afterword status | head -0`: no traceback, no complaint, code 0."""
    words = command.format(mail=applied.mail).split()
    with subprocess.Popen(
        applied.command(*words),
        env={**applied.environment, "PYTHONDEVMODE": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()

    assert (0, "") == (process.returncode, err)


def test_full_disk_behind_the_pipe_is_told(applied: Home) -> None:
    """`afterword status > file` on a full disk: one clear line, code 1."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            applied.command("status"),
            env=applied.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (1, "afterword: No space left on device\n") == (done.returncode, done.stderr)


def test_status_says_what_was_not_written(applied: Home, say: Say) -> None:
    """The latest that was too late, and how many more there are."""
    applied.deliver(confirmation(NOON - 90 * DAY, "Marsh Wardens", "Reed Cutter"), NOON - 90 * DAY)
    applied.deliver(confirmation(NOON - 80 * DAY, "Heron Press", "Binder"), NOON - 80 * DAY)
    say("run", "--once")

    assert (
        "Not written, because its time was over: outreach for Heron Press, due Mon 22 Dec 09:00 (and 1 more):"
        " `afterword plan --all`" in say("status").out
    )


def test_status_shows_the_interview_that_comes(applied: Home, say: Say) -> None:
    """It is the next step, whatever draft comes behind it."""
    at = NOON + 2 * DAY
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:talk@larkspur.example\r\n"
        f"DTSTAMP:20260310T000000Z\r\nDTSTART:{at:%Y%m%dT%H%M%SZ}\r\nDURATION:PT1H\r\n"
        "SUMMARY:Interview with Larkspur Atlas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (applied.calendar / "talk.ics").write_bytes(event.encode())
    say("run", "--once")

    assert "interview, Thu 12 Mar 12:00" in say("status").out
