"""What a pass does with the drafts, and what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword_parsers.person import Person
from afterword_rules.application import Application, Contact, ContactRole, Stage
from afterword_rules.applications.job_search import job_search
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.drafts.record import DraftRecord
from afterword_rules.follow_up import DraftState, FollowUp
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.due import follow_ups
from afterword_rules.follow_ups.plan import Plan, is_draft_of, plan
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import (
    GRANT,
    HANNAH,
    OWNER,
    PRIYA,
    application,
    at,
    contact,
    conversation,
    entries_of_a_search,
    letter_from,
    letter_to,
    mail_of_a_search,
    promise,
    record_of,
    step,
    waiting_since,
)

CADENCES, _ = load_cadences()
TALK = conversation("3-10 10:00", GRANT, PRIYA, minutes=45)
AFTER = at("3-10 11:15")
RECRUITER = contact(HANNAH, ContactRole.RECRUITER)
ENDED = [state for state in DraftState if state is not DraftState.INTENDED]


def wanted(*applications: Application) -> tuple[FollowUp, ...]:
    """All follow-ups, past and future."""
    return follow_ups(applications, CADENCES, OWNER)


def planned(found: Application, now: datetime, records: Sequence[DraftRecord] = ()) -> Plan:
    """The plan for one application."""
    return plan(wanted(found), [found], records, now)


def placed(found: Application, now: datetime, state: DraftState = DraftState.PLACED) -> list[DraftRecord]:
    """The records of what a pass at `now` places."""
    return [record_of(follow_up, now, state) for follow_up in planned(found, now).place]


def thanks_to(person: Contact | None) -> FollowUp:
    """The thank-you to one person for the conversation."""
    interviewers = (person,) if person else ()
    (only,) = (
        one
        for one in wanted(waiting_since(replace(TALK, interviewers=interviewers, organizer=None)))
        if one.kind == "thank_you"
    )
    return only


def test_nothing_is_placed_before_its_moment() -> None:
    """It waits, and the plan says until when."""
    found = planned(waiting_since(TALK), AFTER - timedelta(minutes=1))

    assert () == found.place
    assert found.next_moment == AFTER


def test_everything_is_placed_at_its_moment() -> None:
    """Both letters of thanks; the inquiry waits on."""
    found = planned(waiting_since(TALK), AFTER)

    assert ["thank_you", "thank_you"] == [one.kind for one in found.place]
    assert ["status_inquiry"] == [one.kind for one in found.waiting]


def test_moment_that_was_slept_through_is_missed() -> None:
    """Thanks two days late are not made; they are told as missed."""
    found = planned(waiting_since(TALK), at("3-12 12:00"))

    assert () == found.place
    assert 2 == len(found.missed)


def test_kind_that_is_switched_off_is_not_wanted() -> None:
    """By the owner's follow_ups.yaml."""
    cadences, _ = load_cadences("follow_ups:\n  - id: thank_you\n    disable: true\n")

    assert {"status_inquiry"} == {one.kind for one in follow_ups([waiting_since(TALK)], cadences, OWNER)}


def test_earliest_is_wanted_first() -> None:
    """Whatever its kind."""
    found = wanted(waiting_since(TALK), application(step(Stage.APPLIED, "3-02 10:00")))

    assert sorted(one.due for one in found) == [one.due for one in found]


@pytest.mark.parametrize("state", ENDED)
def test_what_was_once_made_is_never_made_again(state: DraftState) -> None:
    """Sent, edited or thrown away: it had its chance."""
    found = waiting_since(TALK)

    assert () == planned(found, AFTER, placed(found, AFTER, state)).place


def test_write_of_unknown_outcome_is_tried_again() -> None:
    """The executor looks before it writes, so trying is safe; even later than a new draft would be made."""
    found = waiting_since(TALK)

    assert 2 == len(planned(found, at("3-12 12:00"), placed(found, AFTER, DraftState.INTENDED)).place)


def test_wanted_draft_stays() -> None:
    """As long as it makes sense, however long it lies there."""
    found = waiting_since(TALK)

    assert () == planned(found, at("3-30 12:00"), placed(found, AFTER)).withdraw


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.OFFER, "made an offer"),
        (Stage.ACCEPTED, "accepted"),
        (Stage.REJECTED, "declined"),
        (Stage.WITHDRAWN, "withdrawn"),
    ],
)
def test_draft_is_taken_out_when_the_application_ends(stage: Stage, words: str) -> None:
    """And the owner is told why."""
    found = waiting_since(TALK)
    ended = replace(found, history=(*found.history, step(stage, "3-10 15:00")))
    taken_out = planned(ended, at("3-10 15:00"), placed(found, AFTER)).withdraw

    assert 2 == len(taken_out)
    assert all(words in one.because for one in taken_out)


def test_draft_is_taken_out_when_the_owner_wrote_without_it() -> None:
    """Only the one to that person."""
    found = waiting_since(TALK)
    wrote = replace(found, letters=(letter_to(GRANT, "3-10 12:00"),))
    (taken_out,) = planned(wrote, at("3-10 12:01"), placed(found, AFTER)).withdraw

    assert (GRANT.email, "you have written yourself") == (taken_out.record.to_email, taken_out.because)


def test_inquiry_is_taken_out_when_they_answer() -> None:
    """It stood there since nine."""
    found, nine = waiting_since(TALK), at("3-19 09:00")
    answered = replace(found, letters=(letter_from(HANNAH, "3-19 12:00"),))
    (taken_out,) = planned(answered, at("3-19 12:01"), placed(found, nine)).withdraw

    assert ("status_inquiry", "they have answered") == (taken_out.record.kind, taken_out.because)


def test_note_is_taken_out_when_an_interview_comes() -> None:
    """The reason names the stage."""
    found, nine = application(step(Stage.APPLIED, "3-02 10:00")), at("3-03 09:00")
    moved_on = replace(found, history=(*found.history, step(Stage.INTERVIEW, "3-03 12:00")))
    (taken_out,) = planned(moved_on, at("3-03 12:01"), placed(found, nine)).withdraw

    assert "interview" in taken_out.because


def test_thanks_are_taken_out_when_the_conversation_was_called_off() -> None:
    """The cancellation was read late."""
    found = waiting_since(TALK)
    off = replace(found, interviews=(replace(TALK, cancelled=True),))

    assert ["its occasion is gone"] * 2 == [one.because for one in planned(off, AFTER, placed(found, AFTER)).withdraw]


def test_draft_of_an_application_that_is_gone_is_taken_out() -> None:
    """The owner has merged or removed it."""
    records = placed(waiting_since(TALK), AFTER)

    assert {"its application is no longer known"} == {one.because for one in plan([], [], records, AFTER).withdraw}


@pytest.mark.parametrize("state", [state for state in DraftState if state is not DraftState.PLACED])
def test_only_an_untouched_draft_is_taken_out(state: DraftState) -> None:
    """What the owner edited is the owner's; what is gone is gone."""
    found = waiting_since(TALK)
    ended = replace(found, history=(*found.history, step(Stage.OFFER, "3-10 15:00")))

    assert () == planned(ended, at("3-10 15:00"), placed(found, AFTER, state)).withdraw


def test_new_promise_moves_the_inquiry() -> None:
    """The old draft is taken out, and the new one waits."""
    found, monday = waiting_since(TALK, promise=promise("3-13", "3-10 15:00")), at("3-16 09:00")
    renewed = replace(
        found,
        promise=promise("3-27", "3-16 11:00"),
        letters=(letter_from(HANNAH, "3-16 11:00", SignalKind.STATUS_UPDATE),),
    )
    after = planned(renewed, at("3-16 11:01"), placed(found, monday))

    assert ["they have answered"] == [one.because for one in after.withdraw]
    assert at("3-30 09:00") == after.next_moment


def test_person_whose_address_became_known_is_not_thanked_twice() -> None:
    """The draft without an address was for the same person."""
    unknown = thanks_to(Contact("Grant Ellery", "", ContactRole.INTERVIEWER, ""))

    assert is_draft_of(record_of(unknown, AFTER), thanks_to(contact(GRANT)))


def test_person_whose_address_is_no_longer_told_is_not_thanked_twice() -> None:
    """The ledger was lost and rebuilt from less."""
    unknown = thanks_to(Contact("Grant Ellery", "", ContactRole.INTERVIEWER, ""))

    assert is_draft_of(record_of(thanks_to(contact(GRANT)), AFTER), unknown)


def test_person_whose_address_turned_out_different_is_not_thanked_twice() -> None:
    """The signature had one address, the event the other."""
    other = replace(contact(GRANT), email="gellery@calloway.example")

    assert is_draft_of(record_of(thanks_to(other), AFTER), thanks_to(contact(GRANT)))


def test_two_people_of_one_conversation_have_two_drafts() -> None:
    """With addresses or without."""
    grant, priya = contact(GRANT), contact(PRIYA)

    assert not is_draft_of(record_of(thanks_to(grant), AFTER), thanks_to(priya))
    assert not is_draft_of(record_of(thanks_to(replace(grant, email="")), AFTER), thanks_to(replace(priya, email="")))


def test_same_person_in_another_conversation_has_another_draft() -> None:
    """The occasion is another."""
    (later,) = (one for one in wanted(waiting_since(conversation("3-17 10:00", GRANT))) if one.kind == "thank_you")

    assert not is_draft_of(record_of(thanks_to(contact(GRANT)), AFTER), later)


def test_draft_to_nobody_is_none_to_somebody() -> None:
    """Who is known by now may be somebody else than who was meant."""
    nobody = waiting_since(conversation("3-10 10:00", organizer=None))
    (to_nobody,) = (one for one in wanted(nobody) if one.kind == "thank_you")

    assert not is_draft_of(record_of(to_nobody, AFTER), thanks_to(contact(GRANT)))
    assert is_draft_of(record_of(to_nobody, AFTER), to_nobody)


def test_people_without_names_are_told_apart_by_address() -> None:
    """Calendars list guests by address only."""
    one, other = (
        thanks_to(contact(Person("", email))) for email in ("a.moss@calloway.example", "b.moss@calloway.example")
    )

    assert not is_draft_of(record_of(one, AFTER), other)


def test_conversation_about_two_applications_is_followed_up_once() -> None:
    """One recruiter, one hour, two roles: one letter of thanks, and one key."""
    backend = waiting_since(TALK)
    data = replace(backend, key="calloway-data", role="Data Engineer")
    found = plan(wanted(backend, data), [backend, data], [], AFTER)

    assert len({one.key for one in found.place}) == len(found.place)


# Properties


def at_moment(readings: list[Reading], entries: list[CalendarEntry], now: datetime, records: list[DraftRecord]) -> Plan:
    """The plan at `now`, from mail and calendar on."""
    found = job_search(readings, entries, OWNER, now).applications
    return plan(follow_ups(found, CADENCES, OWNER), found, records, now)


@settings(max_examples=100)
@given(mail_of_a_search(), entries_of_a_search(), st.integers(1, 30), st.sampled_from(ENDED))
def test_what_was_placed_is_not_planned_again(
    readings: list[Reading], entries: list[CalendarEntry], last_day: int, state: DraftState
) -> None:
    """A second pass at the same moment has nothing to do, whatever became of the drafts."""
    now = at(f"3-{last_day} 12:00")
    records = [record_of(one, now, state) for one in at_moment(readings, entries, now, []).place]
    again = at_moment(readings, entries, now, records)

    assert () == again.place
    assert () == again.withdraw


@settings(max_examples=50)
@given(mail_of_a_search(), entries_of_a_search())
def test_no_follow_up_is_ever_made_twice(readings: list[Reading], entries: list[CalendarEntry]) -> None:
    """Two passes a day through the whole search, every draft remembered."""
    records: list[DraftRecord] = []
    for half_day in range(80):
        now = at("3-01 09:30") + timedelta(hours=12 * half_day)
        found = at_moment(readings, entries, now, records)
        gone = {one.record.key for one in found.withdraw}
        records = [replace(r, state=DraftState.WITHDRAWN) if r.key in gone else r for r in records]
        # One pass may want one letter for two applications; the executor looks before it writes.
        records += {one.key: record_of(one, now) for one in found.place}.values()

    assert len({record.key for record in records}) == len(records)
    assert len({(r.kind, r.application, r.key.split("/")[1], r.to_email) for r in records}) == len(records)
