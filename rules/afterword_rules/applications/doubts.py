"""What the owner may decide: mail that fits several applications, and mail that may mean something but does not prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword_rules.applications.context import in_context
from afterword_rules.applications.job_search import JobSearch
from afterword_rules.applications.trust import STRANGER
from afterword_rules.owners_word import OwnersWord
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind
from afterword_rules.signals.unbelieved import is_distrusted

# Whoever asks for doubts has this week's mail in mind, not last year's.
_RECENT = timedelta(days=60)
_SAYS_LITTLE = {SignalKind.NONE, SignalKind.HUMAN_REPLY}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message about which the owner may know more. `may_be` are companies it fits, `perhaps` what it may say.

    `roles` as in `Question`.
    """

    reading: Reading
    may_be: tuple[str, ...] = ()
    perhaps: SignalKind | None = None
    roles: tuple[str, ...] = ()


def doubts(search: JobSearch, readings: Iterable[Reading], word: OwnersWord, now: datetime) -> tuple[Doubt, ...]:
    """All doubts, the newest message first; what the owner has already decided is left out."""
    told = {one.message_id for one in word.until(now).messages}
    asked = [Doubt(q.reading, q.may_be, roles=q.roles) for q in search.questions]
    ids = told | {one.reading.message_id for one in asked}
    found = {one.reading.message_id: one for one in (*asked, *_weak(readings, ids, search, now))}
    return tuple(sorted(found.values(), key=lambda one: one.reading.arrived, reverse=True))


def _weak(readings: Iterable[Reading], without: set[str], search: JobSearch, now: datetime) -> Iterator[Doubt]:
    attached = {letter.message_id: a.company for a in search.applications for letter in a.letters}
    strange = {one.message_id for a in search.applications for one in a.letters if one.disbelieved == STRANGER}
    for told in readings:
        if told.direction is Direction.OUTGOING or told.message_id in without or now - told.arrived > _RECENT:
            continue
        company = attached.get(told.message_id)
        if told.message_id in strange and company:
            claimed = told.signal.kind if told.signal.kind.moves else told.signal.runner_up
            if claimed and claimed.moves:
                yield Doubt(told, (company,), claimed)
            continue
        reading = in_context(told) if company else told
        signal = reading.signal
        if signal.kind not in _SAYS_LITTLE or is_distrusted(signal):
            continue
        if signal.runner_up and signal.runner_up.moves:
            yield Doubt(reading, (company,) if company else (), signal.runner_up)
