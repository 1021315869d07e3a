"""What happened to one application, and what proves each step: as `why` has it."""

from __future__ import annotations

from dataclasses import replace

from afterword.report.chronicle import Entry, Mark, Proof, chronicle
from afterword_rules.application import Application, Stage, Step
from afterword_rules.reading import Reading
from afterword_rules.signal import Evidence, Signal, SignalKind
from daemon.report.search_cases import told
from rules.builders import GRANT, HANNAH, application, at, conversation, letter_from, mail, step

NOW = at("3-24 12:00")
CONFIRMED = told(SignalKind.APPLICATION_RECEIVED, "3-02 10:00", "we have received it", "<a@calloway.example>")
APPLIED = Step(Stage.APPLIED, at("3-02 10:00"), "test.application_received", "<a@calloway.example>")


def entries(made: Application, *readings: Reading) -> tuple[Entry, ...]:
    return chronicle(made, {reading.message_id: reading for reading in readings}, NOW)


def test_step_has_its_rule_and_its_words() -> None:
    """The rule, the words and where they stand, the letter and who wrote it."""
    (entry,) = entries(application(APPLIED), CONFIRMED)
    words = (Evidence("body", "we have received it"),)

    assert ("applied", Mark.APPLIED) == (entry.title, entry.mark)
    assert Proof("test.application_received", True, "Your application", HANNAH.email, "en", words) == entry.proof


def test_step_whose_letter_is_gone_keeps_its_reason() -> None:
    """The ledger may know a step without its letter: the rule is still told."""
    (entry,) = entries(application(APPLIED))

    assert Proof("test.application_received", is_rule=True) == entry.proof


def test_step_of_the_clock_claims_no_words() -> None:
    """The end of a conversation is proved by no sentence of the letter that arranged it."""
    ended = Step(Stage.AWAITING_DECISION, at("3-03 10:00"), "the interview has ended", CONFIRMED.message_id)
    entry = entries(application(APPLIED, ended), CONFIRMED)[1]

    assert (False, ()) == (entry.proof.is_rule, entry.proof.words)


def test_first_word_is_marked_once() -> None:
    """On the step that it made; else as an entry of its own, with the words that decided what it means."""
    letter = letter_from(HANNAH, "3-05 10:00", message_id="<b@calloway.example>")
    reading = replace(
        mail(SignalKind.HUMAN_REPLY, "3-05 10:00"),
        message_id="<b@calloway.example>",
        signal=Signal(SignalKind.HUMAN_REPLY, 0.8, "human.reply", (Evidence("body", "thanks for your patience"),)),
    )
    own = entries(application(APPLIED, letters=(letter,)), CONFIRMED, reading)
    stepped = entries(application(APPLIED, step(Stage.INTERVIEW, "3-05 10:00"), letters=(letter,)), CONFIRMED, reading)

    assert [("applied", Mark.APPLIED), ("first word from them", Mark.HEARD)] == [(one.title, one.mark) for one in own]
    assert ("human.reply", True) == (own[1].proof.because, own[1].proof.is_rule)
    assert [("applied", Mark.APPLIED), ("interview arranged", Mark.HEARD)] == [(one.title, one.mark) for one in stepped]


def test_first_word_that_is_gone_is_told_by_its_subject() -> None:
    """What is left of a letter that lies nowhere any more."""
    letter = letter_from(HANNAH, "3-05 10:00", subject="Hello")
    entry = entries(application(APPLIED, letters=(letter,)), CONFIRMED)[1]

    assert ("Hello", HANNAH.email, False) == (entry.proof.subject, entry.proof.sender, entry.proof.is_rule)


def test_conversations_stand_among_the_steps() -> None:
    """Held, ahead, called off and declined are told apart; only the first two are drawn."""
    talks = (
        conversation("3-05 14:00", GRANT, agenda="System design"),
        conversation("3-06 14:00", cancelled=True),
        conversation("3-09 14:00", declined=True),
        conversation("3-30 14:00"),
    )
    _, held, off, declined, ahead = entries(application(APPLIED, interviews=talks), CONFIRMED)

    assert [Mark.INTERVIEW, None, None, Mark.AHEAD] == [one.mark for one in (held, off, declined, ahead)]
    assert ["interview", "interview, called off", "interview, declined by you"] == [
        one.title for one in (held, off, declined)
    ]
    assert ([GRANT.email], "System design") == ([person.email for person in held.people], held.agenda)
    assert [HANNAH.email] == [person.email for person in ahead.people]
    assert "it stands in your calendar" == held.proof.because


def test_conversation_names_the_letter_that_told_of_it() -> None:
    """The first of its sources that is a letter."""
    talk = conversation("3-05 14:00", sources=("calendar", CONFIRMED.message_id))

    assert "Your application" == entries(application(APPLIED, interviews=(talk,)), CONFIRMED)[1].proof.subject


def test_end_is_marked_even_where_it_is_the_beginning() -> None:
    """A refusal that is the first thing known is a refusal."""
    (entry,) = entries(application(step(Stage.REJECTED, "3-05 10:00")))

    assert Mark.REFUSED == entry.mark
