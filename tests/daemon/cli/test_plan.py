"""`afterword plan`: the same list that a pass would carry out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation, refusal

Say = Callable[..., Said]
FOLLOW_UP = {"kind", "company", "role", "to", "name", "due", "why"}


@pytest.fixture(name="applied")
def _applied(home: Home) -> Home:
    """One draft is due, one waits for tomorrow, and one came due long ago."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    home.deliver(confirmation(NOON, "Quillfeather Press", "Proof Reader"), NOON)
    home.deliver(confirmation(NOON - 90 * DAY, "Marsh Wardens", "Reed Cutter"), NOON - 90 * DAY)
    return home


def test_plan_tells_now_and_later(applied: Home, say: Say) -> None:
    """What is written now comes first, what is too late is only counted."""
    said = say("plan")
    lines = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert ["draft", "employer", "to", "due", "why"] == lines[0].split()
    assert ["write", "later"] == [line.split()[0] for line in lines[1:3]]
    assert "Larkspur Atlas" in lines[1]
    assert "nobody known yet" in lines[1]
    assert "Tue 10 Mar 09:00" in lines[1]
    assert "1 draft came due too long ago to be written: `afterword plan --all`" == lines[3]


def test_plan_all_tells_what_is_too_late(applied: Home, say: Say) -> None:
    """With --all the old one has its row."""
    last = say("plan", "--all").out.splitlines()[-1]

    assert last.startswith("too late")
    assert "Marsh Wardens" in last


def test_plan_changes_nothing_and_tells_the_same_again(applied: Home, say: Say) -> None:
    """Asked twice, the answer is the same and the mailbox as it was."""
    before = applied.mailbox()

    assert say("plan").out == say("plan").out
    assert before == applied.mailbox()


def test_columns_are_aligned(applied: Home, say: Say) -> None:
    """In a pipe each column begins at one place, and no line ends in blanks."""
    lines = say("plan", "--all").out.splitlines()
    head, rows = lines[0], lines[1:]

    for word in ("draft", "employer", "to", "due", "why"):
        start = head.index(word)
        assert all(row[start - 1] == " " != row[start] for row in rows), word
    assert lines == [line.rstrip() for line in lines]


def test_plan_as_json(applied: Home, say: Say) -> None:
    """Everything a person sees, for scripts."""
    told = json.loads(say("plan", "--json").out)

    assert {"place", "withdraw", "waiting", "missed", "problems", "refused"} == told.keys()
    assert [FOLLOW_UP] * 3 == [set(told[key][0]) for key in ("place", "waiting", "missed")]
    assert "2026-03-10T09:00:00+00:00" == told["place"][0]["due"]


def test_what_would_be_taken_out_has_its_reason(applied: Home, say: Say) -> None:
    """The employer has declined, and the draft still stands."""
    say("run", "--once")
    applied.deliver(refusal(NOON), NOON)
    later = NOON + timedelta(hours=1)

    assert say("plan", at=later).out.splitlines()[1].startswith("take out")
    told = json.loads(say("plan", "--json", at=later).out)
    assert [{"kind": "outreach", "company": "Larkspur Atlas", "to": "", "because": "they have declined"}] == told[
        "withdraw"
    ]


def test_nothing_to_do_is_said(home: Home, say: Say) -> None:
    """An empty mailbox has an empty plan."""
    assert Said(0, "Nothing is due, and nothing is waiting.\n", "") == say("plan")


def test_mailbox_that_is_away_is_told(home: Home, say: Say) -> None:
    """A pass would do nothing, so the plan says that, with code 1."""
    home.mail.rename(home.folder / "away")
    said = say("plan", "--json")
    told = json.loads(said.out)

    assert 1 == said.code
    assert told["refused"]
    assert str(home.mail) in told["problems"][0]
    assert str(home.mail) in said.err
