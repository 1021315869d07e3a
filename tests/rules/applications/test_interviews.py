"""One record for each conversation, and who took part in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from afterword_parsers.invitation import Attendee, Invitation, Method
from afterword_parsers.person import Person
from afterword_rules.application import Interview
from afterword_rules.applications.contacts import contacts_of
from afterword_rules.applications.events import events_of
from afterword_rules.applications.interviews import interviews_of
from afterword_rules.applications.slots import agreed_slots
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import (
    GRANT,
    HANNAH,
    OWNER,
    PAIGE,
    PRIYA,
    appointment,
    at,
    entry,
    guest,
    invitation,
    mail,
    named,
    sent,
)

TUESDAY = "3-10 10:00"
ROOM = Attendee("Room Otter", "otter@calloway.example", kind="room")


def interviews(readings: Sequence[Reading], entries: Sequence[CalendarEntry] = ()) -> tuple[Interview, ...]:
    """The conversations these tell of."""
    events = events_of(readings, entries, OWNER)
    people_of = {reading.message_id: reading.people for reading in readings if reading.invitations}
    return interviews_of(events, agreed_slots(readings), contacts_of(readings, OWNER), OWNER, people_of)


def invited(event: Invitation, arrived: str = "3-04 10:00", **changes: Any) -> Reading:
    """Mail that brings the event."""
    return mail(
        SignalKind.INTERVIEW_SCHEDULED, arrived, invitations=(replace(event, method=Method.REQUEST),), **changes
    )


def said(arrived: str, *starts: str, **changes: Any) -> Reading:
    """Mail that names the times in words."""
    return mail(SignalKind.INTERVIEW_SCHEDULED, arrived, dates=tuple(appointment(start) for start in starts), **changes)


def interviewers(*readings: Reading) -> list[str]:
    """The names of those who interview in the one conversation of these."""
    (only,) = interviews(readings)
    return [person.name for person in only.interviewers]


def test_guests_interview() -> None:
    """Every human guest is a partner of the conversation."""
    assert ["Grant Ellery", "Priya Raman"] == interviewers(invited(invitation(TUESDAY, GRANT, PRIYA)))


def test_organizer_beside_the_guests_only_arranged_it() -> None:
    """That the organizer stands in the guest list is what calendars do."""
    assert ["Grant Ellery"] == interviewers(invited(invitation(TUESDAY, HANNAH, GRANT)))


def test_organizer_alone_with_the_owner_interviews() -> None:
    """Somebody has to."""
    assert ["Hannah Voss"] == interviewers(invited(invitation(TUESDAY, HANNAH)))


def test_organizer_is_told_who_arranged_it() -> None:
    """Later letters go to them."""
    (interview,) = interviews([invited(invitation(TUESDAY, GRANT))])

    assert interview.organizer is not None
    assert HANNAH.email == interview.organizer.email


@pytest.mark.parametrize(
    "nobody",
    [
        ROOM,
        Attendee("Projector", "projector@calloway.example", kind="resource"),
        Attendee("Engineering", "engineering.all@calloway.example", kind="group"),
        Attendee("Notetaker", "no-reply@calloway.example"),
        Attendee("Theo", OWNER.addresses[1]),
        Attendee("Somebody", ""),
    ],
    ids=["room", "resource", "list", "bot", "owner", "no address"],
)
def test_no_human_no_interviewer(nobody: Attendee) -> None:
    """Rooms, resources, lists, bots and the owner interview nobody."""
    assert ["Grant Ellery"] == interviewers(invited(invitation(TUESDAY, GRANT, nobody)))


def test_organizer_alone_with_a_room_interviews() -> None:
    """A room is no company."""
    assert ["Hannah Voss"] == interviewers(invited(invitation(TUESDAY, ROOM)))


def test_coordinator_among_the_guests_does_not_interview() -> None:
    """Known by the title under an earlier letter."""
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", PAIGE)
    (interview,) = interviews([letter, invited(invitation(TUESDAY, PAIGE, GRANT, organizer=HANNAH))])

    assert ["Grant Ellery"] == [person.name for person in interview.interviewers]


def test_recruiter_who_is_a_plain_guest_does_not_interview() -> None:
    """A hiring manager organized it, and the recruiter listens."""
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", HANNAH)
    event = invitation(TUESDAY, HANNAH, PRIYA, organizer=GRANT)
    (interview,) = interviews([letter, invited(event, sender=GRANT)])

    assert ["Priya Raman"] == [person.name for person in interview.interviewers]


def test_recruiter_whom_the_description_names_interviews() -> None:
    """ "With Hannah Voss and Priya Raman" makes her a partner."""
    letter = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", HANNAH)
    event = invitation(TUESDAY, HANNAH, PRIYA, organizer=GRANT, description="A talk with Hannah Voss and Priya Raman.")
    (interview,) = interviews([letter, invited(event, sender=GRANT)])

    assert ["Hannah Voss", "Priya Raman"] == [person.name for person in interview.interviewers]


def test_organizer_whom_the_words_name_as_partner_interviews_beside_the_guests() -> None:
    """ "You will talk with me and Grant.\""""
    words = said("3-04 10:00", TUESDAY, people=(replace(HANNAH, meets=True), named(GRANT)))

    assert {"Grant Ellery", "Hannah Voss"} == set(
        interviewers(words, invited(invitation(TUESDAY, GRANT), "3-04 10:05"))
    )


def test_guest_whom_the_words_excuse_does_not_interview() -> None:
    """ "Priya can't make it after all.\""""
    words = said("3-04 10:00", TUESDAY, people=(HANNAH, named(PRIYA, meets=False)))

    assert ["Grant Ellery"] == interviewers(words, invited(invitation(TUESDAY, GRANT, PRIYA), "3-04 10:05"))


def test_person_named_in_words_takes_the_address_of_the_guest() -> None:
    """The mail has the name, the event the address: one person."""
    words = said("3-04 10:00", TUESDAY, people=(HANNAH, named(GRANT)))
    (interview,) = interviews([words, invited(invitation(TUESDAY, GRANT), "3-04 10:05")])

    assert [(GRANT.name, GRANT.email)] == [(person.name, person.email) for person in interview.interviewers]


def test_person_named_in_words_without_an_address_still_interviews() -> None:
    """The draft's To stays empty."""
    (interview,) = interviews([said("3-04 10:00", TUESDAY, people=(HANNAH, named(GRANT)))])

    assert [("Grant Ellery", "")] == [(person.name, person.email) for person in interview.interviewers]


def test_sender_of_plain_words_interviews_when_nobody_else_is_named() -> None:
    """ "Let us talk on Tuesday at ten.\""""
    assert ["Hannah Voss"] == interviewers(said("3-04 10:00", TUESDAY))


def test_partner_named_in_the_mail_of_an_invitation_interviews() -> None:
    """The time stands only in the event, the name only in the mail."""
    brought = invited(invitation(TUESDAY), people=(HANNAH, named(GRANT)))

    assert ["Grant Ellery"] == interviewers(brought)


def test_guest_who_declined_does_not_interview() -> None:
    """The newest version says that Priya does not come."""
    assert ["Grant Ellery"] == interviewers(invited(invitation(TUESDAY, GRANT, guest(PRIYA, "declined"))))


def test_words_and_event_of_one_start_are_one_interview() -> None:
    """Sentences and invitation tell of the same conversation."""
    (interview,) = interviews([said("3-04 10:00", TUESDAY), invited(invitation(TUESDAY, minutes=45), "3-04 10:05")])

    assert at("3-10 10:45") == interview.end
    assert 2 == len(interview.sources)


def test_interview_is_named_for_its_start() -> None:
    """In UTC, so that the words in the owner's zone and the event in another give the same name."""
    (words,) = interviews([said("3-04 10:00", TUESDAY)])
    there = invitation(TUESDAY)
    (event,) = interviews([invited(replace(there, start=there.start.astimezone(UTC), end=there.end.astimezone(UTC)))])

    assert words.key == event.key


def test_event_in_two_calendars_is_one_interview() -> None:
    """Two UIDs, one conversation, all its people."""
    mine, copy = invitation(TUESDAY, GRANT), invitation(TUESDAY, PRIYA, uid="copy@elsewhere.example")
    (interview,) = interviews([], [entry(mine, "3-04 10:00"), entry(copy, "3-04 10:01")])

    assert {"Grant Ellery", "Priya Raman"} == {person.name for person in interview.interviewers}


def test_standing_copy_outranks_a_cancelled_one() -> None:
    """They sent the invitation anew under another UID."""
    old, new = invitation(TUESDAY, GRANT), invitation(TUESDAY, GRANT, uid="new@calloway.example")
    (interview,) = interviews([], [entry(old, "3-04 10:00", "3-05 10:00"), entry(new, "3-05 10:01")])

    assert not interview.cancelled


def test_moved_event_is_one_interview_at_the_new_time() -> None:
    """The old time in the sentences does not bring it back."""
    event = invitation(TUESDAY, GRANT)
    new = replace(event, start=at("3-12 10:00"), end=at("3-12 11:00"), sequence=1)
    (interview,) = interviews([said("3-04 10:00", TUESDAY), invited(event, "3-04 10:05"), invited(new, "3-06 10:00")])

    assert at("3-12 10:00") == interview.start


def test_event_on_the_same_day_that_came_later_corrects_the_words() -> None:
    """They agreed on ten and sent an invitation for half past."""
    (interview,) = interviews([said("3-04 10:00", TUESDAY), invited(invitation("3-10 10:30", GRANT), "3-04 10:05")])

    assert at("3-10 10:30") == interview.start


def test_event_of_one_conversation_leaves_the_others_of_that_day() -> None:
    """A schedule of three in words, an invitation only to the first."""
    schedule = said("3-04 10:00", "3-10 10:00", "3-10 11:00", "3-10 13:00")

    assert 3 == len(interviews([schedule, invited(invitation("3-10 10:00", GRANT), "3-04 10:05")]))


def test_event_in_another_zone_corrects_the_words_of_an_evening() -> None:
    """Half past seven in Chicago is the next day in UTC."""
    event = invitation("3-10 19:30", GRANT)
    event = replace(event, start=event.start.astimezone(UTC), end=event.end.astimezone(UTC))

    assert 1 == len(interviews([said("3-04 10:00", "3-10 19:00"), invited(event, "3-04 10:05")]))


def test_cancelled_event_is_told_as_cancelled() -> None:
    """The words that named its time do not bring it back."""
    event = invitation(TUESDAY, GRANT)
    cancel = mail(SignalKind.NONE, "3-06 10:00", invitations=(replace(event, method=Method.CANCEL, sequence=1),))
    (interview,) = interviews([said("3-04 10:00", TUESDAY), invited(event, "3-04 10:05"), cancel])

    assert interview.cancelled
    assert not interview.held(at("3-11 10:00"))


def test_declined_event_was_not_held() -> None:
    """The owner said no."""
    event = invitation(TUESDAY, GRANT)
    refusal = replace(event, method=Method.REPLY, attendees=(replace(event.attendees[0], status="declined"),))
    (interview,) = interviews([invited(event), sent("3-04 11:00", invitations=(refusal,))])

    assert not interview.held(at("3-11 10:00"))


def test_conversations_of_one_day_are_one_round() -> None:
    """The next day begins the next round, and a cancelled day counts for none."""
    days = said("3-04 10:00", "3-10 10:00", "3-10 11:00", "3-17 10:00")
    found = interviews([days])

    assert [1, 1, 2] == [interview.round for interview in found]


def test_agenda_is_the_events_own() -> None:
    """What the title says the talk is about."""
    (interview,) = interviews([invited(invitation(TUESDAY, GRANT, summary="System design - Theo Lindqvist"))])

    assert "System design" == interview.agenda


def test_owner_as_organizer_arranged_nothing() -> None:
    """The owner wrote it into the calendar; the guest interviews."""
    me = Person(OWNER.name, OWNER.addresses[0])
    (interview,) = interviews([], [entry(invitation(TUESDAY, GRANT, organizer=me), "3-04 10:00")])

    assert interview.organizer is None
    assert ["Grant Ellery"] == [person.name for person in interview.interviewers]


def test_partner_named_in_the_mail_interviews_when_the_calendar_shows_the_event_too() -> None:
    """The calendar's copy is the newer version, and names nobody."""
    event = invitation(TUESDAY)
    (interview,) = interviews([invited(event, people=(HANNAH, named(GRANT)))], [entry(event, "3-04 10:02")])

    assert ["Grant Ellery"] == [person.name for person in interview.interviewers]


def test_partner_named_in_the_mail_interviews_when_the_event_has_moved() -> None:
    """The mail that moves it only names the new time."""
    event = invitation(TUESDAY)
    new = replace(event, start=at("3-12 10:00"), end=at("3-12 11:00"), sequence=1)
    (interview,) = interviews([invited(event, people=(HANNAH, named(GRANT))), invited(new, "3-06 10:00")])

    assert ["Grant Ellery"] == [person.name for person in interview.interviewers]


def test_organizer_who_takes_part_still_does_when_the_calendar_shows_the_event() -> None:
    """ "You will talk with me and Grant" stands only in the mail."""
    event = invitation(TUESDAY, GRANT)
    brought = invited(event, people=(replace(HANNAH, meets=True), named(GRANT)))
    (interview,) = interviews([brought], [entry(event, "3-04 10:02")])

    assert {"Grant Ellery", "Hannah Voss"} == {person.name for person in interview.interviewers}


def test_guest_whom_the_mail_excuses_still_is_when_the_calendar_shows_the_event() -> None:
    """ "Priya can't make it after all" stands only in the mail."""
    event = invitation(TUESDAY, GRANT, PRIYA)
    brought = invited(event, people=(HANNAH, named(PRIYA, meets=False)))
    (interview,) = interviews([brought], [entry(event, "3-04 10:02")])

    assert ["Grant Ellery"] == [person.name for person in interview.interviewers]


def test_interviewer_whom_a_move_replaced_does_not_interview() -> None:
    """The first mail named Grant; the new guest list has Priya."""
    event = invitation(TUESDAY, GRANT)
    moved = replace(invitation("3-12 10:00", PRIYA), uid=event.uid, sequence=1)
    (interview,) = interviews(
        [invited(event, people=(HANNAH, named(GRANT))), invited(moved, "3-06 10:00")], [entry(moved, "3-06 10:02")]
    )

    assert ["Priya Raman"] == [person.name for person in interview.interviewers]


def test_a_correction_of_what_is_over_makes_no_second_conversation() -> None:
    """The organizer tidies up their calendar in the evening: the talk keeps its time, and nobody is thanked twice."""
    held = invitation(TUESDAY, GRANT)
    tidied = replace(held, start=at("3-10 10:30"), end=at("3-10 11:30"), sequence=held.sequence + 1)

    (only,) = interviews([invited(held), invited(tidied, "3-10 18:00")])

    assert at(TUESDAY) == only.start


def test_a_moved_talk_keeps_its_people_where_nobody_else_is_named() -> None:
    """ "We move it to Thursday" does not say again whom it is with."""
    first = said("3-04 10:00", TUESDAY, people=(HANNAH, named(GRANT)))
    moved = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-09 10:00", dates=(appointment("3-12 10:00"),), people=(HANNAH,))

    standing = [one for one in interviews([first, moved]) if not one.cancelled]

    assert [["Grant Ellery"]] == [[person.name for person in one.interviewers] for one in standing]


def test_a_guest_that_takes_notes_is_nobody() -> None:
    """A program among the guests is thanked by nobody."""
    event = invitation(TUESDAY, GRANT)
    listening = Attendee("Quillbox Notetaker", "notetaker@quillbox.example")

    (only,) = interviews([invited(replace(event, attendees=(*event.attendees, listening)))])

    assert ["Grant Ellery"] == [person.name for person in only.interviewers]
