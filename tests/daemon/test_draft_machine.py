"""Owner, mail clients, crashes and a deleted ledger in any order: no draft twice, no edit lost, none brought back."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from afterword.drafts.placing import DraftPlacing, Step
from afterword.mailboxes.contract import Role
from afterword_rules.follow_up import DraftState
from daemon.draft_worlds import (
    HOUR,
    NOON,
    OTHER,
    Desk,
    Killed,
    close_ledgers,
    key_of,
    make_world,
    resaved,
    states,
    thanks,
)

NAMES = ("ada", "ben", "cleo")


class Drafts(RuleBasedStateMachine):
    """Three thank-yous of one interview. What the owner did is kept beside, and compared with what is there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = NOON
        self.edits = 0
        # What the owner wrote into a draft that still stands, and whose draft the owner finished, by name.
        self.written: dict[str, bytes] = {}
        self.finished: set[str] = set()
        self.withdrawn: set[str] = set()
        self.composing: dict[str, bytes] = {}

    @initialize(kind=st.sampled_from(["memory", "maildir"]))
    def start(self, kind: str) -> None:
        self.desk = Desk(make_world(kind, self.folder), self.folder)
        self.program = self.desk.program()

    def teardown(self) -> None:
        close_ledgers()
        shutil.rmtree(self.folder)

    def restart(self) -> DraftPlacing:
        close_ledgers()
        self.program = self.desk.program()
        return self.program

    def of(self, name: str) -> list[int]:
        """The drafts in the folder that are letters to this person."""
        drafts = range(len(self.desk.stored(Role.DRAFTS)))
        return [number for number in drafts if f"Dear {name.title()}".encode() in self.desk.raw(Role.DRAFTS, number)]

    @rule(yes=st.booleans())
    def one_pass(self, *, yes: bool) -> None:
        self.program.watch.watch(self.now)
        self.program.place([thanks(name) for name in NAMES], self.now, yes=yes)

    @rule(step=st.sampled_from(Step))
    def killed_pass(self, step: Step) -> None:
        def reached(here: Step) -> None:
            if here is step:
                raise Killed

        self.program.reached = reached
        with suppress(Killed):
            self.program.place([thanks(name) for name in NAMES], self.now)
        self.restart()

    @rule(name=st.sampled_from(NAMES))
    def withdraw(self, name: str) -> None:
        before = len(self.of(name))
        self.program.watch.watch(self.now)
        self.program.withdraw(key_of(name), "it is pointless", self.now)
        if len(self.of(name)) < before:
            assert name not in self.written, "an edited draft was taken out"
            self.withdrawn.add(name)

    @rule(hours=st.sampled_from([1, 5, 30]))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule()
    def program_restarts(self) -> None:
        self.restart()

    @rule()
    def ledger_is_deleted(self) -> None:
        # What was withdrawn, thrown away for good, or is open in a composer leaves no trace outside the ledger.
        if not self.withdrawn and not self.composing:
            close_ledgers()
            self.desk.forget()
            self.restart()

    @rule(name=st.sampled_from(NAMES), new_id=st.booleans())
    def owner_edits(self, name: str, *, new_id: bool) -> None:
        for number in self.of(name):
            self.edits += 1
            words = f"Kind regards, edition {self.edits}".encode()
            raw = self.desk.raw(Role.DRAFTS, number)
            raw = raw.replace(b"Kind regards", words, 1)
            if new_id:
                raw = self.other_id(resaved(raw, self.now))
            self.desk.world.edit_draft(self.desk.stored(Role.DRAFTS)[number].ref, raw)
            self.written[name] = words

    def other_id(self, raw: bytes) -> bytes:
        self.edits += 1
        return raw.replace(b"<4b825dc6", f"<{self.edits}".encode())

    @rule(name=st.sampled_from(NAMES))
    def client_saves_again(self, name: str) -> None:
        for number in self.of(name):
            raw = self.other_id(resaved(self.desk.raw(Role.DRAFTS, number), self.now))
            self.desk.world.edit_draft(self.desk.stored(Role.DRAFTS)[number].ref, raw)

    @rule(name=st.sampled_from(NAMES), role=st.sampled_from([Role.SENT, Role.TRASH]), new_id=st.booleans())
    def owner_finishes(self, name: str, role: Role, *, new_id: bool) -> None:
        for number in self.of(name):
            raw = self.desk.raw(Role.DRAFTS, number)
            self.desk.move(role, self.other_id(resaved(raw, self.now)) if new_id else raw, number=number, at=self.now)
            self.finished.add(name)
            self.written.pop(name, None)

    @rule(name=st.sampled_from(NAMES))
    def composer_opens(self, name: str) -> None:
        # A draft that nobody can know of, and that is then nowhere, would be made again: mutt leaves no trace of it.
        self.program.watch.watch(self.now)
        if states(self.program).get(key_of(name), DraftState.INTENDED) is DraftState.INTENDED:
            return
        for number in self.of(name):
            self.composing[name] = self.desk.raw(Role.DRAFTS, number)
            self.desk.world.delete(self.desk.stored(Role.DRAFTS)[number].ref)

    @rule(name=st.sampled_from(NAMES))
    def composer_postpones(self, name: str) -> None:
        if name in self.composing:
            self.desk.world.deliver(Role.DRAFTS, self.composing.pop(name), self.now)

    @rule(name=st.sampled_from(NAMES))
    def owner_writes_otherwise(self, name: str) -> None:
        self.edits += 1
        letter = (
            f"From: nell@home.example\nTo: {name}@quarry.example\nSubject: Re: Interview on Tuesday\n"
            f"Date: {self.now:%a, %d %b %Y %H:%M:%S +0000}\nMessage-ID: <own{self.edits}@home.example>\n"
            f"References: <root@quarry.example>\n\n{OTHER}\n"
        )
        self.desk.world.deliver(Role.SENT, letter.encode(), self.now)

    @invariant()
    def never_two(self) -> None:
        for name in NAMES:
            assert len(self.of(name)) + (name in self.composing) <= 1, f"two drafts to {name}"

    @invariant()
    def never_back(self) -> None:
        for name in self.finished | self.withdrawn:
            assert not self.of(name), f"the draft to {name} came back"

    @invariant()
    def no_edit_lost(self) -> None:
        for name, words in self.written.items():
            raws = [self.desk.raw(Role.DRAFTS, number) for number in self.of(name)] or [self.composing[name]]
            assert words in raws[0]


TestDrafts = Drafts.TestCase
TestDrafts.settings = settings(max_examples=60, stateful_step_count=40, deadline=timedelta(seconds=30))
