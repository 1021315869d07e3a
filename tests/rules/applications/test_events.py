"""Which version of an event holds, and whether it still stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from afterword_parsers.dates.span import DateInWords
from afterword_parsers.invitation import Attendee, Invitation, Method
from afterword_rules.applications.events import Event, events_of
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import GRANT, HANNAH, ME, OWNER, PRIYA, appointment, at, day, entry, guest, invitation, mail, sent

UID = "talk@calloway.example"


def an_event(start: str = "3-10 10:00", **changes: Any) -> Invitation:
    """One version of Hannah's invitation to talk with Grant."""
    return replace(invitation(start, GRANT, uid=UID), **changes)


def told(arrived: str, event: Invitation, method: Method = Method.REQUEST) -> Reading:
    """Hannah's mail with this version."""
    return mail(SignalKind.NONE, arrived, invitations=(replace(event, method=method),))


def answered(arrived: str, status: str, event: Invitation | None = None) -> Reading:
    """The owner's own answer to the invitation."""
    reply = replace(event or an_event(), method=Method.REPLY, attendees=(replace(ME, status=status),))
    return sent(arrived, invitations=(reply,))


def the_event(readings: Sequence[Reading], entries: Sequence[CalendarEntry] = ()) -> Event:
    """The one event of these."""
    (only,) = events_of(readings, entries, OWNER)
    return only


def test_higher_sequence_holds() -> None:
    """A later version replaces the older one, and both starts are remembered."""
    event = the_event([told("3-04 10:00", an_event()), told("3-05 10:00", an_event("3-12 10:00", sequence=1))])

    assert at("3-12 10:00") == event.current.invitation.start
    assert {at("3-10 10:00"), at("3-12 10:00")} == event.starts


def test_higher_sequence_holds_even_when_it_came_first() -> None:
    """Mail may overtake mail."""
    event = the_event([told("3-04 10:00", an_event("3-12 10:00", sequence=1)), told("3-05 10:00", an_event())])

    assert at("3-12 10:00") == event.current.invitation.start


def test_later_stamp_decides_between_equal_sequences() -> None:
    """RFC 5546 section 2.1.5: SEQUENCE first, then DTSTAMP."""
    older = an_event("3-10 10:00", stamp=at("3-04 09:00"))
    newer = an_event("3-10 11:00", stamp=at("3-04 09:30"))

    assert (
        at("3-10 11:00") == the_event([told("3-04 10:00", newer), told("3-05 10:00", older)]).current.invitation.start
    )


def test_event_is_known_since_its_first_version() -> None:
    """A move is no new event."""
    event = the_event([told("3-04 10:00", an_event()), told("3-05 10:00", an_event("3-12 10:00", sequence=1))])

    assert at("3-04 10:00") == event.known


def test_mail_and_calendar_are_one_event() -> None:
    """The calendar account shows what the invitation brought."""
    event = the_event([told("3-04 10:00", an_event())], [entry(an_event(), "3-04 10:02")])

    assert at("3-04 10:00") == event.known


def test_cancel_before_the_end_calls_the_event_off() -> None:
    """It is off since the CANCEL arrived."""
    cancel = told("3-09 16:00", an_event(sequence=1), Method.CANCEL)

    assert at("3-09 16:00") == the_event([told("3-04 10:00", an_event()), cancel]).cancelled


def test_cancel_after_the_end_comes_too_late() -> None:
    """The conversation took place; somebody tidied a calendar."""
    cancel = told("3-10 11:30", an_event(sequence=1), Method.CANCEL)

    assert the_event([told("3-04 10:00", an_event()), cancel]).cancelled is None


def test_cancel_from_another_organizer_is_ignored() -> None:
    """Whoever knows the UID could call the interview off."""
    forged = replace(an_event(sequence=1), organizer=guest(PRIYA))

    assert the_event([told("3-04 10:00", an_event()), told("3-05 10:00", forged, Method.CANCEL)]).cancelled is None


def test_cancel_of_an_older_version_is_ignored() -> None:
    """The time that was called off is no longer the time."""
    cancel = told("3-06 10:00", an_event(), Method.CANCEL)
    moved = told("3-05 10:00", an_event("3-12 10:00", sequence=1))

    assert the_event([told("3-04 10:00", an_event()), moved, cancel]).cancelled is None


def test_invitation_renewed_after_a_cancel_stands() -> None:
    """The same event with a higher SEQUENCE is on again."""
    cancel = told("3-05 10:00", an_event(sequence=1), Method.CANCEL)
    renewed = told("3-06 10:00", an_event("3-12 10:00", sequence=2))

    assert the_event([told("3-04 10:00", an_event()), cancel, renewed]).cancelled is None


def test_invitation_renewed_under_the_same_sequence_stands() -> None:
    """Between equal SEQUENCEs the later DTSTAMP holds, for a CANCEL too."""
    first = an_event(stamp=at("3-04 10:00"))
    cancel = an_event(sequence=1, stamp=at("3-05 10:00"))
    renewed = an_event("3-12 10:00", sequence=1, stamp=at("3-06 10:00"))

    event = the_event(
        [told("3-04 10:00", first), told("3-05 10:00", cancel, Method.CANCEL), told("3-06 10:00", renewed)]
    )

    assert event.cancelled is None


def test_cancel_of_a_series_calls_off_its_instances() -> None:
    """A CANCEL without RECURRENCE-ID speaks of all of them (RFC 5546 section 3.2.5)."""
    instance = an_event(recurrence="2026-03-10T10:00:00")
    cancel = told("3-05 10:00", an_event(sequence=1), Method.CANCEL)

    assert at("3-05 10:00") == the_event([told("3-04 10:00", instance), cancel]).cancelled


def test_cancel_of_an_event_nobody_announced_makes_none() -> None:
    """There is nothing to call off."""
    assert () == events_of([told("3-05 10:00", an_event(), Method.CANCEL)], [], OWNER)


def test_owners_refusal_declines_the_event() -> None:
    """The owner's REPLY stands in Sent."""
    assert the_event([told("3-04 10:00", an_event()), answered("3-04 11:00", "declined")]).declined


def test_owners_acceptance_declines_nothing() -> None:
    """A yes changes nothing about the event."""
    assert not the_event([told("3-04 10:00", an_event()), answered("3-04 11:00", "accepted")]).declined


def test_refusal_of_another_guest_declines_nothing() -> None:
    """Only the owner's own no counts."""
    event = replace(an_event(), attendees=(ME, guest(GRANT, "declined")))

    assert not the_event([told("3-04 10:00", event)]).declined


def test_owners_refusal_in_the_calendar_declines_the_event() -> None:
    """The calendar says so in the guest list."""
    declined = replace(an_event(), attendees=(replace(ME, status="declined"), guest(GRANT)))

    assert the_event([], [entry(declined, "3-04 10:02")]).declined


def test_later_acceptance_takes_a_refusal_back() -> None:
    """The owner made the time free after all."""
    readings = [told("3-04 10:00", an_event()), answered("3-04 11:00", "declined"), answered("3-05 09:00", "accepted")]

    assert not the_event(readings).declined


def test_refusal_of_an_older_version_does_not_decline_the_new_time() -> None:
    """The owner could not come at ten, so they moved it."""
    moved = told("3-05 10:00", an_event("3-12 10:00", sequence=1))

    assert not the_event([told("3-04 10:00", an_event()), answered("3-04 11:00", "declined"), moved]).declined


def test_event_taken_out_of_the_calendar_before_its_start_is_off() -> None:
    """It is off since it was no longer there."""
    assert at("3-09 12:00") == the_event([], [entry(an_event(), "3-04 10:02", "3-09 12:00")]).cancelled


def test_event_taken_out_of_the_calendar_after_its_start_took_place() -> None:
    """People tidy their calendars."""
    assert the_event([], [entry(an_event(), "3-04 10:02", "3-10 10:30")]).cancelled is None


def test_entry_replaced_by_a_new_version_is_not_off() -> None:
    """The old version vanished at the moment at which the new one appeared."""
    old = entry(an_event(), "3-04 10:02", "3-06 12:00")
    new = entry(an_event("3-12 10:00", sequence=1), "3-06 12:00")

    event = the_event([], [old, new])

    assert event.cancelled is None
    assert at("3-12 10:00") == event.current.invitation.start


def test_entry_of_another_calendar_keeps_the_event() -> None:
    """It was taken out of one calendar and stands in the other."""
    assert (
        the_event([], [entry(an_event(), "3-04 10:02", "3-06 12:00"), entry(an_event(), "3-04 10:05")]).cancelled
        is None
    )


def test_invitation_that_comes_after_the_removal_renews_the_event() -> None:
    """They moved what the owner had taken out."""
    renewed = told("3-07 10:00", an_event("3-12 10:00", sequence=1))

    assert the_event([renewed], [entry(an_event(), "3-04 10:02", "3-06 12:00")]).cancelled is None


def test_event_marked_as_cancelled_is_off() -> None:
    """STATUS:CANCELLED, as some calendars keep it."""
    off = entry(an_event(sequence=1, cancelled=True), "3-06 12:00")

    assert at("3-06 12:00") == the_event([told("3-04 10:00", an_event())], [off]).cancelled


def test_event_marked_as_cancelled_after_its_end_took_place() -> None:
    """As with a CANCEL, it comes too late."""
    off = entry(an_event(sequence=1, cancelled=True), "3-10 12:00")

    assert the_event([], [entry(an_event(), "3-04 10:02", "3-10 12:00"), off]).cancelled is None


def test_counter_proposal_announces_nothing() -> None:
    """A COUNTER is a wish; the organizer's version holds."""
    wish = told("3-05 10:00", an_event("3-11 10:00", sequence=3), Method.COUNTER)

    assert at("3-10 10:00") == the_event([told("3-04 10:00", an_event()), wish]).current.invitation.start


def test_events_are_told_in_order_of_their_start() -> None:
    """Whatever the order of the mail."""
    later, earlier = an_event("3-11 10:00", uid="b"), an_event("3-10 10:00", uid="a")

    found = events_of([told("3-04 10:00", later), told("3-04 10:05", earlier)], [], OWNER)

    assert ["a", "b"] == [event.current.invitation.uid for event in found]


def test_organizer_who_is_not_named_may_cancel() -> None:
    """Some servers leave ORGANIZER out of the CANCEL."""
    cancel = replace(an_event(sequence=1), organizer=None)

    assert (
        at("3-05 10:00")
        == the_event([told("3-04 10:00", an_event()), told("3-05 10:00", cancel, Method.CANCEL)]).cancelled
    )


@pytest.mark.parametrize("address", OWNER.addresses)
def test_any_address_of_the_owners_refuses(address: str) -> None:
    """The invitation may have gone to another of them."""
    refusing = replace(an_event(), attendees=(Attendee("Theo", address, status="declined"), guest(HANNAH)))

    assert the_event([told("3-04 10:00", refusing)]).declined


def called_off(arrived: str, *dates: DateInWords, **changes: Any) -> Reading:
    """Hannah calls it off in words."""
    return mail(SignalKind.INTERVIEW_CANCELLED, arrived, dates=dates, **changes)


def test_event_is_called_off_in_words() -> None:
    """Nobody sent a CANCEL."""
    assert at("3-09 16:00") == the_event([told("3-04 10:00", an_event()), called_off("3-09 16:00")]).cancelled


def test_words_after_the_start_call_nothing_off() -> None:
    """They mean another conversation."""
    assert the_event([told("3-04 10:00", an_event()), called_off("3-10 10:30")]).cancelled is None


def test_words_call_off_the_event_of_the_day_they_name() -> None:
    """The other day's stands."""
    days = [told("3-04 10:00", an_event()), told("3-04 10:05", an_event("3-12 10:00", uid="b"))]
    tuesday, thursday = events_of([*days, called_off("3-09 16:00", day("3-12"))], [], OWNER)

    assert (None, at("3-09 16:00")) == (tuesday.cancelled, thursday.cancelled)


def test_event_announced_again_after_the_words_stands() -> None:
    """They found another time."""
    again = told("3-09 18:00", an_event("3-12 10:00", sequence=1))

    assert the_event([told("3-04 10:00", an_event()), called_off("3-09 16:00"), again]).cancelled is None


def test_event_moved_in_words_no_longer_stands() -> None:
    """The new time is a slot in words; the old one in the calendar is over."""
    moved = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-09 16:00", dates=(appointment("3-12 14:00"),))

    assert at("3-09 16:00") == the_event([told("3-04 10:00", an_event()), moved]).cancelled


def test_words_that_repeat_the_time_move_nothing() -> None:
    """An update that only brings another link."""
    same = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-09 16:00", dates=(appointment("3-10 10:00"),))

    assert the_event([told("3-04 10:00", an_event()), same]).cancelled is None


def test_cancel_of_one_event_leaves_the_others() -> None:
    """Its mail says that an interview is off, and means the one it carries."""
    second = an_event("3-10 13:00", uid="b")
    cancel = called_off("3-09 16:00", invitations=(replace(second, method=Method.CANCEL, sequence=1),))
    first, other = events_of([told("3-04 10:00", an_event()), told("3-04 10:05", second), cancel], [], OWNER)

    assert (None, at("3-09 16:00")) == (first.cancelled, other.cancelled)


def test_words_that_name_both_times_move_the_event() -> None:
    """ "From Tuesday at ten to Thursday at two.\""""
    both = (appointment("3-10 10:00"), appointment("3-12 14:00"))
    moved = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-09 16:00", dates=both)

    assert at("3-09 16:00") == the_event([told("3-04 10:00", an_event()), moved]).cancelled


def test_refusal_in_the_calendar_after_an_acceptance_by_mail_declines() -> None:
    """The owner said yes by mail, and no in the calendar a day later."""
    declined = replace(an_event(), attendees=(replace(ME, status="declined"), guest(GRANT)))
    readings = [told("3-04 10:00", an_event()), answered("3-04 11:00", "accepted")]

    assert the_event(readings, [entry(declined, "3-05 09:00")]).declined
