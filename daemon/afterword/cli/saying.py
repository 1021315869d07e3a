"""What the commands share with which the owner says something: which application is meant, and how it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

import click

from afterword.errors import OwnersError

if TYPE_CHECKING:
    from afterword.owner.yaml_text import Value
    from afterword.passes import Decision
    from afterword_rules.application import Application
    from afterword_rules.reading import Reading


@dataclass(frozen=True, slots=True)
class Known:
    """Everything as it stands at `now`: the applications, and every message by its Message-ID."""

    decision: Decision
    readings: Mapping[str, Reading]
    now: datetime
    zone: tzinfo

    @property
    def applications(self) -> Sequence[Application]:
        """All applications, the oldest first."""
        return self.decision.search.applications

    def chosen(self, words: str) -> Application:
        """The one application that `words` mean.

        :raises OwnersError: none does, or several; they are named.
        """
        from afterword.cli.applications import chosen

        return chosen(words, self.applications)

    def message(self, words: str) -> Reading:
        """The message with the Message-ID, or with the short number that `show` prints.

        :raises OwnersError: there is none.
        """
        wanted = words.strip().strip("<>")
        found = [r for r in self.readings.values() if r.message_id.strip("<>") == wanted]
        found = found or [r for r in self.readings.values() if number_of(r.message_id) == wanted.lower()]
        if len(found) == 1:
            return found[0]
        msg = f'no message is called "{words}"; `afterword show APPLICATION` and `status --unsure` print their numbers'
        raise OwnersError(msg)

    def naming(self, application: Application) -> dict[str, str]:
        """How notes.yaml names `application`: by its employer, and by no more than is needed beside that."""
        from afterword_parsers.jobs.company_name import same_company
        from afterword_parsers.jobs.role_name import same_role

        there = [a for a in self.applications if same_company(a.company, application.company)]
        named = {"company": application.company}
        if len(there) == 1:
            return named
        role = application.role or ""
        if role:
            named["role"] = role
        if not role or sum(same_role(a.role or "", role) for a in there) > 1:
            named["application"] = application.key
        return named

    def home_of(self, message: Reading) -> Application | None:
        """The application in which `message` is; None where it is in none."""
        ids = {letter.message_id: a for a in self.applications for letter in a.letters}
        return ids.get(message.message_id)

    def stamp(self) -> str:
        """The moment of this word, as notes.yaml writes it."""
        return self.now.astimezone(self.zone).isoformat(timespec="seconds")


def known() -> Known:
    """What the last pass found, as of now."""
    from afterword.cli.opened import current_moment, opened_world
    from afterword.passes import decide

    now = current_moment()
    with opened_world(alone=False) as world:
        readings = world.ledger.readings(world.configuration.reader)
        by_id = {reading.message_id: reading for reading in readings}
        return Known(decide(world, now, readings), by_id, now, world.configuration.owner.zone)


def keep(section: str, *entries: Mapping[str, Value]) -> Known:
    """Add `entries` to notes.yaml; everything as it stands with them."""
    from afterword.owner.notes_writing import add_entry
    from afterword.paths import config_folder

    for entry in entries:
        add_entry(config_folder(), section, entry)
    return known()


def said(words: str, name: str) -> str:
    """`words` that the owner gave for `name`, on one line and without what cannot be read.

    :raises click.UsageError: nothing is left.
    """
    told = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    if not told:
        msg = f"{name} is empty"
        raise click.UsageError(msg)
    return told


def began_with(application: Application, message: Reading) -> bool:
    """Whether `message` is the one that founded `application`, which would be another one without it."""
    from afterword_rules.applications.case import key_of

    return application.key == key_of(message.message_id)


def number_of(message_id: str) -> str:
    """A short name for a message, for the owner to type."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:6]
