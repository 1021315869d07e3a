"""The owner's files: config.yaml, profile.yaml, rules.yaml, follow_ups.yaml and notes.yaml, read and checked together.

Everything is validated before the first mailbox is opened, and every problem of every file is told at once.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from afterword.errors import OwnersError
from afterword.owner.accounts import AccountEntry, account_problems
from afterword.owner.calendars import CalendarEntry, calendar_problems
from afterword.owner.notes_file import NotesFile, owners_word
from afterword.owner.system_zone import system_zone, zone_named
from afterword_rules.days.business_days import country_of_zone
from afterword_rules.days.quiet_hours import QuietHours
from afterword_rules.follow_ups.cadence import Cadence
from afterword_rules.owner import Owner, Profile
from afterword_rules.owners_word import OwnersWord
from afterword_rules.signals.signal_rules import SignalRules
from afterword_rules.yaml_files.source import Path as YamlPath
from afterword_rules.yaml_files.source import Positions, Problem, did_you_mean, read_and_validate

T = TypeVar("T")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_QUIET = ("from", "to")
# A thank-you is due half an hour after an interview.
_MOST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """`owner:` in config.yaml. Without `timezone` the system's zone is taken, without `country` the zone's country."""

    name: str
    addresses: tuple[str, ...]
    timezone: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """config.yaml. `quiet` has `from` and `to`, times of day; `holidays` are days ("2026-12-24") on which nobody works.

    `poll_minutes` is how often everything is looked at by the program that runs on.
    """

    owner: OwnerEntry
    accounts: tuple[AccountEntry, ...]
    calendars: tuple[CalendarEntry, ...] = ()
    review_note: bool = True
    quiet: dict[str, str] | None = None
    holidays: tuple[str, ...] = ()
    notify: bool = True
    poll_minutes: int = 5


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """profile.yaml."""

    headline: str = ""
    highlights: tuple[str, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything the owner told the program, checked.

    `reader` names the program and the rules that read mail: with another name every message is read again.
    """

    owner: Owner
    accounts: tuple[AccountEntry, ...]
    calendars: tuple[CalendarEntry, ...]
    rules: SignalRules
    cadences: dict[str, Cadence]
    word: OwnersWord
    templates: Path
    review_note: bool = True
    reader: str = ""
    notify: bool = True
    poll: timedelta = timedelta(minutes=5)


def load_configuration(folder: Path) -> Configuration:
    """Read the owner's files in `folder`.

    :raises OwnersError: a file is missing or wrong; every problem of every file, as file:line:column.
    """
    from afterword_rules.follow_ups.cadence_rules import load_cadences
    from afterword_rules.signals.signal_rules import load_signal_rules

    if not (folder / "config.yaml").exists():
        msg = f"{folder / 'config.yaml'}: there is no configuration yet; `afterword setup` makes one"
        raise OwnersError(msg)
    problems: list[Problem] = []
    config, positions = _file(folder / "config.yaml", ConfigFile, problems)
    profile, _ = _file(folder / "profile.yaml", ProfileFile, problems)
    notes, note_positions = _file(folder / "notes.yaml", NotesFile, problems)
    own_rules = text_of(folder / "rules.yaml", problems)
    rules, found = load_signal_rules(own_rules, "rules.yaml")
    problems += found
    cadences, found = load_cadences(text_of(folder / "follow_ups.yaml", problems), "follow_ups.yaml")
    problems += found
    owner = _owner(config, profile or ProfileFile(), positions, problems) if config else None
    if config:
        _check_entries(config, positions, problems)
    word, wrong = owners_word(notes or NotesFile(), note_positions)
    problems += wrong
    if problems or config is None or owner is None:
        raise OwnersError(*(str(problem) for problem in sorted(problems)))
    return Configuration(
        owner=replace(owner, vendors=rules.vendors),
        accounts=config.accounts,
        calendars=config.calendars,
        rules=rules,
        cadences=cadences,
        word=word,
        templates=folder / "templates",
        review_note=config.review_note,
        reader=reader_name(owner, own_rules or ""),
        notify=config.notify,
        poll=timedelta(minutes=config.poll_minutes),
    )


def reader_name(owner: Owner, rules: str) -> str:
    """A short digest of all that decides how a message is read."""
    told = f"{importlib.metadata.version('afterword')}|{sorted(owner.addresses)}|{owner.zone}|{owner.country}|{rules}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _file(path: Path, model: type[T], problems: list[Problem]) -> tuple[T | None, Positions]:
    """The value of one file; None where it is missing or wrong."""
    text = text_of(path, problems)
    if text is None:
        return None, Positions(path.name)
    value, positions, wrong = read_and_validate(text, path.name, model)
    problems += wrong
    return value, positions


def text_of(path: Path, problems: list[Problem]) -> str | None:
    """What stands in a file of the owner's; None where there is none, or where it cannot be read, which is a problem."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        problems.append(Problem(path.name, 1, 1, f"cannot be read: {error.strerror}"))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        problems.append(Problem(path.name, line, column, "this is not UTF-8; save the file as UTF-8"))
        return None


def _owner(config: ConfigFile, profile: ProfileFile, positions: Positions, problems: list[Problem]) -> Owner | None:
    told = config.owner
    if not told.addresses:
        problems.append(positions.problem(("owner", "addresses"), "at least one address of yours is needed"))
    for i, address in enumerate(told.addresses):
        if address.count("@") != 1:
            problems.append(positions.problem(("owner", "addresses", i), f'"{address}" is no mail address'))
    if told.country is not None and (wrong := country_problem(told.country)):
        problems.append(positions.problem(("owner", "country"), wrong))
    holidays = frozenset(_holidays(config, positions, problems))
    quiet = _quiet(config.quiet, positions, problems) if config.quiet is not None else None
    zone = _zone(told.timezone, positions, problems)
    if zone is None:
        return None
    return Owner(
        name=told.name,
        addresses=tuple(address.strip().lower() for address in told.addresses),
        zone=zone,
        country=told.country or country_of_zone(zone.key),
        profile=Profile(profile.headline, profile.highlights, profile.signature),
        holidays=holidays,
        quiet=quiet,
    )


def country_problem(text: str) -> str:
    """What is wrong with a country; nothing when it is two letters."""
    return "" if _COUNTRY.fullmatch(text) else f'"{text}" is no country; write its two letters, like "DE"'


def _holidays(config: ConfigFile, positions: Positions, problems: list[Problem]) -> Iterator[date]:
    for i, text in enumerate(config.holidays):
        try:
            yield date.fromisoformat(text)
        except ValueError:
            problems.append(positions.problem(("holidays", i), f'"{text}" is no day; write it like "2026-12-24"'))


def _quiet(told: dict[str, str], positions: Positions, problems: list[Problem]) -> QuietHours | None:
    """The quiet hours; None where they are wrong."""
    before = len(problems)
    times: dict[str, time] = {}
    for key, text in told.items():
        path: YamlPath = ("quiet", key)
        if key not in _QUIET:
            problems.append(positions.problem(path, f'unknown key "{key}"{did_you_mean(key, _QUIET)}', at_key=True))
            continue
        try:
            times[key] = time.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            problems.append(positions.problem(path, f'"{text}" is no time of day; write it like "22:00"'))
    missing = [key for key in _QUIET if key not in told]
    problems += (positions.problem(("quiet",), f'the key "{key}" is missing') for key in missing)
    if len(problems) == before and times["from"] == times["to"]:
        problems.append(positions.problem(("quiet", "to"), "quiet hours must end at another time than they begin"))
    return QuietHours(times["from"], times["to"]) if len(problems) == before else None


def _zone(name: str | None, positions: Positions, problems: list[Problem]) -> ZoneInfo | None:
    wanted = name or system_zone()
    zone = zone_named(wanted)
    if zone is None:
        text = no_zone(wanted) if name else f"the machine's zone, {wanted}, is unknown; add `timezone: Europe/Berlin`"
        problems.append(positions.problem(("owner", "timezone"), text))
    return zone


def no_zone(name: str) -> str:
    """What to say of a name that is no time zone, with the nearest that is one."""
    nearest = did_you_mean(name, available_timezones())
    hint = nearest if "?" in nearest else '; write it like "Europe/Berlin"'
    return f'"{name}" is no time zone{hint}'


def _check_entries(config: ConfigFile, positions: Positions, problems: list[Problem]) -> None:
    """There must be a mailbox, and what the ledger keeps apart by its name must have a name of its own."""
    if not config.accounts:
        problems.append(
            positions.problem(("accounts",), "at least one account is needed, with an id and the place of its mail")
        )
    if not 1 <= config.poll_minutes <= _MOST_MINUTES:
        text = f"{config.poll_minutes} minutes: between 1 and {_MOST_MINUTES} can be; 5 is usual"
        problems.append(positions.problem(("poll_minutes",), text))
    _check_names("accounts", (account.id for account in config.accounts), positions, problems)
    _check_names("calendars", (calendar.id for calendar in config.calendars), positions, problems)
    for i, account in enumerate(config.accounts):
        problems += account_problems(account, ("accounts", i), positions)
    for i, calendar in enumerate(config.calendars):
        problems += calendar_problems(calendar, ("calendars", i), positions)


def _check_names(section: str, names: Iterable[str], positions: Positions, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name in seen:
            path: YamlPath = (section, i, "id")
            problems.append(
                positions.problem(path, f'the id "{name}" stands twice; give each of the {section} its own')
            )
        seen.add(name)
