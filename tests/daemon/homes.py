"""An owner's home on disk, and the mail that comes to it: what the tests of whole commands share."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count
from pathlib import Path

from daemon.mailboxes.worlds import make_maildir

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
"""A Tuesday."""
DAY = timedelta(days=1)
ME = "nell@home.example"
CONFIG = """\
owner:
  name: Nell Hopper
  addresses: [nell@home.example]
  timezone: Europe/London
accounts:
  - id: home
    maildir: {mail}
calendars:
  - id: home
    ics: {calendar}
"""
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


class Home:
    """An owner with one Maildir, `INBOX`, `Sent`, `Drafts` and `Trash` side by side, and one folder of events."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config, self.state, self.mail = folder / "config", folder / "state", folder / "Mail"
        self.calendar = folder / "Calendar"
        for name in ("INBOX", "Sent", "Drafts", "Trash"):
            make_maildir(self.mail / name)
        for made in (self.config, self.calendar):
            made.mkdir()
        self.write("config.yaml", CONFIG.format(mail=self.mail, calendar=self.calendar))

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AFTERWORD_CONFIG_DIR": str(self.config),
            "AFTERWORD_STATE_DIR": str(self.state),
            "AFTERWORD_CACHE_DIR": str(self.folder / "cache"),
            "HOME": str(self.folder),
            "COLUMNS": "100",
        }

    def write(self, name: str, text: str) -> None:
        """One of the owner's files."""
        (self.config / name).write_text(text, encoding="utf-8")

    def deliver(self, raw: bytes, at: datetime, folder: str = "INBOX") -> Path:
        """A message comes."""
        path = self.mail / folder / "cur" / f"{int(at.timestamp())}.{next(_numbers)}.desk:2,S"
        path.write_bytes(raw)
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    def drafts(self) -> list[Path]:
        return sorted((self.mail / "Drafts" / "cur").iterdir())

    def mailbox(self) -> dict[str, bytes]:
        """Every file of the Maildir with its contents."""
        files = (path for path in self.mail.rglob("*") if path.is_file())
        return {str(path.relative_to(self.mail)): path.read_bytes() for path in files}

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "afterword", *map(str, arguments)]

    def run(self, *arguments: str | Path, **environment: str) -> Said:
        """Runs a command in a process of its own."""
        done = subprocess.run(
            self.command(*arguments),
            env={**os.environ, **self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)


def letter(subject: str, text: str, at: datetime, sender: str = "no-reply@larkspur.example", to: str = ME) -> bytes:
    """A plain message."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{next(_numbers)}.{int(at.timestamp())}@{sender.rpartition('@')[2].strip('>')}>"
    message.set_content(text)
    return message.as_bytes()


def confirmation(at: datetime, company: str = "Larkspur Atlas", role: str = "Map Librarian") -> bytes:
    """An employer's machine has an application of the owner's."""
    domain = company.split(maxsplit=1)[0].lower()
    text = (
        f"Hi Nell,\n\nThank you for applying for the position of {role} at {company}. We have received your application and will"
        f" review it carefully.\n\nBest regards,\nThe {company} hiring team\n"
    )
    return letter(f"Thank you for applying to {company}", text, at, f"{company} <no-reply@{domain}.example>")


def refusal(at: datetime, company: str = "Larkspur Atlas", role: str = "Map Librarian") -> bytes:
    """The employer declines."""
    domain = company.split(maxsplit=1)[0].lower()
    text = (
        f"Hi Nell,\n\nThank you for your interest in the {role} position at {company}. Unfortunately, we have decided not to move"
        f" forward with your application.\n\nBest regards,\nThe {company} hiring team\n"
    )
    return letter(f"Your application to {company}", text, at, f"{company} <no-reply@{domain}.example>")
