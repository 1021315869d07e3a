"""What the letters of an application tell a follow-up: who wrote, who was answered, and in which thread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from afterword_rules.application import Application, Letter
from afterword_rules.applications.attaching import is_humans
from afterword_rules.owner import Owner
from afterword_rules.signal import SignalKind


def written_by_owner(application: Application, since: datetime, owner: Owner, to: str = "") -> Iterator[Letter]:
    """The owner's letters to a human after `since`, to the address `to` where one is given."""
    for letter in application.letters:
        to_them = (
            to in letter.correspondents
            if to
            else any(is_humans(email, owner.vendors) for email in letter.correspondents)
        )
        if letter.outgoing and letter.at > since and to_them:
            yield letter


def human_answers(application: Application, since: datetime) -> Iterator[Letter]:
    """Letters of humans at the employer after `since`; automatic replies and machines' notices are none."""
    for letter in application.letters:
        if _is_human_answer(letter) and letter.at > since:
            yield letter


def _is_human_answer(letter: Letter) -> bool:
    return not letter.outgoing and letter.human and not letter.automatic_reply


def latest_from(application: Application, email: str) -> Letter | None:
    """The latest letter that `email` wrote as a human: the one to answer. None where there is no thread."""
    found = (letter for letter in application.letters if _is_human_answer(letter))
    mine = [letter for letter in found if email and letter.correspondent == email]
    return mine[-1] if mine else None


def letter(application: Application, message_id: str) -> Letter | None:
    """The letter with this Message-ID."""
    return next((found for found in application.letters if found.message_id == message_id), None)


def is_confirmation(found: Letter) -> bool:
    """Whether a letter only says that the application arrived."""
    return found.signal == SignalKind.APPLICATION_RECEIVED
