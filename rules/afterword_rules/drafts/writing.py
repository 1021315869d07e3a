"""From a follow-up to its draft: the letter written, addressed and named."""

from __future__ import annotations

from datetime import datetime

from afterword_rules.application import Application
from afterword_rules.drafts.identity import draft_message_id
from afterword_rules.follow_up import Draft, FollowUp
from afterword_rules.letters.check import LetterProblem
from afterword_rules.letters.letter import write_letter
from afterword_rules.letters.notes import note_for
from afterword_rules.letters.templates import Templates
from afterword_rules.owner import Owner


def write_draft(
    follow_up: FollowUp,
    application: Application,
    owner: Owner,
    *,
    templates: Templates,
    review_note: bool,
    now: datetime,
) -> tuple[Draft | None, tuple[LetterProblem, ...]]:
    """The draft for `follow_up`, or what stands in its way (a template of the owner's, as a rule)."""
    # Of one that stands and one that was called off at the same time, the letter speaks of the one that stands.
    met = sorted((i for i in application.interviews if i.key == follow_up.occasion), key=lambda i: i.cancelled)
    interview = met[0] if met else None
    written = write_letter(
        follow_up,
        application,
        owner,
        interview=interview,
        note=note_for(follow_up, application, interview, now),
        templates=templates,
        review_note=review_note,
        now=now,
        template=follow_up.template or None,
    )
    if written.problems:
        return None, written.problems
    person = follow_up.recipient
    draft = Draft(
        key=follow_up.key,
        message_id=draft_message_id(follow_up.key, owner.addresses[0]),
        kind=follow_up.kind,
        company=follow_up.company,
        to_name=person.name if person else "",
        to_email=person.email if person else "",
        subject=written.subject,
        body=written.body,
        in_reply_to=follow_up.thread,
        references=follow_up.references,
    )
    return draft, ()
