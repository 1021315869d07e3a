"""The note to the owner at the top of a draft: why it is there, until when, what to fill in, whose address it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from afterword_rules.follow_up import FollowUp
from afterword_rules.letters.clean_text import clean
from afterword_rules.letters.language import Language
from afterword_rules.owner import Owner

MOST_LINES = 6
# A machine looks every few minutes; what is later than this was slept through.
_LATE = timedelta(hours=1)
_BLANK = re.compile(r"\[…\s*([^\]\n]*)\]")


def review_values(
    follow_up: FollowUp, letter: str, values: Mapping[str, object], owner: Owner, language: Language, *, now: datetime
) -> dict[str, object]:
    """The values of the template `review_note` beside those of the letter.

    `was_due` is told only of a letter that is written more than an hour after its moment. `blanks` are the hints of the blanks in `letter`. Where an address came from is said in words of the language; a
    reason that is not one of letters.yaml is passed over, since it may quote a vendor or a mailbox of nobody.
    """
    found: dict[str, str] = language.words["found"]
    recipient = follow_up.recipient
    why = clean(follow_up.why, 200)
    best_before = follow_up.best_before
    return {
        **values,
        "kind": follow_up.kind,
        "why": why if why and not _names_a_machine(why, owner) else None,
        "best_before": language.moment(best_before.astimezone(owner.zone)) if best_before else None,
        "late": best_before is not None and now > best_before,
        "was_due": language.moment(follow_up.due.astimezone(owner.zone)) if now - follow_up.due > _LATE else None,
        "blanks": "; ".join(dict.fromkeys(_BLANK.findall(letter))) or None,
        "address_why": found.get(recipient.why, found[""]) if recipient and recipient.email else None,
    }


def framed(note: str, language: Language) -> str:
    """The note between its two frame lines, at most six lines of it."""
    lines = [line.strip() for line in note.splitlines() if line.strip()][:MOST_LINES]
    above, below = language.words["frame"]
    return "\n".join([above, *lines, below])


def _names_a_machine(text: str, owner: Owner) -> bool:
    words = set(re.findall(r"[\w.-]+", text.casefold()))
    return "@" in text or any(name.casefold() in words for vendor in owner.vendors.vendors for name in vendor.names)
