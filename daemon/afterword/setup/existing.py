"""The owner's configuration as it is before `afterword setup` changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from afterword.errors import OwnersError
from afterword.owner.accounts import AccountEntry
from afterword.owner.configuration import ConfigFile, ProfileFile, load_configuration, text_of
from afterword_rules.yaml_files.source import Problem, read_and_validate

CONFIG, PROFILE = "config.yaml", "profile.yaml"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class OwnersFile:
    """One file. `text` is None where there is none; `mark` is the byte order mark that it begins with, or nothing."""

    path: Path
    text: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Existing:
    """What there is. `settings` is None before the first setup, and so is nothing but the profile."""

    config: OwnersFile
    profile_file: OwnersFile
    settings: ConfigFile | None = None
    profile: ProfileFile = field(default_factory=ProfileFile)

    @property
    def accounts(self) -> tuple[AccountEntry, ...]:
        return self.settings.accounts if self.settings is not None else ()

    @property
    def calendar_ids(self) -> frozenset[str]:
        return frozenset(one.id for one in self.settings.calendars) if self.settings is not None else frozenset()


def existing_files(folder: Path) -> Existing:
    """What stands in `folder`.

    :raises OwnersError: a file cannot be read, or has mistakes: they are mended first, by who made them.
    """
    config, profile = _file(folder / CONFIG), _file(folder / PROFILE)
    if config.text is not None:
        load_configuration(folder)
    settings, _, _ = read_and_validate(config.text, CONFIG, ConfigFile) if config.text is not None else (None, 0, 0)
    told, _, problems = read_and_validate(profile.text or "", PROFILE, ProfileFile)
    if told is None:
        raise OwnersError(*map(str, problems))
    return Existing(config, profile, settings, told)


def _file(path: Path) -> OwnersFile:
    problems: list[Problem] = []
    text = text_of(path, problems)
    if problems:
        raise OwnersError(*map(str, problems))
    if text is None:
        return OwnersFile(path)
    return OwnersFile(path, text, _BOM if path.read_bytes().startswith(_BOM.encode()) else "")
