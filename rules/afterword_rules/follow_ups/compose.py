"""Putting a follow-up together: the part that all kinds share."""

from __future__ import annotations

from datetime import datetime

from afterword_rules.application import Application, Contact, Letter
from afterword_rules.applications.correspondence import latest_from
from afterword_rules.drafts.identity import follow_up_key
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import Cadence
from afterword_rules.owner import Owner


def compose(  # noqa: PLR0913 - the parts of a follow-up, each by its name
    application: Application,
    cadence: Cadence,
    owner: Owner,
    *,
    occasion: str,
    recipient: Contact | None,
    due: datetime,
    why: str,
    best_before: datetime | None = None,
    answers: Letter | None = None,
    each_person: bool = False,
) -> FollowUp:
    """A follow-up in the thread of `answers`, else in the latest thread with its recipient.

    `each_person` gives every recipient of the same occasion a follow-up of their own; else the occasion has one.
    """
    thread = answers or (latest_from(application, recipient.email) if recipient and recipient.email else None)
    person = (recipient.email or recipient.name,) if recipient and each_person else ()
    return FollowUp(
        kind=cadence.kind,
        application=application.key,
        company=application.company,
        role=application.role,
        occasion=occasion,
        recipient=recipient,
        due=due,
        not_after=cadence.last_moment(due, owner),
        why=why,
        best_before=best_before,
        thread=thread.message_id if thread else None,
        references=(*thread.references, thread.message_id) if thread else (),
        thread_subject=thread.subject if thread else "",
        language=thread.language if thread else application.language,
        key=follow_up_key(cadence.kind, occasion, *person),
        template=cadence.template,
    )
