"""A replay plays a whole story in one folder, and touches nothing else."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.contract import Role
from afterword.replay import Moment, mail_folder, replay
from afterword.story import CalendarChange, Delivery, Story, load_story
from afterword_rules.owner import Owner
from daemon.homes import DAY, ME, NOON, Home, Said, confirmation, refusal

STORY = Path(__file__).parents[1] / "stories" / "101-happy-path-to-offer"
Say = Callable[..., Said]


@pytest.fixture(name="story")
def _story(tmp_path: Path) -> Story:
    """One application, confirmed and refused two days later."""
    first, second = tmp_path / "1.eml", tmp_path / "2.eml"
    first.write_bytes(confirmation(NOON - DAY))
    second.write_bytes(refusal(NOON + DAY))
    owner = Owner("Nell Hopper", (ME,), load_story(STORY).owner.zone)
    deliveries = (Delivery(first, Role.INBOX, NOON - DAY), Delivery(second, Role.INBOX, NOON + DAY))
    return Story("One refusal", owner, deliveries, (), (), NOON + 9 * DAY)


def everything_below(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder with its size and time."""
    found = (Path(root) / name for root, folders, files in os.walk(folder) for name in (*folders, *files))
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in found}


def test_draft_comes_when_due_and_goes_when_pointless(story: Story, tmp_path: Path) -> None:
    """The clock stops at each delivery and at each follow-up in between."""
    moments: list[Moment] = []
    result = replay(story, tmp_path / "stage", moments.append)

    (draft,) = result.drafts
    zone = story.owner.zone
    assert ["rejected"] == [application.stage for application in result.applications]
    assert ("outreach", "Larkspur Atlas", ()) == (draft.kind, draft.company, draft.to)
    assert datetime(2026, 3, 10, 9, 0, tzinfo=zone) == draft.appeared
    assert NOON + DAY == draft.removed
    assert "they have declined" == draft.removed_because
    assert [NOON - DAY, draft.appeared, NOON + DAY, NOON + 9 * DAY] == [moment.at for moment in moments]


def test_mail_lies_in_the_maildir_as_a_server_leaves_it(story: Story, tmp_path: Path) -> None:
    """Complete messages under `new`, dated when they came, and nothing half-made."""
    replay(story, tmp_path / "stage")
    mail = mail_folder(tmp_path / "stage")

    files = sorted((mail / "new").iterdir())
    assert [delivery.file.read_bytes() for delivery in story.deliveries] == [file.read_bytes() for file in files]
    assert [delivery.at.timestamp() for delivery in story.deliveries] == [file.stat().st_mtime for file in files]
    assert [] == list(mail.rglob("tmp/*"))


def test_calendar_follows_the_story(story: Story, tmp_path: Path) -> None:
    """A file stands in the calendar from its appearance until its removal."""
    event = tmp_path / "1.ics"
    event.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    seen: list[bool] = []
    story = replace(story, calendar=(CalendarChange(event, NOON, NOON + DAY),))
    replay(story, tmp_path / "stage", lambda _: seen.append((tmp_path / "stage" / "Calendar" / "1.ics").exists()))

    assert [False, True, True, False, False] == seen


def test_file_that_disappears_is_told(story: Story, tmp_path: Path) -> None:
    """A message that cannot be read ends the replay with a line that names it."""
    story.deliveries[1].file.unlink()

    with pytest.raises(WorldError, match=r"2\.eml: No such file or directory"):
        replay(story, tmp_path / "stage")


def test_problems_of_the_story_are_handed_on(story: Story, tmp_path: Path) -> None:
    """What was left out while the folder was read is told with the result."""
    assert ("x: left out",) == replay(replace(story, problems=("x: left out",)), tmp_path / "stage").problems


def test_the_outcome_does_not_depend_on_when_it_is_played(tmp_path: Path) -> None:
    """Twice the same story: the same result, to the Message-ID."""
    assert replay(load_story(STORY), tmp_path / "one") == replay(load_story(STORY), tmp_path / "two")


@pytest.mark.usefixtures("home")
def test_nothing_outside_the_temporary_folder_is_touched(
    home: Home, say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Configured mailbox, calendar, state, cache and the story itself stay as they are, and the stage is cleared away."""
    copy = shutil.copytree(STORY, tmp_path / "story")
    stages = tmp_path / "stages"
    stages.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(stages))
    before = everything_below(home.folder), everything_below(copy)
    said = say("replay", copy, "--json")

    assert 0 == said.code
    assert before == (everything_below(home.folder), everything_below(copy))
    assert [] == list(stages.iterdir())
