"""The labelled mail in tests/mail: read from YAML, and made into the bytes that a mailbox would hold.

One file a signal, one entry a message. `expect.signal` may be a list where more than one verdict is right: the first is
the label. `expect.company` and `expect.role` are null where the message does not say. People and employers are invented,
with .example domains; vendors have their real ones, since it is by those that they are known.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword_parsers.jobs.company_name import may_be_same_company, same_company
from afterword_parsers.jobs.role_name import same_role
from afterword_parsers.mail.mime import read_message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules
from afterword_rules.yaml_files.source import read_and_validate

FOLDER = Path(__file__).parent / "mail"
_ZONE = ZoneInfo("Europe/Berlin")
_ABOUT_NONE = {"none", "job_alert", "recruiter_outreach"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be read."""

    signal: str | tuple[str, ...]
    company: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as it stands in YAML."""

    id: str
    lang: str
    sender: str
    to: str
    subject: str
    date: str
    body: str
    expect: Expected
    headers: dict[str, str] | None = None
    outgoing: bool = False
    html: bool = False

    @property
    def signals(self) -> tuple[str, ...]:
        """Every verdict that is right; the first is the label."""
        told = self.expect.signal
        return (told,) if isinstance(told, str) else told

    @property
    def at(self) -> datetime:
        """When it was sent, aware."""
        return datetime.fromisoformat(self.date)

    def raw(self) -> bytes:
        """The message in its bytes."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, self.to, self.subject
        message["Date"] = format_datetime(self.at)
        message["Message-ID"] = f"<{self.id}@{parseaddr(self.sender)[1].rpartition('@')[2]}>"
        for name, value in (self.headers or {}).items():
            message[name] = value
        if self.html:
            paragraphs = (html.escape(part).replace("\n", "<br>\n") for part in self.body.strip().split("\n\n"))
            message.set_content("\n".join(f"<p>{part}</p>" for part in paragraphs), subtype="html")
        else:
            message.set_content(self.body)
        return message.as_bytes()


@dataclass(frozen=True, slots=True)
class MailFile:
    """One file."""

    mail: tuple[Entry, ...]


def entries(folder: Path = FOLDER) -> list[Entry]:
    """Every message of the files in `folder`, in the order of their names.

    :raises ValueError: a file is not well written; every problem of it.
    """
    found: list[Entry] = []
    for path in sorted(folder.glob("*.yaml")):
        value, _, problems = read_and_validate(path.read_text(encoding="utf-8"), path.name, MailFile)
        if value is None:
            raise ValueError("\n".join(map(str, problems)))
        found += value.mail
    return found


def reading_of(entry: Entry) -> Reading:
    """What the program reads in a message, for the owner whom the message names."""
    rules, _ = _rules()
    owner_name, address = parseaddr(entry.sender if entry.outgoing else entry.to)
    owner = Owner(owner_name, (address.lower(),), _ZONE, "DE")
    direction = Direction.OUTGOING if entry.outgoing else Direction.INCOMING
    return read(read_message(entry.raw(), zone=_ZONE), arrived=entry.at, direction=direction, owner=owner, rules=rules)


_rules = cache(load_signal_rules)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One message beside what was read.

    For employer and role: right, other form, wrong, none; or "" where the message names none, or is about no application.
    """

    entry: Entry
    reading: Reading

    @property
    def signal_right(self) -> bool:
        """Whether the verdict is one of the right ones."""
        return self.reading.signal.kind in self.entry.signals

    @property
    def employer(self) -> str:
        """How the employer was read, where the message names one."""
        truth, found = self.entry.expect.company, self.reading.about.company
        if not truth or _ABOUT_NONE.issuperset(self.entry.signals):
            return ""
        if not found:
            return "none"
        if same_company(truth, found):
            return "right"
        return "other form" if may_be_same_company(truth, found) else "wrong"

    @property
    def role(self) -> str:
        """How the role was read, where the message names one."""
        truth, found = self.entry.expect.role, self.reading.about.role
        if not truth or _ABOUT_NONE.issuperset(self.entry.signals):
            return ""
        if not found:
            return "none"
        if same_role(truth, found):
            return "right"
        one, other = truth.casefold(), found.casefold()
        return "other form" if one in other or other in one else "wrong"


def outcomes(folder: Path = FOLDER) -> Iterator[Outcome]:
    """Every message, read."""
    for entry in entries(folder):
        yield Outcome(entry, reading_of(entry))
