"""The whole program over a recorded job search, with the clock running through the story's time.

Everything happens in one folder: a Maildir, a calendar folder and a ledger, made for the purpose. Nothing outside is touched.
"""

from __future__ import annotations

import email
import email.policy
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from afterword.errors import OwnersError, WorldError, shown
from afterword.mailboxes.contract import Role
from afterword.owner.accounts import AccountEntry
from afterword.owner.calendars import CalendarEntry
from afterword.owner.configuration import Configuration, reader_name
from afterword.passes import Outcome, run_pass
from afterword.story import CalendarChange, Delivery, Story
from afterword.world import World, open_world
from afterword_rules.application import Application
from afterword_rules.owners_word import OwnersWord

_FOLDERS = {Role.INBOX: ".", Role.SENT: "Sent", Role.DRAFTS: "Drafts", Role.TRASH: "Trash"}


@dataclass(frozen=True, slots=True)
class SeenDraft:
    """A draft as it stood in the Drafts folder, from `appeared` until `removed`. All moments in the owner's zone."""

    kind: str
    company: str
    to: tuple[str, ...]
    appeared: datetime
    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    subject: str
    body: str
    removed: datetime | None = None
    removed_because: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the replay: what came, and what the pass made of it."""

    at: datetime
    deliveries: tuple[Delivery, ...]
    outcome: Outcome
    appeared: tuple[SeenDraft, ...]
    removed: tuple[SeenDraft, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the program made of a story."""

    applications: tuple[Application, ...]
    drafts: tuple[SeenDraft, ...]
    problems: tuple[str, ...]


def mail_folder(folder: Path) -> Path:
    """Where a replay in `folder` keeps its Maildir."""
    return folder / "Mail"


def replay(
    story: Story,
    folder: Path,
    on_moment: Callable[[Moment], None] | None = None,
    at_the_end: Callable[[World], None] | None = None,
) -> Replayed:
    """Play `story` in `folder`, which is filled.

    `on_moment` is told every moment as it passes; `at_the_end` may look at the world as the story leaves it.

    :raises WorldError: the folder cannot be filled, or a file of the story cannot be read.
    """
    try:
        return _replay(story, folder, on_moment, at_the_end)
    except OSError as error:
        where = shown(error.filename or folder)
        raise WorldError(f"cannot go on with the replay: {where}: {error.strerror or error}") from error


def _replay(
    story: Story,
    folder: Path,
    on_moment: Callable[[Moment], None] | None,
    at_the_end: Callable[[World], None] | None,
) -> Replayed:
    stage = Stage(story, folder)
    try:
        for moment in stage.moments():
            if on_moment:
                on_moment(moment)
        if at_the_end:
            at_the_end(stage.world)
        return stage.result()
    finally:
        stage.world.close()


def replay_configuration(story: Story, folder: Path) -> Configuration:
    """The configuration of a replay: the story's owner and notes, the program's own rules, the folders in `folder`."""
    from afterword_rules.follow_ups.cadence_rules import load_cadences
    from afterword_rules.signals.signal_rules import load_signal_rules

    rules, problems = load_signal_rules()
    cadences, more = load_cadences()
    if problems or more:
        raise OwnersError(*map(str, (*problems, *more)))
    return Configuration(
        owner=story.owner,
        accounts=(AccountEntry("mail", str(mail_folder(folder)), folders=dict(_FOLDERS)),),
        calendars=(CalendarEntry("calendar", str(folder / "Calendar")),),
        rules=rules,
        cadences=cadences,
        word=OwnersWord(notes=story.notes),
        templates=folder / "templates",
        reader=reader_name(story.owner, ""),
    )


class Stage:
    """The folders in which a story is played, and the clock."""

    def __init__(self, story: Story, folder: Path) -> None:
        self._story = story
        self._folder = folder
        self._drafts: dict[str, SeenDraft] = {}
        self._outcome: Outcome | None = None
        self._problems: dict[str, None] = dict.fromkeys(story.problems)
        self._bodies: dict[str, str] = {}
        for name in _FOLDERS.values():
            for part in ("cur", "new", "tmp"):
                (mail_folder(folder) / name / part).mkdir(parents=True, exist_ok=True)
        (folder / "Calendar").mkdir(exist_ok=True)
        (folder / "state").mkdir(mode=0o700, exist_ok=True)
        self.world: World = open_world(replay_configuration(story, folder), folder / "state")

    def moments(self) -> Iterator[Moment]:
        """Let everything happen, each pass at the moment at which something comes or is due."""
        story = self._story
        told = {delivery.at for delivery in story.deliveries} | {note.at for note in story.notes} | {story.until}
        told |= {change.appears for change in story.calendar}
        told |= {change.removed for change in story.calendar if change.removed}
        happenings = sorted(moment for moment in told if moment <= story.until)
        now = happenings[0]
        while True:
            yield self._moment(now)
            due = self._outcome.decision.plan.next_moment if self._outcome else None
            later = [moment for moment in (*happenings, *((due,) if due else ())) if moment > now]
            if not later or min(later) > story.until:
                return
            now = min(later)

    def _moment(self, now: datetime) -> Moment:
        deliveries = tuple(delivery for delivery in self._story.deliveries if delivery.at == now)
        for number, delivery in enumerate(deliveries):
            self._deliver(delivery, number)
        for change in self._story.calendar:
            self._change(change, now)
        outcome = run_pass(self.world, now, yes=True)
        self._outcome = outcome
        # As written: in the mailbox the lines are wrapped, and a phrase may stand on two of them.
        letters = (letter.draft for letter in outcome.decision.letters if letter.draft)
        self._bodies |= {draft.message_id: draft.body for draft in letters}
        self._problems |= dict.fromkeys(outcome.problems)
        appeared, removed = self._look_into_drafts(now)
        return Moment(now, deliveries, outcome, appeared, removed)

    def _deliver(self, delivery: Delivery, number: int) -> None:
        """Put the message where a mail server would: complete, under a new name, dated when it came."""
        folder = mail_folder(self._folder) / _FOLDERS[delivery.role]
        seconds = delivery.at.timestamp()
        name = f"{int(seconds)}.{number}.replay"
        part, flags = ("new", "") if delivery.role is Role.INBOX else ("cur", ":2,S")
        arriving = folder / "tmp" / name
        shutil.copyfile(delivery.file, arriving)
        os.utime(arriving, (seconds, seconds))
        arriving.rename(folder / part / f"{name}{flags}")
        # The folder's own time tells the mailbox that something changed.
        os.utime(folder / part)

    def _change(self, change: CalendarChange, now: datetime) -> None:
        target = self._folder / "Calendar" / change.file.name
        if change.appears == now:
            shutil.copyfile(change.file, target)
        if change.removed == now:
            target.unlink(missing_ok=True)

    def _look_into_drafts(self, now: datetime) -> tuple[tuple[SeenDraft, ...], tuple[SeenDraft, ...]]:
        """What stands in the Drafts folder that did not, in the order of writing, and what does not any more."""
        here = dict(self._standing(now))
        because = {record.message_id: record.because for record in self.world.ledger.draft_records()}
        # The names of the files tell the order only roughly.
        order = {message_id: number for number, message_id in enumerate(because)}
        appeared = tuple(
            here[message_id]
            for message_id in sorted(here, key=lambda one: (order.get(one, len(order)), one))
            if message_id not in self._drafts
        )
        removed = tuple(
            replace(draft, removed=now, removed_because=because.get(message_id) or None)
            for message_id, draft in self._drafts.items()
            if draft.removed is None and message_id not in here
        )
        self._drafts |= {draft.message_id: draft for draft in (*appeared, *removed)}
        return appeared, removed

    def _standing(self, now: datetime) -> Iterator[tuple[str, SeenDraft]]:
        from afterword_parsers.mail.mime import read_message

        records = {record.message_id: record for record in self.world.ledger.draft_records()}
        zone = self._story.owner.zone
        drafts = mail_folder(self._folder) / _FOLDERS[Role.DRAFTS]
        for file in itertools.chain(sorted((drafts / "cur").iterdir()), sorted((drafts / "new").iterdir())):
            message = read_message(file.read_bytes(), zone=zone)
            record = records.get(message.message_id)
            yield (
                message.message_id,
                SeenDraft(
                    kind=record.kind if record else "",
                    company=record.company if record else "",
                    to=tuple(address.email for address in message.to),
                    appeared=now.astimezone(zone),
                    message_id=message.message_id,
                    in_reply_to=message.references[-1] if message.references else None,
                    references=message.references,
                    subject=message.subject,
                    body=self._bodies.get(message.message_id) or _body(file),
                ),
            )

    def result(self) -> Replayed:
        """What the story has come to."""
        applications = self._outcome.decision.search.applications if self._outcome else ()
        return Replayed(applications, tuple(self._drafts.values()), tuple(self._problems))


def _body(file: Path) -> str:
    """The text of a draft as it stands there, with every line."""
    text = email.message_from_bytes(file.read_bytes(), policy=email.policy.default).get_content()
    return text if isinstance(text, str) else ""
