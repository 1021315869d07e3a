"""What has become of each draft: the table from (what is remembered, what is seen, now) to its new state.

A draft is looked for in Sent first, then in Drafts, then in Trash; the first row that fits holds:

    its letter is in Sent, and no draft stands              SENT
    its letter is in Sent, and a draft still stands         ANSWERED  (until the draft is gone)
    another letter of the owner went to that person         ANSWERED  (a draft still standing stays where it is)
    it stands in Drafts, as it was written                  PLACED    (also after a client re-saved it unchanged)
    it stands in Drafts, changed in any way, now or before  EDITED
    nowhere or in Trash, and was being taken out            WITHDRAWN
    it lies in Trash                                        DISMISSED
    nowhere, and never known to have been placed            INTENDED
    nowhere                                                 COMPOSING, since it may just be open in a composer
    nowhere for 24 hours and three looks                    DISMISSED

SENT and WITHDRAWN are final. ANSWERED yields to the letter being sent after all, DISMISSED to that or to the draft
being back, from a composer that was long open or from Trash. No state leads back to a draft being made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from afterword_rules.drafts.matching import matched, not_before, same_thread
from afterword_rules.drafts.record import DraftRecord, Place, Sighting, Turn
from afterword_rules.follow_up import DraftState

_GRACE = timedelta(hours=24)
_GRACE_LOOKS = 3
_WATCH_AFTER_END = timedelta(days=14)
_WATCH_AT_MOST = timedelta(days=90)

SENT_BY_OWNER = "you sent it"
ANSWERED_BY_OWNER = "you wrote to them yourself"
IN_TRASH = "you moved it to Trash"
GONE = "it has been gone from Drafts for a day"


def next_turns(records: Sequence[DraftRecord], sightings: Sequence[Sighting], now: datetime) -> tuple[Turn, ...]:
    """One turn for each record that is not final, in the order given.

    `records` must hold every draft ever remembered, the ended ones too: they keep their messages from being taken for
    another draft. `sightings` are those of one fresh look at all three folders.
    """
    placed = {place: [sighting for sighting in sightings if sighting.place is place] for place in Place}
    sent = matched(records, placed[Place.SENT])
    standing = matched(records, placed[Place.DRAFTS])
    binned = matched(records, placed[Place.TRASH])
    answers = {record.key: _answer(record, records, sent, placed[Place.SENT]) for record in records}
    return tuple(
        _turn(
            record,
            sent=sent.get(record.key),
            answer=answers[record.key],
            standing=standing.get(record.key),
            binned=binned.get(record.key),
            now=now,
        )
        for record in records
        if not record.final
    )


def watched(record: DraftRecord, now: datetime) -> bool:
    """Whether looking at the folders can still change this draft; after 14 days an end is believed."""
    if record.final or now - record.due > _WATCH_AT_MOST:
        return False
    return record.ended_at is None or now - record.ended_at <= _WATCH_AFTER_END


def unedited(record: DraftRecord, sighting: Sighting) -> bool:
    """Whether `sighting` is the letter exactly as it was written: body, recipients and subject."""
    return (
        sighting.digest == record.body_digest
        and set(sighting.to) == ({record.to_email} if record.to_email else set())
        and sighting.subject.split() == record.subject.split()
    )


def _turn(
    record: DraftRecord,
    *,
    sent: Sighting | None,
    answer: Sighting | None,
    standing: Sighting | None,
    binned: Sighting | None,
    now: datetime,
) -> Turn:
    if sent is not None and standing is not None:
        # Sent from elsewhere, or a client that has not cleaned up yet: the draft that still stands serves nothing.
        return Turn(record.key, DraftState.ANSWERED, standing, sent, ended_at=sent.at or now, because=ANSWERED_BY_OWNER)
    if sent is not None:
        return Turn(record.key, DraftState.SENT, standing, sent, ended_at=sent.at or now, because=SENT_BY_OWNER)
    if answer is not None:
        return Turn(
            record.key, DraftState.ANSWERED, standing, answer, ended_at=answer.at or now, because=ANSWERED_BY_OWNER
        )
    if record.state is DraftState.ANSWERED:
        return Turn(record.key, record.state, standing, ended_at=record.ended_at, because=record.because)
    if standing is not None:
        untouched = record.state is not DraftState.EDITED and unedited(record, standing)
        return Turn(record.key, DraftState.PLACED if untouched else DraftState.EDITED, standing)
    if record.state is DraftState.PLACED and record.because:
        return Turn(record.key, DraftState.WITHDRAWN, ended_at=now, because=record.because)
    if binned is not None:
        return Turn(record.key, DraftState.DISMISSED, ended_at=record.ended_at or now, because=IN_TRASH)
    if record.state is DraftState.DISMISSED:
        return Turn(record.key, record.state, ended_at=record.ended_at, because=record.because)
    return _missing(record, now)


def _missing(record: DraftRecord, now: datetime) -> Turn:
    """The draft is nowhere: count the looks, and believe in its end only after the grace."""
    # A clock that was set back must not make the grace longer than it is.
    since = min(record.missing_since or now, now)
    looks = record.missing_passes + 1
    if record.state is DraftState.INTENDED:
        return Turn(record.key, record.state, missing_since=since, missing_passes=looks)
    if now - since >= _GRACE and looks >= _GRACE_LOOKS:
        return Turn(record.key, DraftState.DISMISSED, ended_at=now, because=GONE)
    return Turn(record.key, DraftState.COMPOSING, missing_since=since, missing_passes=looks)


def _answer(
    record: DraftRecord, records: Sequence[DraftRecord], sent: dict[str, Sighting], letters: Sequence[Sighting]
) -> Sighting | None:
    """The owner's own letter to that person in that conversation, written after the draft was placed."""
    if record.final or record.state is DraftState.DISMISSED or not record.to_email or record.placed_at is None:
        return None
    # A letter that is another of our drafts to the same person answers nothing; with somebody else's draft that this
    # person gets a copy of, the owner has written to them.
    ours = {sent[other.key].handle for other in records if other.key in sent and other.to_email == record.to_email}
    return next(
        (
            letter
            for letter in letters
            if letter.handle not in ours
            and record.to_email in letter.to
            and letter.at is not None
            and not_before(letter, record.placed_at)
            and same_thread(record, letter)
        ),
        None,
    )
