"""The report of a large search, beside what SQLite takes to hand out the same rows: a ratio.

    python tests/bench/report.py [APPLICATIONS]

Three letters for each application (default: 1,000), half of them refused, in a ledger of their own. All take turns, in
one process; each figure is the processor's time, the median of the rounds. Folding the letters into applications is
shown as well: every pass does it, and the report waits for it. Judges nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword.ledger.ledger import Ledger
from afterword.ledger.messages import Remembered
from afterword.mailboxes.contract import MailRef
from afterword.passes import Decision
from afterword.report.figures import Report, report_of
from afterword.report.page import page
from afterword_parsers.message import Address, Marks
from afterword_parsers.person import Person, PersonSource
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.due import follow_ups
from afterword_rules.follow_ups.plan import plan
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, Signal, SignalKind

ROUNDS = 5
ME = "robin@mailbox.example"
OWNER = Owner("Robin Example", (ME,), ZoneInfo("Europe/Berlin"), "DE")
BEGIN = datetime(2025, 1, 7, 9, tzinfo=UTC)
READER = "bench"


def letters(count: int) -> Iterator[Reading]:
    """What `count` employers write."""
    for number in range(count):
        domain = f"employer{number:05}.example"
        about = SubjectMatter(company=f"Employer{number:05} Works", role=f"Engineer {number % 37}")
        person = Person(f"Hannah{number} Voss", f"hannah.voss@{domain}", "Recruiter", source=PersonSource.SENDER)
        kinds = [SignalKind.APPLICATION_RECEIVED, SignalKind.HUMAN_REPLY]
        kinds.append(SignalKind.REJECTED if number % 2 else SignalKind.STATUS_UPDATE)
        for place, kind in enumerate(kinds):
            yield Reading(
                message_id=f"<{number}.{place}@{domain}>",
                references=(f"<{number}.0@{domain}>",) if place else (),
                direction=Direction.INCOMING,
                arrived=BEGIN + timedelta(hours=9 * number, days=6 * place),
                sender=Address(person.name, person.email),
                recipients=(Address(OWNER.name, ME),),
                subject=f"Your application as {about.role}",
                language="en",
                marks=Marks(),
                signal=Signal(kind, 0.9, f"bench.{kind}", (Evidence("body", "thank you for your application"),)),
                about=about,
                people=(person,),
                about_own_application=True,
            )


def rows(ledger: Ledger) -> None:
    ledger._rows("SELECT * FROM messages ORDER BY arrived")


def decided(ledger: Ledger, search: JobSearch, now: datetime) -> Decision:
    wanted = follow_ups(search.applications, load_cadences()[0], OWNER)
    return Decision(search, plan(wanted, search.applications, ledger.draft_records(), now), (), wanted=wanted)


def seconds(job: Callable[[], object]) -> float:
    begin = time.process_time()
    job()
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("applications", nargs="?", type=int, default=1000)
    count: int = parser.parse_args().applications
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.sqlite3") as ledger:
        ledger.remember(
            (Remembered(MailRef("bench", "INBOX", 1, one.message_id), one.arrived, one) for one in letters(count)),
            READER,
        )
        now = BEGIN + timedelta(hours=9 * count, days=20)
        readings = ledger.readings(READER)
        begin = time.process_time()
        search = job_search(readings, (), OWNER, now)
        folded = time.process_time() - begin
        decision = decided(ledger, search, now)

        def report() -> Report:
            return report_of(decision, ledger.draft_records(), readings, OWNER, now, last_pass=now)

        made = report()
        sides: dict[str, Callable[[], object]] = {
            "the rows from SQLite": lambda: rows(ledger),
            "the rows as readings": lambda: ledger.readings(READER),
            "the figures": report,
            "the page": lambda: page(made),
        }
        runs: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, side in sides.items():
                runs[name].append(seconds(side))
        size = len(page(made).encode("utf-8", "replace"))
    medians = {name: statistics.median(times) for name, times in runs.items()}
    medians["the fold, once"] = folded
    yardstick = medians["the rows from SQLite"]
    print(
        f"{len(search.applications)} applications, {len(readings)} letters, {size / 1e6:.1f} MB of HTML, Python {sys.version.split()[0]}"
    )
    for name, median in medians.items():
        print(f"{name:<24}{1000 * median:9.1f} ms{median / yardstick:9.1f} times")


if __name__ == "__main__":
    main()
