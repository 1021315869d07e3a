"""The day by which they said they would write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from afterword_parsers.dates.span import DateInWords, DateKind
from afterword_parsers.invitation import Method
from afterword_parsers.message import Marks
from afterword_rules.application import Promise, Stage, Step
from afterword_rules.applications.events import events_of
from afterword_rules.applications.promises import promise_of
from afterword_rules.calendar_entry import CalendarEntry
from afterword_rules.note import Note
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import GRANT, OWNER, at, day, entry, invitation, mail, promised, sent, step


def the_promise(
    *readings: Reading,
    entries: Sequence[CalendarEntry] = (),
    event_dates: dict[str, tuple[DateInWords, ...]] | None = None,
    notes: Sequence[Note] = (),
    steps: Sequence[Step] = (),
    now: str = "4-30 10:00",
) -> Promise | None:
    """The promise that holds at `now`."""
    events = events_of(readings, entries, OWNER)
    return promise_of(readings, events, event_dates or {}, notes, OWNER, steps, at(now))


def said(arrived: str, *dates: DateInWords, **changes: Any) -> Reading:
    """Hannah's mail with these dates."""
    return mail(SignalKind.HUMAN_REPLY, arrived, dates=dates, **changes)


def until(promise: Promise | None) -> str | None:
    """The day it names."""
    return f"{promise.until:%-m-%d}" if promise else None


def test_promise_in_mail_holds() -> None:
    """With the words and the message it stood in."""
    promise = the_promise(letter := said("3-10 15:00", promised("3-13")))

    assert promise is not None
    assert (at("3-13 23:59"), at("3-10 15:00"), letter.message_id) == (promise.until, promise.said, promise.source)


def test_later_end_of_a_range_counts() -> None:
    """ "In two to three weeks" is over after three."""
    assert "3-31" == until(the_promise(said("3-10 15:00", promised("3-24", until="3-31"))))


def test_promise_in_the_description_of_an_event_holds() -> None:
    """Since the event became known."""
    event = invitation("3-10 10:00", GRANT)

    promise = the_promise(entries=[entry(event, "3-05 10:00")], event_dates={event.uid: (promised("3-20"),)})

    assert promise is not None
    assert ("3-20", at("3-05 10:00")) == (until(promise), promise.said)


def test_promise_in_a_cancelled_event_is_none() -> None:
    """It was said of a conversation that did not take place."""
    event = invitation("3-10 10:00", GRANT)
    off = mail(SignalKind.NONE, "3-06 10:00", invitations=(replace(event, method=Method.CANCEL, sequence=1),))

    assert the_promise(off, entries=[entry(event, "3-05 10:00")], event_dates={event.uid: (promised("3-20"),)}) is None


def test_promise_in_a_note_of_the_owners_holds() -> None:
    """What was said in the room, nobody else wrote down."""
    note = Note(at("3-10 12:00"), "Calloway Freight", "Grant said I will hear back by Friday.")

    assert "3-13" == until(the_promise(notes=[note]))


def test_promise_in_a_german_note_holds() -> None:
    """Owners write notes in their own language."""
    note = Note(at("3-10 12:00"), "Calloway Freight", "Frau Dorn meldet sich bis Freitag bei mir.")

    assert "3-13" == until(the_promise(notes=[note]))


def test_last_promise_given_holds() -> None:
    """A later word replaces the earlier one, also when it names an earlier day."""
    assert "3-16" == until(the_promise(said("3-10 15:00", promised("3-20")), said("3-12 15:00", promised("3-16"))))


@pytest.mark.parametrize("kind", [DateKind.DEADLINE, DateKind.APPOINTMENT, DateKind.PAST, DateKind.OTHER])
def test_other_dates_promise_nothing(kind: DateKind) -> None:
    """A deadline for the owner is no promise."""
    assert the_promise(said("3-10 15:00", day("3-20", kind))) is None


def test_ambiguous_date_promises_nothing() -> None:
    """Nothing may be decided on it."""
    assert the_promise(said("3-10 15:00", promised("3-20", ambiguous=True))) is None


def test_owners_own_words_promise_nothing() -> None:
    """ "I will write by Friday" binds the owner."""
    assert the_promise(sent("3-10 15:00", dates=(promised("3-20"),))) is None


def test_automatic_reply_promises_nothing() -> None:
    """ "Back in the office on Monday.\""""
    assert the_promise(said("3-10 15:00", promised("3-20"), marks=Marks(auto_reply=True))) is None


@pytest.mark.parametrize("news", [Stage.INTERVIEW, Stage.OFFER, Stage.REJECTED, Stage.WITHDRAWN])
def test_news_settles_a_promise(news: Stage) -> None:
    """Whatever they said they would say, they have said."""
    assert the_promise(said("3-10 15:00", promised("3-20")), steps=[step(news, "3-12 10:00")]) is None


def test_end_of_an_interview_settles_nothing() -> None:
    """The promise may have come with the invitation."""
    steps = [step(Stage.INTERVIEW, "3-05 10:00"), step(Stage.AWAITING_DECISION, "3-10 11:00")]

    assert "3-20" == until(the_promise(said("3-05 10:00", promised("3-20")), steps=steps))


def test_promise_given_after_the_news_holds() -> None:
    """News settles only what was said before."""
    assert "3-20" == until(
        the_promise(said("3-12 15:00", promised("3-20")), steps=[step(Stage.INTERVIEW, "3-12 10:00")])
    )


def test_what_is_said_after_now_is_not_known() -> None:
    """The fold may be asked about any moment."""
    assert the_promise(said("3-10 15:00", promised("3-20")), now="3-10 14:00") is None
