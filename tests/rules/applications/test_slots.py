"""Times agreed in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from afterword_parsers.dates.span import DateInWords
from afterword_rules.applications.slots import Slot, agreed_slots
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import GRANT, HANNAH, PAIGE, PRIYA, appointment, at, day, mail, named, sent

TUESDAY, WEDNESDAY = "3-10 10:00", "3-11 14:00"


def proposed(arrived: str, *dates: DateInWords, **changes: Any) -> Reading:
    """Hannah asks which of these times suits."""
    return mail(SignalKind.INTERVIEW_PROPOSED, arrived, dates=dates, **changes)


def fixed(arrived: str, *dates: DateInWords, **changes: Any) -> Reading:
    """Hannah says when it is."""
    return mail(SignalKind.INTERVIEW_SCHEDULED, arrived, dates=dates, **changes)


def moved(arrived: str, *dates: DateInWords) -> Reading:
    """Hannah names another time."""
    return mail(SignalKind.INTERVIEW_RESCHEDULED, arrived, dates=dates)


def agreed(arrived: str, *dates: DateInWords, **changes: Any) -> Reading:
    """Hannah says yes."""
    return mail(SignalKind.HUMAN_REPLY, arrived, agrees=True, dates=dates, **changes)


def mine(arrived: str, *dates: DateInWords, agrees: bool | None = True) -> Reading:
    """The owner answers."""
    return sent(arrived, dates=dates, agrees=agrees)


def standing(*readings: Reading) -> list[str]:
    """The starts that were agreed and not called off."""
    return [f"{slot.start:%-m-%d %H:%M}" for slot in agreed_slots(readings) if slot.called_off is None]


def the_slot(*readings: Reading) -> Slot:
    """The one slot of these, called off or not."""
    (only,) = agreed_slots(readings)
    return only


def test_proposal_alone_is_no_appointment() -> None:
    """Nobody has said yes yet."""
    assert [] == standing(proposed("3-04 10:00", appointment(TUESDAY)))


def test_owners_yes_to_the_only_proposal_agrees() -> None:
    """There is only one time that "works for me" can mean."""
    assert [TUESDAY] == standing(proposed("3-04 10:00", appointment(TUESDAY)), mine("3-04 12:00"))


def test_owners_yes_without_a_time_does_not_choose_among_several() -> None:
    """Which one works remains open."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [] == standing(both, mine("3-04 12:00"))


def test_owners_yes_by_time_chooses_among_several() -> None:
    """The same start is repeated."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [WEDNESDAY] == standing(both, mine("3-04 12:00", appointment(WEDNESDAY)))


def test_owners_yes_by_day_chooses_the_only_time_of_that_day() -> None:
    """ "Wednesday suits me" is enough."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [WEDNESDAY] == standing(both, mine("3-04 12:00", day("3-11")))


def test_owners_yes_by_day_does_not_choose_among_two_times_of_that_day() -> None:
    """Ten or eleven remains open."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment("3-10 11:00"))

    assert [] == standing(both, mine("3-04 12:00", day("3-10")))


def test_owners_no_agrees_to_nothing() -> None:
    """A time that is named to refuse it is not agreed."""
    assert [] == standing(
        proposed("3-04 10:00", appointment(TUESDAY)), mine("3-04 12:00", appointment(TUESDAY), agrees=False)
    )


def test_ambiguous_date_in_the_answer_agrees_to_nothing() -> None:
    """Nothing may be decided on it."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [] == standing(both, mine("3-04 12:00", day("3-10", ambiguous=True)))


def test_owner_to_whom_both_times_suit_has_agreed_to_neither() -> None:
    """They will say which one it is."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))
    answer = mine("3-04 12:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [WEDNESDAY] == standing(both, answer, fixed("3-04 15:00", appointment(WEDNESDAY)))


def test_counter_proposal_and_works_for_us_agree() -> None:
    """The owner names another time, and they say yes without repeating it."""
    counter = mine("3-04 12:00", appointment("3-12 09:00"), agrees=None)

    slot = the_slot(proposed("3-04 10:00", appointment(TUESDAY)), counter, agreed("3-04 15:00"))

    assert at("3-12 09:00") == slot.start
    assert at("3-04 15:00") == slot.known


def test_counter_proposal_is_still_arranged_by_the_other_side() -> None:
    """The letter later goes to who arranged the conversation, not to the owner."""
    counter = mine("3-04 12:00", appointment("3-12 09:00"), agrees=None)

    assert HANNAH == the_slot(proposed("3-04 10:00", appointment(TUESDAY)), counter, agreed("3-04 15:00")).by


def test_people_named_in_the_yes_take_part() -> None:
    """ "It will be a call with Grant" stands in the last mail."""
    grant = named(GRANT)
    counter = mine("3-04 12:00", appointment("3-12 09:00"), agrees=None)

    slot = the_slot(proposed("3-04 10:00", appointment(TUESDAY)), counter, agreed("3-04 15:00", people=(HANNAH, grant)))

    assert grant in slot.people


def test_yes_that_names_the_end_gives_the_end() -> None:
    """The counter-proposal only had a start."""
    counter = mine("3-04 12:00", appointment("3-12 09:00"), agrees=None)
    answer = agreed("3-04 15:00", appointment("3-12 09:00", "3-12 09:45"))

    assert at("3-12 09:45") == the_slot(proposed("3-04 10:00", appointment(TUESDAY)), counter, answer).end


def test_proposal_that_is_not_answered_is_replaced_by_the_next() -> None:
    """What was proposed last is what a yes means."""
    readings = proposed("3-04 10:00", appointment(TUESDAY)), proposed("3-05 10:00", appointment(WEDNESDAY))

    assert [WEDNESDAY] == standing(*readings, mine("3-05 12:00"))


def test_time_the_owner_was_asked_for_is_agreed_by_their_yes() -> None:
    """ "When would you have time?" proposes no time of its own."""
    asked = proposed("3-04 10:00", people=(PAIGE,))

    assert [TUESDAY] == standing(asked, mine("3-04 12:00", appointment(TUESDAY), agrees=None), agreed("3-04 15:00"))


def test_confirmation_without_a_date_fixes_the_only_proposal() -> None:
    """ "Your interview is confirmed" after one time was named."""
    readings = proposed("3-04 10:00", appointment(TUESDAY)), fixed("3-04 15:00")

    assert [TUESDAY] == standing(*readings)


def test_time_that_was_fixed_needs_no_yes() -> None:
    """An appointment in words, without an invitation."""
    assert [TUESDAY] == standing(fixed("3-04 10:00", appointment(TUESDAY)))


def test_several_times_that_were_fixed_all_stand() -> None:
    """The schedule of a day."""
    schedule = fixed("3-04 10:00", appointment("3-10 10:00"), appointment("3-10 11:00"), appointment("3-10 13:00"))

    assert ["3-10 10:00", "3-10 11:00", "3-10 13:00"] == standing(schedule)


def test_reminder_of_a_fixed_time_adds_nothing() -> None:
    """The same start is the same slot."""
    assert [TUESDAY] == standing(fixed("3-04 10:00", appointment(TUESDAY)), fixed("3-09 10:00", appointment(TUESDAY)))


def test_time_that_was_moved_is_called_off() -> None:
    """Only the new one stands."""
    readings = fixed("3-04 10:00", appointment(TUESDAY)), moved("3-06 10:00", appointment(WEDNESDAY))

    assert [WEDNESDAY] == standing(*readings)


def test_old_time_that_the_move_repeats_stays_called_off() -> None:
    """ "From Tuesday at ten to Wednesday at two" names both."""
    both = moved("3-06 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [WEDNESDAY] == standing(fixed("3-04 10:00", appointment(TUESDAY)), both)


def test_time_that_was_cancelled_is_called_off() -> None:
    """It is off since the mail arrived."""
    cancelled = mail(SignalKind.INTERVIEW_CANCELLED, "3-09 10:00")

    assert at("3-09 10:00") == the_slot(fixed("3-04 10:00", appointment(TUESDAY)), cancelled).called_off


def test_conversation_that_began_before_the_cancellation_took_place() -> None:
    """They mean another one."""
    cancelled = mail(SignalKind.INTERVIEW_CANCELLED, "3-10 10:30")

    assert the_slot(fixed("3-04 10:00", appointment(TUESDAY)), cancelled).called_off is None


def test_yes_after_a_cancellation_revives_nothing() -> None:
    """ "Sounds good" answers the apology, not the old proposal."""
    cancelled = mail(SignalKind.INTERVIEW_CANCELLED, "3-05 10:00")

    assert [] == standing(proposed("3-04 10:00", appointment(TUESDAY)), cancelled, mine("3-05 11:00"))


def test_time_that_is_fixed_again_after_a_cancellation_stands() -> None:
    """They found that the old time suits after all."""
    cancelled = mail(SignalKind.INTERVIEW_CANCELLED, "3-05 10:00")
    readings = fixed("3-04 10:00", appointment(TUESDAY)), cancelled, fixed("3-06 10:00", appointment(TUESDAY))

    assert [TUESDAY] == standing(*readings)


def test_cancellation_that_names_its_time_leaves_the_others() -> None:
    """Only Wednesday's conversation is off."""
    cancelled = mail(SignalKind.INTERVIEW_CANCELLED, "3-09 10:00", dates=(appointment(WEDNESDAY),))

    assert [TUESDAY] == standing(fixed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY)), cancelled)


def test_move_that_names_the_old_time_leaves_the_others() -> None:
    """Wednesday's conversation becomes Thursday's, and Tuesday's stays."""
    both = fixed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [TUESDAY, "3-12 14:00"] == standing(
        both, moved("3-09 10:00", appointment(WEDNESDAY), appointment("3-12 14:00"))
    )


def test_interview_without_an_end_is_taken_to_last_an_hour() -> None:
    """And it is known that this is a guess."""
    slot = the_slot(fixed("3-04 10:00", appointment(TUESDAY)))

    assert timedelta(hours=1) == slot.end - slot.start
    assert not slot.end_known


def test_end_in_words_is_believed() -> None:
    """From ten to a quarter to eleven."""
    slot = the_slot(fixed("3-04 10:00", appointment(TUESDAY, "3-10 10:45")))

    assert at("3-10 10:45") == slot.end
    assert slot.end_known


def test_time_that_lay_behind_the_mail_is_no_appointment() -> None:
    """ "Thank you for the talk on Tuesday at ten.\""""
    assert [] == standing(fixed("3-10 12:00", appointment(TUESDAY)))


def test_day_without_a_time_is_no_appointment() -> None:
    """There is no moment after which to write."""
    assert [] == standing(fixed("3-04 10:00", day("3-10")))


def test_kind_word_after_two_proposals_agrees_to_neither() -> None:
    """ "Sounds good" from their side does not choose."""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))

    assert [] == standing(both, agreed("3-04 15:00"))


def test_their_own_kind_word_does_not_agree_to_their_own_proposal() -> None:
    """The owner has not answered yet."""
    assert [] == standing(proposed("3-04 10:00", appointment(TUESDAY)), agreed("3-04 15:00"))


@pytest.mark.parametrize("kind", [SignalKind.HUMAN_REPLY, SignalKind.INTERVIEW_PROPOSED])
def test_wish_that_they_refuse_is_not_agreed(kind: SignalKind) -> None:
    """ "Thursday at nine does not work for us; how about Friday at ten?\""""
    counter = mine("3-04 12:00", appointment("3-12 09:00"), agrees=None)
    no = mail(kind, "3-04 15:00", agrees=False, dates=(appointment("3-12 09:00"), appointment("3-13 10:00")))

    assert [] == standing(proposed("3-04 10:00", appointment(TUESDAY)), counter, no)


def test_people_named_in_the_proposal_take_part() -> None:
    """ "You would talk with Grant" stands in the first mail, the time in both."""
    grant = named(GRANT)
    first = proposed("3-04 10:00", appointment(TUESDAY), people=(HANNAH, grant))

    assert grant in the_slot(first, fixed("3-04 15:00", appointment(TUESDAY))).people


def test_people_named_in_the_proposal_take_part_when_the_owner_agrees() -> None:
    """Nobody needs to name them again."""
    grant = named(GRANT)
    first = proposed("3-04 10:00", appointment(TUESDAY), people=(HANNAH, grant))

    assert grant in the_slot(first, mine("3-04 12:00")).people


def test_two_wishes_and_one_yes_remain_open() -> None:
    """They have not said which."""
    asked = proposed("3-04 10:00")
    wishes = mine("3-04 12:00", appointment(TUESDAY), appointment(WEDNESDAY), agrees=None)

    assert [] == standing(asked, wishes, agreed("3-04 15:00"))


def test_one_of_two_wishes_that_they_repeat_is_agreed() -> None:
    """ "Wednesday at two, then.\""""
    asked = proposed("3-04 10:00")
    wishes = mine("3-04 12:00", appointment(TUESDAY), appointment(WEDNESDAY), agrees=None)

    assert [WEDNESDAY] == standing(asked, wishes, agreed("3-04 15:00", appointment(WEDNESDAY)))


def test_each_time_of_a_schedule_has_its_people() -> None:
    """They stand behind it and before the next."""
    ten = replace(appointment(TUESDAY), begin=0, end=5)
    eleven = replace(appointment("3-10 11:00"), begin=40, end=45)
    grant, priya = replace(named(GRANT), begin=10), replace(named(PRIYA), begin=50)

    slots = agreed_slots([fixed("3-04 10:00", ten, eleven, people=(HANNAH, grant, priya))])

    assert [(HANNAH, grant), (HANNAH, priya)] == [slot.people for slot in slots]
    assert [False, False] == [slot.alone for slot in slots]


def test_people_behind_the_last_time_belong_to_every_time() -> None:
    """ "Tuesday at ten or Wednesday at two, with Grant and Priya.\""""
    ten = replace(appointment(TUESDAY), begin=0, end=5)
    two = replace(appointment(WEDNESDAY), begin=10, end=15)
    people = (HANNAH, replace(named(GRANT), begin=20), replace(named(PRIYA), begin=30))

    slots = agreed_slots([fixed("3-04 10:00", ten, two, people=people)])

    assert [people, people] == [slot.people for slot in slots]


def test_time_the_owner_refuses_is_not_chosen() -> None:
    """ "I can't make Tuesday at ten, but Wednesday works.\""""
    both = proposed("3-04 10:00", appointment(TUESDAY), appointment(WEDNESDAY))
    answer = sent("3-04 12:00", agrees=True, dates=(appointment(TUESDAY), day("3-11")), refused=(appointment(TUESDAY),))

    assert [WEDNESDAY] == standing(both, answer)


def called_off(arrived: str, *dates: DateInWords, **changes: Any) -> Reading:
    """Hannah calls it off."""
    return mail(SignalKind.INTERVIEW_CANCELLED, arrived, dates=dates, **changes)


def test_a_move_without_a_time_leaves_nothing_agreed() -> None:
    """ "We have to move it, I will come back to you" ends the old time."""
    assert [] == standing(fixed("3-04 10:00", appointment(TUESDAY)), moved("3-05 10:00"))


def test_a_move_that_asks_for_another_day_leaves_nothing_agreed() -> None:
    """ "Would Thursday do?" names no hour yet."""
    asks = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-05 10:00", dates=(day("3-12"),), asks=True)

    assert [] == standing(fixed("3-04 10:00", appointment(TUESDAY)), asks)


def test_a_word_about_the_moved_talk_on_its_own_day_calls_nothing_off() -> None:
    """ "Our rescheduled talk on Tuesday" is still on."""
    assert [TUESDAY] == standing(fixed("3-04 10:00", appointment(TUESDAY)), moved("3-05 10:00", day("3-10")))


def test_the_same_time_on_another_day_is_the_old_hour() -> None:
    """ "Could we do Thursday at the same time?" needs no hour."""
    other = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-05 10:00", dates=(day("3-12", same_hour=True),), asks=True)

    assert ["3-12 10:00"] == standing(fixed("3-04 10:00", appointment(TUESDAY, "3-10 10:45")), other)


def test_of_several_new_times_the_owner_chooses() -> None:
    """ "Wednesday at two or Thursday at ten instead?" fixes neither."""
    two = (appointment(WEDNESDAY), appointment("3-12 10:00"))
    asks = mail(SignalKind.INTERVIEW_RESCHEDULED, "3-05 10:00", dates=two, asks=True)
    before = fixed("3-04 10:00", appointment(TUESDAY))

    assert [] == standing(before, asks)
    assert [WEDNESDAY] == standing(before, asks, mine("3-05 12:00", appointment(WEDNESDAY)))


def test_a_time_that_comes_with_a_cancellation_is_an_offer() -> None:
    """ "Tuesday is off; new suggestion: Wednesday at two" waits for a yes."""
    off = called_off("3-05 10:00", day("3-10"), appointment(WEDNESDAY))
    before = fixed("3-04 10:00", appointment(TUESDAY))

    assert [] == standing(before, off)
    assert [WEDNESDAY] == standing(before, off, mine("3-05 12:00"))


def test_what_the_owner_asks_for_instead_replaces_what_was_agreed() -> None:
    """The owner cannot come after all, names another hour, and gets a yes."""
    before = fixed("3-04 10:00", appointment(TUESDAY))
    asks = mine("3-05 10:00", appointment(WEDNESDAY), agrees=None)

    assert [TUESDAY] == standing(before, asks)
    assert [WEDNESDAY] == standing(before, asks, agreed("3-05 12:00"))


def test_another_day_for_the_only_talk_moves_it() -> None:
    """ "Frau Kern is ill, we meet on Wednesday at two" does not say that it is a move."""
    assert [WEDNESDAY] == standing(
        fixed("3-04 10:00", appointment(TUESDAY)), fixed("3-05 10:00", appointment(WEDNESDAY))
    )


def test_another_day_that_is_offered_moves_it_when_the_owner_agrees() -> None:
    """Until then the old one stands."""
    before, offer = fixed("3-04 10:00", appointment(TUESDAY)), proposed("3-05 10:00", appointment(WEDNESDAY))

    assert [TUESDAY] == standing(before, offer)
    assert [WEDNESDAY] == standing(before, offer, mine("3-05 12:00"))


@pytest.mark.parametrize("changes", [{"one_more": True}, {"people": (named(HANNAH, meets=None), named(PRIYA))}])
def test_a_further_talk_moves_nothing(changes: dict[str, Any]) -> None:
    """A second round, or somebody else to talk with, stands beside the first."""
    further = fixed("3-05 10:00", appointment(WEDNESDAY), **changes)

    assert [TUESDAY, WEDNESDAY] == standing(fixed("3-04 10:00", appointment(TUESDAY)), further)


def test_what_a_moved_talk_replaces_gives_it_its_people() -> None:
    """The letter that names another day does not say again whom it is with."""
    first = fixed("3-04 10:00", appointment(TUESDAY), people=(named(HANNAH, meets=None), named(PRIYA)))
    slots = agreed_slots([first, fixed("3-05 10:00", appointment(WEDNESDAY))])

    assert PRIYA.name in [person.name for person in slots[-1].people]
