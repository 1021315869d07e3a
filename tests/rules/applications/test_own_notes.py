"""Notes in events: what the owner wrote below "Notes:", and never what an organizer did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_parsers.invitation import Invitation
from afterword_rules.applications.case import Case
from afterword_rules.applications.own_notes import notes_in_events
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.signal import SignalKind
from afterword_rules.signals.mail_to_oneself import noted_company
from rules.builders import GRANT, HANNAH, OWNER, at, confirmation, entry, guest, invitation, mail

TALK = invitation("3-10 10:00", guest(GRANT))
MINE = replace(TALK, organizer=None)


def notes(*entries: CalendarEntry, mailed: Invitation | None = None) -> list[tuple[str, str]]:
    """The notes in the events of one application: text and person."""
    case = Case(founder=confirmation("3-02 10:00"), company="Calloway Freight")
    case.entries.extend(entries)
    if mailed:
        case.readings.append(mail(SignalKind.INTERVIEW_SCHEDULED, "3-05 10:00", HANNAH, invitations=(mailed,)))
    return [(note.text, note.person) for note in notes_in_events(case, OWNER)]


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Room 4\nNotes: the ferry timetable", [("the ferry timetable", "")]),
        ("Notes:\nthe ferry\ntimetable\n\nRoom 4", [("the ferry timetable", "")]),
        ("Notes:\r\n\r\nthe ferry timetable", [("the ferry timetable", "")]),
        ("Notes (Grant): ferries\nNotes for Priya Nair: tides", [("ferries", "Grant"), ("tides", "Priya Nair")]),
        ("Notizen: Fahrplan\n_______________\nMicrosoft Teams", [("Fahrplan", "")]),
        ("Please take notes: it helps", []),
        ("Notes:", []),
        ("", []),
    ],
)
def test_lines_below_notes_are_read(description: str, expected: list[tuple[str, str]]) -> None:
    """Up to an empty line, another person's notes, or what the calendar adds."""
    assert expected == notes(entry(replace(MINE, description=description), "3-10 12:00"))


def test_what_the_organizer_wrote_is_no_note() -> None:
    """ "Notes: bring an ID" stood in the invitation."""
    talk = replace(TALK, description="Notes: bring an ID")

    assert [] == notes(entry(talk, "3-05 10:00"), mailed=talk)
    assert [] == notes(entry(talk, "3-10 12:00"), mailed=talk)


def test_what_stood_there_from_the_beginning_is_no_note() -> None:
    """Nobody knows who wrote it."""
    assert [] == notes(entry(replace(TALK, description="Notes: bring an ID"), "3-10 12:00"))


def test_what_came_after_the_talk_began_is_the_owners() -> None:
    """Written into the copy of somebody's invitation."""
    later = replace(TALK, description="Room 4\nNotes: the ferry timetable")

    assert [("the ferry timetable", "")] == notes(
        entry(replace(TALK, description="Room 4"), "3-05 10:00"), entry(later, "3-10 12:00")
    )


def test_what_came_before_the_talk_is_no_memory_of_it() -> None:
    """An organizer adds to an invitation too."""
    later = replace(TALK, description="Notes: ask for the badge")

    assert [] == notes(entry(TALK, "3-05 10:00"), entry(later, "3-09 12:00"))


def test_a_note_that_stays_is_one_note() -> None:
    """Each version of the event holds it again."""
    first = replace(MINE, description="Notes: the ferry timetable")

    assert [("the ferry timetable", "")] == notes(
        entry(first, "3-10 12:00"), entry(replace(first, location="Room 4"), "3-11 12:00")
    )


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("note: Larkspur", ("Larkspur", "")),
        ("Note : Larkspur Atlas, Inc.", ("Larkspur Atlas, Inc.", "")),
        ("notiz: Larkspur / Priya Nair", ("Larkspur", "Priya Nair")),
        ("Re: note: Larkspur", ("", "")),
        ("A note: Larkspur", ("", "")),
        ("note:", ("", "")),
        ("Larkspur", ("", "")),
    ],
)
def test_subject_names_the_company(subject: str, expected: tuple[str, str]) -> None:
    """Only a subject that begins with the word makes a note."""
    assert expected == noted_company(subject)


def test_moment_of_a_note_is_when_it_was_seen() -> None:
    """The event itself does not tell when it was written."""
    case = Case(founder=confirmation("3-02 10:00"), company="Calloway Freight")
    case.entries.append(entry(replace(MINE, description="Notes: ferries"), "3-10 12:00"))

    assert [at("3-10 12:00")] == [note.at for note in notes_in_events(case, OWNER)]
