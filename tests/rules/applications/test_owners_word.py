"""What the owner says outranks what was read: stages, messages, merges, mutes, people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from afterword_rules.application import ContactRole, Stage
from afterword_rules.applications.job_search import JobSearch, job_search
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.follow_ups.due import follow_ups
from afterword_rules.note import Note, Which
from afterword_rules.owners_word import OwnersWord, ToldContact, ToldMerge, ToldMessage, ToldMute, ToldStage
from afterword_rules.reading import Reading
from afterword_rules.signal import SignalKind
from rules.builders import (
    CALLOWAY,
    CALLOWAY_DATA,
    GRANT,
    HANNAH,
    OWNER,
    UNTOLD,
    appointment,
    at,
    confirmation,
    guest,
    invitation,
    mail,
    robot_mail,
    sent,
)

HERE = Which("Calloway Freight")
BACKEND = Which("Calloway Freight", "Backend Developer")
DATA = Which("Calloway Freight", "Data Engineer")


def search(*readings: Reading, word: OwnersWord, now: str = "7-31 12:00") -> JobSearch:
    """Everything known at `now`, with the owner's word."""
    return job_search(readings, (), OWNER, at(now), word)


def stages(found: JobSearch) -> list[tuple[str | None, Stage]]:
    return [(one.role, one.stage) for one in found.applications]


def test_a_stage_that_was_told_holds() -> None:
    """They called: no mail says so."""
    word = OwnersWord(stages=(ToldStage(at("3-05 12:00"), HERE, Stage.REJECTED),))
    (application,) = search(confirmation("3-02 10:00"), word=word).applications

    assert Stage.REJECTED == application.stage
    assert "you said so" == application.history[-1].why


def test_a_stage_that_was_told_can_go_back() -> None:
    """A letter was misread as a refusal."""
    word = OwnersWord(stages=(ToldStage(at("3-06 12:00"), HERE, Stage.APPLIED),))
    refusal = robot_mail(SignalKind.REJECTED, "3-05 10:00")

    assert [("Backend Developer", Stage.APPLIED)] == stages(search(confirmation("3-02 10:00"), refusal, word=word))


def test_later_mail_moves_on_from_a_told_stage() -> None:
    """The word held when it was given."""
    word = OwnersWord(stages=(ToldStage(at("3-06 12:00"), HERE, Stage.APPLIED),))
    refusals = [robot_mail(SignalKind.REJECTED, moment) for moment in ("3-05 10:00", "3-09 10:00")]

    assert [("Backend Developer", Stage.REJECTED)] == stages(search(confirmation("3-02 10:00"), *refusals, word=word))


def test_what_is_told_later_is_not_known_before() -> None:
    """A replay of the past knows no more than the past did."""
    word = OwnersWord(stages=(ToldStage(at("3-06 12:00"), HERE, Stage.REJECTED),))

    assert [("Backend Developer", Stage.APPLIED)] == stages(
        search(confirmation("3-02 10:00"), word=word, now="3-05 12:00")
    )


def test_a_role_tells_which_of_two_is_meant() -> None:
    """One word about one of two applications at one employer leaves the other alone."""
    word = OwnersWord(stages=(ToldStage(at("3-06 12:00"), DATA, Stage.REJECTED),))
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), word=word)

    assert [("Backend Developer", Stage.APPLIED), ("Data Engineer", Stage.REJECTED)] == stages(found)


def test_two_applications_become_one() -> None:
    """The owner knows that both names mean one vacancy; its later mail finds the one that is left."""
    word = OwnersWord(merges=(ToldMerge(DATA, BACKEND),))
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00", CALLOWAY_DATA)
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), refusal, word=word)

    assert [("Backend Developer", Stage.REJECTED)] == stages(found)


def test_merging_answers_the_question_which_of_the_two() -> None:
    """Mail that fitted both fits the one."""
    vague = robot_mail(SignalKind.REJECTED, "3-12 10:00", replace(CALLOWAY, role=None))
    told = (confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), vague)

    assert search(*told, word=OwnersWord()).questions
    found = search(*told, word=OwnersWord(merges=(ToldMerge(DATA, BACKEND),)))
    assert ((), [("Backend Developer", Stage.REJECTED)]) == (found.questions, stages(found))


def test_a_message_goes_where_the_owner_says() -> None:
    """A question is answered once, and is not asked again."""
    vague = robot_mail(SignalKind.REJECTED, "3-12 10:00", replace(CALLOWAY, role=None))
    word = OwnersWord(messages=(ToldMessage(vague.message_id, DATA),))
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), vague, word=word)

    assert () == found.questions
    assert [("Backend Developer", Stage.APPLIED), ("Data Engineer", Stage.REJECTED)] == stages(found)


def test_a_message_of_no_application_says_nothing() -> None:
    """Whatever it seemed to say."""
    refusal = robot_mail(SignalKind.REJECTED, "3-12 10:00")
    word = OwnersWord(messages=(ToldMessage(refusal.message_id, None),))

    assert [("Backend Developer", Stage.APPLIED)] == stages(search(confirmation("3-02 10:00"), refusal, word=word))


def test_a_message_founds_the_application_that_it_is_said_to_belong_to() -> None:
    """What was folded into another application gets one of its own, from the day of the message on."""
    letter = mail(SignalKind.HUMAN_REPLY, "3-04 10:00", HANNAH)
    word = OwnersWord(messages=(ToldMessage(letter.message_id, DATA),))
    found = search(confirmation("3-02 10:00"), letter, word=word)

    assert [("Backend Developer", Stage.APPLIED), ("Data Engineer", Stage.APPLIED)] == stages(found)
    assert at("3-04 10:00") == found.applications[1].history[0].at


@pytest.mark.parametrize(("muted", "wanted"), [((True,), False), ((True, False), True)])
def test_a_muted_application_asks_for_nothing(muted: tuple[bool, ...], *, wanted: bool) -> None:
    """Until the owner says otherwise: the last word counts."""
    word = OwnersWord(mutes=tuple(ToldMute(HERE, one, at(f"3-0{i + 3} 10:00")) for i, one in enumerate(muted)))
    cadences, _ = load_cadences()
    found = search(confirmation("3-02 10:00"), word=word, now="3-08 12:00")

    assert wanted is bool(follow_ups(found.applications, cadences, OWNER))


def test_a_person_whom_the_owner_names_is_believed_before_others() -> None:
    """The right address of somebody whom mail names without one."""
    word = OwnersWord(contacts=(ToldContact(HERE, "Priya Nair", "priya@calloway.example"),))
    (application,) = search(confirmation("3-02 10:00"), word=word).applications

    assert ("Priya Nair", "priya@calloway.example", ContactRole.RECRUITER, "named by you") == (
        application.contacts[0].name,
        application.contacts[0].email,
        application.contacts[0].role,
        application.contacts[0].why,
    )


def test_an_address_that_the_owner_gives_outranks_the_calendars() -> None:
    """Guest lists hold addresses that nobody reads."""
    talk = invitation("3-10 10:00", guest(GRANT))
    word = OwnersWord(contacts=(ToldContact(HERE, GRANT.name, "grant@right.example", ContactRole.INTERVIEWER),))
    found = search(
        confirmation("3-02 10:00"),
        mail(SignalKind.INTERVIEW_SCHEDULED, "3-05 10:00", invitations=(talk,)),
        word=word,
    )

    assert ["grant@right.example"] == [one.email for one in found.applications[0].interviews[0].interviewers]


def test_a_note_mailed_to_oneself_is_a_note() -> None:
    """Under the subject "note: COMPANY"; it is no letter of the application."""
    me = (OWNER.addresses[0],)
    note = sent("3-10 12:30", subject="note: Calloway Freight / Grant", note="the ferry timetable")
    note = replace(note, recipients=tuple(replace(one, email=me[0]) for one in note.recipients))
    (application,) = search(confirmation("3-02 10:00"), note, word=OwnersWord()).applications

    assert [("the ferry timetable", "Grant")] == [(one.text, one.person) for one in application.notes]
    assert not any(letter.outgoing for letter in application.letters)


def test_mail_to_oneself_is_no_answer_to_anybody() -> None:
    """A reminder with the employer's name in it ends no follow-up."""
    reminder = sent("3-03 12:30", about=UNTOLD, subject="Calloway Freight: iron the shirt")
    reminder = replace(
        reminder,
        about=CALLOWAY,
        recipients=tuple(replace(one, email=OWNER.addresses[0]) for one in reminder.recipients),
    )
    (application,) = search(confirmation("3-02 10:00"), reminder, word=OwnersWord()).applications

    assert not any(letter.outgoing for letter in application.letters)


def test_an_interview_still_ahead_does_not_undo_what_was_told() -> None:
    """The owner says that they wait, whatever the calendar still holds."""
    told = at("3-06 12:00")
    talk = mail(SignalKind.INTERVIEW_SCHEDULED, "3-05 10:00", dates=(appointment("3-10 10:00"),))
    word = OwnersWord(stages=(ToldStage(told, HERE, Stage.AWAITING_DECISION),))
    (application,) = search(confirmation("3-02 10:00"), talk, word=word, now="3-07 12:00").applications

    assert (Stage.AWAITING_DECISION, told) == (application.stage, application.history[-1].at)
    assert [at("3-10 10:00")] == [interview.start for interview in application.interviews]


def test_a_word_is_about_the_applications_that_were_known_then() -> None:
    """A stage, a mute and a note of March say nothing of the role that the owner applies for in April."""
    told = at("3-05 12:00")
    word = OwnersWord(
        notes=(Note(told, HERE.company, "the heron"),),
        stages=(ToldStage(told, HERE, Stage.REJECTED),),
        mutes=(ToldMute(HERE, at=told),),
    )
    found = search(confirmation("3-02 10:00"), confirmation("4-02 10:00", CALLOWAY_DATA), word=word)

    assert [("Backend Developer", Stage.REJECTED), ("Data Engineer", Stage.APPLIED)] == stages(found)
    assert [(True, 1), (False, 0)] == [(one.muted, len(one.notes)) for one in found.applications]


def test_an_application_after_a_told_refusal_is_a_new_one() -> None:
    """They called to decline; the second confirmation of the same role is of a second application."""
    word = OwnersWord(stages=(ToldStage(at("3-05 12:00"), HERE, Stage.REJECTED),))
    found = search(confirmation("3-02 10:00"), confirmation("3-20 10:00"), word=word)

    assert [("Backend Developer", Stage.REJECTED), ("Backend Developer", Stage.APPLIED)] == stages(found)


def test_what_was_said_of_a_part_holds_for_the_whole() -> None:
    """Also where it is named by the role or the key that it had before both became one."""
    first, second = confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA)
    parts = {one.role: one.key for one in search(first, second, word=OwnersWord()).applications}
    key = Which("Calloway Freight", key=parts["Data Engineer"])
    word = OwnersWord(
        notes=(Note(at("3-03 12:00"), DATA.company, "the heron", role=DATA.role),),
        mutes=(ToldMute(key, at=at("3-03 12:00")),),
        merges=(ToldMerge(DATA, BACKEND, at("3-04 12:00")),),
    )
    found = search(first, second, word=word)
    (application,) = found.applications

    assert (["the heron"], True, ()) == ([one.text for one in application.notes], application.muted, found.unheard)


def test_an_earlier_message_joins_the_application_that_was_known_when_the_owner_spoke() -> None:
    """A talk before the application founds no second one, and the application keeps its key."""
    chat, first = mail(SignalKind.HUMAN_REPLY, "2-10 10:00", HANNAH, UNTOLD), confirmation("3-02 10:00")
    (before,) = search(chat, first, word=OwnersWord()).applications
    word = OwnersWord(messages=(ToldMessage(chat.message_id, HERE, at("3-05 12:00")),))
    (after,) = search(chat, first, word=word).applications

    assert (before.key, 2) == (after.key, len(after.letters))


def test_a_message_for_one_of_several_is_still_a_question() -> None:
    """An entry by hand that names only the employer founds no third application."""
    vague = robot_mail(SignalKind.REJECTED, "3-12 10:00", replace(CALLOWAY, role=None))
    word = OwnersWord(messages=(ToldMessage(vague.message_id, HERE),))
    found = search(confirmation("3-02 10:00"), confirmation("3-02 10:05", CALLOWAY_DATA), vague, word=word)

    assert [("Backend Developer", Stage.APPLIED), ("Data Engineer", Stage.APPLIED)] == stages(found)
    assert [vague] == [one.reading for one in found.questions]


def test_a_word_about_nothing_that_is_known_is_told() -> None:
    """A slip in a name, or a key that no application has any more, is not silently dropped."""
    slip, old = Which("Caloway Frayt"), Which("Calloway Freight", key="0123456789ab")
    reply = mail(SignalKind.HUMAN_REPLY, "3-03 10:00", HANNAH, UNTOLD)
    word = OwnersWord(
        stages=(ToldStage(at("3-05 12:00"), slip, Stage.REJECTED),),
        messages=(ToldMessage(reply.message_id, old),),
        mutes=(ToldMute(HERE),),
    )
    found = search(confirmation("3-02 10:00"), reply, word=word)

    assert ({slip, old}, [("Backend Developer", Stage.APPLIED)]) == (set(found.unheard), stages(found))
