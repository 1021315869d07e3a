"""`status_inquiry`: the honest question after the promised day, or after a silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from afterword_rules.application import Application, Contact, Interview, Letter, Promise, Stage
from afterword_rules.applications.correspondence import human_answers, written_by_owner
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import Cadence, Unless
from afterword_rules.follow_ups.compose import compose
from afterword_rules.follow_ups.occasion import Circle, Occasion, needless, standing
from afterword_rules.owner import Owner
from afterword_rules.signal import SignalKind


def status_inquiry(application: Application, cadence: Cadence, owner: Owner) -> Iterator[FollowUp]:
    """The next inquiry, counted from the promise or the last interview, and from the owner's own last inquiry."""
    # The last conversation that counts: its end is what the silence is measured from.
    last = max(standing(application), key=lambda i: i.end, default=None)
    promise = _standing_promise(application, last)
    if promise is None and last is None:
        return
    moved = promise is None and application.stage is not Stage.AWAITING_DECISION
    if moved and Unless.STAGE_MOVED in cadence.unless:
        return
    first_due = _due(promise, last, cadence, owner)
    since = last.end if last else application.history[0].at
    # These two are weighed here: what moved the stage may be the interview, and not every word is an answer.
    rest = [one for one in cadence.unless if one not in {Unless.STAGE_MOVED, Unless.HUMAN_ANSWER}]
    if needless(rest, application, Occasion("", since, since)):
        return
    mine = list(written_by_owner(application, since, owner))
    if Unless.OWNER_WROTE in cadence.unless and any(letter.at < first_due for letter in mine):
        return
    asked = [letter for letter in mine if letter.asks_for_news or letter.at >= first_due]
    if len(asked) >= cadence.at_most:
        return
    due = first_due
    if asked:
        renewed = promise is not None and promise.said > asked[-1].at
        due = first_due if renewed else cadence.due(asked[-1].at, owner)
    if Unless.HUMAN_ANSWER in cadence.unless and _answered(application, promise, asked, due, since):
        return
    ordinal = len(asked) + 1
    promised = promise.until.astimezone(owner.zone).date().isoformat() if promise else "silence"
    yield compose(
        application,
        cadence,
        owner,
        occasion=f"{last.key if last else application.key}:{promised}:{ordinal}",
        recipient=_circle(application, last).first(cadence.to),
        due=due,
        why=cadence.why or _why(promise, ordinal, owner),
    )


def _standing_promise(application: Application, last: Interview | None) -> Promise | None:
    """The promise, while the application waits for it; one that an interview has overtaken is none."""
    promise = application.promise
    waiting = {Stage.APPLIED, Stage.ASSESSMENT, Stage.AWAITING_DECISION}
    if promise is None or application.stage not in waiting:
        return None
    return None if last and last.end > promise.until else promise


def _due(promise: Promise | None, last: Interview | None, cadence: Cadence, owner: Owner) -> datetime:
    if promise is not None:
        return cadence.due(promise.until, owner, cadence.wait_after_promise)
    if last is None:
        msg = "an inquiry needs a promise or an interview"
        raise ValueError(msg)
    return cadence.due(last.end, owner)


def _answered(
    application: Application, promise: Promise | None, asked: list[Letter], due: datetime, since: datetime
) -> bool:
    """Whether they have spoken since: about the state of things at any time, in any words once the question stood."""
    asked_at = asked[-1].at if asked else due
    for letter in human_answers(application, since):
        renewed = promise is not None and promise.said >= letter.at
        tells = letter.signal == SignalKind.STATUS_UPDATE or letter.at > asked_at
        if tells and not renewed:
            return True
    return False


def _circle(application: Application, last: Interview | None) -> Circle:
    """Only people who can be written to: a question to nobody is none."""
    if last is None:
        return Circle(application)
    arrangers: tuple[Contact, ...] = (last.organizer,) if last.organizer and last.organizer.email else ()
    return Circle(application, None, arrangers, [person for person in last.interviewers if person.email])


def _why(promise: Promise | None, ordinal: int, owner: Owner) -> str:
    if promise is not None:
        return f"news was promised by {promise.until.astimezone(owner.zone):%A, %-d %B}, and none has come"
    if ordinal > 1:
        return "your first question has had no answer"
    return "your interview was more than a week ago, and nobody has written since"
