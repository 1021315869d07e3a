"""The shape of the ledger, as an ordered list of migrations. A migration that was released is never changed again.

All moments are text in UTC, "2026-03-10T16:15:00.000000Z", so that they sort as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable


def m001_initial(database: sqlite3.Connection) -> None:
    """Messages, events, drafts, passes, and how far each folder was read."""
    for statement in (
        # A message is the same for ever under (account, folder, uidvalidity, uid); the same letter in two folders, or
        # listed again under a new uidvalidity, has one message_id. reading is NULL where problem says why.
        """
        CREATE TABLE messages (
            account TEXT NOT NULL,
            folder TEXT NOT NULL,
            uidvalidity INTEGER NOT NULL,
            uid TEXT NOT NULL,
            message_id TEXT NOT NULL,
            arrived TEXT NOT NULL,
            direction TEXT NOT NULL,
            reading TEXT,
            reader_version TEXT NOT NULL,
            problem TEXT NOT NULL,
            PRIMARY KEY (account, folder, uidvalidity, uid)
        ) STRICT
        """,
        "CREATE INDEX messages_by_message_id ON messages (message_id)",
        "CREATE TABLE marks (account TEXT, role TEXT, mark TEXT NOT NULL, PRIMARY KEY (account, role)) STRICT",
        # One row for each version of an event: version is a digest of what the owner would see.
        """
        CREATE TABLE events (
            calendar TEXT NOT NULL,
            uid TEXT NOT NULL,
            recurrence TEXT NOT NULL,
            version TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            ends TEXT NOT NULL,
            payload TEXT NOT NULL,
            first_seen TEXT NOT NULL,
            last_seen TEXT NOT NULL,
            vanished_at TEXT,
            PRIMARY KEY (calendar, uid, recurrence, version)
        ) STRICT
        """,
        # account to uid say where the draft stands now; NULL = it does not stand in Drafts.
        """
        CREATE TABLE drafts (
            key TEXT PRIMARY KEY,
            message_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            company TEXT NOT NULL,
            application TEXT NOT NULL,
            to_email TEXT NOT NULL,
            to_name TEXT NOT NULL,
            subject TEXT NOT NULL,
            body TEXT NOT NULL,
            body_digest TEXT NOT NULL,
            due TEXT NOT NULL,
            intended_at TEXT NOT NULL,
            in_reply_to TEXT,
            reference_ids TEXT NOT NULL,
            state TEXT NOT NULL,
            account TEXT,
            folder TEXT,
            uidvalidity INTEGER,
            uid TEXT,
            attempted_at TEXT,
            placed_at TEXT,
            last_id TEXT NOT NULL,
            last_body TEXT NOT NULL,
            missing_since TEXT,
            missing_passes INTEGER NOT NULL,
            ended_at TEXT,
            because TEXT NOT NULL
        ) STRICT
        """,
        "CREATE TABLE passes (number INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, result TEXT NOT NULL) STRICT",
    ):
        database.execute(statement)


def m002_slow_rules(database: sqlite3.Connection) -> None:
    """How often the regular expression of a rule took too long; reader_version tells which rules those were."""
    database.execute(
        """
        CREATE TABLE slow_rules (
            reader_version TEXT NOT NULL,
            rule TEXT NOT NULL,
            times INTEGER NOT NULL,
            PRIMARY KEY (reader_version, rule)
        ) STRICT
        """
    )


def m003_calendars(database: sqlite3.Connection) -> None:
    """When each calendar was last read whole (NULL = never), and what kept the latest read from being that."""
    database.execute(
        "CREATE TABLE calendars (calendar TEXT PRIMARY KEY, read_whole TEXT, problem TEXT NOT NULL) STRICT"
    )


def m004_accounts(database: sqlite3.Connection) -> None:
    """How fresh each account is, which account a draft was given to, and what is wrong with the owner's files."""
    for statement in (
        # Like calendars: read_whole NULL = never, problem is what kept the latest look from being whole.
        "CREATE TABLE accounts (account TEXT PRIMARY KEY, read_whole TEXT, problem TEXT NOT NULL) STRICT",
        # account to uid are empty when a draft is gone; home stays: only there it can come to light again.
        "ALTER TABLE drafts ADD COLUMN home TEXT NOT NULL DEFAULT ''",
        "UPDATE drafts SET home = coalesce(account, '')",
        "CREATE TABLE troubles (source TEXT NOT NULL, line TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (source, line)) STRICT",
    ):
        database.execute(statement)


def m005_back_off(database: sqlite3.Connection) -> None:
    """Which accounts failed when they were last tried, how often in a row, and until when they are left in peace."""
    database.execute(
        """
        CREATE TABLE pauses (
            account TEXT PRIMARY KEY,
            failures INTEGER NOT NULL,
            until TEXT NOT NULL,
            for_owner INTEGER NOT NULL
        ) STRICT
        """
    )


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_initial,
    m002_slow_rules,
    m003_calendars,
    m004_accounts,
    m005_back_off,
)
"""`PRAGMA user_version` counts how many of these a file has had."""
