"""Which of the owner's notes belongs into a letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterword_parsers.jobs.company_name import same_company
from afterword_parsers.names.names import same_person
from afterword_rules.application import Application, Interview
from afterword_rules.follow_up import FollowUp
from afterword_rules.owner import Note


def note_for(
    follow_up: FollowUp, application: Application, interview: Interview | None, notes: Sequence[Note], now: datetime
) -> str:
    """The latest note about this letter's recipient, made since the interview began; empty where there is none.

    A note about one person goes into no other person's letter. One that names nobody goes into the letter of the only
    interviewer, since nobody else can be meant.
    """
    if interview is None or follow_up.recipient is None:
        return ""
    mine = [
        note
        for note in notes
        if interview.start <= note.at <= now
        and same_company(note.company, application.company)
        and _is_about(note, follow_up, alone=len(interview.interviewers) <= 1)
    ]
    return max(mine, key=lambda note: note.at).text if mine else ""


def _is_about(note: Note, follow_up: FollowUp, *, alone: bool) -> bool:
    person = follow_up.recipient
    if person is None or not note.person:
        return alone
    if "@" in note.person:
        return note.person.casefold() == person.email
    return bool(person.name) and same_person(note.person, person.name)
