"""Which letters lead from a talk that was held to a further one, and which only look back at it or promise news."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.mail.mime import read_message
from afterword_rules.application import Stage
from afterword_rules.applications.job_search import job_search
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules
from afterword_rules.yaml_files.source import read_yaml

RULES, _ = load_signal_rules()
ZONE = ZoneInfo("Europe/Berlin")
OWNER = Owner("Kim Kelp", ("kim.kelp@post.example",), ZONE, "DE")
LETTERS: dict[str, list[str]] = read_yaml(
    (Path(__file__).parent / "after_the_talk.yaml").read_text(encoding="utf-8"), "after_the_talk.yaml"
)[0]
IMKE = "Imke Sand <imke.sand@saltmarsh.example>"


def letter(sender: str, subject: str, text: str, moment: str) -> Reading:
    """What is read in a letter that came at `moment` in March."""
    at = datetime.fromisoformat(f"2026-03-{moment}").replace(tzinfo=ZONE)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "Kim Kelp <kim.kelp@post.example>", subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{moment.replace(' ', '.')}@saltmarsh.example>"
    mail.set_content(text)
    raw = mail.as_bytes()
    return read(read_message(raw, zone=ZONE), arrived=at, direction=Direction.INCOMING, owner=OWNER, rules=RULES)


BEFORE = (
    letter(
        "Saltmarsh Ferries <no-reply@recruitee.com>",
        "Your application for Stoker at Saltmarsh Ferries",
        "Thank you for applying for the position of Stoker at Saltmarsh Ferries. We have received your application.",
        "02 10:00",
    ),
    letter(
        IMKE,
        "Interview: Stoker",
        "Dear Kim, your interview for the position of Stoker at Saltmarsh Ferries is confirmed for Tuesday, March 10, "
        "10:00 to 11:00, with me and Olaf Brand.\n\nImke Sand\nSaltmarsh Ferries",
        "04 10:00",
    ),
)


def stage(*letters: Reading) -> Stage:
    """Where the application is a minute after the last of `letters`."""
    (application,) = job_search(letters, (), OWNER, letters[-1].arrived + timedelta(minutes=1)).applications
    return application.stage


@pytest.mark.parametrize("subject", ["Re: Interview: Stoker", "Stoker"])
@pytest.mark.parametrize("text", LETTERS["again"])
def test_further_talk_leads_back_to_interview(text: str, subject: str) -> None:
    """Invited, asked for a day, given a link, told a time, or told that there is a next round."""
    assert Stage.INTERVIEW == stage(*BEFORE, letter(IMKE, subject, text, "11 12:00"))


@pytest.mark.parametrize("subject", ["Re: Interview: Stoker", "our talk on Tuesday"])
@pytest.mark.parametrize("text", LETTERS["news"])
def test_looking_back_leads_nowhere(text: str, subject: str) -> None:
    """Not what is over, not what hangs on an if, not the days of news, and not whom others meet when."""
    assert Stage.AWAITING_DECISION == stage(*BEFORE, letter(IMKE, subject, text, "11 12:00"))
