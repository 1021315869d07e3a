"""`afterword explain`: what single messages say, and the words that decided."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Callable
from pathlib import Path

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation, letter, refusal

Say = Callable[..., Said]
KEYS = ["path", "message_id", "signal", "confidence", "company", "role", "contacts", "dates", "rule", "evidence"]


def test_one_object_a_line_in_the_order_given(home: Home, say: Say) -> None:
    """The keys that design.md names, for each message."""
    second, first = home.deliver(confirmation(NOON), NOON), home.deliver(refusal(NOON + DAY), NOON + DAY)
    said = say("explain", first, second, "--json")
    told = [json.loads(line) for line in said.out.splitlines()]

    assert 0 == said.code
    assert [KEYS, KEYS] == [list(one) for one in told]
    assert [str(first), str(second)] == [one["path"] for one in told]
    assert ["rejected", "application_received"] == [one["signal"] for one in told]
    assert [("Larkspur Atlas", "Map Librarian")] * 2 == [(one["company"], one["role"]) for one in told]
    assert all(0 < one["confidence"] <= 1 and one["rule"] and one["evidence"] for one in told)
    assert {"where", "text"} == set(told[0]["evidence"][0])


def test_contacts_and_dates_are_told(home: Home, say: Say) -> None:
    """A human's letter: who wrote it, and what was promised until when."""
    text = "Hi Nell,\n\nthank you for applying. You will hear from us by Friday, March 20.\n\nBest regards,\nOdo Fenwick\nRecruiter\n"
    path = home.deliver(letter("Your application", text, NOON, "Odo Fenwick <odo.fenwick@larkspur.example>"), NOON)
    told = json.loads(say("explain", path, "--json").out)

    assert [{"name": "Odo Fenwick", "address": "odo.fenwick@larkspur.example"}] == [
        {"name": contact["name"], "address": contact["address"]} for contact in told["contacts"]
    ]
    assert {"kind", "earliest", "latest", "text"} == set(told["dates"][0])
    assert told["dates"][0]["latest"].startswith("2026-03-20")
    lines = say("explain", path).out.splitlines()
    assert "  date      “Friday, March 20” (promise): Fri 20 Mar 2026" in lines


def test_a_person_reads_words(home: Home, say: Say) -> None:
    """No underscores, no empty rule: what it says, how sure that is, and why."""
    path = home.deliver(confirmation(NOON), NOON)
    lines = say("explain", path).out.splitlines()

    assert str(path) == lines[0]
    assert "  subject   Thank you for applying to Larkspur Atlas" == lines[1]
    assert lines[2].startswith("  says      application received (")
    assert lines[3].startswith("  because   ")
    assert "  about     Map Librarian at Larkspur Atlas" in lines


def test_a_message_that_is_none_of_our_business_says_so(home: Home, say: Say) -> None:
    """A letter from a friend."""
    path = home.deliver(letter("Cake", "Shall I bring the cake?\n", NOON, "ida@friends.example"), NOON)

    assert "  says      nothing about an application" in say("explain", path).out.splitlines()


@pytest.mark.parametrize("kind", ["eml folder", "maildir", "mbox"])
def test_every_kind_of_mail_on_disk_is_read(home: Home, say: Say, tmp_path: Path, kind: str) -> None:
    """A folder of .eml files, a Maildir and an mbox give the same messages."""
    place = tmp_path / "mail"
    if kind == "mbox":
        box = mailbox.mbox(place)
        for raw in (confirmation(NOON), refusal(NOON)):
            box.add(raw)
        box.close()
    elif kind == "maildir":
        place = home.mail / "INBOX"
        home.deliver(confirmation(NOON), NOON)
        home.deliver(refusal(NOON), NOON)
    else:
        place.mkdir()
        (place / "1.eml").write_bytes(confirmation(NOON))
        (place / "2.eml").write_bytes(refusal(NOON))
    told = [json.loads(line) for line in say("explain", place, "--json").out.splitlines()]

    assert ["application_received", "rejected"] == [one["signal"] for one in told]


def test_what_is_not_there_is_named_and_the_others_go_on(home: Home) -> None:
    """One line, which names the path once, and code 1."""
    path = home.deliver(confirmation(NOON), NOON)
    said = home.run("explain", "/nowhere/at.all", path, "--json")

    assert 1 == said.code
    assert 1 == len(said.out.splitlines())
    assert "cannot read /nowhere/at.all: No such file or directory\n" == said.err


def test_explain_works_before_anything_is_configured(home: Home) -> None:
    """A first look needs no configuration, and leaves nothing behind."""
    path = home.deliver(confirmation(NOON), NOON)
    (home.config / "config.yaml").unlink()
    said = home.run("explain", path, "--json")

    assert (0, "application_received") == (said.code, json.loads(said.out)["signal"])
    assert not home.state.exists()


def test_own_rules_are_used(home: Home, say: Say) -> None:
    """A phrase of rules.yaml decides here as it does in a pass."""
    home.write("rules.yaml", "signals:\n  - id: mine\n    signal: rejected\n    any: ['the atlas is full']\n")
    text = "Dear Nell,\n\nwe write about your application as Map Librarian at Larkspur Atlas. The atlas is full.\n\nLarkspur Atlas\n"
    path = home.deliver(letter("Your application", text, NOON), NOON)
    told = json.loads(say("explain", path, "--json").out)

    assert ("rejected", "mine") == (told["signal"], told["rule"])
