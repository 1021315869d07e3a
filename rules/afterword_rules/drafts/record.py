"""The value types of a draft's life: what is remembered of a draft, and what was seen in the owner's folders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from afterword_rules.follow_up import DraftState


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """What the program remembers of one draft.

    `message_id`, `body` (normalised) and `body_digest` are those of the letter as it was written; `last_id` and `last_body` those of
    the message it was last found in, which a client may have re-saved under a new Message-ID. `due` is the moment before
    which the letter cannot have existed. `standing` tells whether it was in Drafts at the last look.
    `attempted_at` is the last time it was handed to the mailbox; `placed_at` stays None until it is certain to be there.
    `missing_since` and `missing_passes` count looks that did not find it. `ended_at` is when the owner's letter was
    sent (SENT, ANSWERED) or when the end was noticed; `because` is why, or of a PLACED draft why it is being taken out: whether
    that came to pass is seen by the next look. All moments are aware. `home` is the account it was given to or last
    found in, empty while it was given to none.
    """

    key: str
    message_id: str
    kind: str
    company: str
    application: str
    to_email: str
    to_name: str
    subject: str
    body: str
    body_digest: str
    due: datetime
    intended_at: datetime
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    state: DraftState = DraftState.INTENDED
    standing: bool = False
    attempted_at: datetime | None = None
    placed_at: datetime | None = None
    last_id: str = ""
    last_body: str = ""
    missing_since: datetime | None = None
    missing_passes: int = 0
    ended_at: datetime | None = None
    because: str = ""
    home: str = ""

    @property
    def final(self) -> bool:
        """Nothing that is seen later changes it any more."""
        return self.state in {DraftState.SENT, DraftState.WITHDRAWN}


class Place(StrEnum):
    """Which of the owner's folders a message was seen in."""

    DRAFTS = "drafts"
    SENT = "sent"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One message in Drafts, Sent or Trash, reduced to what tells one letter from another.

    `handle` is unique and means something to the caller only. `to` holds the addresses of To, Cc and Bcc in lower case.
    `references` is In-Reply-To and References merged. `body` is normalised, `digest` is over the body as it stands.
    `at` is when it was written or sent, None when nothing tells.
    """

    handle: str
    place: Place
    message_id: str
    to: tuple[str, ...]
    subject: str
    references: tuple[str, ...]
    body: str
    digest: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one draft has become.

    `standing` is the message in Drafts that is this draft now, `letter` the owner's message that ended it.
    """

    key: str
    state: DraftState
    standing: Sighting | None = None
    letter: Sighting | None = None
    missing_since: datetime | None = None
    missing_passes: int = 0
    ended_at: datetime | None = None
    because: str = ""
