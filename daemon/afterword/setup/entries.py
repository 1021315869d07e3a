"""Accounts and calendars as they are written into config.yaml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from afterword.owner.accounts import AccountEntry, ImapEntry, Security
from afterword.owner.calendars import CalendarEntry
from afterword.owner.yaml_text import Value
from afterword.setup.edits import Change
from afterword_rules.yaml_files.source import Path

_UNFIT = re.compile(r"[^a-z0-9]+")


def id_for(words: str, taken: Collection[str]) -> str:
    """A short id made of `words` that is not taken yet."""
    base = _UNFIT.sub("-", words.lower()).strip("-") or "mail"
    return next(one for one in (base, *(f"{base}-{i}" for i in range(2, 1000))) if one not in taken)


def account_mapping(entry: AccountEntry) -> dict[str, Value]:
    """An account as config.yaml has it; what is usual is left out."""
    told: dict[str, Value] = {"id": entry.id}
    if entry.maildir is not None:
        told["maildir"] = entry.maildir
    if entry.imap is not None:
        told["imap"] = _imap(entry.imap)
    if entry.gmail is not None:
        told["gmail"] = {"user": entry.gmail.user, "client": entry.gmail.client}
    if entry.folders:
        told["folders"] = {role.value: name for role, name in entry.folders.items()}
    return told


def calendar_mapping(entry: CalendarEntry) -> dict[str, Value]:
    """A calendar as config.yaml has it."""
    told: dict[str, Value] = {"id": entry.id}
    if entry.ics is not None:
        told["ics"] = entry.ics
    if entry.caldav is not None:
        caldav: dict[str, Value] = {"url": entry.caldav.url, "user": entry.caldav.user}
        if entry.caldav.password_command is not None:
            caldav["password_command"] = list(entry.caldav.password_command)
        told["caldav"] = caldav
    if entry.google is not None:
        parts = {key: getattr(entry.google, key) for key in ("account", "client", "token")}
        google: dict[str, Value] = {key: value for key, value in parts.items() if value is not None}
        if entry.google.calendar != "primary":
            google["calendar"] = entry.google.calendar
        told["google"] = google
    return told


def account_changes(index: int, before: AccountEntry, now: AccountEntry) -> Iterator[Change]:
    """What must change in the account that stands at `index`.

    :raises ValueError: something would have to be taken out again, which is the owner's to do; the text says what.
    """
    yield from _changes(("accounts", index), account_mapping(before), account_mapping(now))


def _imap(entry: ImapEntry) -> dict[str, Value]:
    told: dict[str, Value] = {"host": entry.host}
    if entry.port_used != entry.usual_port:
        told["port"] = entry.port_used
    if entry.security is not Security.TLS:
        told["security"] = entry.security.value
    told["user"] = entry.user
    if entry.password_command is not None:
        told["password_command"] = list(entry.password_command)
    if entry.oauth is not None:
        parts = {key: getattr(entry.oauth, key) for key in ("provider", "client_id", "tenant", "client")}
        told["oauth"] = {key: value for key, value in parts.items() if value}
    for key in ("ca", "certificate"):
        if (value := getattr(entry, key)) is not None:
            told[key] = value
    return told


def _changes(path: Path, before: Mapping[str, Value], now: Mapping[str, Value]) -> Iterator[Change]:
    for key in before:
        if key not in now:
            place = ".".join(str(part) for part in (*path, key))
            raise ValueError(f"take `{key}` out of {place}, then run this again")
    for key, value in now.items():
        there = before.get(key)
        if value == there:
            continue
        if isinstance(value, Mapping) and isinstance(there, Mapping):
            yield from _changes((*path, key), there, value)
        else:
            yield Change((*path, key), value)
