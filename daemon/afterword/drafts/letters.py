"""Drafts as they will lie in Drafts: which account they go to, as whom they are written, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from afterword.drafts.mail import compose
from afterword.drafts.remembering import record_of
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import PlaceDraft
from afterword_rules.owner import Owner


@dataclass(frozen=True, slots=True)
class Route:
    """Where a draft goes. `sender` is the owner's address it is written from, empty = the owner's first.

    `carriers` are the configured accounts that ever held mail of its application: an answer may lie in any of them.
    """

    account: str
    sender: str = ""
    carriers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DraftLetter:
    """A draft as it will lie in the Drafts of `route.account`."""

    action: PlaceDraft
    record: DraftRecord
    raw: bytes
    route: Route

    @property
    def needs(self) -> frozenset[str]:
        """The accounts that must have been looked into before it may be made."""
        attempted = {self.record.home} if self.record.home else set[str]()
        return self.route.carriers | {self.route.account} | attempted


def letters_of(
    actions: Iterable[PlaceDraft],
    records: Sequence[DraftRecord],
    routes: Mapping[str, Route],
    usual: Route,
    owner: Owner,
    now: datetime,
) -> tuple[list[DraftLetter], tuple[str, ...]]:
    """The letters, each key once, and lines about those that cannot be written. `routes` are by key, else `usual`."""
    intended = {record.key: record for record in records}
    letters: dict[str, DraftLetter] = {}
    problems: list[str] = []
    for action in actions:
        key = action.draft.key
        route = routes.get(key, usual)
        try:
            raw = compose(action.draft, owner, now, route.sender or None)
        except ValueError as error:
            problems.append(f"{key}: {error}")
            continue
        record = record_of(action, raw, now)
        if (before := intended.get(key)) is not None:
            record = replace(
                record,
                intended_at=before.intended_at,
                attempted_at=before.attempted_at,
                missing_since=before.missing_since,
                missing_passes=before.missing_passes,
                home=before.home,
            )
        letters.setdefault(key, DraftLetter(action, record, raw, route))
    return list(letters.values()), tuple(problems)
