"""`thank_you`: a letter to each interviewer, within hours of the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from afterword_rules.application import Application, Contact, Interview
from afterword_rules.contacts import is_same
from afterword_rules.correspondence import recruiter, written_by_owner
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import Cadence
from afterword_rules.follow_ups.compose import compose
from afterword_rules.owner import Owner


def thank_you(application: Application, cadence: Cadence, owner: Owner) -> Iterator[FollowUp]:
    """One for each person and round, due after that person's own conversation."""
    if application.stage.over:
        return
    standing = [i for i in application.interviews if not i.cancelled and not i.declined and i.zone_known]
    for interview in standing:
        for person in interview.interviewers or (interview.organizer or recruiter(application),):
            if person is not None and _meets_again(person, interview, standing):
                continue
            if person and person.email and any(written_by_owner(application, interview.end, person.email)):
                continue
            best_before = cadence.best_before.after(interview.end, owner, cadence.at) if cadence.best_before else None
            yield compose(
                application,
                cadence,
                owner,
                occasion=interview.key,
                recipient=person,
                due=cadence.due(interview.end, owner),
                why="your interview has ended",
                best_before=best_before,
                each_person=True,
            )


def _meets_again(person: Contact, interview: Interview, standing: list[Interview]) -> bool:
    """Whether the same round has a later conversation with the same person, who is then thanked once."""
    return any(
        later.end > interview.end
        and later.round == interview.round
        and any(is_same(person, p) for p in later.interviewers)
        for later in standing
    )
