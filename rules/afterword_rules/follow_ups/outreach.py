"""`outreach`: the note to a human after applying."""

from __future__ import annotations

from collections.abc import Iterator

from afterword_rules.application import Application, Stage
from afterword_rules.correspondence import human_answers, is_confirmation, recruiter, written_by_owner
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.cadence import Cadence
from afterword_rules.follow_ups.compose import compose
from afterword_rules.owner import Owner


def outreach(application: Application, cadence: Cadence, owner: Owner) -> Iterator[FollowUp]:
    """One, unless something better than silence came first, or the owner already wrote to a human there."""
    received = application.history[0]
    if received.stage is not Stage.APPLIED or len(application.history) > 1:
        return
    answered = any(not is_confirmation(letter) for letter in human_answers(application, received.at))
    if answered or any(written_by_owner(application, received.at)):
        return
    yield compose(
        application,
        cadence,
        owner,
        occasion=received.source,
        recipient=recruiter(application),
        due=cadence.due(received.at, owner),
        why="you applied, and no human has answered yet",
    )
