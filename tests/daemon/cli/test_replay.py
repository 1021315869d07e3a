"""`afterword replay`: a recorded job search, as design.md gives its output."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation, refusal

Say = Callable[..., Said]
STORY = Path(__file__).parents[2] / "stories" / "101-happy-path-to-offer"
APPLICATION = ["company", "role", "stage", "history"]
DRAFT = [
    "kind",
    "company",
    "to",
    "appeared",
    "removed",
    "removed_because",
    "message_id",
    "in_reply_to",
    "references",
    "subject",
    "body",
]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A plain folder of mail: confirmed, and refused two days later."""
    mail = tmp_path / "search" / "mail"
    mail.mkdir(parents=True)
    (mail / "1.eml").write_bytes(confirmation(NOON - DAY))
    (mail / "2.eml").write_bytes(refusal(NOON + DAY))
    return mail.parent


def test_json_has_the_shape_of_the_design(say: Say) -> None:
    """Applications with their history, and every draft that ever stood there."""
    said = say("replay", STORY, "--json")
    told = json.loads(said.out)

    assert (0, "") == (said.code, said.err)
    assert ["applications", "drafts"] == list(told)
    assert all(APPLICATION == list(application) for application in told["applications"])
    assert all(DRAFT == list(draft) for draft in told["drafts"])
    assert {"stage", "at"} == set(told["applications"][0]["history"][0])
    assert told["drafts"]


def test_moments_have_the_owners_offset(say: Say) -> None:
    """ISO 8601 with an offset, whole or null."""
    told = json.loads(say("replay", STORY, "--json").out)
    moments = [step["at"] for application in told["applications"] for step in application["history"]]
    moments += [draft[key] for draft in told["drafts"] for key in ("appeared", "removed") if draft[key]]

    assert all(datetime.fromisoformat(moment).utcoffset() for moment in moments)


def test_answers_belong_to_their_thread(say: Say) -> None:
    """What is replied to is the last of the references."""
    drafts = json.loads(say("replay", STORY, "--json").out)["drafts"]
    answers = [draft for draft in drafts if draft["in_reply_to"]]

    assert answers
    assert all(draft["references"][-1] == draft["in_reply_to"] for draft in answers)


def test_plain_folder_is_played_for_the_configured_owner(folder: Path, say: Say) -> None:
    """No story.yaml: the headers tell when."""
    said = say("replay", folder, "--json")
    told = json.loads(said.out)

    assert 0 == said.code
    assert ["rejected"] == [application["stage"] for application in told["applications"]]
    assert ["they have declined"] == [draft["removed_because"] for draft in told["drafts"]]


def test_a_person_sees_a_timeline(folder: Path, say: Say) -> None:
    """A line for each thing that happened, and what it came to."""
    lines = say("replay", folder).out.splitlines()

    assert "search" == lines[0]
    assert "Mon 09 Mar  12:00  stage  Larkspur Atlas          applied · Map Librarian" == lines[2]
    assert "Tue 10 Mar  09:00  draft  Larkspur Atlas          outreach to somebody you will find" == lines[3]
    assert "Wed 11 Mar  12:00  stage  Larkspur Atlas          rejected" == lines[4]
    assert "            12:00  gone   Larkspur Atlas          outreach: they have declined" == lines[5]
    assert "1 application; 1 draft written, 0 of them still there." == lines[-1]


def test_plain_folder_needs_an_owner(home: Home, folder: Path) -> None:
    """Without a configuration the line says how to get one."""
    (home.config / "config.yaml").unlink()
    said = home.run("replay", folder)

    assert 1 == said.code
    assert "`afterword setup`" in said.err


def test_folder_without_mail_is_code_1_with_the_next_step(home: Home, tmp_path: Path) -> None:
    """Neither a story nor mail."""
    said = home.run("replay", tmp_path)

    assert (1, f"{tmp_path}: holds neither story.yaml nor mail/; give a folder that holds one of them\n") == (
        said.code,
        said.err,
    )


def test_folder_that_is_not_there_is_wrong_usage(home: Home) -> None:
    """The name is mistyped."""
    said = home.run("replay", "/nowhere")

    assert 2 == said.code
    assert "'/nowhere' does not exist" in said.err


def test_what_was_left_out_is_told(home: Home, folder: Path) -> None:
    """A file that cannot be placed in time is named, and the rest is played."""
    (folder / "mail" / "3.eml").write_bytes(b"Subject: no date\n\nHello\n")
    said = home.run("replay", folder, "--json")

    assert 0 == said.code
    assert f"{folder / 'mail' / '3.eml'}: has no date, so it is left out\n" == said.err
    assert 1 == len(json.loads(said.out)["applications"])
