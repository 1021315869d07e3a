"""Broken messages: what a reader would still make out is read, and what is wrong is named."""

from __future__ import annotations

from email.utils import formataddr
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from afterword_parsers.mail.mime import read_message
from afterword_parsers.mail.repair import decode_broken_base64, mended

FOLDER = Path(__file__).parent / "malformed"
EXPECTED: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
ZONE = ZoneInfo("Europe/London")


@pytest.mark.parametrize("name", EXPECTED)
def test_broken_message_is_read_as_far_as_it_goes(name: str) -> None:
    """Sender, subject and text are those that its writer meant; the problem is named, and no other that is ours to tell."""
    expected = EXPECTED[name]
    message = read_message((FOLDER / f"{name}.eml").read_bytes(), zone=ZONE)
    sender = formataddr((message.sender.name, message.sender.email), charset="utf-8")
    text = f"{message.text.own}\n{message.text.signature}\n{message.text.forwarded}"

    assert expected["subject"] == message.subject
    assert _address(expected["sender"]) == (message.sender.name, message.sender.email), sender
    assert expected["text"] in text
    assert "\0" not in f"{message.subject}{sender}{text}"
    assert [expected[name] for name in ("event",) if name in expected] == [one.summary for one in message.invitations]
    if expected.get("problem"):
        assert any(expected["problem"] in problem for problem in message.problems), message.problems
    else:
        assert () == message.problems


def _address(text: str) -> tuple[str, str]:
    name, _, email = text.removesuffix(">").rpartition(" <")
    return name, email


def test_every_file_has_its_line() -> None:
    """No message stands there without an expectation, and none is expected that is not there."""
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("cut", range(0, 900, 37))
@pytest.mark.parametrize(
    "name", ["calendar-of-wrong-charset", "rfc822-without-end", "rfc2231-broken", "folding-broken"]
)
def test_cut_anywhere_there_is_a_message(name: str, cut: int) -> None:
    """Wherever the transfer ended."""
    message = read_message((FOLDER / f"{name}.eml").read_bytes()[:cut], zone=ZONE)

    assert message.message_id


def test_only_a_head_is_put_together() -> None:
    """A head without an empty line under it, and lines of the text, stay as they are."""
    for raw in (
        b"From: a@b.example\nSubject: x\nHi Nell,\nhow are you?\n\nBest\n",
        b"From: a@b.example\n\nHi\nSubject: y\nz\n\n",
        b"From: a@b.example\nFrom x@y.example Tue Mar 10 12:00:00 2026\nSubject: x\n\nHi\n",
        b"",
    ):
        assert (raw, "") == mended(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"SGkgTmVsbA==", b"Hi Nell"),
        (b"SGkg\r\nTmVs!bA", b"Hi Nell"),
        (b"SGkgTmVsbA==SGkg", b"Hi Nell"),
        (b"SGkgTmVsb", b"Hi Nel"),
        (b"Hi Nell, how are you?", b"Hi Nell, how are you?"),
        (b"", b""),
    ],
)
def test_base64_with_holes(text: bytes, expected: bytes) -> None:
    """Strange characters are left out, a lost end costs the last letters, and plain words were never encoded."""
    assert expected == decode_broken_base64(text)
