"""Whether an event that may belong to an application can be an interview, as far as its words tell."""

from __future__ import annotations

from afterword_parsers.invitation import Invitation
from afterword_rules.applications.whole_words import word_patterns
from afterword_rules.owner import Owner

_FILE = "calendar_words.yaml"


def speaks_of_talk(title: str) -> bool:
    """Whether an event's title holds a word of talk: interview, call, Gespräch …"""
    return word_patterns(_FILE)["interview"].search(title) is not None


def may_be_interview(invitation: Invitation, owner: Owner) -> bool:
    """Whether nothing in the event speaks against an interview of the owner's.

    An event with guests is judged by them and needs no words; a private entry needs a word of talk and none of a plan
    ("prepare for …"). What lasts all day, or comes back every week, is no conversation.
    """
    plan, never = word_patterns(_FILE)["plan"], word_patterns(_FILE)["never"]
    if invitation.all_day or (invitation.recurs and not invitation.recurrence) or never.search(invitation.summary):
        return False
    people = [*invitation.attendees, *([invitation.organizer] if invitation.organizer else [])]
    private = not any(guest.email and not owner.is_me(guest.email) for guest in people)
    return not private or (speaks_of_talk(invitation.summary) and not plan.search(invitation.summary))
