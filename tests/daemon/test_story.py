"""Job searches on disk: stories with their moments, and plain folders of mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.mailboxes.contract import Role
from afterword.story import QUIET_END, CalendarChange, Delivery, load_story, story_of_folder
from afterword_rules.owner import Owner
from daemon.homes import DAY, ME, NOON, confirmation, letter

STORY = """\
title: One letter
owner: {name: Nell, addresses: [NELL@home.example], timezone: Europe/Berlin}
profile: {headline: "Map maker"}
notes:
  - {at: "2026-03-10T14:50:00+01:00", company: Larkspur, person: "", text: "the heron"}
mail:
  - {file: mail/01.eml, folder: INBOX, delivered: "2026-03-09T10:00:00+01:00"}
  - {file: mail/02.eml, folder: Sent, delivered: "2026-03-09T11:00:00+01:00"}
calendar:
  - {file: calendar/01.ics, appears: "2026-03-09T10:00:00+01:00", removed: "2026-03-10T10:00:00+01:00"}
until: "2026-04-10T10:00:00+02:00"
expect: {applications: []}
"""
NELL = Owner("Nell", (ME,), UTC)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name in ("mail/01.eml", "mail/02.eml", "calendar/01.ics"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    return tmp_path


def problems(folder: Path, old: str, new: str) -> tuple[str, ...]:
    """What is wrong with the story when `old` in it reads `new`, each line without the folder."""
    assert old in STORY
    (folder / "story.yaml").write_text(STORY.replace(old, new), encoding="utf-8")
    with pytest.raises(OwnersError) as caught:
        load_story(folder)
    return tuple(problem.removeprefix(f"{folder}/") for problem in caught.value.problems)


def test_a_story_is_read_as_it_stands(folder: Path) -> None:
    """Owner, deliveries, calendar changes, notes and the end."""
    story = load_story(folder)

    nine = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    assert (ME,) == story.owner.addresses
    assert "DE" == story.owner.country
    assert "Map maker" == story.owner.profile.headline
    assert "the heron" == story.notes[0].text
    assert (
        Delivery(folder / "mail/01.eml", Role.INBOX, nine),
        Delivery(folder / "mail/02.eml", Role.SENT, nine + timedelta(hours=1)),
    ) == story.deliveries
    assert (CalendarChange(folder / "calendar/01.ics", nine, nine + DAY),) == story.calendar
    assert datetime(2026, 4, 10, 8, 0, tzinfo=UTC) == story.until


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("mail/02.eml", "mail/03.eml", "story.yaml:8:12: there is no file mail/03.eml"),
        ("Sent", "Outbox", 'story.yaml:8:33: "Outbox" is neither INBOX nor Sent'),
        ("2026-03-09T11:00:00+01:00", "2026-03-09", 'story.yaml:8:50: "2026-03-09" is no moment; write it like'),
        ("Europe/Berlin", "Europe/Berln", '"Europe/Berln" is no time zone - did you mean "Europe/Berlin"?'),
        ("title:", "titel:", 'story.yaml:1:1: unknown key "titel" - did you mean "title"?'),
        ("until:", "# until:", 'the key "until" is missing'),
        ("title: One letter", "title: [", "story.yaml:"),
    ],
)
def test_mistakes_are_told_with_their_place(folder: Path, old: str, new: str, expected: str) -> None:
    """Whatever is wrong in story.yaml has a line and a column."""
    assert expected in "\n".join(problems(folder, old, new))


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    """Two wrong moments are two lines, in the order of the file."""
    found = problems(folder, "+01:00", "")

    assert ["5", "7", "8", "10", "10"] == [line.split(":")[1] for line in found]


def test_story_that_cannot_be_read_is_the_owners_to_mend(folder: Path) -> None:
    """A story.yaml in another encoding is named."""
    (folder / "story.yaml").write_bytes(b"title: \xff")

    with pytest.raises(OwnersError, match=r"story\.yaml: cannot be read: it is not UTF-8"):
        load_story(folder)


def put(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / "mail" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def test_plain_folder_is_told_by_its_headers(tmp_path: Path) -> None:
    """Received comes before Date, what the owner wrote is Sent, and the oldest message comes first."""
    relayed = b"Received: from a by b; Mon, 09 Mar 2026 12:00:00 +0000\n"
    last = put(tmp_path, "a/last.eml", confirmation(NOON))
    first = put(tmp_path, "b/first.eml", relayed + confirmation(NOON - 5 * DAY))
    mine = put(
        tmp_path, "c/mine.eml", letter("My application", "Hello", NOON - timedelta(hours=1), ME, "hr@larkspur.example")
    )
    event = tmp_path / "calendar" / "one.ics"
    event.parent.mkdir()
    event.write_bytes(b"")

    story = story_of_folder(tmp_path, NELL)

    assert (
        Delivery(first, Role.INBOX, NOON - DAY),
        Delivery(mine, Role.SENT, NOON - timedelta(hours=1)),
        Delivery(last, Role.INBOX, NOON),
    ) == story.deliveries
    assert (CalendarChange(event, NOON - DAY),) == story.calendar
    assert NOON + QUIET_END == story.until


def test_plain_folder_leaves_out_what_it_cannot_place(tmp_path: Path) -> None:
    """A file that cannot be read and one without a date are named, the others are played."""
    put(tmp_path, "good.eml", confirmation(NOON))
    undated = put(tmp_path, "undated.eml", b"Subject: hello\n\nNo date\n")
    broken = tmp_path / "mail" / "broken.eml"
    broken.symlink_to("/proc/self/mem")

    story = story_of_folder(tmp_path, NELL)

    assert 1 == len(story.deliveries)
    assert (f"cannot read {broken}: Input/output error", f"{undated}: has no date, so it is left out") == story.problems


def test_plain_folder_without_any_message_says_so(tmp_path: Path) -> None:
    """There is nothing to play."""
    put(tmp_path, "undated.eml", b"Subject: hello\n\nNo date\n")

    with pytest.raises(OwnersError, match=r"no message with a date in mail/, and no story\.yaml"):
        story_of_folder(tmp_path, NELL)
