"""Notes of the owner's that stand in mail and calendars: a mail to oneself, lines below "Notes:" in an event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from afterword_rules.applications.case import Case
from afterword_rules.note import Note
from afterword_rules.owner import Owner
from afterword_rules.reading import Reading
from afterword_rules.signals.mail_to_oneself import NOTE, noted_company

# "Notes:", "Notes (Priya):", "Notes for Priya Nair:" at the beginning of a line.
_LINE = re.compile(
    rf"^[ \t]*{NOTE}(?:[ \t]*(?:\(|,|for\b|on\b|about\b|zu\b|sur\b|sobre\b)[ \t]*(?P<person>[^():,\n]{{1,60}}?)\)?)?[ \t]*:(?P<rest>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
# What calendars and conference services put below the owner's words.
_RULE = re.compile(r"^[ \t]*(?:[-_=~*─]{5,}|-::~.*)[ \t]*$", re.MULTILINE)


def notes_in_mail(readings: Iterable[Reading]) -> Iterator[Note]:
    """The notes that the owner mailed to themselves."""
    for reading in readings:
        company, person = noted_company(reading.subject)
        if reading.note and company:
            yield Note(reading.arrived, company, reading.note, person)


def notes_in_events(case: Case, owner: Owner) -> Iterator[Note]:
    """What the owner wrote into the events of `case`.

    An organizer may write "Notes:" too. In an event that somebody else arranged, only that is the owner's which stood
    neither in the invitation nor in an earlier version, and came after the talk began.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for reading in case.readings:
        for invitation in reading.invitations:
            told.setdefault((invitation.uid, invitation.recurrence), []).append(invitation.description)
    seen: set[tuple[str, str, str]] = set()
    for entry in sorted(case.entries, key=lambda e: (e.appeared, repr(e.invitation))):
        invitation = entry.invitation
        key = (invitation.uid, invitation.recurrence)
        mine = invitation.organizer is None or owner.is_me(invitation.organizer.email)
        earlier = told.setdefault(key, [])
        for text, person in _notes_in(invitation.description):
            new = bool(earlier) and not any(text in description for description in earlier)
            if (mine or (new and entry.appeared >= invitation.start)) and (*key, text) not in seen:
                seen.add((*key, text))
                yield Note(entry.appeared, case.company, text, person)
        earlier.append(invitation.description)


def _notes_in(description: str) -> Iterator[tuple[str, str]]:
    """Each text below (or behind) a "Notes:" line up to an empty line, with the person it is about."""
    for found in _LINE.finditer(description):
        below = _RULE.split(description[found.end() :], maxsplit=1)[0]
        following = _LINE.split(below, maxsplit=1)[0]
        block = following.lstrip("\r\n") if not found["rest"].strip() else following
        lines = [found["rest"], *re.split(r"\n[ \t]*\r?\n", block, maxsplit=1)[0].splitlines()]
        text = " ".join(line.strip() for line in lines if line.strip())
        if text:
            yield text, found["person"] or ""
