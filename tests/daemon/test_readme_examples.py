"""What the README promises of its examples comes true when they are copied into the owner's files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from daemon.calendars.calendar_files import calendar_file, event
from daemon.homes import DAY, NOON, Home, Said, confirmation, letter

Say = Callable[..., Said]
README = Path(__file__).parents[2] / "README.md"
EXAMPLES = {
    block.partition(":")[0]: block
    for block in re.findall(r"^```yaml\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
}
HOUR = timedelta(hours=1)


def due(say: Say) -> dict[str, str]:
    """When each kind of draft is due, or was."""
    told = json.loads(say("plan", "--json").out)
    return {one["kind"]: one["due"] for key in ("place", "waiting", "missed") for one in told[key]}


def test_there_are_three(home: Home) -> None:
    """One for each file of the owner's that they show, by its first key."""
    assert ["follow_ups", "signals", "vendors"] == sorted(EXAMPLES)


def test_follow_up_comes_later_and_another_never(home: Home, say: Say) -> None:
    """A thank-you is due an hour and a half later than before; the note after applying comes no more."""
    home.deliver(confirmation(NOON - DAY), NOON - DAY)
    talk = event(
        "talk-1",
        NOON - 2 * HOUR,
        "SUMMARY:Interview: Map Librarian at Larkspur Atlas",
        "ORGANIZER;CN=Priya Nair:mailto:priya@larkspur.example",
        "ATTENDEE;CN=Nell Hopper;PARTSTAT=ACCEPTED:mailto:nell@home.example",
    )
    (home.calendar / "talk.ics").write_bytes(calendar_file(talk))
    before = due(say)
    home.write("follow_ups.yaml", EXAMPLES["follow_ups"])
    after = due(say)

    assert (NOON - HOUR / 2).isoformat() == before["thank_you"]
    assert (NOON + HOUR).isoformat() == after["thank_you"]
    assert "outreach" in before
    assert "outreach" not in after


def test_vendor_is_no_employer_any_more(home: Home, say: Say) -> None:
    """A confirmation that a system carried names the employer behind it."""
    text = (
        "Hi Nell,\n\nthank you for applying with Quillcast. Otter & Rye has received your application for Harbour Clerk"
        " and will be in touch.\n\nQuillcast\n"
    )
    raw = letter("Otter & Rye: we have received your application", text, NOON, "Quillcast <jobs@quillcast.example>")
    path = home.deliver(raw, NOON)
    before = json.loads(say("explain", path, "--json").out)["company"]
    home.write("rules.yaml", EXAMPLES["vendors"])

    assert "Quillcast" == before
    assert "Otter & Rye" == json.loads(say("explain", path, "--json").out)["company"]


def test_wording_is_understood(home: Home, say: Say) -> None:
    """What said nothing to the program is a refusal now."""
    text = "Dear Nell,\n\nthank you for your application to us. The chair has found its reader.\n\nThe county library\n"
    path = home.deliver(letter("Your application", text, NOON), NOON)
    before = json.loads(say("explain", path, "--json").out)["signal"]
    home.write("rules.yaml", EXAMPLES["signals"])

    assert "rejected" != before
    assert "rejected" == json.loads(say("explain", path, "--json").out)["signal"]
