"""Writes the letter of a follow-up: subject, review note and body, in the language of the correspondence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from afterword_rules.application import Application, Interview
from afterword_rules.follow_up import FollowUp
from afterword_rules.letters.check import MOST_WORDS, LetterProblem, check_letter, word_count
from afterword_rules.letters.claims import points_for
from afterword_rules.letters.clean_text import clean
from afterword_rules.letters.language import language_of, letter_words
from afterword_rules.letters.review_note import framed, review_values
from afterword_rules.letters.templates import REVIEW_NOTE, Templates
from afterword_rules.letters.values import letter_values, place_in_loop
from afterword_rules.owner import Owner

_LONGEST_SUBJECT = 300
_MOST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A letter. With `problems` there is none: subject and body are empty, and the owner is told what to mend."""

    subject: str = ""
    body: str = ""
    problems: tuple[LetterProblem, ...] = ()


def write_letter(  # noqa: PLR0913  # each names another thing the letter is made of
    follow_up: FollowUp,
    application: Application,
    owner: Owner,
    *,
    interview: Interview | None,
    note: str,
    templates: Templates,
    review_note: bool = True,
    now: datetime,
    template: str | None = None,
) -> Written:
    """The letter for `follow_up`; the same arguments always give the same letter.

    `interview` is the conversation a thank-you follows, `note` what the owner noted about its recipient (and nobody
    else). `template` is the template's name where it is not the kind's. Nothing that stands in mail or profile raises;
    a template that fails, or a letter that must not be shown, is told in `problems`.
    """
    language = language_of(follow_up.language, owner.country)
    values = letter_values(follow_up, application, owner, language, interview=interview, note=note, now=now)
    role = str(values["role"] or "")
    seed, turn = _wording(follow_up, application, owner, interview)
    name = template or follow_up.kind
    most = _MOST_POINTS
    while True:
        values["points"] = points_for(owner.profile, role, most)
        rendered = templates.render(name, language.code, values, seed=seed, turn=turn)
        if rendered.problem:
            return Written(problems=(rendered.problem,))
        subject, letter = _taken_apart(rendered.text)
        most -= 1
        if most == 0 or word_count(letter) < MOST_WORDS:
            break
    if not subject:
        return Written(problems=(LetterProblem(rendered.where, "the first line must be 'Subject: …'"),))
    parent = clean(follow_up.thread_subject, _LONGEST_SUBJECT)
    subject = f"Re: {bare}" if parent and (bare := without_reply_marks(parent)) else clean(subject, _LONGEST_SUBJECT)
    said = [
        str(value) for name, value in values.items() if value and name not in {"points", "note_too_long", "greeting"}
    ]
    said += points_for(owner.profile, role, _MOST_POINTS)
    problems = check_letter(subject, letter, where=rendered.where, values=said, parent=parent)
    if problems:
        return Written(problems=problems)
    if not review_note:
        return Written(subject, letter)
    told = review_values(follow_up, letter, values, owner, language, now=now)
    rendered = templates.render(REVIEW_NOTE, language.code, told, seed=seed)
    if rendered.problem:
        return Written(problems=(rendered.problem,))
    return Written(subject, f"{framed(rendered.text, language)}\n\n{letter}")


def without_reply_marks(subject: str) -> str:
    """A subject without the "Re:", "AW:", "Re[2]:" before it, however many there are."""
    marks = "|".join(map(re.escape, letter_words()["reply_marks"]))
    return re.sub(rf"^(?:(?:{marks})\s?(?:\[\d+\])?\s?[:：]\s*)+", "", subject.strip(), flags=re.IGNORECASE).strip()


def _wording(
    follow_up: FollowUp, application: Application, owner: Owner, interview: Interview | None
) -> tuple[str, int]:
    """What decides between wordings: in a day of interviews the person's place in it, else the follow-up itself."""
    if interview is None:
        return follow_up.key or f"{follow_up.kind}/{application.key}/{follow_up.occasion}", 0
    day = interview.start.astimezone(owner.zone).date()
    return f"{application.key}/{day.isoformat()}", place_in_loop(follow_up, application, interview, owner)


def _taken_apart(text: str) -> tuple[str, str]:
    first, _, rest = text.strip().partition("\n")
    mark, _, subject = first.partition(":")
    if mark.strip().casefold() != "subject":
        return "", text
    lines = "\n".join(line.rstrip() for line in rest.strip().split("\n"))
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", lines) + "\n"
