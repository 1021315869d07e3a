"""What happened to one application, in order, each thing with the words or the event that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from afterword.report.silence import words_from_them
from afterword.report.wording import spoken
from afterword_rules.application import Application, Contact, Interview, Letter, Stage, Step
from afterword_rules.applications.context import in_context
from afterword_rules.applications.evidence import words_behind
from afterword_rules.reading import Reading
from afterword_rules.signal import Evidence


class Mark(StrEnum):
    """What the timeline draws."""

    APPLIED = "applied"
    HEARD = "heard from them"
    INTERVIEW = "interview"
    AHEAD = "interview ahead"
    OFFER = "offer"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_ENDS = {
    Stage.OFFER: Mark.OFFER,
    Stage.ACCEPTED: Mark.OFFER,
    Stage.REJECTED: Mark.REFUSED,
    Stage.WITHDRAWN: Mark.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Proof:
    """Why something is believed. `because` is the id of a rule where `is_rule`, else a sentence.

    `subject`, `sender` and `language` are those of the message that told it, empty where none did.
    """

    because: str
    is_rule: bool = False
    subject: str = ""
    sender: str = ""
    language: str = ""
    words: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, or will. `mark` is None for what the timeline does not draw.

    `until` is given for conversations, `people` are those who hold them.
    """

    at: datetime
    title: str
    proof: Proof
    mark: Mark | None = None
    until: datetime | None = None
    people: tuple[Contact, ...] = ()
    agenda: str = ""


def chronicle(application: Application, readings: Mapping[str, Reading], now: datetime) -> tuple[Entry, ...]:
    """Steps, first word from the employer, and conversations. `readings` are looked up by Message-ID."""
    first = next(words_from_them(application), None)
    entries = [_of_step(step, readings, number) for number, step in enumerate(application.history)]
    entries += _of_first_word(first, entries, readings)
    entries += [_of_interview(interview, readings, now) for interview in application.interviews]
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _of_step(step: Step, readings: Mapping[str, Reading], number: int) -> Entry:
    mark = _ENDS.get(step.stage)
    if number == 0 and mark is None:
        # Where the confirmation never came, the first thing that is known of stands for the beginning.
        mark = Mark.APPLIED
    title = "interview arranged" if step.stage is Stage.INTERVIEW else spoken(step.stage)
    return Entry(step.at, title, _proof(step, readings), mark)


def _of_first_word(first: Letter | None, entries: list[Entry], readings: Mapping[str, Reading]) -> Iterator[Entry]:
    """The first letter of theirs that tells something; a step that it made carries the mark itself."""
    if first is None:
        return
    same = next((number for number, entry in enumerate(entries) if entry.at == first.at), None)
    if same is not None:
        if entries[same].mark is None:
            entries[same] = replace(entries[same], mark=Mark.HEARD)
        return
    reading = readings.get(first.message_id)
    if reading is None:
        proof = Proof("a letter that is gone since", subject=first.subject, sender=first.correspondent)
    else:
        reading = in_context(reading)
        rule = reading.signal.rule
        proof = replace(_of_message(reading), because=rule or "a person wrote", is_rule=bool(rule))
        proof = replace(proof, words=tuple(dict.fromkeys(reading.signal.evidence)))
    yield Entry(first.at, "first word from them", proof, Mark.HEARD)


def _of_interview(interview: Interview, readings: Mapping[str, Reading], now: datetime) -> Entry:
    title = "interview"
    mark: Mark | None = Mark.INTERVIEW if interview.held(now) else Mark.AHEAD
    if interview.cancelled or interview.declined:
        title, mark = ("interview, called off" if interview.cancelled else "interview, declined by you"), None
    told = next((readings[source] for source in interview.sources if source in readings), None)
    proof = replace(_of_message(told), because="told by") if told else Proof("it stands in your calendar")
    people = interview.interviewers or ((interview.organizer,) if interview.organizer else ())
    return Entry(interview.start, title, proof, mark, interview.end, people, interview.agenda)


def _proof(step: Step, readings: Mapping[str, Reading]) -> Proof:
    reading = readings.get(step.source)
    is_rule = " " not in step.why
    if reading is None:
        return Proof(step.why, is_rule)
    # As the step was decided: a letter of an application, with the words that mean something there.
    reading = in_context(reading)
    return replace(_of_message(reading), because=step.why, is_rule=is_rule, words=words_behind(step, reading))


def _of_message(reading: Reading) -> Proof:
    return Proof("", subject=reading.subject, sender=reading.sender.email, language=reading.language)
