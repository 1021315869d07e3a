"""Whole passes over a Maildir, with mail, owner and clock in any order: no draft twice, no edit lost, none after an answer.

With AFTERWORD_MACHINE_STEPS=10000 it takes so many steps; else as many as a test run can wait for.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import event as happened
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from afterword.owner.configuration import load_configuration
from afterword.passes import run_pass
from afterword.world import World, open_world
from daemon.calendars.calendar_files import calendar_file, event
from daemon.homes import NOON, Home, confirmation, letter, refusal

STEPS = int(os.environ.get("AFTERWORD_MACHINE_STEPS", "600"))
LENGTH = 40
# Hypothesis ends some runs earlier.
MEAN_LENGTH = 35
HOUR = timedelta(hours=1)
COMPANIES = {"larkspur": "Larkspur Atlas", "quillfeather": "Quillfeather Press", "marsh": "Marsh Wardens"}
HOURS = st.sampled_from([0, 1, 3, 20, 26, 72, 24 * 12])


class Search(RuleBasedStateMachine):
    """Three employers, each with a recruiter and an interviewer; what must be true is kept beside the program."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.home = Home(self.folder / "home")
        self.home.state.mkdir()
        self.now = NOON
        # A folder that suddenly holds nothing at all is rather a disk that is away, and is told.
        (self.home.calendar / "dentist.ics").write_bytes(calendar_file(event("dentist", NOON)))
        self.number = 0
        self.world: World | None = None
        self.placed: set[str] = set()
        self.behind = 0 * HOUR
        self.withdrawn = False
        # Whose application is known; who has answered, and who has declined, and when.
        self.known: set[str] = set()
        self.answered: dict[str, datetime] = {}
        self.declined: dict[str, datetime] = {}
        # What the owner wrote into drafts that still stand.
        self.written: set[bytes] = set()

    def teardown(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> World:
        if self.world is None:
            self.world = open_world(load_configuration(self.home.config), self.home.state)
        return self.world

    def stop(self) -> None:
        if self.world is not None:
            self.world.close()
        self.world = None

    def incoming(self, raw: bytes) -> None:
        self.home.deliver(raw, self.now)
        self.now += timedelta(minutes=1)

    @initialize(hours=st.sampled_from([1, 20]))
    def first(self, hours: int) -> None:
        for name in ("larkspur", "marsh"):
            self.applied(name)
        self.invites("larkspur", hours)
        self.passes(dry=False)

    @rule(
        what=st.sampled_from(["applied", "answers", "declines", "invites", "vanishes", "nothing"]),
        name=st.sampled_from(sorted(COMPANIES)),
        hours=HOURS,
    )
    def employer(self, what: str, name: str, hours: int) -> None:
        """Something comes, time goes on, and the program looks."""
        if what == "invites":
            self.invites(name, hours or 2)
        elif what != "nothing":
            getattr(self, what)(name)
        self.now += hours * HOUR
        self.passes(dry=False)

    def applied(self, name: str) -> None:
        if name not in self.known:
            self.known.add(name)
            self.incoming(confirmation(self.now, COMPANIES[name]))

    def answers(self, name: str) -> None:
        if name in self.known and name not in self.declined:
            text = (
                "Hi Nell,\n\nthank you for your patience with us. We are still reviewing the applications for the Map"
                f" Librarian position.\n\nBest regards,\nRita Voss\nRecruiter, {COMPANIES[name]}\n"
            )
            self.answered.setdefault(name, self.now)
            subject = f"Your application to {COMPANIES[name]}"
            self.incoming(letter(subject, text, self.now, f"Rita Voss <rita.voss@{name}.example>"))

    def declines(self, name: str) -> None:
        if name in self.known and name not in self.declined:
            self.declined[name] = self.now
            self.incoming(refusal(self.now, COMPANIES[name]))

    def invites(self, name: str, hours: int) -> None:
        if name in self.known and name not in self.declined:
            guests = (
                f"SUMMARY:Interview with {COMPANIES[name]}",
                f"ORGANIZER;CN=Rita Voss:mailto:rita.voss@{name}.example",
                f"ATTENDEE;CN=Ivo Brandt:mailto:ivo.brandt@{name}.example",
                "ATTENDEE;CN=Nell Hopper:mailto:nell@home.example",
            )
            start = self.now.replace(minute=0, second=0) + hours * HOUR
            (self.home.calendar / f"{name}.ics").write_bytes(calendar_file(event(f"{name}-talk", start, *guests)))

    def vanishes(self, name: str) -> None:
        (self.home.calendar / f"{name}.ics").unlink(missing_ok=True)

    @rule(what=st.sampled_from(["sleeps", "behind", "restarts", "forgets", "dry"]), hours=HOURS)
    def machine(self, what: str, hours: int) -> None:
        """The machine sleeps, its clock goes wrong, the program ends, its ledger is deleted."""
        if what == "sleeps":
            self.now += hours * HOUR
        elif what == "behind":
            self.behind = min(hours, 3) * HOUR
        elif what == "dry":
            self.passes(dry=True)
        else:
            self.stop()
        if what == "forgets" and not self.withdrawn:
            # A draft that was taken out leaves no trace outside the ledger, nor does an event when it appeared.
            (self.home.state / "ledger.sqlite3").unlink(missing_ok=True)
        happened(what)

    def passes(self, *, dry: bool) -> None:
        clock = self.now - self.behind
        before = self.drafts()
        outcome = run_pass(self.start(), clock, dry_run=dry)
        assert ("", ()) == (outcome.refused, outcome.problems)
        assert not dry or before == self.drafts()
        assert [] == [key for key in outcome.placed if key in self.placed], "a draft was made a second time"
        self.placed |= set(outcome.placed)
        for one in outcome.decision.letters:
            if one.draft is not None and one.draft.key in outcome.placed:
                happened(f"placed {one.draft.kind}")
                self.judge(one.draft.kind, one.follow_up.company, clock)
        if outcome.withdrawn:
            self.withdrawn = True
            happened("withdrawn")

    def judge(self, kind: str, company: str, clock: datetime) -> None:
        """Whether a draft may be placed, by what had come when the machine's clock stood at `clock`."""
        (name,) = (name for name, its in COMPANIES.items() if its == company)
        if self.declined.get(name, clock) < clock:
            assert kind == "feedback_request", "a draft after a refusal"
        if self.answered.get(name, clock) < clock:
            assert kind != "outreach", "a note after an answer"

    def drafts(self) -> list[Path]:
        return sorted(path for part in ("cur", "new") for path in (self.home.mail / "Drafts" / part).iterdir())

    @rule(
        what=st.sampled_from(["edits", "sends", "deletes"]),
        number=st.integers(0, 9),
        edited=st.booleans(),
        new_id=st.booleans(),
    )
    def owner(self, what: str, number: int, *, edited: bool, new_id: bool) -> None:
        """The owner does something with a draft, and the client writes the message anew."""
        drafts = self.drafts()
        if not drafts:
            return
        path = drafts[number % len(drafts)]
        raw = path.read_bytes()
        self.number += 1
        self.written = {words for words in self.written if words not in raw}
        happened(what)
        if what == "edits":
            words = f"edition {self.number} of mine".encode()
            self.written.add(words)
            self.replaced(path, raw.rstrip() + b"\n" + words + b"\n", "Drafts")
        elif what == "deletes":
            self.replaced(path, raw, "Trash")
        else:
            raw = self.addressed(raw)
            if edited:
                raw = raw.rstrip() + b"\n\nPS: I look forward to it.\n"
            if new_id:
                identity = f"Message-ID: <own.{self.number}@home.example>".encode()
                raw = re.sub(rb"(?mi)^Message-ID:[ \n]+<.*>$", identity, raw)
            self.replaced(path, raw, "Sent")

    def addressed(self, raw: bytes) -> bytes:
        """With the address that the owner looked up, and the date of the sending."""
        company = next(
            (n for n, c in COMPANIES.items() if c.encode() in raw or f"{n}.example".encode() in raw), "marsh"
        )
        raw = re.sub(rb"(?m)^Date: .*$", f"Date: {self.now:%a, %d %b %Y %H:%M:%S +0000}".encode(), raw)
        head, blank, body = raw.partition(b"\n\n")
        if b"@" not in b"".join(re.findall(rb"(?m)^To:.*$", head)):
            head = re.sub(rb"(?m)^To:.*\n", b"", head) + f"\nTo: Rita Voss <rita.voss@{company}.example>".encode()
        return head + blank + body

    def replaced(self, path: Path, raw: bytes, folder: str) -> None:
        """As a client does it: a new file, and the old one is gone."""
        path.unlink()
        self.home.deliver(raw, self.now, folder)

    @invariant()
    def no_edit_is_lost(self) -> None:
        text = b"\n".join(path.read_bytes() for path in self.drafts()) if self.written else b""
        assert set() == {words for words in self.written if words not in text}

    @invariant()
    def no_draft_stands_twice(self) -> None:
        names = re.findall(rb"(?mi)^Message-ID:[ \n]+(<.*>)$", b"\n".join(path.read_bytes() for path in self.drafts()))
        assert len(names) == len(set(names))


TestSearch = Search.TestCase
TestSearch.settings = settings(
    max_examples=max(1, STEPS // MEAN_LENGTH),
    stateful_step_count=LENGTH,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    # To explain a failure takes longer than to read it.
    phases=(Phase.reuse, Phase.generate, Phase.shrink),
    report_multiple_bugs=False,
)
