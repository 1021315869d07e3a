"""Folding a long search, and all that `status` does with it, beside what reading the same rows from SQLite takes: ratios.

Reading them as tuples is what SQLite alone takes, as values what Python takes to hold them as the program does.

    python tests/bench/folding.py [APPLICATIONS]

Builds APPLICATIONS applications (default 1,000) of twenty messages each in a ledger of its own. All sides take turns, in
one process; each figure is the processor's time, the median of the rounds. Judges nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword.ledger.ledger import Ledger
from afterword.ledger.messages import Remembered
from afterword.mailboxes.contract import MailRef
from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.message import Address, Marks
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.applications.job_search import job_search
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.due import follow_ups
from afterword_rules.follow_ups.plan import plan
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, Signal, SignalKind

ROUNDS = 3
FACTS = 20
OWNER = Owner("Robin Example", ("robin@mailbox.example",), ZoneInfo("Europe/Berlin"), "DE")
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
NOW = BEGIN + timedelta(days=400)
READER = "bench"
_KINDS = (
    SignalKind.APPLICATION_RECEIVED,
    SignalKind.HUMAN_REPLY,
    SignalKind.INTERVIEW_PROPOSED,
    SignalKind.NONE,
    SignalKind.INTERVIEW_SCHEDULED,
    SignalKind.STATUS_UPDATE,
    SignalKind.NONE,
)


def search(applications: int) -> Iterator[Reading]:
    """The mail of a long search: each application with a machine, a recruiter, answers, dates and an end."""
    for i in range(applications):
        company, domain = f"{_word(i)} {_word(i * 7 + 3)} Works", f"{_word(i).lower()}{i}.example"
        about = SubjectMatter(company, "body", f"{_word(i * 3)} Engineer", f"R-{i:05}")
        hannah = Person(
            f"Hannah {_word(i * 11)}", f"hannah.{_word(i * 11).lower()}@{domain}", source=PersonSource.SENDER
        )
        for k in range(FACTS):
            at = BEGIN + timedelta(hours=i * 3, days=k * 2)
            outgoing = k % 4 == 3
            kind = SignalKind.REJECTED if k == FACTS - 1 else _KINDS[k % len(_KINDS)]
            robot = k == 0
            sender = Address("", f"no-reply@{domain}") if robot else Address(hannah.name, hannah.email)
            me = Address(OWNER.name, OWNER.addresses[0])
            talk = at + timedelta(days=1)
            yield Reading(
                message_id=f"<{i}.{k}@{domain}>",
                references=tuple(f"<{i}.{j}@{domain}>" for j in range(max(0, k - 3), k)),
                direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
                arrived=at,
                sender=me if outgoing else sender,
                recipients=(Address(hannah.name, hannah.email),) if outgoing else (me,),
                subject=f"Your application at {company}",
                language="en",
                marks=Marks(generated=robot, no_reply=robot),
                signal=Signal(kind, 0.9, f"bench.{kind}", (Evidence("body", "some words that decided"),)),
                about=about if k < 3 else SubjectMatter(),
                people=() if robot or outgoing else (hannah,),
                dates=(
                    (DateInWords(DateKind.APPOINTMENT, Precision.MINUTE, talk, talk, "tomorrow at 10", 0, 14),)
                    if kind is SignalKind.INTERVIEW_SCHEDULED
                    else ()
                ),
                about_own_application=True,
            )


def _word(i: int) -> str:
    syllables = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wy")
    return "".join(syllables[int(digit)] for digit in f"{i:04}").capitalize()


def fill(folder: Path, applications: int) -> Ledger:
    """A ledger with all of it."""
    ledger = Ledger(folder / "ledger.sqlite3")
    remembered = [
        Remembered(MailRef("bench", "INBOX", 1, str(number)), reading.arrived, reading, "")
        for number, reading in enumerate(search(applications))
    ]
    ledger.remember(remembered, READER)
    return ledger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", type=int, nargs="?", default=1000)
    applications = parser.parse_args().applications
    cadences, _ = load_cadences()
    with tempfile.TemporaryDirectory() as folder:
        ledger = fill(Path(folder), applications)
        rows = sqlite3.connect(Path(folder) / "ledger.sqlite3")
        readings = list(ledger.readings(READER))

        def read_rows() -> None:
            rows.execute("SELECT * FROM messages").fetchall()

        def read_values() -> None:
            ledger.readings(READER)

        def fold() -> None:
            job_search(readings, (), OWNER, NOW)

        def status() -> None:
            found = job_search(ledger.readings(READER), ledger.calendar_events(), OWNER, NOW)
            plan(follow_ups(found.applications, cadences, OWNER), found.applications, ledger.draft_records(), NOW)

        sides: dict[str, Callable[[], None]] = {
            "rows as tuples": read_rows,
            "rows as values": read_values,
            "folding": fold,
            "status": status,
        }
        times = {name: statistics.median(_seconds(side) for _ in range(ROUNDS)) for name, side in sides.items()}
        tuples, values = times["rows as tuples"], times["rows as values"]
        print(f"{applications} applications, {len(readings)} messages")
        for name, took in times.items():
            print(f"  {name:<16} {took * 1000:7.0f} ms  {took / values:5.2f} x values  {took / tuples:6.1f} x tuples")
        rows.close()
        ledger.close()


def _seconds(side: Callable[[], None]) -> float:
    begin = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        side()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
