"""What became of every draft the program ever meant to make."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from afterword.ledger.store import Store
from afterword.ledger.values import moment, plain, stamp
from afterword.mailboxes.contract import MailRef
from afterword_rules.drafts.record import DraftRecord, Turn
from afterword_rules.follow_up import DraftState

_INTEND = """
INSERT INTO drafts (key, message_id, kind, company, application, to_email, to_name, subject, body, body_digest, due,
                    intended_at, in_reply_to, reference_ids, attempted_at, home, state, last_id, last_body, missing_passes, because)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intended', '', '', 0, '')
ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, to_email = excluded.to_email, to_name = excluded.to_name, subject = excluded.subject,
    body = excluded.body, body_digest = excluded.body_digest, in_reply_to = excluded.in_reply_to,
    reference_ids = excluded.reference_ids, attempted_at = coalesce(excluded.attempted_at, attempted_at),
    home = coalesce(nullif(excluded.home, ''), home), missing_since = NULL, missing_passes = 0
WHERE state = 'intended'
"""
_TURN = """
UPDATE drafts SET state = :state, account = :account, folder = :folder, uidvalidity = :uidvalidity, uid = :uid,
    home = coalesce(:home, home), placed_at = coalesce(placed_at, :placed_at), last_id = coalesce(:last_id, last_id),
    last_body = coalesce(:last_body, last_body), missing_since = :missing_since, missing_passes = :missing_passes,
    ended_at = :ended_at, because = :because
WHERE key = :key
"""


class Drafts(Store):
    """The part of the ledger that knows drafts."""

    def draft_records(self) -> list[DraftRecord]:
        """Every draft ever intended, in that order; the ended ones keep their letters from being taken for others."""
        return [_record(row) for row in self._rows("SELECT * FROM drafts ORDER BY intended_at, key")]

    def draft_refs(self) -> dict[str, MailRef]:
        """Where the standing drafts were last seen, by key."""
        rows = self._rows("SELECT key, account, folder, uidvalidity, uid FROM drafts WHERE uid IS NOT NULL")
        return {row["key"]: MailRef(row["account"], row["folder"], row["uidvalidity"], row["uid"]) for row in rows}

    def intend(self, records: Iterable[DraftRecord]) -> None:
        """Note what is about to be written. One that is intended already gets the newer words, one that was made stays.

        With `attempted_at`, the draft may be in the mailbox from that moment on.
        """
        rows = [_row(record) for record in records]
        with self._writing() as database:
            database.executemany(_INTEND, rows)

    def placed(self, key: str, ref: MailRef, now: datetime) -> None:
        """Note that the draft stands in Drafts as `ref`."""
        with self._writing() as database:
            database.execute(
                """
                UPDATE drafts SET state = ?1, account = ?2, home = ?2, folder = ?3, uidvalidity = ?4, uid = ?5, placed_at = ?6,
                    last_id = message_id, last_body = body, missing_since = NULL, missing_passes = 0 WHERE key = ?7
                """,
                (DraftState.PLACED.value, ref.account, plain(ref.folder), ref.uidvalidity, ref.uid, stamp(now), key),
            )

    def turn(self, turns: Iterable[Turn], refs: Mapping[str, MailRef], now: datetime) -> None:
        """Note what the drafts have become; `refs` are those of the sightings, by handle."""
        rows = [_turn_row(turn, refs, now) for turn in turns]
        if not rows:
            return
        with self._writing() as database:
            database.executemany(_TURN, rows)

    def withdrawn(self, key: str, state: DraftState, because: str, now: datetime) -> None:
        """Note that the draft was taken out of Drafts."""
        with self._writing() as database:
            database.execute(
                """
                UPDATE drafts SET state = ?, because = ?, ended_at = coalesce(ended_at, ?), account = NULL, folder = NULL,
                    uidvalidity = NULL, uid = NULL WHERE key = ?
                """,
                (state.value, plain(because), stamp(now), key),
            )


def _row(record: DraftRecord) -> tuple[object, ...]:
    texts = (
        record.key,
        record.message_id,
        record.kind,
        record.company,
        record.application,
        record.to_email,
        record.to_name,
        record.subject,
        record.body,
        record.body_digest,
    )
    return (
        *map(plain, texts),
        stamp(record.due),
        stamp(record.intended_at),
        plain(record.in_reply_to) if record.in_reply_to else None,
        json.dumps(record.references),
        stamp(record.attempted_at) if record.attempted_at else None,
        record.home,
    )


def _turn_row(turn: Turn, refs: Mapping[str, MailRef], now: datetime) -> dict[str, object]:
    # What was sent keeps its Message-ID here, so that it is never taken for another draft's letter.
    ours = turn.letter if turn.state is DraftState.SENT else turn.standing
    ref = refs[turn.standing.handle] if turn.standing else None
    where = ref or (refs.get(turn.letter.handle) if turn.letter else None)
    certain = turn.state is not DraftState.INTENDED
    return {
        "key": turn.key,
        "state": turn.state.value,
        "account": ref.account if ref else None,
        "folder": plain(ref.folder) if ref else None,
        "uidvalidity": ref.uidvalidity if ref else None,
        "uid": ref.uid if ref else None,
        "home": where.account if where else None,
        "placed_at": stamp((ours and ours.at) or now) if certain else None,
        "last_id": plain(ours.message_id) if ours else None,
        "last_body": plain(ours.body) if ours else None,
        "missing_since": stamp(turn.missing_since) if turn.missing_since else None,
        "missing_passes": turn.missing_passes,
        "ended_at": stamp(turn.ended_at) if turn.ended_at else None,
        "because": plain(turn.because),
    }


def _record(row: sqlite3.Row) -> DraftRecord:
    return DraftRecord(
        key=row["key"],
        message_id=row["message_id"],
        kind=row["kind"],
        company=row["company"],
        application=row["application"],
        to_email=row["to_email"],
        to_name=row["to_name"],
        subject=row["subject"],
        body=row["body"],
        body_digest=row["body_digest"],
        due=moment(row["due"]),
        intended_at=moment(row["intended_at"]),
        in_reply_to=row["in_reply_to"],
        references=tuple(json.loads(row["reference_ids"])),
        state=DraftState(row["state"]),
        home=row["home"],
        standing=row["uid"] is not None,
        attempted_at=_moment(row["attempted_at"]),
        placed_at=_moment(row["placed_at"]),
        last_id=row["last_id"],
        last_body=row["last_body"],
        missing_since=_moment(row["missing_since"]),
        missing_passes=row["missing_passes"],
        ended_at=_moment(row["ended_at"]),
        because=row["because"],
    )


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None
