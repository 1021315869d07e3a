"""Every draft is made exactly once, whatever is interrupted, forgotten or done by the owner meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from afterword.drafts.placing import MOST_NEW_DRAFTS, Placing, Step
from afterword.drafts.watch import DraftWatch, Look
from afterword.errors import WorldError
from afterword.mailboxes.contract import MailRef, Role
from afterword.mailboxes.maildir import MaildirMailbox
from afterword.mailboxes.memory import MemoryMailbox
from afterword_rules.follow_up import DraftState
from daemon.draft_worlds import (
    HOUR,
    NOON,
    Desk,
    Killed,
    close_ledgers,
    key_of,
    make_world,
    record_of,
    resaved,
    states,
    thanks,
)
from daemon.mailboxes.gmail_world import gmail_world
from daemon.mailboxes.worlds import ImapWorld

PLACING_STEPS = (Step.LOOKED, Step.INTENDED, Step.APPENDED, Step.RECORDED)
REMOVAL_STEPS = (Step.ABOUT_TO_REMOVE, Step.REMOVED, Step.REMOVAL_RECORDED)


@pytest.fixture(autouse=True)
def _closing() -> Iterator[None]:
    yield
    close_ledgers()


@pytest.fixture(
    name="desk",
    params=[
        "memory",
        "maildir",
        "gmail",
        pytest.param("dovecot", marks=pytest.mark.server),
        pytest.param("cyrus", marks=pytest.mark.server),
    ],
)
def _desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "gmail":
        with gmail_world() as world:
            yield Desk(world, tmp_path)
    elif request.param in {"memory", "maildir"}:
        yield Desk(make_world(request.param, tmp_path), tmp_path)
    else:
        with ImapWorld(request.getfixturevalue(request.param)) as world:
            yield Desk(world, tmp_path)


def subjects(desk: Desk) -> int:
    """How many drafts there are."""
    return len(desk.stored(Role.DRAFTS))


def test_draft_is_placed_and_recorded(desk: Desk) -> None:
    """It lies in Drafts, and the ledger knows where."""
    program = desk.program()

    assert Placing(placed=(key_of("ada"),)) == program.place([thanks()], NOON)
    assert b"Dear Ada" in desk.raw(Role.DRAFTS)
    assert {key_of("ada"): desk.stored(Role.DRAFTS)[0].ref} == program.ledger.draft_refs()
    assert {key_of("ada"): DraftState.PLACED} == states(program)


def test_placing_again_does_nothing(desk: Desk) -> None:
    """The same wish in the next pass finds the draft made."""
    program = desk.program()
    program.place([thanks()], NOON)

    assert Placing(found=(key_of("ada"),)) == program.place([thanks()], NOON + HOUR)
    assert 1 == subjects(desk)


def test_wish_told_twice_is_one_draft(desk: Desk) -> None:
    """The same action twice in one pass makes one draft."""
    desk.program().place([thanks(), thanks()], NOON)

    assert 1 == subjects(desk)


@pytest.mark.parametrize("ledger", ["kept", "deleted"])
@pytest.mark.parametrize("step", PLACING_STEPS)
def test_killed_at_any_step_makes_one_draft(desk: Desk, step: Step, ledger: str) -> None:
    """Killed, started again: exactly one draft, with or without the ledger."""
    with pytest.raises(Killed):
        desk.program(killed_at=step).place([thanks()], NOON)
    if ledger == "deleted":
        desk.forget()
    program = desk.program()
    program.place([thanks()], NOON + HOUR)

    assert 1 == subjects(desk)
    assert {key_of("ada"): DraftState.PLACED} == states(program)


@pytest.mark.parametrize("step", PLACING_STEPS)
def test_killed_in_the_midst_of_several(desk: Desk, step: Step) -> None:
    """Killed at the second of three drafts: all three are there once in the end."""
    wishes = [thanks(name) for name in ("ada", "ben", "cleo")]
    program = desk.program()
    program.place(wishes[:1], NOON)
    with pytest.raises(Killed):
        desk.program(killed_at=step).place(wishes, NOON)
    desk.program().place(wishes, NOON + HOUR)

    assert 3 == subjects(desk)
    assert {key_of(name): DraftState.PLACED for name in ("ada", "ben", "cleo")} == states(desk.program())


@pytest.mark.parametrize("step", PLACING_STEPS)
def test_killed_process_makes_one_draft(tmp_path: Path, step: Step) -> None:
    """A real process that ends without a word at each step (SIGKILL), on files: exactly one draft afterwards."""
    desk = Desk(make_world("maildir", tmp_path), tmp_path)
    script = f"""
import os, signal, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from daemon.draft_worlds import Desk, NOON, thanks
from daemon.mailboxes.worlds import MaildirWorld
from afterword.drafts.placing import Step
folder = Path({str(tmp_path)!r})
program = Desk(MaildirWorld(folder / "mail", ()), folder).program()
program.reached = lambda step: os.kill(os.getpid(), signal.SIGKILL) if step is Step({int(step)}) else None
program.place([thanks()], NOON)
"""
    assert -9 == subprocess.run([sys.executable, "-c", script], check=False).returncode
    desk.program().place([thanks()], NOON)

    assert 1 == subjects(desk)
    assert [] == list((tmp_path / "mail" / "Drafts" / "tmp").iterdir())


def test_deleted_ledger_makes_nothing_twice(desk: Desk) -> None:
    """Several drafts stand, the ledger is gone: each is found under its own key."""
    wishes = [thanks(name) for name in ("ada", "ben", "cleo")]
    desk.program().place(wishes, NOON)
    desk.forget()
    program = desk.program()

    assert Placing(found=tuple(key_of(name) for name in ("ada", "ben", "cleo"))) == program.place(wishes, NOON + HOUR)
    assert 3 == subjects(desk)
    assert {DraftState.PLACED} == set(states(program).values())


def test_deleted_ledger_and_resaved_drafts(desk: Desk) -> None:
    """A client gave two drafts new ids, the third was thrown away, the ledger is gone: nothing is made twice."""
    wishes = [thanks(name) for name in ("ada", "ben", "cleo")]
    desk.program().place(wishes, NOON)
    desk.move(Role.TRASH)
    desk.save_again()
    desk.save_again()
    desk.forget()
    program = desk.program()
    program.place(wishes, NOON + HOUR)

    assert 2 == subjects(desk)
    assert {
        key_of("ada"): DraftState.DISMISSED,
        key_of("ben"): DraftState.PLACED,
        key_of("cleo"): DraftState.PLACED,
    } == states(program)


def test_lost_draft_never_takes_its_neighbours_place(desk: Desk) -> None:
    """Ada's was deleted for good, Ben's has a new id, the ledger is gone: Ben's stays Ben's."""
    wishes = [thanks("ada"), thanks("ben")]
    desk.program().place(wishes, NOON)
    desk.world.delete(desk.stored(Role.DRAFTS)[0].ref)
    desk.save_again()
    desk.forget()
    desk.program().place([thanks("ben")], NOON + HOUR)

    assert 1 == subjects(desk)


def test_edited_draft_is_adopted(desk: Desk) -> None:
    """The ledger is gone and the owner has edited the draft: it is found, and it is the owner's."""
    desk.program().place([thanks()], NOON)
    desk.edit(b"Kind regards", b"Warm regards")
    desk.forget()
    program = desk.program()
    program.place([thanks()], NOON + HOUR)

    assert 1 == subjects(desk)
    assert {key_of("ada"): DraftState.EDITED} == states(program)


@pytest.mark.parametrize("role", [Role.TRASH, Role.SENT])
@pytest.mark.parametrize("write", [bytes, lambda raw: resaved(raw, NOON)], ids=["same id", "new id"])
def test_finished_draft_is_not_made_again(desk: Desk, role: Role, write: Callable[[bytes], bytes]) -> None:
    """Sent or thrown away, and the ledger deleted: there is no second one."""
    desk.program().place([thanks()], NOON - HOUR / 2)
    desk.move(role, write(desk.raw(Role.DRAFTS)))
    desk.forget()
    program = desk.program()
    program.place([thanks()], NOON + HOUR)

    assert 0 == subjects(desk)
    assert {key_of("ada"): DraftState.SENT if role is Role.SENT else DraftState.DISMISSED} == states(program)


def test_recovering_finds_and_makes_nothing(desk: Desk) -> None:
    """After the ledger was deleted, drafts whose time has passed are known again; none is made."""
    desk.program().place([thanks("ada")], NOON)
    desk.forget()
    program = desk.program()

    assert (key_of("ada"),) == program.recover([thanks("ada"), thanks("ben")], NOON + 99 * HOUR).found
    assert {key_of("ada"): DraftState.PLACED} == states(program)
    assert 1 == subjects(desk)


def test_failed_append_is_looked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mailbox stored the draft and then failed: it is found, not written again."""
    program = desk.program()
    mailbox = program.accounts[0].mailbox
    place = mailbox.place_draft

    def stored_and_lost(raw: bytes) -> MailRef:
        place(raw)
        raise WorldError("the answer was lost")

    monkeypatch.setattr(mailbox, "place_draft", stored_and_lost)
    lost = program.place([thanks()], NOON)
    monkeypatch.undo()

    assert Placing(failed=(key_of("ada"),), problems=("the answer was lost",)) == lost
    assert Placing(found=(key_of("ada"),)) == desk.program().place([thanks()], NOON + HOUR)
    assert 1 == subjects(desk)


def test_slow_server_gets_time(desk: Desk) -> None:
    """Where a server may still be storing, two looks a minute apart come before the next append."""
    minute = timedelta(seconds=60)
    with pytest.raises(Killed):
        desk.program(killed_at=Step.INTENDED).place([thanks()], NOON)
    doubt = Placing(in_doubt=(key_of("ada"),))

    assert doubt == desk.program(settles=minute).place([thanks()], NOON + timedelta(seconds=5))
    assert doubt == desk.program(settles=minute).place([thanks()], NOON + timedelta(seconds=30))
    assert Placing(placed=(key_of("ada"),)) == desk.program(settles=minute).place([thanks()], NOON + 2 * minute)
    assert 1 == subjects(desk)


def test_unreachable_mailbox_places_nothing(tmp_path: Path) -> None:
    """When the look fails nothing is written, and nothing is noted."""
    desk = Desk(make_world("memory", tmp_path), tmp_path)
    program = desk.program()
    box = desk.world.mailbox()
    assert isinstance(box, MemoryMailbox)
    box.unreachable = WorldError("no network")
    held = program.place([thanks()], NOON)
    box.unreachable = None

    assert Placing(held=(key_of("ada"),), problems=("no network",)) == held
    assert {} == states(program)
    assert () == box.listing(Role.DRAFTS).messages


def test_full_disk_leaves_no_half_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up while the draft is written: no draft, no temporary file; with room again, one draft."""
    desk = Desk(make_world("maildir", tmp_path), tmp_path)
    program = desk.program()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("afterword.mailboxes.maildir.os.fsync", full)
        failed = program.place([thanks()], NOON)
    drafts = tmp_path / "mail" / "Drafts"

    assert (key_of("ada"),) == failed.failed
    assert "No space left" in failed.problems[0]
    assert [] == [path for part in ("tmp", "new", "cur") for path in (drafts / part).iterdir()]
    assert Placing(placed=(key_of("ada"),)) == program.place([thanks()], NOON + HOUR)
    assert 1 == subjects(desk)


@pytest.mark.parametrize("call", ["intend", "placed"])
def test_ledger_that_cannot_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """A full disk under the ledger, before or after the append: never a second draft."""
    program = desk.program()

    def full(*_: object) -> None:
        raise WorldError("the disk is full")

    monkeypatch.setattr(type(program.ledger), call, full)
    with pytest.raises(WorldError):
        program.place([thanks()], NOON)
    assert (0 if call == "intend" else 1) == subjects(desk)
    monkeypatch.undo()
    desk.program().place([thanks()], NOON + HOUR)

    assert 1 == subjects(desk)


def test_improbable_number_is_refused(desk: Desk) -> None:
    """Sixteen at once are rather a mistake: none is placed, and the way out is named."""
    wishes = [thanks(f"p{number}") for number in range(MOST_NEW_DRAFTS + 1)]
    program = desk.program()
    refused = program.place(wishes, NOON)

    assert "--yes" in refused.refused
    assert () == refused.placed
    assert 0 == subjects(desk)
    assert {} == states(program)
    assert MOST_NEW_DRAFTS + 1 == len(program.place(wishes, NOON, yes=True).placed)


def test_many_that_stand_already_are_not_improbable(desk: Desk) -> None:
    """A deleted ledger with twenty standing drafts is no reason to refuse."""
    wishes = [thanks(f"p{number}") for number in range(20)]
    desk.program().place(wishes, NOON, yes=True)
    desk.forget()

    assert 20 == len(desk.program().place(wishes, NOON + HOUR).found)
    assert 20 == subjects(desk)


def test_unreadable_draft_holds_back_new_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message in Drafts cannot be read: it may be any draft, so none is placed, and it is named."""
    desk = Desk(make_world("maildir", tmp_path), tmp_path)
    desk.program().place([thanks("ada")], NOON)
    program = desk.program()

    def locked(_self: MaildirMailbox, ref: MailRef, _limit: int = 0) -> bytes:
        raise WorldError(f"cannot read {ref.uid}")

    monkeypatch.setattr(MaildirMailbox, "fetch", locked)

    assert "cannot read" in program.place([thanks("ben")], NOON).refused
    assert 1 == subjects(desk)


def test_draft_that_cannot_be_written_stops_no_other(desk: Desk) -> None:
    """A broken Message-ID is told; the next draft is placed."""
    broken = thanks("ada")
    object.__setattr__(broken.draft, "message_id", "none")
    outcome = desk.program().place([broken, thanks("ben")], NOON)

    assert (key_of("ben"),) == outcome.placed
    assert [key_of("ada")] == [problem.partition(": ")[0] for problem in outcome.problems]


def test_pointless_draft_is_withdrawn(desk: Desk) -> None:
    """An unedited draft is taken out, and the reason kept."""
    program = desk.program()
    program.place([thanks("ada"), thanks("ben")], NOON)

    assert program.withdraw(key_of("ada"), "they have declined", NOON + HOUR) is DraftState.WITHDRAWN
    assert 1 == subjects(desk)
    assert b"Dear Ben" in desk.raw(Role.DRAFTS)
    assert "they have declined" == record_of(program).because
    assert Placing(found=(key_of("ada"),)) == program.place([thanks("ada")], NOON + 2 * HOUR)


@pytest.mark.parametrize("step", REMOVAL_STEPS)
def test_killed_while_withdrawing(desk: Desk, step: Step) -> None:
    """Killed at any step of taking out, the draft is gone in the end and never comes back."""
    desk.program().place([thanks()], NOON)
    with pytest.raises(Killed):
        desk.program(killed_at=step).withdraw(key_of("ada"), "they have declined", NOON + HOUR)
    program = desk.program()
    program.withdraw(key_of("ada"), "they have declined", NOON + HOUR)
    program.place([thanks()], NOON + HOUR)

    assert 0 == subjects(desk)


@pytest.mark.parametrize(
    ("change", "into"),
    [
        (b"Kind regards", b"Kindest regards"),
        (b"To: Ada <ada@quarry.example>", b"To: Ada <ada@quarry.example>\nCc: ben@quarry.example"),
        (b"Subject: Re: Interview on Tuesday", b"Subject: Re: Our talk"),
        (b"Why: you talked with Ada about the archive.\n", b""),
    ],
    ids=["words", "copy", "subject", "note"],
)
def test_edited_draft_is_never_withdrawn(desk: Desk, change: bytes, into: bytes) -> None:
    """A draft the owner touched in any way stays."""
    program = desk.program()
    program.place([thanks()], NOON)
    desk.edit(change, into)

    assert program.withdraw(key_of("ada"), "they have declined", NOON + HOUR) is DraftState.EDITED
    assert 1 == subjects(desk)


def test_draft_with_an_attachment_is_edited(desk: Desk) -> None:
    """Attaching a file is touching, though no word changed."""
    program = desk.program()
    program.place([thanks()], NOON)
    head, _, body = desk.raw(Role.DRAFTS).partition(b"\n\n")
    fields = [line for line in head.split(b"\n") if not line.startswith((b"Content-", b"MIME-"))]
    inner = [line for line in head.split(b"\n") if line.startswith(b"Content-")]
    mixed = [
        *fields,
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x",
        *inner,
        b"",
        body
        + b'--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="paper.pdf"\n\n%PDF\n--x--',
    ]
    desk.world.edit_draft(desk.stored(Role.DRAFTS)[0].ref, b"\n".join(mixed))

    assert program.withdraw(key_of("ada"), "they have declined", NOON + HOUR) is DraftState.EDITED


def test_resaved_draft_is_withdrawn_when_nobody_has_it_open(desk: Desk) -> None:
    """Saved again unchanged: it stays for an hour, since it may be open in a composer; then it may go."""
    program = desk.program()
    program.place([thanks()], NOON)
    desk.save_again(date=NOON + HOUR)

    assert program.withdraw(key_of("ada"), "they have declined", NOON + 1.5 * HOUR) is DraftState.PLACED
    assert 1 == subjects(desk)
    assert program.withdraw(key_of("ada"), "they have declined", NOON + 3 * HOUR) is DraftState.WITHDRAWN
    assert 0 == subjects(desk)


def test_draft_in_a_composer_is_not_withdrawn(desk: Desk) -> None:
    """mutt has taken it out of the folder: there is nothing to take out, and what comes back is the owner's."""
    program = desk.program()
    program.place([thanks()], NOON)
    raw = desk.raw(Role.DRAFTS)
    desk.world.delete(desk.stored(Role.DRAFTS)[0].ref)

    assert program.withdraw(key_of("ada"), "they have declined", NOON + HOUR) is DraftState.COMPOSING
    desk.world.deliver(Role.DRAFTS, raw.replace(b"Kind regards", b"Yours"), NOON + HOUR)
    assert program.withdraw(key_of("ada"), "they have declined", NOON + 2 * HOUR) is DraftState.EDITED
    assert 1 == subjects(desk)


def test_draft_edited_at_the_last_moment_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edited between the look and the removal: the second look sees it."""
    program = desk.program()
    program.place([thanks()], NOON)
    look = DraftWatch.look

    def look_then_edit(watch: DraftWatch, *how: Any) -> Look:
        seen = look(watch, *how)
        desk.edit(b"Kind regards", b"Warm regards")
        return seen

    monkeypatch.setattr(DraftWatch, "look", look_then_edit)
    program.withdraw(key_of("ada"), "they have declined", NOON + HOUR)

    assert 1 == subjects(desk)


def test_withdrawing_what_never_was(desk: Desk) -> None:
    """An unknown key is no error."""
    assert desk.program().withdraw("thank_you/none", "because", NOON) is None
