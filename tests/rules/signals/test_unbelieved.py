"""Mail that the owner's own server found to be forged says nothing, and shows why."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.mail.mime import read_message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import Evidence, SignalKind
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules

ZONE = ZoneInfo("Europe/London")
OWNER = Owner("Nell Hopper", ("nell@home.example",), ZONE)
RULES, _ = load_signal_rules()


def reading_with(results: str) -> Reading:
    """A refusal by a person, with these results of the owner's server."""
    raw = (
        f"Authentication-Results: mx.home.example; {results}\nFrom: Rita Blom <rita.blom@larkspur.example>\n"
        "To: nell@home.example\nSubject: Map Librarian at Larkspur Atlas\nDate: Tue, 10 Mar 2026 12:00:00 +0000\n"
        "Message-ID: <1@larkspur.example>\n\nHi Nell,\n\nthank you for your interest in the Map Librarian position at"
        " Larkspur Atlas. Unfortunately, we have decided not to move forward with your application. We keep your data until"
        " Friday 20 March.\n\nRita Blom\n"
    )
    message = read_message(raw.encode(), zone=ZONE)
    return read(
        message, arrived=datetime(2026, 3, 10, 12, tzinfo=UTC), direction=Direction.INCOMING, owner=OWNER, rules=RULES
    )


@pytest.mark.parametrize(
    ("results", "shown"),
    [
        ("dmarc=fail", "dmarc=fail"),
        ("spf=pass; dkim=pass; dmarc=fail", "dmarc=fail"),
        ("spf=fail; dkim=none", "spf=fail"),
        ("spf=none; dkim=fail", "dkim=fail"),
        ("spf=fail; dkim=fail; dmarc=none", "spf=fail dkim=fail"),
    ],
)
def test_forged_mail_says_nothing(results: str, shown: str) -> None:
    """No signal, no people, no dates; the verdict names the header, and what was claimed is the runner-up."""
    found = reading_with(results)

    assert (SignalKind.NONE, "trust.forged-sender") == (found.signal.kind, found.signal.rule)
    assert (Evidence("header", f"Authentication-Results: {shown}"),) == found.signal.evidence
    assert (SignalKind.REJECTED, (), ()) == (found.signal.runner_up, found.people, found.dates)


@pytest.mark.parametrize(
    "results",
    [
        "spf=pass; dkim=pass; dmarc=pass",
        "spf=fail; dkim=pass",
        "spf=pass; dkim=fail",
        "spf=fail; dkim=fail; dmarc=pass",
        "spf=softfail; dkim=none",
        "spf=none; dkim=none; dmarc=none",
        "spf=temperror; dkim=permerror",
        "none",
    ],
)
def test_mail_that_a_forwarder_or_a_list_touched_is_read(results: str) -> None:
    """A forwarder breaks SPF, a list DKIM; many domains have neither, and many servers tell nothing."""
    found = reading_with(results)

    assert SignalKind.REJECTED == found.signal.kind
    assert ["Rita Blom"] == [person.name for person in found.people]
