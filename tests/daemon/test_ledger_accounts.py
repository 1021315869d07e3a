"""What the ledger keeps of several accounts, and of what the owner has to mend."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afterword.ledger.freshness import Freshness
from afterword.ledger.ledger import Ledger
from afterword.ledger.messages import Remembered
from afterword.ledger.schema import MIGRATIONS
from afterword.ledger.troubles import Trouble
from afterword.mailboxes.contract import MailRef
from daemon.test_ledger import a_reading, a_record

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture(name="ledger")
def _ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as ledger:
        yield ledger


def test_freshness_of_an_account(ledger: Ledger) -> None:
    """The last whole look, to the hour, and what is wrong since; a whole one puts it right."""
    ledger.account_was_read("home", NOON)
    ledger.account_was_read("home", NOON + HOUR / 2)
    ledger.account_was_read("work", NOON, "no network")
    first = ledger.account_freshness()
    ledger.account_was_read("home", NOON + 2 * HOUR, "the login was refused")
    ledger.account_was_read("work", NOON + 3 * HOUR)

    assert {"home": Freshness("home", NOON, ""), "work": Freshness("work", None, "no network")} == first
    assert {
        "home": Freshness("home", NOON, "the login was refused"),
        "work": Freshness("work", NOON + 3 * HOUR, ""),
    } == ledger.account_freshness()


def test_troubles_begin_and_end(ledger: Ledger) -> None:
    """Each source has its own; what holds on keeps its beginning."""
    ledger.keep_troubles("loop", ["no network"], NOON)
    ledger.keep_troubles("configuration", ["rules.yaml:1:1: x", "rules.yaml:2:1: y"], NOON)
    ledger.keep_troubles("configuration", ["rules.yaml:2:1: y", "rules.yaml:3:1: z"], NOON + HOUR)

    assert [
        Trouble("configuration", "rules.yaml:2:1: y", NOON),
        Trouble("configuration", "rules.yaml:3:1: z", NOON + HOUR),
        Trouble("loop", "no network", NOON),
    ] == ledger.troubles()
    ledger.keep_troubles("configuration", [], NOON)
    assert ["loop"] == [trouble.source for trouble in ledger.troubles()]


def test_accounts_a_letter_lies_in(ledger: Ledger) -> None:
    """Every one in which it ever lay; a thousand are asked for at once."""
    for account, uid in (("home", "1"), ("work", "7"), ("work", "8")):
        message_id = "<other@quarry.example>" if uid == "8" else "<m1@quarry.example>"
        stored = Remembered(MailRef(account, "INBOX", 1, uid), NOON, a_reading(message_id))
        ledger.remember([stored], "1")
    many = [f"<{number}@quarry.example>" for number in range(1000)]

    assert {
        "<m1@quarry.example>": frozenset({"home", "work"}),
        "<other@quarry.example>": frozenset({"work"}),
    } == ledger.accounts_of(["<m1@quarry.example>", "<other@quarry.example>", *many])


def test_home_of_a_draft_outlives_the_draft(ledger: Ledger) -> None:
    """Where it was given to, then where it stood, also when it stands there no more."""
    ledger.intend([a_record(attempted_at=NOON, home="work")])
    given = ledger.draft_records()[0].home
    ledger.intend([a_record(home="")])
    ledger.placed("thank_you/1/ada", MailRef("home", "Drafts", 1, "3"), NOON)
    ledger.withdrawn("thank_you/1/ada", ledger.draft_records()[0].state, "because", NOON)

    assert ("work", "home", {}) == (given, ledger.draft_records()[0].home, ledger.draft_refs())


def test_earlier_ledger_learns_where_its_drafts_stand(path: Path) -> None:
    """An upgrade: a draft that stood in an account was given to it."""
    database = sqlite3.connect(path)
    for migration in MIGRATIONS[:3]:
        migration(database)
    database.execute(
        "INSERT INTO drafts VALUES ('k', '<m@h.example>', 'outreach', 'Q', 'a', '', '', 's', 'b', 'd', ?1, ?1, NULL, '[]',"
        " 'placed', 'home', 'Drafts', 1, '3', ?1, ?1, '', '', NULL, 0, NULL, '')",
        ("2026-03-10T12:00:00.000000Z",),
    )
    database.execute("PRAGMA user_version = 3")
    database.execute(f"PRAGMA application_id = {0x61667477}")
    database.commit()
    database.close()
    with Ledger(path) as ledger:
        assert ["home"] == [record.home for record in ledger.draft_records()]
        assert {} == ledger.account_freshness()


def test_ledger_knows_when_its_file_was_taken_away(path: Path, ledger: Ledger) -> None:
    """Deleted, or another one put in its place."""
    there = ledger.in_place
    path.unlink()
    gone = ledger.in_place
    Ledger(path).close()

    assert (True, False, False) == (there, gone, ledger.in_place)
