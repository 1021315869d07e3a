"""What is remembered of a draft: read back from its bytes, as every later look reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from afterword.drafts.mail import compose
from afterword.drafts.sighting import sighted
from afterword.mailboxes.contract import MailRef, Stored
from afterword_rules.drafts.life import unedited
from afterword_rules.drafts.record import DraftRecord, Place, Turn
from afterword_rules.follow_up import Draft, DraftState, FollowUp, PlaceDraft
from afterword_rules.owner import Owner

WrittenAt = Callable[[FollowUp, datetime], Draft | None]


def record_of(action: PlaceDraft, raw: bytes, now: datetime) -> DraftRecord:
    """What to remember of the letter, read back from the bytes as every later look reads them."""
    draft, follow_up = action.draft, action.follow_up
    seen = sighted(raw, Stored(MailRef("", "", 0, ""), now), Place.DRAFTS)
    return DraftRecord(
        key=draft.key,
        message_id=seen.message_id,
        kind=draft.kind,
        company=draft.company,
        application=follow_up.application,
        to_email=next(iter(seen.to), ""),
        to_name=draft.to_name,
        subject=seen.subject,
        body=seen.body,
        body_digest=seen.digest,
        due=min(follow_up.due, now).astimezone(UTC),
        intended_at=now,
        in_reply_to=seen.references[-1] if seen.references else None,
        references=seen.references,
    )


def as_written(
    follow_up: FollowUp, record: DraftRecord, turn: Turn, owner: Owner, written_at: WrittenAt | None
) -> tuple[DraftRecord, Turn]:
    """What to remember of a draft that was found again: unedited, if that is how its letter was written on its date.

    What a letter says of the time ("has passed") is right at one moment; written again later it reads otherwise.
    """
    found = turn.standing
    if written_at is None or turn.state is not DraftState.EDITED or found is None or found.at is None:
        return record, turn
    draft = written_at(follow_up, found.at)
    if draft is None:
        return record, turn
    then = record_of(PlaceDraft(follow_up, draft), compose(draft, owner, found.at), record.intended_at)
    return (then, replace(turn, state=DraftState.PLACED)) if unedited(then, found) else (record, turn)
