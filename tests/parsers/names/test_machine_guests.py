"""Guests of an event that are no humans."""

from __future__ import annotations

import pytest

from afterword_parsers.names.machine_guests import is_machine_guest


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Fireflies.ai Notetaker Theo", "fred@fireflies.ai"),
        ("Otter.ai", "assistant@otter.ai"),
        ("Read.ai meeting notes", "executive-assistant@e.read.ai"),
        ("Quillbox Notetaker", "join@quillbox.example"),
        ("Quillbox AI", "meet@quillbox.example"),
        ("Nora from Quillbox", "notetaker@quillbox.example"),
        ("Quillbox", "meet@quillbox.example"),
        ("Quill Box", "hello-there@quill-box.example"),
        ("", "notes@quillbox.example"),
        ("", "note-taker@quillbox.example"),
        ("", "meeting.notes@tidewater.example"),
        ("Tidewater Interview Recorder", "hiring-video@tidewater.example"),
        ("AI Notetaker", "a.lindgren@tidewater.example"),
        ("Meeting Room 3", "mr3@tidewater.example"),
        ("Zoom Room 4F", "hq-4f@tidewater.example"),
        ("Besprechungsraum Donau", "donau@tidewater.example"),
        ("Salle Monet", "monet@tidewater.example"),
        ("Sala Goya", "goya@tidewater.example"),
        ("Donau", "besprechung.donau@tidewater.example"),
        ("Harbor (12)", "c_1889k@resource.calendar.google.com"),
    ],
)
def test_programs_and_rooms_are_machines(name: str, email: str) -> None:
    """By the name, by the mailbox, by the service, or because a guest is called as its own domain."""
    assert is_machine_guest(name, email)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Hannah Voss", "hannah.voss@tidewater.example"),
        ("Hannah Voss", "hannah.voss@otter.ai"),
        ("Ai Tanaka", "ai.tanaka@tidewater.example"),
        ("Anna Sala", "anna.sala@tidewater.example"),
        ("Voss Hannah", "h.voss@tidewater.example"),
        ("Talia", "talia@talia.example"),
        ("Jo Abbott", "jabbott@tidewater.example"),
        ("", "h.voss@tidewater.example"),
        ("Miriam Zimmer", "m.zimmer@tidewater.example"),
        ("Hannah Voss (Executive Assistant)", "hannah@tidewater.example"),
        ("", ""),
    ],
)
def test_people_are_no_machines(name: str, email: str) -> None:
    """Also those who work where such programs are made, and those with a short or an odd name."""
    assert not is_machine_guest(name, email)
