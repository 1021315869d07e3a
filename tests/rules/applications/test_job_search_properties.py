"""What holds of every job search, whatever mail and events it is made of."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from afterword_rules.application import Stage
from afterword_rules.applications.job_search import job_search
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.note import Note, Which
from afterword_rules.owners_word import OwnersWord, ToldContact, ToldMerge, ToldMessage, ToldMute, ToldStage
from afterword_rules.reading import Reading
from rules.builders import (
    GRANT,
    OWNER,
    at,
    confirmation,
    entries_of_a_search,
    entry,
    invitation,
    mail_of_a_search,
)

LATER = "7-31 12:00"


@st.composite
def words_of_an_owner(draw: st.DrawFn, readings: list[Reading]) -> OwnersWord:
    """Anything that can be told of a search, at moments of their own or from the beginning."""
    which = st.sampled_from([Which("Calloway Freight"), Which("Calloway Freight", "Data Engineer"), Which("Tidewater")])
    days = iter(draw(st.permutations(range(1, 29))))
    moment = st.booleans().map(lambda known: at(f"3-{next(days)} 12:00") if known else None)
    ids = st.sampled_from([reading.message_id for reading in readings] or ["<none@calloway.example>"])

    def told(one: type[Any], *fields: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(st.builds(one, *fields), max_size=2)))

    always = st.builds(lambda: at(f"3-{next(days)} 12:00"))
    texts = st.sampled_from(["the heron", "you will hear by Friday"])
    return OwnersWord(
        notes=told(Note, always, st.just("Calloway Freight"), texts),
        stages=told(ToldStage, always, which, st.sampled_from(Stage)),
        messages=told(ToldMessage, ids, which | st.none(), moment),
        merges=told(ToldMerge, which, which, moment),
        mutes=told(ToldMute, which, st.booleans(), moment),
        contacts=told(ToldContact, which, st.just("Priya Nair"), st.just("priya@calloway.example")),
    )


@settings(max_examples=200)
@given(st.data())
def test_order_in_which_mail_and_events_are_given_changes_nothing(data: st.DataObject) -> None:
    """What counts is when each became known."""
    readings = data.draw(mail_of_a_search())
    entries = data.draw(entries_of_a_search())
    shuffled = data.draw(st.permutations(readings)), data.draw(st.permutations(entries))

    assert job_search(readings, entries, OWNER, at(LATER)) == job_search(*shuffled, OWNER, at(LATER))


@settings(max_examples=100)
@given(st.data())
def test_order_changes_nothing_beside_the_owners_word(data: st.DataObject) -> None:
    """Nor that mail comes twice, nor what will be told later; and no message is in two applications."""
    readings = data.draw(mail_of_a_search())
    entries = data.draw(entries_of_a_search())
    word = data.draw(words_of_an_owner(readings))
    shuffled = data.draw(st.permutations(readings * 2)), data.draw(st.permutations(entries))
    now = at(f"3-{data.draw(st.integers(1, 28))} 13:00")
    found = job_search(readings, entries, OWNER, now, word)

    assert found == job_search(*shuffled, OWNER, now, word)
    assert found == job_search([r for r in readings if r.arrived <= now], entries, OWNER, now, word.until(now))
    attached = [letter.message_id for application in found.applications for letter in application.letters]
    assert len(set(attached)) == len(attached)


@settings(max_examples=100)
@given(mail_of_a_search(), entries_of_a_search())
def test_what_is_told_twice_changes_nothing(readings: list[Reading], entries: list[CalendarEntry]) -> None:
    """The same mail in two folders, the same event in two looks at the calendar."""
    once = job_search(readings, entries, OWNER, at(LATER))

    assert once == job_search(readings * 2, entries * 2, OWNER, at(LATER))


@settings(max_examples=100)
@given(mail_of_a_search(), entries_of_a_search(), st.integers(1, 28))
def test_what_becomes_known_later_changes_nothing_yet(
    readings: list[Reading], entries: list[CalendarEntry], last_day: int
) -> None:
    """At any moment the future is as good as not there."""
    now = at(f"3-{last_day} 12:00")
    known = [r for r in readings if r.arrived <= now], [e for e in entries if e.appeared <= now]

    assert job_search(readings, entries, OWNER, now) == job_search(*known, OWNER, now)


@settings(max_examples=100)
@given(mail_of_a_search(), entries_of_a_search())
def test_history_is_in_order_and_never_repeats_a_stage_at_once(
    readings: list[Reading], entries: list[CalendarEntry]
) -> None:
    """Every step is a change, and none is earlier than the one before."""
    for application in job_search(readings, entries, OWNER, at(LATER)).applications:
        steps = application.history

        assert sorted(step.at for step in steps) == [step.at for step in steps]
        assert all(a.stage is not b.stage for a, b in pairwise(steps))


@settings(max_examples=100)
@given(mail_of_a_search(), entries_of_a_search())
def test_no_message_belongs_to_two_applications(readings: list[Reading], entries: list[CalendarEntry]) -> None:
    """Nor is it a question beside."""
    found = job_search(readings, entries, OWNER, at(LATER))
    attached = [letter.message_id for application in found.applications for letter in application.letters]
    asked = [question.reading.message_id for question in found.questions]

    assert len({*attached, *asked}) == len(attached) + len(asked)


def test_order_of_two_calendars_that_disagree_changes_nothing() -> None:
    """Both were read for the first time at the same moment, and hold different versions of one event."""
    here, there = (
        invitation("3-10 10:00", GRANT),
        replace(invitation("3-10 10:30", GRANT), uid="3-10T10:00@calloway.example"),
    )
    entries = [entry(here, "3-04 10:00"), entry(there, "3-04 10:00")]
    readings = [confirmation("3-02 10:00")]

    assert job_search(readings, entries, OWNER, at(LATER)) == job_search(readings, entries[::-1], OWNER, at(LATER))


def test_removal_from_the_calendar_is_not_known_before_it_happens() -> None:
    """At noon nobody knows what the owner removes in the evening."""
    readings, event = [confirmation("3-02 10:00")], invitation("3-10 10:00", GRANT)
    before = job_search(readings, [entry(event, "3-04 10:00")], OWNER, at("3-09 12:00"))

    assert before == job_search(readings, [entry(event, "3-04 10:00", "3-09 18:00")], OWNER, at("3-09 12:00"))
