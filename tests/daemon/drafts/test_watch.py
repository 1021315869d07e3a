"""What the owner does with a draft in a mail client is seen, and never undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from afterword.drafts.watch import Watched
from afterword.errors import WorldError
from afterword.mailboxes.contract import Flag, MailRef, Role
from afterword.mailboxes.maildir import MaildirMailbox
from afterword.mailboxes.memory import MemoryMailbox
from afterword_rules.follow_up import DraftState
from daemon.draft_worlds import (
    HOUR,
    NOON,
    OTHER,
    Desk,
    close_ledgers,
    key_of,
    make_world,
    record_of,
    resaved,
    states,
    thanks,
)
from daemon.mailboxes.worlds import MaildirWorld

OWN_LETTER = f"""From: Nell Hopper <nell@home.example>
To: Ada <ada@quarry.example>
Subject: Re: Interview on Tuesday
Date: Tue, 10 Mar 2026 14:00:00 +0000
Message-ID: <own@home.example>
In-Reply-To: <invitation@quarry.example>
References: <root@quarry.example> <invitation@quarry.example>

{OTHER}
""".encode()


@pytest.fixture(autouse=True)
def _closing() -> Iterator[None]:
    yield
    close_ledgers()


@pytest.fixture(name="desk", params=["memory", "maildir"])
def _desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """An account with one draft, to Ada, placed at noon."""
    desk = Desk(make_world(request.param, tmp_path), tmp_path)
    desk.program().place([thanks()], NOON)
    return desk


def state(desk: Desk, after: timedelta = HOUR) -> DraftState:
    """What a program that starts now believes of Ada's draft."""
    program = desk.program()
    program.watch.watch(NOON + after)
    return record_of(program).state


def test_untouched_draft(desk: Desk) -> None:
    """Nothing happened, nothing changed."""
    program = desk.program()

    assert Watched(()) == program.watch.watch(NOON + HOUR)
    assert {key_of("ada"): DraftState.PLACED} == states(program)


def test_no_drafts_no_reading(tmp_path: Path) -> None:
    """Without a draft to watch the folders are not even listed."""
    desk = Desk(make_world("memory", tmp_path), tmp_path)
    box = desk.world.mailbox()
    assert isinstance(box, MemoryMailbox)
    box.unreachable = WorldError("no network")

    assert Watched(()) == desk.program().watch.watch(NOON)


def test_edited_in_mutt(desk: Desk) -> None:
    """The same id, other words."""
    desk.edit(b"Kind regards", b"Warm regards")
    program = desk.program()
    (turn,) = program.watch.watch(NOON + HOUR).turns

    assert turn.state is DraftState.EDITED
    assert desk.stored(Role.DRAFTS)[0].ref == program.ledger.draft_refs()[key_of("ada")]


def test_saved_again_by_thunderbird(desk: Desk) -> None:
    """A new id and a re-wrapped body: the same draft, not edited, and known by its new id from now on."""
    desk.save_again()
    program = desk.program()
    program.watch.watch(NOON + HOUR)

    assert record_of(program).state is DraftState.PLACED
    assert record_of(program).last_id.startswith("<4b825dc6")


def test_edited_in_place(tmp_path: Path) -> None:
    """An editor that writes into the Maildir's own file is noticed by a program that keeps running."""
    desk = Desk(make_world("maildir", tmp_path), tmp_path)
    program = desk.program()
    program.place([thanks()], NOON)
    program.watch.watch(NOON + HOUR)
    (file,) = (tmp_path / "mail" / "Drafts" / "cur").iterdir()
    file.write_bytes(file.read_bytes().replace(b"Kind regards", b"Warm regards"))
    program.watch.watch(NOON + HOUR)

    assert record_of(program).state is DraftState.EDITED


def test_open_in_a_composer_and_back(desk: Desk) -> None:
    """mutt takes the draft out of the folder; postponed, it is back, and was never given up."""
    raw = desk.raw(Role.DRAFTS)
    desk.world.delete(desk.stored(Role.DRAFTS)[0].ref)
    assert state(desk) is DraftState.COMPOSING
    desk.world.deliver(Role.DRAFTS, raw.replace(b"Kind regards", b"Warm regards"), NOON + HOUR)

    assert state(desk, 2 * HOUR) is DraftState.EDITED


def test_gone_for_a_day(desk: Desk) -> None:
    """Deleted for good: believed after a day and three looks, and not made again."""
    desk.world.delete(desk.stored(Role.DRAFTS)[0].ref)
    seen = [state(desk, hours * HOUR) for hours in (1, 12, 26)]

    assert [DraftState.COMPOSING, DraftState.COMPOSING, DraftState.DISMISSED] == seen
    assert (key_of("ada"),) == desk.program().place([thanks()], NOON + 27 * HOUR).found
    assert () == desk.stored(Role.DRAFTS)


def test_moved_to_trash(desk: Desk) -> None:
    """The owner deleted it: dismissed at once, and not made again."""
    desk.move(Role.TRASH)

    assert state(desk) is DraftState.DISMISSED
    assert (key_of("ada"),) == desk.program().place([thanks()], NOON + 2 * HOUR).found
    assert () == desk.stored(Role.DRAFTS)


def test_restored_from_trash(desk: Desk) -> None:
    """What the owner took back is a draft again."""
    raw = desk.raw(Role.DRAFTS)
    desk.move(Role.TRASH)
    assert state(desk) is DraftState.DISMISSED
    desk.world.delete(desk.stored(Role.TRASH)[0].ref)
    desk.world.deliver(Role.DRAFTS, raw, NOON)

    assert state(desk, 2 * HOUR) is DraftState.PLACED


def test_flagged_as_deleted(tmp_path: Path) -> None:
    """A draft that is only marked for deletion is as good as gone."""
    desk = Desk(make_world("memory", tmp_path), tmp_path)
    desk.program().place([thanks()], NOON)
    box = desk.world.mailbox()
    assert isinstance(box, MemoryMailbox)
    box.flag(desk.stored(Role.DRAFTS)[0].ref, {Flag.DELETED})

    assert state(desk) is DraftState.COMPOSING


def test_sent_by_mutt(desk: Desk) -> None:
    """The same id in Sent."""
    desk.move(Role.SENT, desk.raw(Role.DRAFTS).replace(b"Kind regards", b"Warm regards"), at=NOON + HOUR)

    assert state(desk) is DraftState.SENT


def test_sent_by_thunderbird(desk: Desk) -> None:
    """A new id in Sent: recognised by recipient, thread and words; the moment of sending is kept."""
    desk.move(Role.SENT, resaved(desk.raw(Role.DRAFTS), NOON + HOUR), at=NOON + HOUR)
    program = desk.program()
    program.watch.watch(NOON + 2 * HOUR)

    assert record_of(program).state is DraftState.SENT
    assert NOON + HOUR == record_of(program).ended_at


def test_sent_after_heavy_editing(desk: Desk) -> None:
    """Note and blank deleted, a paragraph of the owner's own added, a new id: still the letter."""
    raw = resaved(desk.raw(Role.DRAFTS), NOON + HOUR)
    head, _, body = raw.partition(b"\n\n")
    letter = body.partition(b"Dear Ada,")[2].partition(b"[")[0]
    own = b"Dear Ada,\n" + letter + b"Your story about the flooded map room made me laugh. Thank you!\n\nNell\n"
    desk.move(Role.SENT, head + b"\n\n" + own, at=NOON + HOUR)

    assert state(desk, 2 * HOUR) is DraftState.SENT


def test_answered_by_another_letter(desk: Desk) -> None:
    """The owner wrote something else in that thread; the draft stands and can be withdrawn, since nobody edited it."""
    desk.world.deliver(Role.SENT, OWN_LETTER, NOON + 2 * HOUR)
    assert state(desk, 3 * HOUR) is DraftState.ANSWERED
    program = desk.program()
    assert record_of(program).standing
    program.withdraw(key_of("ada"), "you have written yourself", NOON + 4 * HOUR)

    assert () == desk.stored(Role.DRAFTS)
    assert record_of(program).state is DraftState.ANSWERED
    assert not record_of(program).standing


def test_letter_to_somebody_else_answers_nothing(desk: Desk) -> None:
    """The same thread, another person."""
    desk.world.deliver(Role.SENT, OWN_LETTER.replace(b"ada@quarry", b"ben@quarry"), NOON + 2 * HOUR)

    assert state(desk, 3 * HOUR) is DraftState.PLACED


def test_renumbered_folder(tmp_path: Path) -> None:
    """A new UIDVALIDITY changes every ref and no draft."""
    desk = Desk(make_world("memory", tmp_path), tmp_path)
    desk.program().place([thanks()], NOON)
    box = desk.world.mailbox()
    assert isinstance(box, MemoryMailbox)
    box.renumber(Role.DRAFTS)
    program = desk.program()

    assert Watched(()) == program.watch.watch(NOON + HOUR)
    assert 2 == program.ledger.draft_refs()[key_of("ada")].uidvalidity


def test_unreachable_mailbox_changes_nothing(tmp_path: Path) -> None:
    """An outage is no empty folder."""
    desk = Desk(make_world("memory", tmp_path), tmp_path)
    program = desk.program()
    program.place([thanks()], NOON)
    box = desk.world.mailbox()
    assert isinstance(box, MemoryMailbox)
    box.unreachable = WorldError("no network")

    assert Watched((), {"home": ("no network",)}) == program.watch.watch(NOON + HOUR)
    assert {key_of("ada"): DraftState.PLACED} == states(program)


def test_one_unreadable_message_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in Sent that cannot be read is passed over; the draft beside it is seen to be edited."""
    desk = Desk(MaildirWorld(tmp_path / "mail"), tmp_path)
    desk.program().place([thanks()], NOON)
    desk.edit(b"Kind regards", b"Warm regards")
    desk.world.deliver(Role.SENT, OWN_LETTER, NOON + HOUR)
    fetch = MaildirMailbox.fetch

    def locked(mailbox: MaildirMailbox, ref: MailRef, limit: int = 1) -> bytes:
        if ref.folder == "Sent":
            raise WorldError("permission denied")
        return fetch(mailbox, ref, limit)

    monkeypatch.setattr(MaildirMailbox, "fetch", locked)

    assert state(desk, 2 * HOUR) is DraftState.EDITED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: =?x?q?=?=\n",
        b"Content-Type: multipart/mixed; boundary=\n\n--\n",
        b"To: @\n" * 999,
        b"To: ada@quarry.example\n" + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 2000,
        b"To: ada@quarry.example\n" + b"Content-Type: message/rfc822\n\n" * 2000,
        b"To: ada@quarry.example\nContent-Type: text/plain; charset=no; format=\xff\nContent-Transfer-Encoding: x-uu\n\nx",
    ],
)
@pytest.mark.parametrize("role", [Role.DRAFTS, Role.SENT, Role.TRASH])
def test_broken_messages_stop_nothing(desk: Desk, role: Role, raw: bytes) -> None:
    """Whatever lies beside the draft, it is still seen."""
    desk.world.deliver(role, raw, NOON + HOUR)

    assert state(desk, 2 * HOUR) is DraftState.PLACED


def test_messages_are_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that keeps running reads a stored message once."""
    desk = Desk(make_world("memory", tmp_path), tmp_path)
    program = desk.program()
    program.place([thanks()], NOON)
    desk.world.deliver(Role.SENT, OWN_LETTER.replace(b"ada@", b"zoe@").replace(b"quarry", b"elsewhere"), NOON)
    program.watch.watch(NOON + HOUR)
    fetched: list[MailRef] = []
    monkeypatch.setattr(MemoryMailbox, "fetch", lambda _self, ref, _limit=0: fetched.append(ref))
    program.watch.watch(NOON + 2 * HOUR)

    assert [] == fetched
