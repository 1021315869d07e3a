"""The commands with which the owner says something: `note`, `set`, `merge`, `split`, `attach`, `mute`, `contact`."""

from __future__ import annotations

import json
import shutil
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
    assert "Map Librarian or Globe Restorer at Larkspur Atlas?" in shown
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


def test_a_message_goes_nowhere_it_is_or_founds(applied: Home, say: Say) -> None:
    """Without the message that founded it an application would be another one: its drafts would come a second time."""
    number = founding_number(say, "quillfeather")
    here = done(say("attach", number, "quillfeather"))
    away = say("attach", number, "map librarian")
    split = say("split", "quillfeather", number, "--role", "Type Setter")

    assert "belongs to Proof Reader at Quillfeather Press already" in here
    assert (1, 1) == (away.code, split.code)
    assert "`afterword merge " in away.err
    assert "name the messages of the other application instead" in split.err
    assert not (applied.config / "notes.yaml").exists()


def founding_number(say: Say, application: str) -> str:
    rows = json.loads(say("show", application, "--json").out)["timeline"]
    return str(next(row["message"] for row in rows if row["message"]))


def test_split_into_the_role_that_it_has_is_refused(applied: Home, say: Say) -> None:
    """Nothing would become of it."""
    number = founding_number(say, "quillfeather")
    told = say("split", "quillfeather", number, "--role", "proof reader")

    assert 1 == told.code
    assert "is for that role already" in told.err


def test_a_word_before_a_second_application_leaves_it_alone(applied: Home, say: Say) -> None:
    """They called to decline, and the owner applied again: that is open, and both keep their names in notes.yaml."""
    done(say("set", "quillfeather", "--stage", "rejected", at=NOON))
    applied.deliver(confirmation(NOON + DAY, "Quillfeather Press", "Proof Reader"), NOON + DAY)
    done(say("run", "--once", at=NOON + 2 * DAY))
    told = json.loads(say("status", "--json", at=NOON + 2 * DAY).out)["applications"]
    old, new = (one for one in told if one["company"] == "Quillfeather Press")
    done(say("set", new["key"], "--stage", "offer", at=NOON + 2 * DAY))
    told = json.loads(say("status", "--json", at=NOON + 2 * DAY).out)["applications"]

    assert {old["key"]: "rejected", new["key"]: "offer"} == {
        one["key"]: one["stage"] for one in told if one["company"] == "Quillfeather Press"
    }


def test_a_word_about_nobody_known_is_shown(applied: Home, say: Say) -> None:
    """A key that is gone, a name with a slip: `status` says so."""
    applied.write("notes.yaml", "mutes:\n  - {company: Quilfether}\n  - {company: Larkspur, application: abc}\n")
    shown = done(say("status"))

    assert "notes.yaml speaks of Quilfether, and no application" in shown
    assert "notes.yaml speaks of Larkspur (application abc), and no application" in shown
    assert [("Quilfether", None), ("Larkspur", "abc")] == [
        (one["company"], one["application"]) for one in json.loads(say("status", "--json").out)["unheard"]
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("note", "quillfeather", " ", "\n"), "TEXT is empty"),
        (("note", "quillfeather", "the heron", "--person", " "), "--person is empty"),
        (("contact", "quillfeather", ""), "NAME is empty"),
        (("contact", "quillfeather", "Ines", "Ines <ines@quillfeather.example>"), "is no mail address"),
        (("split", "quillfeather", "abc", "--role", ""), "--role is empty"),
    ],
)
def test_what_says_nothing_is_refused(applied: Home, say: Say, arguments: tuple[str, ...], message: str) -> None:
    """Before anything is written."""
    told = say(*arguments)

    assert 2 == told.code
    assert message in told.err
    assert not (applied.config / "notes.yaml").exists()


def test_an_odd_note_is_kept_as_one_readable_line(applied: Home, say: Say) -> None:
    """Umlauts, quotes, line breaks, a bell, and more than a line of it."""
    done(say("note", "quillfeather", 'Ümläute "and"\n# so: on\x07 ' + "x" * 700))
    (row,) = [one for one in json.loads(say("show", "quillfeather", "--json").out)["timeline"] if one["what"] == "note"]

    assert 'Ümläute "and" # so: on ' + "x" * 700 == row["text"]


@pytest.mark.parametrize(("function", "words"), [("interviewer", "an interviewer"), ("other", "a contact")])
def test_contact_says_what_they_are_for(applied: Home, say: Say, function: str, words: str) -> None:
    """In good English."""
    out = done(say("contact", "quillfeather", "Ada other", "--function", function))

    assert f"Ada other is {words} for Proof Reader at Quillfeather Press.\n" == out


def test_the_owners_word_survives_the_ledger(applied: Home, say: Say) -> None:
    """Everything that was said holds when the ledger is made anew."""
    done(say("attach", unclear_number(say), "globe restorer"))
    done(say("note", "quillfeather", "they said by Friday"))
    done(say("mute", "map librarian"))
    done(say("contact", "map librarian", "Priya Nair", "priya@larkspur.example"))
    done(say("merge", "globe restorer", "map librarian"))
    before = say("status", "--json").out
    shutil.rmtree(applied.state)
    done(say("run", "--once"))

    assert before == say("status", "--json").out


def test_a_note_that_fits_nobody_alone_says_so(applied: Home, say: Say) -> None:
    """Two of that name were in the room, or it names none of several: no letter would take it."""
    at = NOON + DAY / 24
    guests = "".join(f"ATTENDEE;CN=Priya {name}:mailto:{name}@larkspur.example\r\n" for name in ("Nair", "Osei"))
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:talk@larkspur.example\r\n"
        f"DTSTAMP:20260310T000000Z\r\nDTSTART:{at:%Y%m%dT%H%M%SZ}\r\nDURATION:PT1H\r\n{guests}"
        "SUMMARY:Interview: Map Librarian at Larkspur Atlas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (applied.calendar / "talk.ics").write_bytes(event.encode())
    done(say("run", "--once"))
    later = at + DAY / 12

    assert "Priya may be Priya Nair or Priya Osei" in done(
        say("note", "map librarian", "the heron", "--person", "Priya", at=later)
    )
    assert "You met 2 people there: with --person NAME" in done(say("note", "map librarian", "the heron", at=later))
    noted = done(say("note", "map librarian", "the heron", "--person", "Priya Osei", at=later))
    assert "Noted for Map Librarian at Larkspur Atlas.\n" == noted
