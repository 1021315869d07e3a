"""What the tests of drafts share: follow-ups to place, and what mail clients do to the drafts that were placed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afterword.drafts.placing import DraftPlacing, Step
from afterword.drafts.search import DraftAccount
from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Role, Stored
from afterword_rules.application import Contact, ContactRole
from afterword_rules.drafts.identity import draft_message_id, follow_up_key
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import Draft, DraftState, FollowUp, PlaceDraft
from afterword_rules.owner import Owner
from daemon.mailboxes.worlds import MaildirWorld, MemoryWorld, World

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWNER = Owner(name="Nell Hopper", addresses=("nell@home.example",), zone=UTC)
BODY = """=== For you alone: delete everything down to the next line like this ===
Why: you talked with {name} about the archive.
=== Delete everything above this line before you send ===

Dear {name},

thank you for the time you took this morning. Moving the whole archive of the quarry within one week is a task I have
thought about since, and I would start with the maps — they are the part that nobody has a copy of.

[… one thing {name} said that stayed with you]

Kind regards,
Nell Hopper
"""
OTHER = "Yes, Thursday at ten suits me. I will ring at the north gate and bring the signed form. Until then, Nell"


def key_of(name: str) -> str:
    return follow_up_key("thank_you", "2026-03-10T10:00:00Z", f"{name}@quarry.example")


def thanks(name: str = "ada", body: str = BODY) -> PlaceDraft:
    """A thank-you to one interviewer, in the thread of the invitation."""
    key = key_of(name)
    follow_up = FollowUp(
        kind="thank_you",
        application="a1",
        company="Quarry",
        role="Archivist",
        occasion="2026-03-10T10:00:00Z",
        recipient=Contact(name.title(), f"{name}@quarry.example", ContactRole.INTERVIEWER, "invitation"),
        due=NOON - HOUR,
        not_after=NOON + 48 * HOUR,
        why="your conversation this morning",
        thread="<invitation@quarry.example>",
        key=key,
    )
    draft = Draft(
        key=key,
        message_id=draft_message_id(key, OWNER.addresses[0]),
        kind="thank_you",
        company="Quarry",
        to_name=name.title(),
        to_email=f"{name}@quarry.example",
        subject="Re: Interview on Tuesday",
        body=body.format(name=name.title()),
        in_reply_to="<invitation@quarry.example>",
        references=("<root@quarry.example>", "<invitation@quarry.example>"),
    )
    return PlaceDraft(follow_up, draft)


_opened: list[Ledger] = []


def close_ledgers() -> None:
    """Let go of every ledger that a desk opened."""
    while _opened:
        _opened.pop().close()


class Killed(BaseException):
    """The program ends here and now."""


@dataclass(slots=True)
class Desk:
    """One owner's machine: an account, and the program with its ledger, started as often as the test likes."""

    world: World
    folder: Path

    def program(self, *, killed_at: Step | None = None, settles: timedelta = timedelta(0)) -> DraftPlacing:
        """The program, just started."""

        def reached(step: Step) -> None:
            if step is killed_at:
                raise Killed

        ledger = Ledger(self.folder / "state" / "ledger.sqlite3")
        _opened.append(ledger)
        return DraftPlacing([DraftAccount(self.world.mailbox(), settles)], ledger, OWNER, reached)

    def forget(self) -> None:
        """The owner deletes the ledger."""
        (self.folder / "state" / "ledger.sqlite3").unlink()

    def stored(self, role: Role) -> tuple[Stored, ...]:
        return self.world.mailbox().listing(role).messages

    def raw(self, role: Role, number: int = 0) -> bytes:
        """A message as it lies there, lines ending with LF."""
        mailbox = self.world.mailbox()
        return mailbox.fetch(mailbox.listing(role).messages[number].ref).replace(b"\r\n", b"\n")

    def edit(self, change: bytes, into: bytes, *, number: int = 0) -> None:
        """The owner changes words in mutt: the Message-ID stays."""
        raw = self.raw(Role.DRAFTS, number)
        assert change in raw
        self.world.edit_draft(self.stored(Role.DRAFTS)[number].ref, raw.replace(change, into))

    def save_again(self, *, number: int = 0, date: datetime = NOON) -> None:
        """Thunderbird saves a draft without a change: a new Message-ID, and the body re-wrapped as format=flowed."""
        self.world.edit_draft(self.stored(Role.DRAFTS)[number].ref, resaved(self.raw(Role.DRAFTS, number), date))

    def move(self, role: Role, raw: bytes | None = None, *, number: int = 0, at: datetime = NOON) -> None:
        """A draft goes to Sent or Trash, as it is or as `raw`."""
        moved = self.raw(Role.DRAFTS, number) if raw is None else raw
        self.world.delete(self.stored(Role.DRAFTS)[number].ref)
        self.world.deliver(role, moved, at)


def resaved(raw: bytes, date: datetime) -> bytes:
    """The message as Thunderbird writes it, when the owner opens it and saves or sends it."""
    head, _, body = raw.partition(b"\n\n")
    head = re.sub(rb"(?m)^Message-ID: .*$", b"Message-ID: <4b825dc6-42cb-6eb9-a060-e54bf8d69288@home.example>", head)
    head = re.sub(rb"(?m)^Date: .*$", f"Date: {date:%a, %d %b %Y %H:%M:%S +0000}".encode(), head)
    head = re.sub(rb"(?m)^Content-Type: .*$", b"Content-Type: text/plain; charset=UTF-8; format=flowed", head)
    quoted = b"quoted-printable" in head
    flowed = re.sub(rb"(?<=[^\n=])\n(?=[^\n])", b"=20\n" if quoted else b" \n", body)
    return head + b"\nX-Mozilla-Draft-Info: internal/draft\nUser-Agent: Mozilla Thunderbird\n\n" + flowed


def make_world(kind: str, folder: Path) -> World:
    return MemoryWorld() if kind == "memory" else MaildirWorld(folder / "mail")


def states(program: DraftPlacing) -> dict[str, DraftState]:
    return {record.key: record.state for record in program.ledger.draft_records()}


def record_of(program: DraftPlacing, name: str = "ada") -> DraftRecord:
    return next(record for record in program.ledger.draft_records() if record.key == key_of(name))
