"""`feedback_request`: thanks once more, and a question what could be done better, after a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from afterword_rules.application import Application, Contact, Letter, Stage
from afterword_rules.contacts import is_same
from afterword_rules.correspondence import letter, recruiter, written_by_owner
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import Cadence
from afterword_rules.follow_ups.compose import compose
from afterword_rules.owner import Owner


def feedback_request(application: Application, cadence: Cadence, owner: Owner) -> Iterator[FollowUp]:
    """One, when the refusal follows at least one interview that took place, and the owner has not answered it."""
    refusal = application.history[-1]
    if refusal.stage is not Stage.REJECTED or not any(i.held(refusal.at) for i in application.interviews):
        return
    if any(written_by_owner(application, refusal.at)):
        return
    wrote = letter(application, refusal.source)
    recipient = _recipient(application, wrote)
    yield compose(
        application,
        cadence,
        owner,
        occasion=refusal.source,
        recipient=recipient,
        due=cadence.due(refusal.at, owner),
        why="they have declined after an interview",
        answers=wrote if wrote and recipient and wrote.correspondent == recipient.email else None,
    )


def _recipient(application: Application, wrote: Letter | None) -> Contact | None:
    """The human who wrote the refusal, else who arranged the interviews, else an interviewer."""
    if wrote and wrote.human:
        author = next((c for c in application.contacts if c.email == wrote.correspondent), None)
        if author:
            return author
    held = [i for i in application.interviews if i.held(application.history[-1].at)]
    for interview in reversed(held):
        arranger = interview.organizer
        if arranger and arranger.email and not any(is_same(arranger, person) for person in interview.interviewers):
            return arranger
    people = [person for interview in reversed(held) for person in interview.interviewers]
    known = recruiter(application)
    return known or next((person for person in people if person.email), people[0] if people else None)
