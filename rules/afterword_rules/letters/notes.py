"""Which of the owner's notes belongs into a letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterword_parsers.names.names import same_person, short_for
from afterword_rules.application import Application, Contact, Interview
from afterword_rules.follow_up import FollowUp
from afterword_rules.note import Note


def note_for(follow_up: FollowUp, application: Application, interview: Interview | None, now: datetime) -> str:
    """The latest note about this letter's recipient, made since the interview began; empty where there is none.

    A note about one person goes into no other person's letter. One that names nobody goes into the letter of the only
    interviewer, since nobody else can be meant.
    """
    person = follow_up.recipient
    if interview is None or person is None:
        return ""
    mine = [
        note
        for note in application.notes
        if interview.start <= note.at <= now and _is_about(note, person, interview.interviewers)
    ]
    return max(mine, key=lambda note: note.at).text if mine else ""


def _is_about(note: Note, person: Contact, interviewers: Sequence[Contact]) -> bool:
    if not note.person:
        return len(interviewers) <= 1
    if "@" in note.person:
        return note.person.casefold() == person.email
    if same_person(note.person, person.name):
        return bool(person.name)
    # "Priya" is Priya Nair, unless two of that name were in the room.
    meant = [one for one in interviewers if short_for(note.person, one.name)]
    return len(meant) == 1 and same_person(meant[0].name, person.name)
