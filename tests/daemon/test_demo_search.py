"""The demo's job search: well-formed mail, invented throughout, and the drafts that must come of it."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from icalendar import Calendar

import afterword

DEMO = Path(afterword.__file__).parent / "demo_search"
STORY: dict[str, Any] = yaml.safe_load((DEMO / "story.yaml").read_text(encoding="utf-8"))
MAIL = sorted((DEMO / "mail").glob("*.eml"))
CALENDAR = sorted((DEMO / "calendar").glob("*.ics"))
VENDORS = (
    "ashbyhq.com", "google.com", "greenhouse-mail.io", "hackerrank.com", "hackerrankforwork.com", "hire.lever.co", "linkedin.com",
    "myworkday.com",
)  # fmt: skip
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def parsed(path: Path) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(path.read_bytes())


def texts(message: EmailMessage) -> str:
    parts = [
        part.get_content() for part in message.walk() if part.get_content_type() in {"text/plain", "text/calendar"}
    ]
    return re.sub(r"\r?\n[ \t]", "", "\n".join(parts))  # calendar lines are folded (RFC 5545 section 3.1)


def test_the_story_names_every_file_and_no_other() -> None:
    """What lies in the folder is what is delivered."""
    told = {entry["file"] for entry in (*STORY["mail"], *STORY["calendar"])}
    assert told == {str(path.relative_to(DEMO)) for path in (*MAIL, *CALENDAR)}


def test_the_story_spans_six_weeks_and_four_employers() -> None:
    """The demo keeps the size its description promises."""
    first, until = datetime.fromisoformat(STORY["mail"][0]["delivered"]), datetime.fromisoformat(STORY["until"])
    assert (until.date() - first.date()).days // 7 == 5
    assert len(STORY["expect"]["applications"]) == 4


def test_the_story_shows_every_kind_of_letter_and_every_end_of_a_draft() -> None:
    """All four kinds, a named and an unknown addressee, drafts that go and drafts that stay."""
    drafts = STORY["expect"]["drafts"]
    assert {draft["kind"] for draft in drafts} == {"outreach", "thank_you", "status_inquiry", "feedback_request"}
    outreach = [draft["to"] for draft in drafts if draft["kind"] == "outreach"]
    assert [] in outreach
    assert ["barnaby.quill@bellweather.example"] in outreach
    staying = {draft["kind"] for draft in drafts if "gone_by" not in draft}
    assert staying == {"outreach", "thank_you", "status_inquiry", "feedback_request"}


@pytest.mark.parametrize("path", MAIL, ids=lambda path: path.stem)
def test_mail_is_well_formed(path: Path) -> None:
    """One of each header, ASCII headers, no defects, lines that every server takes."""
    raw, message = path.read_bytes(), parsed(path)
    assert b"\r" not in raw
    assert raw.partition(b"\n\n")[0].isascii()
    assert max(map(len, raw.split(b"\n"))) <= 998
    assert not [part.defects for part in message.walk() if part.defects]
    for header in ("From", "To", "Subject", "Date", "Message-ID"):
        assert len(message.get_all(header, [])) == 1


def test_threads_hold_together() -> None:
    """No Message-ID stands twice, and every answer answers earlier mail of the story."""
    seen: list[str] = []
    for path in MAIL:
        message = parsed(path)
        for header in ("In-Reply-To", "References"):
            assert set(re.findall(r"<[^<>]+>", str(message.get(header, "")))) <= set(seen)
        seen.append(str(message["Message-ID"]))
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("path", MAIL, ids=lambda path: path.stem)
def test_everybody_is_invented(path: Path) -> None:
    """Every address is under .example or a vendor's."""
    message = parsed(path)
    for address in ADDRESS.findall(" ".join([str(message["From"]), str(message["To"]), texts(message)])):
        domain = address.rpartition("@")[2].rstrip(".")
        assert domain.endswith((".example", *VENDORS))


@pytest.mark.parametrize("path", CALENDAR, ids=lambda path: path.stem)
def test_calendar_files_hold_one_event_as_an_account_keeps_it(path: Path) -> None:
    """One event, without METHOD."""
    calendar = Calendar.from_ical(path.read_bytes())
    assert "METHOD" not in calendar
    assert len(calendar.walk("VEVENT")) == 1


def _judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judge", Path(__file__).parents[1] / "stories" / "judge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_demo_comes_out_as_its_story_tells() -> None:
    """The program makes of the demo exactly the applications and drafts that it is meant to show."""
    ran = subprocess.run(
        [sys.executable, "-m", "afterword", "replay", "--json", str(DEMO)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert [] == _judge().judge(DEMO, json.loads(ran.stdout))
