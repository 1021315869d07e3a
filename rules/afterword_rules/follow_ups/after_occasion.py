"""A kind of follow-up that follow_ups.yaml describes whole: `outreach`, `feedback_request`, and all kinds of the owner's."""

from __future__ import annotations

from collections.abc import Iterator

from afterword_rules.application import Application, Contact, Letter, Stage
from afterword_rules.applications.contacts import is_same
from afterword_rules.applications.correspondence import letter, written_by_owner
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import After, Cadence, To, Unless
from afterword_rules.follow_ups.compose import compose
from afterword_rules.follow_ups.occasion import Circle, Occasion, needless, standing
from afterword_rules.owner import Owner


def after_occasion(application: Application, cadence: Cadence, owner: Owner) -> Iterator[FollowUp]:
    """One for each occasion; with a larger `at_most`, the next one counts from the owner's last letter to them."""
    for occasion in occasions(application, cadence.after):
        if needless(cadence.unless, application, occasion):
            continue
        first_due = cadence.due(occasion.at, owner)
        mine = list(written_by_owner(application, occasion.at, owner))
        asked = [one for one in mine if one.at >= first_due]
        if Unless.OWNER_WROTE in cadence.unless and len(asked) < len(mine):
            continue
        if Unless.OWNER_WROTE not in cadence.unless and cadence.at_most == 1:
            # Whatever the owner writes to them is another matter: the draft alone tells that it was sent.
            asked = []
        if len(asked) >= cadence.at_most:
            continue
        due = cadence.due(asked[-1].at, owner) if asked else first_due
        wrote = letter(application, occasion.source)
        circle = _circle(application, occasion, wrote)
        recipient = circle.first(cadence.to)
        answered = wrote and recipient and To.AUTHOR in cadence.to and wrote.correspondent == recipient.email
        yield compose(
            application,
            cadence,
            owner,
            occasion=f"{occasion.key}:{len(asked) + 1}" if asked else occasion.key,
            recipient=recipient,
            due=due,
            why=cadence.why,
            best_before=cadence.best_before.after(occasion.at, owner, cadence.at) if cadence.best_before else None,
            answers=wrote if answered else None,
        )


def occasions(application: Application, after: After) -> Iterator[Occasion]:
    """What there is to follow: every such conversation, held or still to come; the latest such step; the promise."""
    if after is After.INTERVIEW_HELD:
        for interview in standing(application):
            if interview.zone_known:
                yield Occasion(interview.key, interview.end, interview.end, interview=interview)
    elif after is After.INTERVIEW_CANCELLED:
        for interview in application.interviews:
            if interview.cancelled and interview.zone_known:
                yield Occasion(interview.key, interview.end, interview.end, interview=interview)
    elif after is After.PROMISE:
        if promise := application.promise:
            day = promise.until.date().isoformat()
            yield Occasion(f"{application.key}:{day}", promise.until, promise.said, source=promise.source)
    else:
        step = next((one for one in reversed(application.history) if one.stage is Stage(after)), None)
        if step:
            yield Occasion(step.source or f"{application.key}:{after}", step.at, step.at, step, source=step.source)


def _circle(application: Application, occasion: Occasion, wrote: Letter | None) -> Circle:
    """Of several conversations the last one's people come first; among interviewers those who can be written to."""
    held = [occasion.interview] if occasion.interview else []
    held = held or [one for one in reversed(application.interviews) if one.held(occasion.at)]
    author: Contact | None = None
    if wrote and wrote.human:
        author = next((c for c in application.contacts if c.email == wrote.correspondent), None)
    arrangers = [
        arranger
        for interview in held
        if (arranger := interview.organizer)
        and arranger.email
        and not any(is_same(arranger, person) for person in interview.interviewers)
    ]
    met = [person for interview in held for person in interview.interviewers]
    return Circle(application, author, arrangers, sorted(met, key=lambda person: not person.email))
