"""The ledger: what is stored comes back, and nothing that goes wrong leaves half of anything."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from afterword.errors import OwnersError, WorldError
from afterword.ledger import opening
from afterword.ledger.ledger import Ledger
from afterword.ledger.messages import Remembered
from afterword.ledger.passes import Pass
from afterword.ledger.schema import MIGRATIONS
from afterword.mailboxes.contract import MailRef, Role
from afterword_parsers.dates.span import DateInWords, DateKind, Precision
from afterword_parsers.invitation import Attendee, Invitation
from afterword_parsers.message import Address, Marks
from afterword_parsers.person import Person
from afterword_parsers.subject_matter import SubjectMatter
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.drafts.record import DraftRecord, Place, Sighting, Turn
from afterword_rules.follow_up import DraftState
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, Signal, SignalKind

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
INBOX = MailRef("home", "INBOX", 7, "41")


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.sqlite3"


@pytest.fixture(name="ledger")
def _ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as ledger:
        yield ledger


def names(folder: Path) -> list[str]:
    """What lies in the folder."""
    return sorted(file.name for file in folder.iterdir())


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    """What another program finds, or changes, in the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        return database.execute(question).fetchall()


def keys(path: Path) -> list[str]:
    """The drafts in a ledger that is opened anew."""
    with Ledger(path) as ledger:
        return [record.key for record in ledger.draft_records()]


def an_event(**changes: object) -> Invitation:
    """An interview of one hour."""
    event = Invitation(
        uid="e1@quarry.example",
        start=NOON,
        end=NOON + HOUR,
        summary="Interview",
        organizer=Attendee("Ada", "ada@quarry.example"),
    )
    return replace(event, **changes)  # type: ignore[arg-type]


def a_reading(message_id: str = "<m1@quarry.example>", **changes: object) -> Reading:
    """A reading with something in every field."""
    reading = Reading(
        message_id=message_id,
        references=("<root@quarry.example>",),
        direction=Direction.INCOMING,
        arrived=NOON,
        sender=Address("Ada Quarry", "ada@quarry.example"),
        recipients=(Address("Nell", "nell@home.example"),),
        subject="Gespräch \U0001f600",
        language="de",
        marks=Marks(generated=True),
        signal=Signal(SignalKind.INTERVIEW_SCHEDULED, 0.9, "r1", (Evidence("body", "on Tuesday"),), SignalKind.NONE),
        about=SubjectMatter(company="Quarry", role="Archivist"),
        people=(Person("Ada Quarry", "ada@quarry.example", meets=True),),
        dates=(DateInWords(DateKind.PROMISE, Precision.DAY, NOON, NOON + HOUR, "Friday", 3, 9),),
        invitations=(an_event(),),
    )
    return replace(reading, **changes)  # type: ignore[arg-type]


def a_record(**changes: object) -> DraftRecord:
    """A draft that is about to be made."""
    record = DraftRecord(
        key="thank_you/1/ada",
        message_id="<ours@home.example>",
        kind="thank_you",
        company="Quarry",
        application="a1",
        to_email="ada@quarry.example",
        to_name="Ada",
        subject="Re: Interview",
        body="Dear Ada",
        body_digest="d1",
        due=NOON - HOUR,
        intended_at=NOON,
        in_reply_to="<m1@quarry.example>",
        references=("<root@quarry.example>", "<m1@quarry.example>"),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def test_file_is_the_owners_alone(path: Path, ledger: Ledger) -> None:
    """Mode 0600 in a folder of mode 0700, whatever the umask."""
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)


def test_loose_mode_is_tightened(path: Path, ledger: Ledger) -> None:
    """A file that others could read is closed to them."""
    ledger.close()
    path.chmod(0o644)
    Ledger(path).close()

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_creation_leaves_one_file(path: Path, ledger: Ledger) -> None:
    """Nothing lies beside the ledger."""
    assert ["ledger.sqlite3"] == names(path.parent)


def test_every_table_is_strict(path: Path, ledger: Ledger) -> None:
    """No column takes a value of another type."""
    tables = (
        sqlite3.connect(path).execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    )

    expected = {"accounts", "calendars", "drafts", "events", "marks", "messages", "passes", "slow_rules", "troubles"}
    assert expected <= {name for name, strict in tables if strict}


def test_interrupted_creation_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while the tables are made: no ledger, and the next start makes a whole one."""

    class Killed(BaseException):
        pass

    def killed(database: sqlite3.Connection) -> None:
        MIGRATIONS[0](database)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(opening, "MIGRATIONS", (killed,))
        with pytest.raises(Killed):
            Ledger(path)
    assert [] == names(path.parent)

    assert [] == keys(path)


def test_leftovers_of_a_kill_are_cleared(path: Path) -> None:
    """A temporary file of a killed creation, and the journal of a deleted ledger, do no harm."""
    path.parent.mkdir()
    for name in ("ledger.sqlite3.new", "ledger.sqlite3.new-journal", "ledger.sqlite3-journal"):
        (path.parent / name).write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 old journal")
    Ledger(path).close()

    assert ["ledger.sqlite3"] == names(path.parent)


def test_interrupted_upgrade_leaves_the_old_shape(path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration is done as a whole or not at all."""
    ledger.close()

    def m002(database: sqlite3.Connection) -> None:
        database.execute("CREATE TABLE more (a TEXT) STRICT")
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, m002))
        with pytest.raises(RuntimeError):
            Ledger(path)

    assert [(len(MIGRATIONS),)] == ask(path, "PRAGMA user_version")
    assert [] == ask(path, "SELECT name FROM sqlite_schema WHERE name = 'more'")


def test_upgrade_keeps_what_is_stored(path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later migration finds the rows of the earlier shape."""
    ledger.intend([a_record()])
    ledger.close()
    monkeypatch.setattr(
        opening, "MIGRATIONS", (*MIGRATIONS, lambda database: database.execute("CREATE TABLE more (a TEXT) STRICT"))
    )

    assert ["thank_you/1/ada"] == keys(path)


def test_newer_ledger_is_the_owners_matter(path: Path, ledger: Ledger) -> None:
    """A ledger of a later version is refused, with the next step."""
    ledger.close()
    ask(path, "PRAGMA user_version = 99")

    with pytest.raises(OwnersError, match="newer afterword"):
        Ledger(path)


@pytest.mark.parametrize("content", [b"not a database, not at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_damaged_file_may_be_deleted(path: Path, content: bytes) -> None:
    """Garbage is told from our bug, and the way out is named."""
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(OwnersError, match="Delete it: the next pass rebuilds it"):
        Ledger(path)


def test_damage_inside_is_found(path: Path, ledger: Ledger) -> None:
    """A page that was overwritten is noticed when the ledger is opened."""
    ledger.remember(
        [Remembered(replace(INBOX, uid=str(n)), NOON, a_reading(f"<{n}@q.example>")) for n in range(99)], "1"
    )
    ledger.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\x5a" * (size // 4))

    with pytest.raises(OwnersError, match="damaged"):
        Ledger(path)


def test_foreign_database_is_left_alone(path: Path) -> None:
    """The database of another program is never written to."""
    path.parent.mkdir()
    ask(path, "CREATE TABLE theirs (a)")

    with pytest.raises(OwnersError, match="another program's database"):
        Ledger(path)


def test_impossible_folder_is_the_worlds_matter(tmp_path: Path) -> None:
    """A ledger below a file cannot be made."""
    (tmp_path / "file").write_text("x")

    with pytest.raises(WorldError, match="ledger cannot be made"):
        Ledger(tmp_path / "file" / "ledger.sqlite3")


def test_full_disk_stores_nothing_of_the_call(path: Path, ledger: Ledger) -> None:
    """A disk that fills up during a write leaves what was there before, and the ledger usable."""
    ledger.intend([a_record()])
    pages = ledger._database.execute("PRAGMA page_count").fetchone()[0]
    ledger._database.execute(f"PRAGMA max_page_count = {pages + 3}")
    many = [Remembered(replace(INBOX, uid=str(n)), NOON, a_reading(f"<{n}@q.example>")) for n in range(500)]
    with pytest.raises(WorldError, match="the disk is full"):
        ledger.remember(many, "1")
    ledger._database.execute("PRAGMA max_page_count = 1000000")

    assert set() == ledger.known("home", "INBOX", "1")
    assert ["thank_you/1/ada"] == [record.key for record in ledger.draft_records()]
    ledger.remember(many, "1")
    assert 500 == len(ledger.readings("1"))


def test_second_writer_is_told(path: Path, ledger: Ledger) -> None:
    """While another program writes, the error says so."""
    ledger._database.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(WorldError, match="another program holds it"):
            ledger.intend([a_record()])


def test_reading_comes_back_as_it_was(ledger: Ledger) -> None:
    """Every field of a reading survives."""
    ledger.remember([Remembered(INBOX, NOON, a_reading())], "1")

    assert [a_reading()] == ledger.readings("1")


def test_other_zones_are_the_same_moment(ledger: Ledger) -> None:
    """Moments are compared as instants, however their zone was written."""
    east = NOON.astimezone(timezone(9 * HOUR))
    ledger.remember([Remembered(INBOX, east, a_reading(arrived=east))], "1")

    assert [NOON] == [reading.arrived for reading in ledger.readings("1")]


def test_naive_moment_is_our_bug(ledger: Ledger) -> None:
    """A moment without zone is never stored."""
    with pytest.raises(ValueError, match="naive"):
        ledger.pass_started(NOON.replace(tzinfo=None))


def test_broken_text_is_stored(ledger: Ledger) -> None:
    """Lone surrogates and NUL, which broken mail leaves behind, stop nothing."""
    ledger.remember([Remembered(INBOX, NOON, a_reading("<\udcff@q.example>", subject="a\udcffb\x00c"))], "1")

    assert ["a?b\x00c"] == [reading.subject for reading in ledger.readings("1")]


def test_known_messages_are_those_of_this_reader(ledger: Ledger) -> None:
    """Changed rules read everything again."""
    ledger.remember([Remembered(INBOX, NOON, a_reading())], "1")

    assert {(7, "41")} == ledger.known("home", "INBOX", "1")
    assert set() == ledger.known("home", "INBOX", "2")
    assert set() == ledger.known("home", "Sent", "1")


def test_unreadable_message_is_known_and_told(ledger: Ledger) -> None:
    """What cannot be read is not tried again by the same reader, and named."""
    ledger.remember([Remembered(INBOX, NOON, None, "cut off")], "1")

    assert {(7, "41")} == ledger.known("home", "INBOX", "1")
    assert [(INBOX, "cut off")] == ledger.unreadable()
    assert [] == ledger.readings("1")


def test_same_letter_in_two_folders_counts_once(ledger: Ledger) -> None:
    """Inbox and archive, or listed again under a new UIDVALIDITY: one letter, at its first arrival."""
    refs = [INBOX, MailRef("home", "Archive", 1, "3"), replace(INBOX, uidvalidity=8)]
    ledger.remember(
        [Remembered(ref, NOON, a_reading(arrived=NOON + number * HOUR)) for number, ref in enumerate(reversed(refs))],
        "1",
    )

    assert [a_reading()] == ledger.readings("1")


def test_newer_reader_wins(ledger: Ledger) -> None:
    """Of two readings of a letter the current reader's counts, with the first arrival."""
    ledger.remember([Remembered(INBOX, NOON, a_reading(language="en"))], "1")
    ledger.remember(
        [Remembered(replace(INBOX, uidvalidity=8), NOON, a_reading(language="fr", arrived=NOON + HOUR))], "2"
    )

    assert [a_reading(language="fr")] == ledger.readings("2")


def test_mail_that_is_gone_is_not_forgotten(ledger: Ledger) -> None:
    """A letter the owner moved away before the rules changed is told as the earlier reader understood it."""
    ledger.remember([Remembered(INBOX, NOON, a_reading())], "1")

    assert [a_reading()] == ledger.readings("2")


def test_older_shape_is_passed_over(path: Path, ledger: Ledger) -> None:
    """An earlier version's reading that does not fit any more is left out; of this version it is damage."""
    ledger.remember([Remembered(INBOX, NOON, a_reading())], "1")
    ask(path, "UPDATE messages SET reading = '{}'")

    assert [] == ledger.readings("2")
    with pytest.raises(OwnersError, match="damaged"):
        ledger.readings("1")


def test_letters_come_in_order_of_arrival(ledger: Ledger) -> None:
    """The order of storing does not matter."""
    for number in (3, 1, 2):
        ref = replace(INBOX, uid=str(number))
        ledger.remember([Remembered(ref, NOON, a_reading(f"<{number}@q.example>", arrived=NOON + number * HOUR))], "1")

    assert ["<1@q.example>", "<2@q.example>", "<3@q.example>"] == [one.message_id for one in ledger.readings("1")]


def test_mark_is_kept_for_each_role(ledger: Ledger) -> None:
    """How far a folder was read is found again."""
    assert ledger.mark("home", Role.INBOX) == ""
    ledger.keep_mark("home", Role.INBOX, "7:41")
    ledger.keep_mark("home", Role.INBOX, "7:42")

    assert ledger.mark("home", Role.INBOX) == "7:42"
    assert ledger.mark("home", Role.SENT) == ""


def test_changed_event_is_a_new_version(ledger: Ledger) -> None:
    """The old version vanishes when the new one appears."""
    moved = an_event(sequence=1, start=NOON + HOUR, end=NOON + 2 * HOUR)
    ledger.remember_events("work", [an_event()], NOON - 5 * HOUR)
    ledger.remember_events("work", [moved], NOON - 4 * HOUR)

    assert [
        CalendarEntry(an_event(), NOON - 5 * HOUR, NOON - 4 * HOUR),
        CalendarEntry(moved, NOON - 4 * HOUR),
    ] == ledger.calendar_events()


def test_new_download_is_no_new_version(ledger: Ledger) -> None:
    """Servers that write the moment of the download into DTSTAMP change nothing."""
    ledger.remember_events("work", [an_event(stamp=NOON)], NOON)
    ledger.remember_events("work", [an_event(stamp=NOON + HOUR)], NOON + HOUR)

    assert [CalendarEntry(an_event(stamp=NOON), NOON)] == ledger.calendar_events()


def test_deleted_event_vanishes_and_returns(ledger: Ledger) -> None:
    """An event is gone while it is not in its calendar; other calendars have no part in it."""
    ledger.remember_events("work", [an_event()], NOON)
    ledger.remember_events("other", [], NOON + HOUR)
    assert [None] == [entry.vanished for entry in ledger.calendar_events()]
    ledger.remember_events("work", [], NOON + HOUR)
    ledger.remember_events("work", [], NOON + 2 * HOUR)
    assert [NOON + HOUR] == [entry.vanished for entry in ledger.calendar_events()]
    ledger.remember_events("work", [an_event()], NOON + 3 * HOUR)

    assert [CalendarEntry(an_event(), NOON)] == ledger.calendar_events()


def test_event_out_of_sight_is_not_gone(ledger: Ledger) -> None:
    """What ended before the window that was asked for has not vanished."""
    ledger.remember_events("work", [an_event()], NOON)
    ledger.remember_events("work", [], NOON + 30 * HOUR, since=NOON + 20 * HOUR)

    assert [None] == [entry.vanished for entry in ledger.calendar_events()]


def test_event_at_the_end_of_time_is_stored(ledger: Ledger) -> None:
    """A date that cannot be turned into UTC stops nothing."""
    ledger.remember_events("work", [an_event(end=datetime.max.replace(tzinfo=timezone(-HOUR)))], NOON)

    assert 1 == len(ledger.calendar_events())


def test_intended_draft_comes_back(ledger: Ledger) -> None:
    """The intent is all there before anything is written to the mailbox."""
    ledger.intend([a_record()])

    assert [a_record()] == ledger.draft_records()
    assert {} == ledger.draft_refs()


def test_intending_again_takes_the_newer_words(ledger: Ledger) -> None:
    """What was not made yet may be written differently; the first intent's moment stays."""
    ledger.intend([a_record()])
    ledger.intend([a_record(body="Hello Ada", intended_at=NOON + HOUR, attempted_at=NOON + HOUR)])

    assert [a_record(body="Hello Ada", attempted_at=NOON + HOUR)] == ledger.draft_records()


def test_placed_draft_is_never_intended_again(ledger: Ledger) -> None:
    """What was made keeps its words and its state."""
    ref = MailRef("home", "Drafts", 3, "9")
    ledger.intend([a_record()])
    ledger.placed("thank_you/1/ada", ref, NOON)
    ledger.intend([a_record(body="other")])
    (record,) = ledger.draft_records()

    assert (DraftState.PLACED, "Dear Ada", NOON, True) == (record.state, record.body, record.placed_at, record.standing)
    assert {"thank_you/1/ada": ref} == ledger.draft_refs()


def test_turn_of_a_draft_is_stored(ledger: Ledger) -> None:
    """Sent: the moment of sending and the letter's id are kept, the draft stands no more."""
    ledger.intend([a_record()])
    ledger.placed("thank_you/1/ada", MailRef("home", "Drafts", 3, "9"), NOON)
    letter = Sighting("h", Place.SENT, "<sent@home.example>", (), "", (), "new words", "d2", NOON + HOUR)
    sent = Turn("thank_you/1/ada", DraftState.SENT, letter=letter, ended_at=letter.at, because="you sent it")
    ledger.turn([sent], {}, NOON + 2 * HOUR)
    (record,) = ledger.draft_records()

    assert (DraftState.SENT, NOON + HOUR, "you sent it") == (record.state, record.ended_at, record.because)
    assert ("<sent@home.example>", "new words", False) == (record.last_id, record.last_body, record.standing)


def test_passes_are_told(ledger: Ledger) -> None:
    """The latest pass is found again, also one that was cut off."""
    assert ledger.last_pass() is None
    ledger.pass_ended(ledger.pass_started(NOON), NOON + HOUR, "2 drafts")
    assert Pass(NOON, NOON + HOUR, "2 drafts") == ledger.last_pass()
    ledger.pass_started(NOON + 2 * HOUR)

    assert Pass(NOON + 2 * HOUR, None, "") == ledger.last_pass()


def test_old_passes_are_let_go(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger of a daemon that runs for years does not grow with its passes."""
    monkeypatch.setattr("afterword.ledger.passes._KEPT", 5)
    for _ in range(9):
        ledger.pass_started(NOON)

    assert [(5,)] == [tuple(row) for row in ledger._rows("SELECT count(*) FROM passes")]
