"""The commands with which the owner says something: `note`, `set`, `merge`, `split`, `attach`, `mute`, `contact`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from daemon.homes import DAY, ME, NOON, Home, Said, confirmation, letter, refusal

Say = Callable[..., Said]


@pytest.fixture(name="applied")
def _applied(home: Home, say: Say) -> Home:
    """Two applications at one employer, one at another, and a refusal that may belong to either of the two."""
    for minutes, role in enumerate(("Map Librarian", "Globe Restorer")):
        at = NOON - 2 * DAY + minutes * DAY / 1440
        home.deliver(confirmation(at, role=role), at)
    home.deliver(confirmation(NOON - 2 * DAY, "Quillfeather Press", "Proof Reader"), NOON - 2 * DAY)
    text = (
        "Hi Nell,\n\nThank you for your interest in Larkspur Atlas. Unfortunately, we have decided not to move forward with"
        " your application.\n\nBest regards,\nThe Larkspur Atlas hiring team\n"
    )
    unclear = letter(
        "Your application to Larkspur Atlas", text, NOON - DAY, "Larkspur Atlas <no-reply@larkspur.example>"
    )
    home.deliver(unclear, NOON - DAY)
    said = say("run", "--once")
    assert 0 == said.code
    return home


def status(say: Say) -> dict[str, Any]:
    """`status --json`: the applications by their role."""
    told: dict[str, Any] = json.loads(say("status", "--json").out)
    return {one["role"]: one for one in told["applications"]}


def done(said: Said) -> str:
    """What a command printed that went well."""
    assert (0, "") == (said.code, said.err)
    return said.out


def unclear_number(say: Say) -> str:
    (doubt,) = json.loads(say("status", "--unsure", "--json").out)["unsure"]
    return str(doubt["message"])


def test_note_with_a_promise_sets_the_day(applied: Home, say: Say) -> None:
    """ "They said by Friday" is what was promised, and it is said back."""
    out = done(say("note", "quillfeather", "They", "said I will hear back by Friday"))

    assert "Noted for Proof Reader at Quillfeather Press." in out
    assert "They promised news by Fri 13 Mar" in out
    assert "2026-03-13" == status(say)["Proof Reader"]["promised"][:10]
    assert 'company: "Quillfeather Press"' in (applied.config / "notes.yaml").read_text()


def test_note_about_nobody_known_is_kept_and_told(applied: Home, say: Say) -> None:
    """A name that fits nobody may be a slip."""
    assert "Nobody called Zora is known there yet" in done(say("note", "quillfeather", "the heron", "--person", "Zora"))


def test_set_moves_the_stage(applied: Home, say: Say) -> None:
    """With the word it stood at before."""
    out = done(say("set", "proof reader", "--stage", "rejected"))

    assert "Proof Reader at Quillfeather Press stands at rejected now (it stood at applied).\n" == out
    assert "rejected" == status(say)["Proof Reader"]["stage"]


def test_unclear_mail_is_shown_and_decided(applied: Home, say: Say) -> None:
    """Which of the two was refused, only the owner knows; told once, it is asked no more."""
    shown = done(say("status", "--unsure"))
    number = unclear_number(say)

    assert number in shown
    assert "Larkspur Atlas or Larkspur Atlas?" in shown
    assert "“Your application to Larkspur Atlas” belongs to Globe Restorer" in done(
        say("attach", number, "globe restorer")
    )
    assert ["applied", "rejected"] == [status(say)[role]["stage"] for role in ("Map Librarian", "Globe Restorer")]
    assert "Nothing is unclear.\n" == done(say("status", "--unsure"))


def test_unclear_mail_may_belong_to_none(applied: Home, say: Say) -> None:
    """It moves nothing, and is asked no more."""
    assert "belongs to no application" in done(say("attach", unclear_number(say), "--none"))
    assert {"applied"} == {one["stage"] for one in status(say).values()}
    assert "Nothing is unclear.\n" == done(say("status", "--unsure"))


def test_merge_makes_one_of_two(applied: Home, say: Say) -> None:
    """Then the refusal can only mean the one."""
    assert "Globe Restorer at Larkspur Atlas is a part of Map Librarian at Larkspur Atlas now." in done(
        say("merge", "globe restorer", "map librarian")
    )
    assert {"Map Librarian": "rejected", "Proof Reader": "applied"} == {
        role: one["stage"] for role, one in status(say).items()
    }


def test_merge_with_itself_is_refused(applied: Home, say: Say) -> None:
    """Nothing is written."""
    said = say("merge", "proof reader", "quillfeather")

    assert 1 == said.code
    assert "both are Proof Reader at Quillfeather Press" in said.err
    assert not (applied.config / "notes.yaml").exists()


def test_split_gives_a_message_an_application_of_its_own(applied: Home, say: Say) -> None:
    """Named by the number that `show` prints."""
    applied.deliver(refusal(NOON, "Quillfeather Press", "Proof Reader"), NOON)
    done(say("run", "--once", at=NOON + DAY / 24))
    rows = json.loads(done(say("show", "quillfeather", "--json")))["timeline"]
    (number,) = [row["message"] for row in rows if row["at"].startswith("2026-03-10T12") and row["message"]]
    out = done(say("split", "quillfeather", number, "--role", "Type Setter"))

    assert "Type Setter at Quillfeather Press is an application of its own now, with 1 message." in out
    assert ("applied", "rejected") == (status(say)["Proof Reader"]["stage"], status(say)["Type Setter"]["stage"])


def test_mute_takes_the_draft_out_again(applied: Home, say: Say) -> None:
    """An unedited draft goes, no other comes; with --undo the application asks again."""
    at = NOON + DAY
    done(say("run", "--once", at=at))
    standing = len(applied.drafts())
    assert "no more drafts" in done(say("mute", "quillfeather"))
    done(say("run", "--once", at=at))

    assert standing - 1 == len(applied.drafts())
    assert status(say)["Proof Reader"]["muted"]
    assert "applied (muted)" in done(say("status"))
    assert "is muted already" in done(say("mute", "quillfeather"))
    assert "drafts are made again" in done(say("mute", "quillfeather", "--undo"))
    assert not status(say)["Proof Reader"]["muted"]


def test_contact_is_written_to(applied: Home, say: Say) -> None:
    """The draft that comes due next goes to the person the owner named."""
    done(say("contact", "quillfeather", "Ines Quill", "ines@quillfeather.example"))
    person = status(say)["Proof Reader"]["contacts"][0]

    assert ("Ines Quill", "ines@quillfeather.example", "recruiter") == (
        person["name"],
        person["address"],
        person["role"],
    )
    assert "Ines Quill" in done(say("status"))


def test_show_tells_everything_in_order(applied: Home, say: Say) -> None:
    """Mail, stages, notes and what is to come, each on a line."""
    done(say("note", "quillfeather", "the heron"))
    out = done(say("show", "quillfeather"))
    lines = out.splitlines()

    assert "Proof Reader at Quillfeather Press: applied" == lines[0]
    assert any("note" in line and "the heron" in line for line in lines)
    rows = json.loads(done(say("show", "quillfeather", "--json")))["timeline"]
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert {"mail", "stage", "note"} <= {row["what"] for row in rows}


def test_mail_to_oneself_is_a_note(applied: Home, say: Say) -> None:
    """From the Sent folder only: anybody can write the owner's address into From."""
    for folder, text in (("Sent", "They will decide by Friday."), ("INBOX", "They will decide by Monday.")):
        raw = letter("note: Quillfeather Press", text, NOON, f"Nell Hopper <{ME}>", ME)
        applied.deliver(raw, NOON, folder)
    done(say("run", "--once", at=NOON + DAY / 24))

    notes = [
        row["text"]
        for row in json.loads(done(say("show", "quillfeather", "--json")))["timeline"]
        if row["what"] == "note"
    ]
    assert ["They will decide by Friday."] == notes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("note", "nowhere", "x"), 'no application fits "nowhere"'),
        (("set", "larkspur", "--stage", "offer"), "fits several applications"),
        (("attach", "ffffff", "larkspur"), 'no message is called "ffffff"'),
        (("split", "quillfeather", "ffffff", "--role", "x"), 'no message is called "ffffff"'),
    ],
)
def test_what_is_not_there_is_said(applied: Home, say: Say, arguments: tuple[str, ...], message: str) -> None:
    """With the command that shows what there is."""
    said = say(*arguments)

    assert (1, "") == (said.code, said.out)
    assert message in said.err
