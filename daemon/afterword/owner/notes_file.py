"""notes.yaml: what only the owner knows, as it stands in the file and as the rules see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from afterword_rules.application import ContactRole, Stage
from afterword_rules.note import Note, Which
from afterword_rules.owners_word import OwnersWord, ToldContact, ToldMerge, ToldMessage, ToldMute, ToldStage
from afterword_rules.yaml_files.source import Path, Positions, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichEntry:
    """How every entry names its application. `application` is the key that `status --json` gives, `role` where two fit."""

    company: str
    role: str = ""
    application: str = ""

    @property
    def which(self) -> Which:
        """The same, as the rules see it."""
        return Which(self.company, self.role, self.application)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntry(WhichEntry):
    """One note; `at` is ISO 8601 with an offset, `person` a name or an address."""

    at: str
    text: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntry(WhichEntry):
    """The stage at which an application stands since `at`."""

    at: str
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEntry:
    """To which application a message belongs, by its Message-ID, with its angle brackets or without; without a company, to none."""

    message: str
    company: str = ""
    role: str = ""
    application: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntry(WhichEntry):
    """An application that is a part of another one."""

    into: WhichEntry
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteEntry(WhichEntry):
    """An application for which no draft is wanted; with `muted: false`, wanted again."""

    muted: bool = True
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry(WhichEntry):
    """A human at the employer, and what they are for."""

    name: str
    address: str = ""
    function: ContactRole = ContactRole.RECRUITER
    at: str = ""


@dataclass(frozen=True, slots=True)
class NotesFile:
    """notes.yaml."""

    notes: tuple[NoteEntry, ...] = ()
    stages: tuple[StageEntry, ...] = ()
    messages: tuple[MessageEntry, ...] = ()
    merges: tuple[MergeEntry, ...] = ()
    mutes: tuple[MuteEntry, ...] = ()
    contacts: tuple[ContactEntry, ...] = ()


class _Reader:
    """Turns the file into what the rules see, and gathers what is wrong with it."""

    def __init__(self, positions: Positions) -> None:
        self.problems: list[Problem] = []
        self._positions = positions

    def moment(self, text: str, path: Path) -> datetime | None:
        """An ISO 8601 moment with an offset; None when it is none, which is a problem."""
        moment = aware(text)
        if moment is None:
            told = f'"{text}" is no moment; write it like "2026-03-10T14:50:00+01:00"'
            self.problems.append(self._positions.problem(path, told))
        return moment

    def maybe(self, text: str, path: Path) -> datetime | None:
        return self.moment(text, path) if text else None

    def empty(self, file: NotesFile) -> None:
        """Finds what says nothing: an entry without its words, or a role of no company."""
        needed = {
            "notes": ("company", "text"),
            "stages": ("company",),
            "messages": ("message",),
            "merges": ("company",),
            "mutes": ("company",),
            "contacts": ("company", "name"),
        }
        for section, names in needed.items():
            for i, one in enumerate(getattr(file, section)):
                for name in names:
                    self._needs(getattr(one, name), (section, i), name)
        for i, merge in enumerate(file.merges):
            self._needs(merge.into.company, ("merges", i, "into"), "company")
        for i, message in enumerate(file.messages):
            if (message.role or message.application) and not message.company:
                self.problems.append(self._positions.problem(("messages", i), 'the key "company" is missing'))

    def _needs(self, text: str, path: Path, name: str) -> None:
        if not text.strip():
            self.problems.append(self._positions.problem((*path, name), f'"{name}" is empty'))

    def notes(self, file: NotesFile) -> Iterator[Note]:
        for i, one in enumerate(file.notes):
            if at := self.moment(one.at, ("notes", i, "at")):
                yield Note(at, one.company, one.text, one.person, one.role, one.application)

    def stages(self, file: NotesFile) -> Iterator[ToldStage]:
        for i, one in enumerate(file.stages):
            if at := self.moment(one.at, ("stages", i, "at")):
                yield ToldStage(at, one.which, one.stage)

    def messages(self, file: NotesFile) -> Iterator[ToldMessage]:
        for i, one in enumerate(file.messages):
            which = Which(one.company, one.role, one.application) if one.company else None
            yield ToldMessage(f"<{one.message.strip().strip('<>')}>", which, self.maybe(one.at, ("messages", i, "at")))

    def merges(self, file: NotesFile) -> Iterator[ToldMerge]:
        for i, one in enumerate(file.merges):
            yield ToldMerge(one.which, one.into.which, self.maybe(one.at, ("merges", i, "at")))

    def mutes(self, file: NotesFile) -> Iterator[ToldMute]:
        for i, one in enumerate(file.mutes):
            yield ToldMute(one.which, one.muted, self.maybe(one.at, ("mutes", i, "at")))

    def contacts(self, file: NotesFile) -> Iterator[ToldContact]:
        for i, one in enumerate(file.contacts):
            address = one.address.strip().lower()
            if address and not is_address(address):
                told = f'"{one.address}" is no mail address; write it alone, like "priya@larkspur.example"'
                self.problems.append(self._positions.problem(("contacts", i, "address"), told))
            at = self.maybe(one.at, ("contacts", i, "at"))
            yield ToldContact(one.which, one.name, address, one.function, at)


def owners_word(file: NotesFile, positions: Positions) -> tuple[OwnersWord, list[Problem]]:
    """What the owner told, and what is wrong with it beyond its shape."""
    reader = _Reader(positions)
    reader.empty(file)
    word = OwnersWord(
        notes=tuple(reader.notes(file)),
        stages=tuple(reader.stages(file)),
        messages=tuple(reader.messages(file)),
        merges=tuple(reader.merges(file)),
        mutes=tuple(reader.mutes(file)),
        contacts=tuple(reader.contacts(file)),
    )
    return word, reader.problems


def is_address(text: str) -> bool:
    """Whether `text` is one mail address and nothing beside it."""
    return bool(re.fullmatch(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+", text))


def aware(text: str) -> datetime | None:
    """An ISO 8601 moment with an offset; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
