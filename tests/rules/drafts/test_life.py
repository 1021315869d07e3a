"""What becomes of a draft, row by row of the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from afterword_rules.drafts.life import GONE, IN_TRASH, next_turns, unedited, watched
from afterword_rules.drafts.likeness import body_digest, normalised_body
from afterword_rules.drafts.matching import bare_subject
from afterword_rules.drafts.record import DraftRecord, Place, Sighting, Turn
from afterword_rules.follow_up import DraftState

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
THANKS = """Dear {name}, thank you for the conversation about the archive. Moving it all within one week sounds like work
that I would enjoy, and the tool I built for the town library would be of use. Kind regards, Nell"""
EDITED = THANKS.replace("Kind regards, Nell", "I attach the paper we spoke about. Warmly, Nell")
OTHER = "Yes, Thursday at ten is fine with me; I will ring the bell at the north gate. See you, Nell"


def a_record(name: str = "ada", **changes: object) -> DraftRecord:
    """A placed thank-you to `name` at Quarry, in the thread of the invitation."""
    body = THANKS.format(name=name.title())
    record = DraftRecord(
        key=f"thank_you/1/{name}",
        message_id=f"<{name}-ours@home.example>",
        kind="thank_you",
        company="Quarry",
        application="a1",
        to_email=f"{name}@quarry.example",
        to_name=name.title(),
        subject="Re: Interview on Tuesday",
        body=normalised_body(body),
        body_digest=body_digest(body),
        due=NOON - HOUR,
        intended_at=NOON - HOUR,
        in_reply_to="<invitation@quarry.example>",
        references=("<root@quarry.example>", "<invitation@quarry.example>"),
        state=DraftState.PLACED,
        standing=True,
        placed_at=NOON - HOUR,
        last_id=f"<{name}-ours@home.example>",
        last_body=normalised_body(body),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def seen(place: Place, record: DraftRecord, text: str | None = None, **changes: object) -> Sighting:
    """The record's message as it was placed, or with other words, or with other headers."""
    body = THANKS.format(name=record.to_name) if text is None else text
    sighting = Sighting(
        handle=f"{place}/{record.key}",
        place=place,
        message_id=record.message_id,
        to=(record.to_email,) if record.to_email else (),
        subject=record.subject,
        references=record.references,
        body=normalised_body(body),
        digest=body_digest(body),
        at=NOON - HOUR / 2,
    )
    return replace(sighting, **changes)  # type: ignore[arg-type]


def turn(record: DraftRecord, *sightings: Sighting, now: datetime = NOON) -> Turn:
    """The one turn of a single record."""
    (only,) = next_turns([record], sightings, now)
    return only


def test_untouched_draft_stays_placed() -> None:
    """It stands in Drafts as it was written."""
    ada = a_record()

    assert turn(ada, seen(Place.DRAFTS, ada)).state is DraftState.PLACED


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "other"},
        {"subject": "Re: Our talk"},
        {"to": ("ada@quarry.example", "ben@quarry.example")},
        {"to": ()},
    ],
    ids=["body", "subject", "copy", "nobody"],
)
def test_touched_draft_is_edited(change: dict[str, Any]) -> None:
    """Another body, subject or recipient under the same Message-ID (mutt, Roundcube) is the owner's draft now."""
    ada = a_record()

    assert turn(ada, seen(Place.DRAFTS, ada, **change)).state is DraftState.EDITED


def test_edited_stays_edited() -> None:
    """A draft that was edited once belongs to the owner, even with our words restored."""
    ada = a_record(state=DraftState.EDITED)

    assert turn(ada, seen(Place.DRAFTS, ada)).state is DraftState.EDITED


def test_resaved_draft_is_adopted() -> None:
    """A client that saves under a new Message-ID without a change leaves the draft placed (Thunderbird)."""
    ada = a_record()
    copy = seen(Place.DRAFTS, ada, message_id="<uuid@home.example>")

    assert turn(ada, copy) == Turn(ada.key, DraftState.PLACED, copy)


def test_resaved_and_edited_draft_is_adopted() -> None:
    """A new Message-ID and new words: still this draft, and the owner's."""
    ada = a_record()
    copy = seen(Place.DRAFTS, ada, EDITED.format(name="Ada"), message_id="<uuid@home.example>")

    assert turn(ada, copy) == Turn(ada.key, DraftState.EDITED, copy)


def test_adopted_draft_is_known_by_its_last_id() -> None:
    """What was adopted is found by the Message-ID it got, however much is rewritten."""
    ada = a_record(state=DraftState.EDITED, last_id="<uuid@home.example>")
    copy = seen(Place.DRAFTS, ada, OTHER, message_id="<uuid@home.example>", subject="New", references=())

    assert turn(ada, copy).standing == copy


def test_draft_with_changed_recipient_is_adopted() -> None:
    """The owner turned it to somebody else, and the client gave it a new id."""
    ada = a_record()
    copy = seen(Place.DRAFTS, ada, message_id="<uuid@home.example>", to=("cleo@quarry.example",))

    assert turn(ada, copy).state is DraftState.EDITED


def test_filled_in_recipient_is_adopted() -> None:
    """A draft to nobody gets its address in the client, under a new id."""
    nobody = a_record(to_email="", to_name="", references=(), in_reply_to=None)
    copy = seen(Place.DRAFTS, nobody, EDITED, message_id="<uuid@home.example>", to=("cleo@quarry.example",))

    assert turn(nobody, copy).state is DraftState.EDITED


def test_foreign_draft_to_the_same_person_is_not_ours() -> None:
    """The owner's own draft in the same thread is left alone; ours is missing."""
    ada = a_record()
    own = seen(Place.DRAFTS, ada, OTHER, message_id="<own@home.example>")

    assert turn(ada, own).state is DraftState.COMPOSING


def test_older_message_is_never_ours() -> None:
    """A like letter from before the follow-up was due is another one."""
    ada = a_record()
    older = seen(Place.SENT, ada, message_id="<old@home.example>", at=ada.due - HOUR)

    assert turn(ada, older).state is DraftState.COMPOSING


def test_vanished_draft_may_be_open_in_a_composer() -> None:
    """mutt takes a draft out of the folder while it is edited."""
    assert turn(a_record()) == Turn("thank_you/1/ada", DraftState.COMPOSING, missing_since=NOON, missing_passes=1)


def test_draft_comes_back_from_the_composer() -> None:
    """Postponed again under the same id, with other words."""
    ada = a_record(state=DraftState.COMPOSING, missing_since=NOON, missing_passes=1)
    back = turn(ada, seen(Place.DRAFTS, ada, EDITED), now=NOON + HOUR)

    assert back.state is DraftState.EDITED
    assert back.missing_since is None


@pytest.mark.parametrize(
    ("hours", "passes", "state"),
    [
        (23, 50, DraftState.COMPOSING),
        (25, 1, DraftState.COMPOSING),
        (24, 2, DraftState.DISMISSED),
        (-5, 50, DraftState.COMPOSING),
    ],
)
def test_grace_needs_a_day_and_three_looks(hours: int, passes: int, state: DraftState) -> None:
    """A machine that slept for a day, or a clock set back, does not end the grace early."""
    ada = a_record(state=DraftState.COMPOSING, missing_since=NOON, missing_passes=passes)

    assert turn(ada, now=NOON + hours * HOUR).state is state


def test_gone_draft_says_why() -> None:
    """After the grace the owner is told what was believed."""
    ada = a_record(state=DraftState.COMPOSING, missing_since=NOON - 30 * HOUR, missing_passes=9)

    assert turn(ada) == Turn(ada.key, DraftState.DISMISSED, ended_at=NOON, because=GONE)


def test_draft_in_trash_is_dismissed() -> None:
    """The owner deleted it."""
    ada = a_record()

    assert turn(ada, seen(Place.TRASH, ada)) == Turn(ada.key, DraftState.DISMISSED, ended_at=NOON, because=IN_TRASH)


def test_old_copy_in_trash_is_no_dismissal() -> None:
    """Some servers put the replaced version of a draft into Trash: the one in Drafts counts."""
    ada = a_record()
    copy = seen(Place.DRAFTS, ada, EDITED, message_id="<uuid@home.example>")

    assert turn(ada, seen(Place.TRASH, ada), copy).state is DraftState.EDITED


@pytest.mark.parametrize("state", [DraftState.DISMISSED, DraftState.COMPOSING])
def test_draft_restored_from_trash_lives_again(state: DraftState) -> None:
    """What the owner takes back is a draft again."""
    ada = a_record(state=state, ended_at=NOON)

    assert turn(ada, seen(Place.DRAFTS, ada, EDITED)).state is DraftState.EDITED


def test_dismissed_stays_dismissed() -> None:
    """Nothing seen, nothing changes."""
    ada = a_record(state=DraftState.DISMISSED, ended_at=NOON - HOUR, because=IN_TRASH)

    assert turn(ada) == Turn(ada.key, DraftState.DISMISSED, ended_at=NOON - HOUR, because=IN_TRASH)


@pytest.mark.parametrize("text", [None, EDITED, OTHER])
def test_sent_under_its_own_id(text: str | None) -> None:
    """mutt and Roundcube keep the Message-ID: sent, however much was rewritten."""
    ada = a_record()
    sent = turn(ada, seen(Place.SENT, ada, text))

    assert sent.state is DraftState.SENT
    assert sent.ended_at == NOON - HOUR / 2


@pytest.mark.parametrize("text", [None, EDITED])
def test_sent_under_a_new_id(text: str | None) -> None:
    """Thunderbird gives every letter a new Message-ID when it is sent."""
    ada = a_record()

    assert turn(ada, seen(Place.SENT, ada, text, message_id="<uuid@home.example>")).state is DraftState.SENT


@pytest.mark.parametrize("state", [DraftState.COMPOSING, DraftState.DISMISSED, DraftState.ANSWERED, DraftState.EDITED])
def test_late_sending_is_believed(state: DraftState) -> None:
    """A composer left open for days, then sent."""
    ada = a_record(state=state, ended_at=NOON if state is not DraftState.COMPOSING else None)

    assert turn(ada, seen(Place.SENT, ada)).state is DraftState.SENT


def test_another_letter_answers() -> None:
    """The owner wrote to that person in that thread, in other words: the duty is done, the draft stays standing."""
    ada = a_record()
    own = seen(Place.SENT, ada, OTHER, message_id="<own@home.example>")
    standing = seen(Place.DRAFTS, ada)

    assert turn(ada, own, standing).state is DraftState.ANSWERED
    assert turn(ada, own, standing).standing == standing


@pytest.mark.parametrize(
    "change",
    [
        {"to": ("cleo@quarry.example",)},
        {"subject": "Invoice", "references": ()},
        {"at": NOON - 2 * HOUR},
        {"at": None},
    ],
    ids=["other person", "other matter", "before the draft", "no date"],
)
def test_letter_that_answers_nothing(change: dict[str, Any]) -> None:
    """Another person, another conversation or an earlier moment close nothing."""
    ada = a_record()
    own = seen(Place.SENT, ada, OTHER, message_id="<own@home.example>", **change)

    assert turn(ada, own, seen(Place.DRAFTS, ada)).state is DraftState.PLACED


def test_two_interviewers_in_one_thread() -> None:
    """Ada's letter was sent under a new id, Ben's draft still stands, though both are nearly the same words."""
    ada, ben = a_record("ada"), a_record("ben")
    sent = seen(Place.SENT, ada, message_id="<uuid@home.example>")
    turns = next_turns([ben, ada], [sent, seen(Place.DRAFTS, ben)], NOON)

    assert [one.state for one in turns] == [DraftState.PLACED, DraftState.SENT]


def test_two_resaved_drafts_are_told_apart() -> None:
    """Both got new ids; each is found by its recipient."""
    ada, ben = a_record("ada"), a_record("ben")
    copies = [
        seen(Place.DRAFTS, ben, message_id="<u1@home.example>"),
        seen(Place.DRAFTS, ada, message_id="<u2@home.example>"),
    ]
    turns = next_turns([ada, ben], copies, NOON)

    assert [one.standing and one.standing.to for one in turns] == [("ada@quarry.example",), ("ben@quarry.example",)]


def test_one_letter_to_all_answers_all() -> None:
    """The owner thanked everybody in one letter of their own."""
    ada, ben = a_record("ada"), a_record("ben")
    own = seen(Place.SENT, ada, OTHER, message_id="<own@home.example>", to=(ada.to_email, ben.to_email))
    turns = next_turns([ada, ben], [own], NOON)

    assert [one.state for one in turns] == [DraftState.ANSWERED, DraftState.ANSWERED]


def test_sending_one_of_two_drafts_to_a_person_leaves_the_other() -> None:
    """A thank-you that is sent is no answer to the inquiry that waits for the same person."""
    thanks = a_record("ada")
    inquiry = a_record(
        "ada", key="status_inquiry/1", message_id="<inquiry@home.example>", last_id="<inquiry@home.example>"
    )
    inquiry = replace(inquiry, body=normalised_body(OTHER), last_body="", body_digest=body_digest(OTHER))
    turns = next_turns([thanks, inquiry], [seen(Place.SENT, thanks), seen(Place.DRAFTS, inquiry, OTHER)], NOON)

    assert [one.state for one in turns] == [DraftState.SENT, DraftState.PLACED]


def test_letter_that_was_sent_is_not_counted_twice() -> None:
    """What ended one draft never ends the next one with like words."""
    first = a_record("ada", key="status_inquiry/1", state=DraftState.SENT, last_id="<sent@home.example>")
    second = a_record("ada", key="status_inquiry/2", message_id="<two@home.example>", last_id="<two@home.example>")
    letter = seen(Place.SENT, first, message_id="<sent@home.example>")
    turns = next_turns([first, second], [letter, seen(Place.DRAFTS, second)], NOON)

    assert [(one.key, one.state) for one in turns] == [("status_inquiry/2", DraftState.PLACED)]


def test_intended_draft_is_found_after_all() -> None:
    """The write succeeded though the program never heard of it."""
    ada = a_record(state=DraftState.INTENDED, placed_at=None, standing=False, last_id="", last_body="")

    assert turn(ada, seen(Place.DRAFTS, ada)).state is DraftState.PLACED


def test_intended_draft_is_found_under_another_id() -> None:
    """A forgotten ledger, and a client that had saved the draft again."""
    ada = a_record(state=DraftState.INTENDED, placed_at=None, standing=False, last_id="", last_body="")

    assert turn(ada, seen(Place.DRAFTS, ada, EDITED, message_id="<u@home.example>")).state is DraftState.EDITED


def test_intended_draft_never_takes_anothers() -> None:
    """A like draft to another person is not proof that this one was made."""
    ada = a_record(state=DraftState.INTENDED, placed_at=None, standing=False, last_id="", last_body="")
    other = seen(Place.DRAFTS, ada, message_id="<u@home.example>", to=("ben@quarry.example",))

    assert turn(ada, other).state is DraftState.INTENDED


def test_intended_draft_in_trash_is_dismissed() -> None:
    """The owner deleted it before the program knew that it existed: it is not made again."""
    ada = a_record(state=DraftState.INTENDED, placed_at=None, standing=False)

    assert turn(ada, seen(Place.TRASH, ada)).state is DraftState.DISMISSED


@pytest.mark.parametrize("state", [DraftState.SENT, DraftState.WITHDRAWN])
def test_final_states_have_no_turn(state: DraftState) -> None:
    """Sent and withdrawn are the end."""
    ada = a_record(state=state)

    assert next_turns([ada], [seen(Place.DRAFTS, ada)], NOON) == ()


def test_ended_drafts_are_watched_for_a_while() -> None:
    """A dismissal is believed after 14 days."""
    ada = a_record(state=DraftState.DISMISSED, ended_at=NOON)

    assert watched(ada, NOON + timedelta(days=13))
    assert not watched(ada, NOON + timedelta(days=15))


def test_unedited_looks_at_all_the_owner_can_change() -> None:
    """Body, recipients and subject as they were written; the Message-ID is the client's."""
    ada = a_record()

    assert unedited(ada, seen(Place.DRAFTS, ada, message_id="<u@home.example>"))
    assert not unedited(ada, seen(Place.DRAFTS, ada, EDITED))


@pytest.mark.parametrize("subject", ["Re: Talk", "AW: Re:  talk", "RE[2]: Talk", "Fwd: SV: TALK", "Antw: talk"])
def test_reply_marks_are_no_part_of_a_subject(subject: str) -> None:
    """Marks of any client and language are taken off."""
    assert bare_subject(subject) == "talk"


@pytest.mark.parametrize("places", [(), (Place.TRASH,)])
def test_draft_whose_taking_out_was_cut_off_is_withdrawn(places: tuple[Place, ...]) -> None:
    """The answer was lost: that it is gone is not the owner's doing. Some servers move it to Trash."""
    record = a_record(because="they have answered")

    (turn,) = next_turns([record], [seen(place, record) for place in places], NOON)

    assert Turn(record.key, DraftState.WITHDRAWN, ended_at=NOON, because="they have answered") == turn


def test_draft_that_was_not_taken_out_after_all_stands_as_before() -> None:
    """The command never reached the server: the draft is there, and nothing is said of its end."""
    record = a_record(because="they have answered")
    standing = seen(Place.DRAFTS, record)

    (turn,) = next_turns([record], [standing], NOON)

    assert Turn(record.key, DraftState.PLACED, standing) == turn
