"""What a follow-up follows, what makes it needless, and who is who for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from afterword_rules.application import Application, Contact, ContactRole, Interview, Step
from afterword_rules.applications.contacts import is_same
from afterword_rules.applications.correspondence import human_answers, is_confirmation
from afterword_rules.follow_ups.cadence import To, Unless


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event that asks for a follow-up.

    `key` names it for ever. The wait is counted from `at`; what is said after `known` may answer it already. `step` is
    the change of stage that it is, `interview` the conversation; `source` the Message-ID that told it.
    """

    key: str
    at: datetime
    known: datetime
    step: Step | None = None
    interview: Interview | None = None
    source: str = ""


def needless(
    unless: Iterable[Unless], application: Application, occasion: Occasion, person: Contact | None = None
) -> bool:
    """Whether one of `unless` holds. What the owner wrote is for each kind to weigh, and is passed over here."""
    holds = {
        Unless.HUMAN_ANSWER: _human_answer,
        Unless.STAGE_MOVED: _stage_moved,
        Unless.OVER: _over,
        Unless.INTERVIEW_AHEAD: _interview_ahead,
        Unless.NOT_INTERVIEWED: _not_interviewed,
    }
    if Unless.MEETS_AGAIN in unless and _meets_again(application, occasion, person):
        return True
    return any(holds[condition](application, occasion) for condition in unless if condition in holds)


def _human_answer(application: Application, occasion: Occasion) -> bool:
    return any(not is_confirmation(letter) for letter in human_answers(application, occasion.known))


def _stage_moved(application: Application, occasion: Occasion) -> bool:
    last = application.history[-1]
    return last is not occasion.step if occasion.step else last.at > occasion.known


def _over(application: Application, occasion: Occasion) -> bool:
    return application.stage.over and application.history[-1] is not occasion.step


def _interview_ahead(application: Application, occasion: Occasion) -> bool:
    return any(interview.end > occasion.at for interview in standing(application))


def _not_interviewed(application: Application, occasion: Occasion) -> bool:
    return not any(interview.held(occasion.at) for interview in application.interviews)


def _meets_again(application: Application, occasion: Occasion, person: Contact | None) -> bool:
    """Whether the same round has a later conversation with the same person, who is then written to once."""
    interview = occasion.interview
    return (
        interview is not None
        and person is not None
        and any(
            later.end > interview.end
            and later.round == interview.round
            and any(is_same(person, p) for p in later.interviewers)
            for later in standing(application)
            if later.zone_known
        )
    )


def standing(application: Application) -> list[Interview]:
    """The interviews that nobody called off."""
    return [i for i in application.interviews if not i.cancelled and not i.declined]


@dataclass(frozen=True, slots=True)
class Circle:
    """The people of one occasion: who wrote what told it, who arranged its conversations, and who held them."""

    application: Application
    author: Contact | None = None
    arrangers: Sequence[Contact] = ()
    interviewers: Sequence[Contact] = ()

    def first(self, order: Iterable[To]) -> Contact | None:
        """The first person in this order of preference; None when nobody of them is known."""
        return next(iter(self.all_of_first(order)), None)

    def all_of_first(self, order: Iterable[To]) -> Sequence[Contact]:
        """Everybody who is the first of these things for the occasion that anybody is."""
        return next((people for one in order if (people := self._of(one))), ())

    def _of(self, what: To) -> Sequence[Contact]:
        if what is To.AUTHOR:
            return (self.author,) if self.author else ()
        if what is To.ARRANGER:
            return self.arrangers
        if what is To.INTERVIEWER:
            return self.interviewers
        reachable = [contact for contact in self.application.contacts if contact.email]
        if what is To.RECRUITER:
            return [contact for contact in reachable if contact.role is ContactRole.RECRUITER]
        if what is To.COORDINATOR:
            return [contact for contact in reachable if contact.role is ContactRole.COORDINATOR]
        met = {person.email for interview in self.application.interviews for person in interview.interviewers}
        return [contact for contact in reachable if contact.email not in met]
