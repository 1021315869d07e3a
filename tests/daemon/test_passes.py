"""A pass reads everything, decides, and does it: once, whatever fails or is forgotten."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from afterword.calendars.vdir import VdirCalendar
from afterword.cli.status import as_object
from afterword.errors import WorldError
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Role
from afterword.mailboxes.maildir import MaildirMailbox
from afterword.owner.configuration import load_configuration
from afterword.passes import Outcome, decide, run_pass
from afterword.reading.calendars import AHEAD, BEHIND, note_calendar
from afterword.replay import Stage, mail_folder, replay_configuration
from afterword.story import load_story
from afterword.world import World, open_world
from daemon.calendars.calendar_files import calendar_file, event
from daemon.homes import DAY, NOON, Home, confirmation, refusal

STORIES = Path(__file__).parents[1] / "stories"
HOUR = timedelta(hours=1)


@contextmanager
def opened(home: Home) -> Generator[World]:
    """The world as a program that was just started sees it."""
    home.state.mkdir(exist_ok=True)
    world = open_world(load_configuration(home.config), home.state)
    try:
        yield world
    finally:
        world.close()


def passed(home: Home, now: datetime = NOON, *, dry_run: bool = False, yes: bool = False) -> Outcome:
    with opened(home) as world:
        return run_pass(world, now, dry_run=dry_run, yes=yes)


def status(home: Home, now: datetime = NOON) -> dict[str, Any]:
    """What `status --json` shows."""
    with opened(home) as world:
        return as_object(decide(world, now), world.configuration.owner.zone)


@pytest.fixture(name="applied")
def _applied(home: Home) -> Home:
    """Two applications were confirmed yesterday, so that this noon two drafts are due."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    home.deliver(confirmation(NOON - DAY, "Quillfeather Press", "Proof Reader"), NOON - DAY)
    return home


def test_pass_places_what_is_due(applied: Home) -> None:
    """Mail in, drafts out."""
    outcome = passed(applied)

    assert (2, 2, (), "") == (outcome.read, len(outcome.placed), outcome.problems, outcome.refused)
    assert 2 == len(applied.drafts())


def test_second_pass_does_nothing(applied: Home) -> None:
    """The same mail again: nothing read, nothing placed, not a byte changed."""
    passed(applied)
    before, told = applied.mailbox(), status(applied)
    outcome = passed(applied, NOON + HOUR)

    assert (0, (), ()) == (outcome.read, outcome.placed, outcome.withdrawn)
    assert (before, told) == (applied.mailbox(), status(applied))


def test_pointless_draft_is_taken_out(applied: Home) -> None:
    """The employer declines: the unedited draft goes, the other one stays."""
    passed(applied)
    applied.deliver(refusal(NOON + HOUR), NOON + HOUR)
    outcome = passed(applied, NOON + 2 * HOUR)

    assert 1 == len(outcome.withdrawn)
    assert 1 == len(applied.drafts())


def test_dry_run_changes_nothing_in_the_mailbox(applied: Home) -> None:
    """It decides the same as the pass that follows it, and leaves every file as it is."""
    before = applied.mailbox()
    dry = passed(applied, dry_run=True)
    unchanged = applied.mailbox()
    wet = passed(applied)

    assert before == unchanged
    assert () == dry.placed
    assert tuple(letter.draft.key for letter in dry.decision.letters if letter.draft) == wet.placed


def test_dry_run_takes_nothing_out(applied: Home) -> None:
    """It says what would go, and lets it stand."""
    passed(applied)
    applied.deliver(refusal(NOON + HOUR), NOON + HOUR)
    before = applied.mailbox()
    dry = passed(applied, NOON + 2 * HOUR, dry_run=True)

    assert 1 == len(dry.decision.plan.withdraw)
    assert before == applied.mailbox()


def test_dry_run_knows_drafts_that_the_ledger_forgot(applied: Home) -> None:
    """After the loss of the ledger the plan does not offer again what stands in Drafts already."""
    passed(applied)
    shutil.rmtree(applied.state)
    dry = passed(applied, NOON + HOUR, dry_run=True)

    assert ((), ()) == (dry.decision.plan.place, dry.decision.plan.missed)


def test_forgotten_draft_is_found_when_it_would_be_too_late_to_make_it(applied: Home) -> None:
    """A draft from months ago is known again, and can be taken out when it becomes pointless."""
    passed(applied)
    shutil.rmtree(applied.state)
    late = NOON + 90 * DAY
    passed(applied, late)
    applied.deliver(refusal(late), late)

    assert 1 == len(passed(applied, late + HOUR).withdrawn)


@pytest.mark.parametrize("folder", ["INBOX", "Sent", "Drafts"])
def test_mailbox_that_fails_places_nothing(applied: Home, folder: str) -> None:
    """Half the facts make wrong drafts: the letter that cannot be seen may be the answer."""
    listing = MaildirMailbox.listing

    def failing(self: MaildirMailbox, role: Role, since: str = "") -> object:
        if role.value == folder.lower():
            raise WorldError(f"{folder} is away")
        return listing(self, role, since)

    with mock.patch.object(MaildirMailbox, "listing", failing):
        outcome = passed(applied)

    assert () == outcome.placed
    assert "a mailbox could not be read, so no draft was placed or taken out" == outcome.refused
    assert f"{folder} is away" in outcome.problems
    assert [] == applied.drafts()
    assert 2 == len(passed(applied, NOON + HOUR).placed)


def test_one_of_two_mailboxes_fails(applied: Home) -> None:
    """The other one is read, and nothing is placed until both can be."""
    text = (applied.config / "config.yaml").read_text(encoding="utf-8")
    second = f"accounts:\n  - id: second\n    maildir: {applied.folder / 'Second'}"
    applied.write("config.yaml", text.replace("accounts:", second))
    outcome = passed(applied)

    assert 2 == outcome.read
    assert outcome.refused
    assert [] == applied.drafts()


@pytest.mark.parametrize("when", ["before", "while reading", "before placing"])
def test_maildir_that_vanishes(applied: Home, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Told in a few clear lines; nothing is concluded, nothing is made in its place, and later all goes on."""
    away = applied.folder / "away"

    def vanish() -> None:
        if applied.mail.exists():
            applied.mail.rename(away)

    with monkeypatch.context() as patched:
        if when == "before":
            vanish()
        elif when == "while reading":
            patched.setattr(MaildirMailbox, "fetch", _after(vanish, MaildirMailbox.fetch))
        else:
            patched.setattr(MaildirMailbox, "place_draft", _after(vanish, MaildirMailbox.place_draft))
        outcome = passed(applied)

    assert outcome.refused
    assert 0 < len(outcome.problems) <= 4
    assert all(str(applied.mail) in problem for problem in outcome.problems)
    assert not applied.mail.exists()
    away.rename(applied.mail)
    assert 2 == len(passed(applied, NOON + HOUR).placed)
    assert 2 == len(applied.drafts())


def _after(first: Callable[[], None], then: Callable[..., Any]) -> Callable[..., Any]:
    def both(*arguments: Any) -> Any:
        first()
        return then(*arguments)

    return both


def test_full_disk_leaves_no_half_draft(applied: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second draft finds no room: a clear line, the first one counted, nothing left in `tmp`; the next pass places it."""
    written: list[str] = []

    def fsync(descriptor: int) -> None:
        path = f"/proc/self/fd/{descriptor}"
        if "/Drafts/tmp/" in str(Path(path).readlink()):
            written.append(path)
            if len(written) == 2:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("afterword.mailboxes.maildir.os.fsync", fsync)
        outcome = passed(applied)

    assert 1 == len(outcome.placed) == len(applied.drafts())
    assert (f"cannot place a draft in {applied.mail}/Drafts: No space left on device",) == outcome.problems
    assert outcome.refused.startswith("not every draft that is due could be placed")
    assert [] == list((applied.mail / "Drafts" / "tmp").iterdir())
    assert 1 == len(passed(applied, NOON + HOUR).placed)
    assert 2 == len(applied.drafts())


def test_improbable_number_of_drafts_is_refused(home: Home) -> None:
    """Sixteen at once are rather our mistake than the owner's luck; `yes` places them."""
    for number in range(16):
        raw = confirmation(NOON - DAY, f"{chr(65 + number)}ster{chr(97 + number)} Works", f"{chr(65 + number)}nalyst")
        home.deliver(raw, NOON - DAY)
    outcome = passed(home)

    assert ((), 16) == (outcome.placed, len(outcome.decision.letters))
    assert "16 new drafts" in outcome.refused
    assert 16 == len(passed(home, yes=True).placed)


def test_letter_with_a_broken_template_is_a_problem_and_the_others_are_placed(applied: Home) -> None:
    """The owner's own template is wrong: the line names it."""
    templates = applied.config / "templates" / "en"
    templates.mkdir(parents=True)
    (templates / "outreach.txt.j2").write_text("{{ nonsense", encoding="utf-8")
    outcome = passed(applied)

    assert () == outcome.placed
    assert outcome.problems
    assert all("outreach" in problem for problem in outcome.problems)


def test_pass_is_noted(applied: Home) -> None:
    """The ledger tells when the last pass was and what came of it."""
    passed(applied)
    with Ledger(applied.state / "ledger.sqlite3") as ledger:
        last = ledger.last_pass()

    assert last is not None
    assert (NOON, NOON, "2 read, 2 placed") == (last.started, last.ended, last.result)


def test_calendar_that_is_read_in_part_loses_nothing(home: Home) -> None:
    """An event beside a broken file is remembered, and one that is missing from a part has not vanished."""
    calendar = VdirCalendar("home", home.calendar)
    configuration = load_configuration(home.config)
    for uid in ("one", "two", "three"):
        (home.calendar / f"{uid}.ics").write_bytes(calendar_file(event(uid, NOON + DAY)))
    three = (home.calendar / "three.ics").rename(home.folder / "three.ics")
    with Ledger(home.folder / "ledger.sqlite3") as ledger:

        def read_calendar(now: datetime) -> tuple[str, ...]:
            read = calendar.events(now - BEHIND, now + AHEAD, configuration.owner.zone)
            note_calendar(calendar.name, read, ledger, now)
            return read.problems

        read_calendar(NOON)
        (home.calendar / "one.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:one\r\n")
        three.rename(home.calendar / "three.ics")
        told = read_calendar(NOON + HOUR)
        partly = {entry.invitation.uid: entry.vanished for entry in ledger.calendar_events()}
        (home.calendar / "one.ics").unlink()
        read_calendar(NOON + 2 * HOUR)
        whole = {entry.invitation.uid: entry.vanished for entry in ledger.calendar_events()}

    assert told
    assert all(line.startswith(f"{home.calendar}/one.ics: ") for line in told)
    assert {"one": None, "two": None, "three": None} == partly
    assert {"one": NOON + 2 * HOUR, "two": None, "three": None} == whole


STORIES_TO_FORGET = ("101-happy-path-to-offer", "106-rescheduled-by-sequence", "115-three-employers-interleaved")


@pytest.mark.parametrize("name", STORIES_TO_FORGET)
def test_ledger_may_be_deleted_at_any_point_of_a_story(name: str, tmp_path: Path) -> None:
    """Deleted after every single pass: the same drafts at the same moments, and the same `status --json` all along."""
    kept = played(STORIES / name, tmp_path / "kept", forgetful=False)
    forgotten = played(STORIES / name, tmp_path / "forgotten", forgetful=True)

    assert kept == forgotten
    assert any(drafts for _, drafts, _ in kept)


Told = list[tuple[datetime, list[tuple[str, ...]], dict[str, Any]]]


def played(folder: Path, where: Path, *, forgetful: bool) -> Told:
    """At each moment of the story: the drafts that came, and the status."""
    where.mkdir()
    story = load_story(folder)
    stage = Stage(story, where)
    told: Told = []
    try:
        for moment in stage.moments():
            drafts = sorted((draft.kind, draft.message_id, *draft.to) for draft in moment.appeared)
            told.append((moment.at, drafts, as_object(moment.outcome.decision, story.owner.zone)))
            if forgetful:
                stage.world.close()
                (where / "state" / "ledger.sqlite3").unlink()
                stage.world = open_world(replay_configuration(story, where), where / "state")
        names = [path.name for path in (mail_folder(where) / "Drafts" / "tmp").iterdir()]
        assert [] == names
    finally:
        stage.world.close()
    return told
