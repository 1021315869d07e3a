"""Whether an event that may belong to an application can be an interview, as far as its words tell."""

from __future__ import annotations

import functools
import importlib.resources
import re

import yaml

from afterword_parsers.invitation import Invitation
from afterword_rules.owner import Owner


@functools.cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    source = importlib.resources.files("afterword_rules") / "defaults" / "calendar_words.yaml"
    lists: dict[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))

    def pattern(words: list[str]) -> re.Pattern[str]:
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)

    return pattern(lists["interview"]), pattern(lists["plan"]), pattern(lists["never"])


def speaks_of_talk(title: str) -> bool:
    """Whether an event's title holds a word of talk: interview, call, Gespräch …"""
    return _words()[0].search(title) is not None


def may_be_interview(invitation: Invitation, owner: Owner) -> bool:
    """Whether nothing in the event speaks against an interview of the owner's.

    An event with guests is judged by them and needs no words; a private entry needs a word of talk and none of a plan
    ("prepare for …"). What lasts all day, or comes back every week, is no conversation.
    """
    _, plan, never = _words()
    if invitation.all_day or (invitation.recurs and not invitation.recurrence) or never.search(invitation.summary):
        return False
    people = [*invitation.attendees, *([invitation.organizer] if invitation.organizer else [])]
    private = not any(guest.email and not owner.is_me(guest.email) for guest in people)
    return not private or (speaks_of_talk(invitation.summary) and not plan.search(invitation.summary))
