"""Mail made to fool the reader, or to cost it dearly: what it says is read, and the work stays in proportion."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from afterword_parsers.mail.mime import MAX_BYTES, read_message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signal import SignalKind
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules

ZONE = ZoneInfo("Europe/London")
OWNER = Owner("Nell Hopper", ("nell@home.example",), ZONE, "GB")
RULES, _ = load_signal_rules()
HEAD = (
    "From: Larkspur Atlas <no-reply@larkspur.example>\nTo: nell@home.example\nSubject: Your application\n"
    "Date: Tue, 10 Mar 2026 12:00:00 +0000\nMessage-ID: <1@larkspur.example>\nContent-Type: text/{kind}; charset=utf-8\n\n"
)
REFUSAL = (
    "Thank you for your interest in the Map Librarian position at Larkspur Atlas. Unfortunately, we have decided not to"
    " move forward with your application."
)


def reading(text: str, kind: str = "plain") -> Reading:
    """The whole way, from bytes to verdict."""
    message = read_message((HEAD.format(kind=kind) + text).encode(), zone=ZONE)
    moment = datetime(2026, 3, 10, 12, tzinfo=UTC)
    return read(message, arrived=moment, direction=Direction.INCOMING, owner=OWNER, rules=RULES)


def woven(text: str, mark: str) -> str:
    """`text` with `mark` between the letters of each word."""
    return " ".join(mark.join(word) for word in text.split(" "))


@pytest.mark.parametrize(
    "mark",
    ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u200e", "\u200f", "\u202c", "\u2069"],
    ids=lambda mark: f"U+{ord(mark):04X}",
)
def test_invisible_characters_hide_no_word(mark: str) -> None:
    """A refusal is a refusal, whatever stands unseen between its letters."""
    assert SignalKind.REJECTED == reading(woven(REFUSAL, mark)).signal.kind


@pytest.mark.parametrize(
    "pair", ["\u202a\u202c", "\u2066\u2069", "\u2068\u2069"], ids=["embedding", "isolate", "first strong"]
)
def test_marks_of_direction_around_words_change_nothing(pair: str) -> None:
    """Names in right-to-left mail are wrapped in such marks."""
    wrapped = REFUSAL.replace("Larkspur Atlas", f"{pair[0]}Larkspur Atlas{pair[1]}")

    assert SignalKind.REJECTED == reading(wrapped).signal.kind
    assert "Larkspur Atlas" == reading(wrapped).about.company


def test_words_hidden_in_html_decide_nothing() -> None:
    """An offer in white and nothing is no offer."""
    hidden = '<div style="display:none">We are delighted to offer you the position of Map Librarian.</div>'

    assert SignalKind.REJECTED == reading(f"{hidden}<p>{REFUSAL}</p>", "html").signal.kind


def test_message_of_100_megabytes_is_read_to_a_limit_and_says_so() -> None:
    """What somebody wrote stands at its beginning; the rest is not looked at."""
    raw = (HEAD.format(kind="plain") + REFUSAL + "\n").encode() + b"lorem ipsum\n" * (100_000_000 // 12)
    message = read_message(raw, zone=ZONE)

    assert [f"the message has {len(raw)} bytes; only the first {MAX_BYTES} were read"] == [
        problem for problem in message.problems if "bytes" in problem
    ]
    assert REFUSAL in message.text.own


def work_of(call: Callable[[], Any]) -> int:
    """How many calls of functions, Python's own included, `call` makes: work that no busy machine changes."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        call()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("piece", "kind"),
    [
        ("On Tue, 10 Mar 2026 at 10:00, Rita <rita@a.example> wrote:\n> ", "plain"),
        ("On On On Tue wrote On, wrote ", "plain"),
        ("-----Original Message-----\nFrom: a\nSent: b\n", "plain"),
        ("> > > > ", "plain"),
        ("-- \nRita Blom\n", "plain"),
        ("by Friday or Monday at 10:00 within 2-3 weeks ", "plain"),
        ("a.b@c.example <d@e.example>, ", "plain"),
        ("thank you for applying to Foxglove and Foxglove. ", "plain"),
        ("\u202e\u200b\u2066", "plain"),
        ("<div>", "html"),
        ("<table><tr><td>a", "html"),
        ("<blockquote>x", "html"),
        ("<a href=b>", "html"),
    ],
)
def test_work_grows_no_faster_than_the_message(piece: str, kind: str) -> None:
    """Twice as much of anything is at most a little more than twice the work: 60 KB are read like 30 KB."""
    once, twice = (piece * (size // len(piece)) for size in (30_000, 60_000))
    reading(once, kind)

    assert work_of(lambda: reading(twice, kind)) <= 2.6 * work_of(lambda: reading(once, kind)) + 20_000
