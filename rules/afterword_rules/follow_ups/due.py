"""Which follow-ups the applications ask for: every kind asked once for every application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from afterword_rules.application import Application
from afterword_rules.follow_up import FollowUp
from afterword_rules.follow_ups.after_occasion import after_occasion
from afterword_rules.follow_ups.cadence import Cadence
from afterword_rules.follow_ups.status_inquiry import status_inquiry
from afterword_rules.follow_ups.thank_you import thank_you
from afterword_rules.owner import Owner

SPECIAL: dict[str, Callable[[Application, Cadence, Owner], Iterator[FollowUp]]] = {
    "thank_you": thank_you,
    "status_inquiry": status_inquiry,
}
"""The kinds that follow_ups.yaml does not describe whole: it sets their times, people and conditions."""


def follow_ups(
    applications: Iterable[Application], cadences: Mapping[str, Cadence], owner: Owner
) -> tuple[FollowUp, ...]:
    """Every follow-up that is wanted, past and future, the earliest due first."""
    wanted = [
        follow_up
        for application in applications
        if not application.muted
        for kind, cadence in cadences.items()
        if not cadence.disabled
        for follow_up in SPECIAL.get(kind, after_occasion)(application, cadence, owner)
    ]
    # A conversation that two applications share is followed up once.
    unique = {follow_up.key: follow_up for follow_up in reversed(wanted)}
    return tuple(sorted(unique.values(), key=lambda follow_up: (follow_up.due, follow_up.key)))
