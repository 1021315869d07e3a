"""`thank_you`: a letter to each interviewer, within hours of the conversation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from afterword_rules.application import Application, Contact, Interview
from afterword_rules.applications.correspondence import written_by_owner
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import Cadence, Unless
from afterword_rules.follow_ups.compose import compose
from afterword_rules.follow_ups.occasion import Circle, Occasion, needless, standing
from afterword_rules.owner import Owner


def thank_you(application: Application, cadence: Cadence, owner: Owner) -> Iterator[FollowUp]:
    """One for each person and round, due after that person's own conversation."""
    for interview in standing(application):
        if not interview.zone_known:
            continue
        occasion = Occasion(interview.key, interview.end, interview.end, interview=interview)
        for person in _people(application, interview, cadence):
            if needless(cadence.unless, application, occasion, person):
                continue
            if person and _thanked(application, interview, person, cadence, owner):
                continue
            yield compose(
                application,
                cadence,
                owner,
                occasion=interview.key,
                recipient=person,
                due=cadence.due(interview.end, owner),
                why=cadence.why,
                best_before=cadence.best_before.after(interview.end, owner, cadence.at)
                if cadence.best_before
                else None,
                each_person=True,
            )


def _people(application: Application, interview: Interview, cadence: Cadence) -> Sequence[Contact | None]:
    """Every interviewer where they come first, else one person; None when nobody is known."""
    arrangers = (interview.organizer,) if interview.organizer else ()
    circle = Circle(application, None, arrangers, interview.interviewers)
    people = circle.all_of_first(cadence.to)
    return people if people is interview.interviewers and people else people[:1] or (None,)


def _thanked(application: Application, interview: Interview, person: Contact, cadence: Cadence, owner: Owner) -> bool:
    return (
        Unless.OWNER_WROTE in cadence.unless
        and bool(person.email)
        and any(written_by_owner(application, interview.end, owner, person.email))
    )
