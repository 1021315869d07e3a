"""Which message is which draft: by Message-ID, else by recipient, thread or subject, and likeness; one to one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from afterword_rules.drafts.likeness import likeness
from afterword_rules.drafts.record import DraftRecord, Sighting
from afterword_rules.follow_up import DraftState

# Half of the words in the same order: the owner rewrote much of our letter, and it is still our letter.
_SAME_LETTER = 0.5
# Where the owner changed the recipient or the subject, only nearly the same words still tell.
_SURELY_SAME_LETTER = 0.8
# The Date header counts whole seconds, and the mail client's clock is not ours.
CLOCK_SLACK = timedelta(minutes=2)

_REPLY_MARK = re.compile(
    r"^\s*(?:re|aw|antw|antwort|sv|vs|rif|rép|rép\.|réf|rv|fwd?|wg|tr|odp)\s*(?:\[\d+\]|\(\d+\))?\s*:\s*", re.IGNORECASE
)


def matched(records: Sequence[DraftRecord], sightings: Iterable[Sighting]) -> dict[str, Sighting]:
    """The sighting of each record's draft, by the record's key; the sightings should be of one folder.

    Nobody gets two, and no sighting is given twice: certain matches first, then the likest. Records that are final only
    keep their own message from being taken for another draft.
    """
    seen = list(sightings)
    claims = [
        (strength, record.key, sighting)
        for record in records
        for sighting in seen
        if (strength := _strength(record, sighting)) is not None
    ]
    # Of two copies the newer is the draft; key and handle only make the order the same on every run.
    claims.sort(
        key=lambda claim: (claim[0], claim[2].at.timestamp() if claim[2].at else 0.0, claim[1], claim[2].handle),
        reverse=True,
    )
    found: dict[str, Sighting] = {}
    taken: set[str] = set()
    for _, key, sighting in claims:
        if key not in found and sighting.handle not in taken:
            found[key] = sighting
            taken.add(sighting.handle)
    return found


def same_thread(record: DraftRecord, sighting: Sighting) -> bool:
    """Whether both answer in one conversation: a common ancestor, or the same subject without its reply marks."""
    if set(record.references) & set(sighting.references):
        return True
    subject = bare_subject(record.subject)
    return bool(subject) and subject == bare_subject(sighting.subject)


def not_before(sighting: Sighting, moment: datetime) -> bool:
    """Whether the message may have been written at `moment` or later; a message without a date may."""
    return sighting.at is None or sighting.at >= moment - CLOCK_SLACK


def bare_subject(subject: str) -> str:
    """The subject without "Re:", "AW:" and their like, for comparison only."""
    bare = subject
    while match := _REPLY_MARK.match(bare):
        bare = bare[match.end() :]
    return " ".join(bare.casefold().split())


@dataclass(frozen=True, slots=True, order=True)
class _Strength:
    """How sure a match is; compared field by field."""

    by_id: bool
    by_recipient: bool
    likeness: float


def _strength(record: DraftRecord, sighting: Sighting) -> _Strength | None:
    """How surely `sighting` is the draft of `record`; None when it is not."""
    to_them = bool(record.to_email) and record.to_email in sighting.to
    if sighting.message_id and sighting.message_id in {record.message_id, record.last_id}:
        return _Strength(by_id=True, by_recipient=to_them, likeness=1.0)
    if record.final or not not_before(sighting, record.due):
        return None
    in_thread = same_thread(record, sighting)
    if not to_them and not in_thread:
        return None
    like = max(likeness(record.body, sighting.body), likeness(record.last_body, sighting.body))
    # The owner fills an empty To, or has emptied it for the time being.
    nobody_else = not record.to_email or not sighting.to
    certain = in_thread and (to_them or nobody_else) and like >= _SAME_LETTER
    # Not for a draft that was never seen: that it is ours under another name would be a guess.
    changed = record.state is not DraftState.INTENDED and like >= _SURELY_SAME_LETTER
    return _Strength(by_id=False, by_recipient=to_them, likeness=like) if certain or changed else None
