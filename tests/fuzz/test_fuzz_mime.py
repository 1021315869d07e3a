"""No bytes make the reading of a message raise: neither wild ones, nor real messages with something broken in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from afterword_parsers.mail.mime import read_message
from afterword_parsers.message import Message
from afterword_rules.owner import Owner
from afterword_rules.reading import Direction, Reading
from afterword_rules.signals.read import read
from afterword_rules.signals.signal_rules import load_signal_rules
from fuzz.fuzzing import fuzz

ZONE = ZoneInfo("Europe/Berlin")
OWNER = Owner("Sam Rivera", ("sam.rivera@mailbox.example",), ZONE, "DE")
RULES, _ = load_signal_rules()
SEEDS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "stories").rglob("*.eml"))]
PIECES = [
    b"",
    b"\n",
    b"\r\n\r\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"=?utf-8?b?4oCL?=",
    b"=?utf-8?q?=E2=80=8B=?=",
    b"=?x-unknown?B?!!!!?=",
    b"--=_boundary--\n",
    b"Content-Type: multipart/mixed; boundary=\n",
    b'Content-Type: multipart/alternative; boundary="--"\n',
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: text/calendar; method=REQUEST; charset=utf-16\n",
    b"Content-Type: text/html; charset=utf-7\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: x-uuencode\n",
    b"Content-Transfer-Encoding: quoted-printable\n\n=\n==3D=C3\n",
    b"From: \n",
    b"From: @<>,;:@\n",
    b"To: undisclosed-recipients:;\n",
    b"Date: Tue, 99 Foo 99999 99:99:99 +9999\n",
    b"References: <<><>>><\n",
    b"Subject: =?\n =?\n",
    "\u202e\u200b\u2066Unfortunately\u2069".encode(),
    b"On Tue, 10 Mar 2026 at 10:00, A <a@b.example> wrote:\n> ",
    b"-----Original Message-----\nFrom: a\n",
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:99999999T999999Z\nEND:VCALENDAR\n",
    b"<html><body><table><tr><td>",
    b"&#x110000;&#0;&nbsp",
]
change = st.tuples(
    st.floats(0, 1), st.integers(0, 300), st.sampled_from(PIECES) | st.binary(max_size=12), st.integers(1, 40)
)
broken = st.tuples(st.sampled_from(SEEDS), st.lists(change, max_size=6))
wild = st.lists(st.sampled_from(PIECES) | st.binary(max_size=30), max_size=40).map(b"".join)


def read_whole(raw: bytes) -> None:
    """Everything that is done with a message that came in, and with one that was sent."""
    message = read_message(raw, zone=ZONE)
    assert isinstance(message, Message)
    assert message.message_id
    assert message.sent is None or message.sent.tzinfo
    # What cannot be stored as UTF-8 breaks the ledger later.
    for text in (message.text.own, message.text.quoted, message.text.signature, message.text.forwarded):
        text.encode("utf-8", "surrogatepass")
    arrived = message.sent or datetime(2026, 3, 10, tzinfo=UTC)
    for direction in Direction:
        reading = read(message, arrived=arrived, direction=direction, owner=OWNER, rules=RULES)
        assert isinstance(reading, Reading)
        assert all(date.earliest <= date.latest for date in reading.dates)


def apply(seed: bytes, changes: list[tuple[float, int, bytes, int]]) -> bytes:
    """`seed` with pieces put in the place of some of its bytes."""
    for where, length, piece, times in changes:
        at = int(where * len(seed))
        seed = seed[:at] + piece * times + seed[at + length :]
    return seed


def test_broken_messages_are_read() -> None:
    """Real messages with bytes lost, doubled or put in."""
    fuzz(broken, lambda case: read_whole(apply(*case)))


def test_wild_bytes_are_read() -> None:
    """Pieces of mail in no order at all."""
    fuzz(wild, read_whole)
