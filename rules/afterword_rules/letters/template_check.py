"""Every template tried on sample letters: what would go wrong on the day is told now, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afterword_rules.application import Application, Contact, ContactRole, Interview, Letter, Promise, Stage, Step
from afterword_rules.follow_up import FollowUp
from afterword_rules.letters.check import LetterProblem
from afterword_rules.letters.letter import write_letter
from afterword_rules.letters.templates import REVIEW_NOTE, SUFFIX, Templates, built_in_templates
from afterword_rules.owner import Owner, Profile
from afterword_rules.yaml_files.source import did_you_mean

_NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
_DAY = timedelta(days=1)
_OWNER = Owner(
    "Robin Example",
    ("robin@mailbox.example",),
    UTC,
    profile=Profile("Archivist, 8 years", ("Moved an archive of 40,000 maps without a loss", "Teaches restoration")),
)
_PERSON = Contact(
    "Ada Northcote", "ada@quarry.example", ContactRole.INTERVIEWER, "guest of the interview in your calendar"
)
_OTHER = replace(_PERSON, name="Ben Southey", email="ben@quarry.example")
_TALK = Interview(
    "2026-03-03T10:00:00Z",
    _NOW - 7 * _DAY,
    _NOW - 7 * _DAY + timedelta(hours=1),
    (_PERSON, _OTHER),
    agenda="System design",
)
_STEPS = (Step(Stage.APPLIED, _NOW - 20 * _DAY, "", "<a@quarry.example>"), Step(Stage.REJECTED, _NOW - _DAY, ""))
_PROMISE = Promise(_NOW - 2 * _DAY, _NOW - 6 * _DAY, "by Friday")
_ASKED = Letter(
    "<q@mailbox.example>", (), _NOW - 2 * _DAY, True, "", ("ada@quarry.example",), "", "en", True, False, "", True
)
_FULL = Application("sample", "Quarry Maps", "Map Librarian", None, None, _STEPS, interviews=(_TALK,), promise=_PROMISE)


@dataclass(frozen=True, slots=True)
class _Sample:
    """One letter's facts. All that a template may speak of is known in one of them at least, and unknown in another."""

    application: Application
    owner: Owner = _OWNER
    interview: Interview | None = _TALK
    recipient: Contact | None = _PERSON
    note: str = ""


_SAMPLES = (
    _Sample(_FULL),
    _Sample(_FULL, note="the story of the map that was printed upside down"),
    _Sample(_FULL, note="she sails, and her boat is called Variance"),
    _Sample(replace(_FULL, promise=None, letters=(_ASKED,))),
    _Sample(
        replace(_FULL, role=None, interviews=(), promise=None, history=(Step(Stage.APPLIED, _NOW - _DAY, ""),)),
        replace(_OWNER, profile=Profile()),
        interview=None,
        recipient=None,
    ),
)


def check_templates(folder: Path, kinds: Mapping[str, str]) -> tuple[LetterProblem, ...]:
    """Everything wrong with the templates in `folder` (the owner's) and those that ship; each told once.

    `kinds` gives the template of each kind of follow-up that is made.
    """
    templates = Templates(folder)
    written = [*templates.problems(), *_unused(folder, kinds)]
    # After a syntax error nothing more is to be said of a file.
    broken = {_place(problem)[0] for problem in written}
    tried = [
        problem
        for language in built_in_templates()
        for kind, template in kinds.items()
        for sample in _SAMPLES
        for problem in _tried(templates, kind, template, language, sample)
        if _place(problem)[0] not in broken
    ]
    return tuple(sorted({str(problem): problem for problem in (*written, *tried)}.values(), key=_place))


def own_templates(folder: Path) -> tuple[Path, ...]:
    """The owner's templates."""
    return tuple(sorted(folder.glob(f"*/*{SUFFIX}")))


def _tried(templates: Templates, kind: str, template: str, language: str, sample: _Sample) -> tuple[LetterProblem, ...]:
    follow_up = FollowUp(
        kind=kind,
        application=sample.application.key,
        company=sample.application.company,
        role=sample.application.role,
        occasion=_TALK.key,
        recipient=sample.recipient,
        due=_NOW - _DAY,
        not_after=_NOW + _DAY,
        why="a sample",
        best_before=_NOW + _DAY if sample.note else None,
        language=language,
        key=f"{kind}/sample",
    )
    return write_letter(
        follow_up,
        sample.application,
        sample.owner,
        interview=sample.interview,
        note=sample.note,
        templates=templates,
        now=_NOW,
        template=template,
    ).problems


def _unused(folder: Path, kinds: Mapping[str, str]) -> Iterator[LetterProblem]:
    """Files that no letter is ever written from, since their name or folder is not what it was meant to be."""
    languages = built_in_templates()
    names = {*kinds.values(), REVIEW_NOTE, *(name for shipped in languages.values() for name in shipped)}
    for path in sorted(folder.glob("*/*")):
        if path.name.startswith(".") or path.name.endswith("~") or not path.is_file():
            continue
        name = path.name.removesuffix(SUFFIX)
        if name == path.name:
            yield LetterProblem(f"{path}:1:1", f'is never used: the name of a template ends with "{SUFFIX}"')
        elif path.parent.name not in languages:
            text = f'is never used: no letter is written in "{path.parent.name}"{did_you_mean(path.parent.name, languages)}'
            yield LetterProblem(f"{path}:1:1", text)
        elif name not in names:
            yield LetterProblem(
                f"{path}:1:1", f'is never used: no follow-up is called "{name}"{did_you_mean(name, names)}'
            )


def _place(problem: LetterProblem) -> tuple[str, int, int, str]:
    path, line, column = problem.where.rsplit(":", 2)
    return path, int(line), int(column), problem.what
