"""Whether a troubled year came to the same drafts as an undisturbed one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword.ledger.ledger import Ledger
from afterword.mailboxes.contract import Role
from afterword_rules.drafts.record import DraftRecord
from year.boxes import message_id
from year.player import POLL, Player
from year.troubles import Trouble

# The longest pause after failures, a look that finds the account well again, and one that decides.
_AFTER_TROUBLE = timedelta(minutes=20) + 2 * POLL


@dataclass(frozen=True, slots=True)
class Verdict:
    """`wrong` are disagreements. `excused` counts drafts whose whole life in the undisturbed run fell within a trouble."""

    drafts: int
    kinds: Counter[str]
    excused: int
    wrong: tuple[str, ...]


def compare(calm: Player, troubled: Player, troubles: Sequence[Trouble]) -> Verdict:
    """Drafts by name: recipient, kind, moment, end; edited ones byte by byte; every message read."""
    spans = _spans(troubles)
    expected, found = _records(calm), _records(troubled)
    wrong = [*calm.wrong, *troubled.wrong]
    excused = 0
    for name, stood in calm.drafts.items():
        record = expected.get(name)
        what = _told(record, stood.at)
        if name not in troubled.drafts:
            if any(start <= stood.at and stood.gone is not None and stood.gone <= end for start, end in spans):
                excused += 1
            else:
                wrong.append(f"missing: {what}")
            continue
        other = troubled.drafts[name]
        by = max([end for start, end in spans if start <= stood.at + POLL and stood.at <= end], default=stood.at) + POLL
        if not stood.at - POLL <= other.at <= max(by, stood.at + POLL):
            wrong.append(f"at {other.at:%d %b %H:%M}: {what}")
        wrong += _differences(record, found.get(name), what)
    wrong += [
        f"extra: {_told(found.get(name), troubled.drafts[name].at)}" for name in troubled.drafts.keys() - calm.drafts
    ]
    wrong += _folders(calm, troubled)
    wrong += _edited(troubled)
    wrong += [f"{p.delivered} messages came, {n} were read" for p in (calm, troubled) if (n := _read(p)) < p.delivered]
    kinds = Counter(record.kind for name, record in expected.items() if name in calm.drafts)
    return Verdict(len(calm.drafts), kinds, excused, tuple(wrong))


def _spans(troubles: Sequence[Trouble]) -> list[tuple[datetime, datetime]]:
    """In which the program may be behind; those that overlap are one."""
    spans: list[tuple[datetime, datetime]] = []
    for one in sorted(troubles, key=lambda one: one.start):
        start, end = one.start - POLL, one.end + _AFTER_TROUBLE
        if spans and start <= spans[-1][1]:
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return spans


def _records(player: Player) -> dict[str, DraftRecord]:
    with Ledger(player.state / "ledger.sqlite3") as ledger:
        return {record.message_id: record for record in ledger.draft_records()}


def _read(player: Player) -> int:
    with Ledger(player.state / "ledger.sqlite3") as ledger:
        own = len(player.box.stored(Role.SENT))
        # Whatever reader version: each letter is told once.
        return len(ledger.readings("")) + len(ledger.unreadable()) - own


def _told(record: DraftRecord | None, at: datetime) -> str:
    if record is None:
        return f"a draft of {at:%d %b %H:%M} that the ledger does not know"
    return f"{record.kind} of {at:%d %b %H:%M} to {record.to_email or 'nobody'} ({record.company}), {record.state}"


def _differences(one: DraftRecord | None, other: DraftRecord | None, what: str) -> list[str]:
    if one is None or other is None:
        return [f"not in both ledgers: {what}"] if one is not other else []
    pairs = (
        ("key", one.key, other.key),
        ("recipient", one.to_email, other.to_email),
        ("state", one.state, other.state),
        ("standing", one.standing, other.standing),
    )
    return [f"{what}: {name} {found!r}" for name, wanted, found in pairs if wanted != found]


def _folders(calm: Player, troubled: Player) -> list[str]:
    wrong: list[str] = []
    for role in (Role.DRAFTS, Role.SENT, Role.TRASH):
        one, other = (Counter(message_id(raw) for raw in p.box.stored(role).values()) for p in (calm, troubled))
        wrong += [f"{role}: {name} is missing" for name in one - other]
        wrong += [f"{role}: {name} is too much" for name in other - one]
    return wrong


def _edited(player: Player) -> list[str]:
    standing = {_plain(raw) for raw in player.box.stored(Role.DRAFTS).values()}
    return [
        f"an edited draft is not as it was: {name}"
        for name, raw in player.owner.edited.items()
        if _plain(raw) not in standing
    ]


def _plain(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")
