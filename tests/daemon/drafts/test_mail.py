"""A draft as a message: what clients need to open it, and what must never get into it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterword.drafts.mail import compose
from afterword_rules.follow_up import Draft
from afterword_rules.owner import Owner

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
OWNER = Owner("Ada Winter", ("ada@winter.example", "a.winter@mail.example"), ZoneInfo("Europe/Berlin"))
DRAFT = Draft(
    key="k1",
    message_id="<7f3a@winter.example>",
    kind="thank_you",
    company="Falk GmbH",
    to_name="Runa Falk",
    to_email="runa@falk.example",
    subject="Re: Your interview",
    body="Dear Ms Falk,\n\nthank you.\n\n-- \nAda Winter\n",
    in_reply_to="<p2@falk.example>",
    references=("<p1@falk.example>", "<p2@falk.example>"),
)


def opened(draft: Draft, sender: str | None = None) -> EmailMessage:
    """The draft as a program that knows the standards reads it."""
    message = message_from_bytes(compose(draft, OWNER, NOW, sender), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(draft: Draft) -> str:
    return str(opened(draft).get_content()).replace("\r\n", "\n")


def test_a_draft_has_these_headers_and_no_other() -> None:
    """Nothing of ours goes out: no X- header, no name of the program."""
    raw = compose(DRAFT, OWNER, NOW)

    names = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"]
    mime = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    assert [*names, *mime] == opened(DRAFT).keys()
    assert b"afterword" not in raw.lower()
    assert b"python" not in raw.lower()


def test_the_headers_say_what_the_draft_says() -> None:
    """Sender, recipient, subject, date in the owner's zone and the id."""
    message = opened(DRAFT)

    assert "Ada Winter <ada@winter.example>" == message["From"]
    assert "Runa Falk <runa@falk.example>" == message["To"]
    assert "Re: Your interview" == message["Subject"]
    assert "Mon, 02 Mar 2026 09:30:00 +0100" == message["Date"]
    assert "<7f3a@winter.example>" == message["Message-ID"]


def test_another_address_of_the_owner_can_write() -> None:
    """A draft is written from the address that the employer knows."""
    assert "Ada Winter <a.winter@mail.example>" == opened(DRAFT, "a.winter@mail.example")["From"]


def test_without_an_address_there_is_no_to_line() -> None:
    """An empty To is no valid header; clients show an empty field when there is none."""
    assert "To" not in opened(replace(DRAFT, to_email=""))


@pytest.mark.parametrize(
    ("parent", "references", "thread"),
    [
        ("<c@x.example>", ("<a@x.example>", "<b@x.example>"), ["<a@x.example>", "<b@x.example>", "<c@x.example>"]),
        ("<a@x.example>", ("<a@x.example>", "<b@x.example>"), ["<b@x.example>", "<a@x.example>"]),
        ("<a@x.example>", (), ["<a@x.example>"]),
        (None, ("<a@x.example>", "<b@x.example>", "<a@x.example>"), ["<a@x.example>", "<b@x.example>"]),
        ("broken id", ("<a@x.example>", "<b c@x.example>", "<ü@x.example>"), ["<a@x.example>"]),
        ("<a@x.example>\r\nBcc: <b@x.example>", (), []),
        (None, (), []),
    ],
)
def test_parent_and_references_come_together(
    parent: str | None, references: tuple[str, ...], thread: list[str]
) -> None:
    """Both headers or none, each id once, the parent last; ids that are none are left out."""
    message = opened(replace(DRAFT, in_reply_to=parent, references=references))

    assert (thread, thread[-1:]) == ((message["References"] or "").split(), (message["In-Reply-To"] or "").split())


def test_ids_longer_than_a_line_stay_ids() -> None:
    """They are not encoded, and no line is longer than the standard allows, however long the thread was."""
    ids = tuple(f"<{'x' * 200}{number}@falk.example>" for number in range(100))

    raw = compose(replace(DRAFT, in_reply_to=ids[-1], references=ids), OWNER, NOW)

    found = re.findall(rb"<x+\d+@falk.example>", raw.partition(b"References:")[2])
    assert [ids[0], *ids[-49:]] == [one.decode() for one in found]
    assert 998 >= max(map(len, raw.split(b"\r\n")))


def test_ascii_stays_as_it_is() -> None:
    """A plain letter is readable in the file, line by line."""
    raw = compose(DRAFT, OWNER, NOW)

    assert raw.endswith(b"\r\n\r\nDear Ms Falk,\r\n\r\nthank you.\r\n\r\n-- \r\nAda Winter\r\n")
    assert "7bit" == opened(DRAFT)["Content-Transfer-Encoding"]


def test_other_letters_are_quoted_printable_utf_8() -> None:
    """Not base64, which nobody can read in the file, and not 8-bit, which some server may not carry."""
    message = opened(replace(DRAFT, body="Grüße aus Köln 🙂\n", subject="Re: Gespräch", to_name="Jörg Weiß"))

    assert ("text/plain", "utf-8") == (message.get_content_type(), message.get_content_charset())
    assert "quoted-printable" == message["Content-Transfer-Encoding"]
    assert "Grüße aus Köln 🙂" == message.get_content().strip()
    assert ("Re: Gespräch", "Jörg Weiß") == (message["Subject"], message["To"].addresses[0].display_name)
    assert compose(DRAFT, OWNER, NOW).isascii()


def test_long_lines_are_wrapped_at_words() -> None:
    """At 72 columns, lists with a hanging indent; an address of the web is never broken; a signature keeps its mark."""
    link = "https://falk.example/" + "a" * 90
    body = f"{'word ' * 20}\n\n- {'item ' * 20}\n\nsee {link} there\n\n-- \nAda\n"

    lines = text_of(replace(DRAFT, body=body)).splitlines()

    assert [" ".join(["word"] * 14), " ".join(["word"] * 6), ""] == lines[:3]
    assert ["- " + " ".join(["item"] * 14), "  " + " ".join(["item"] * 6), ""] == lines[3:6]
    assert link in lines
    assert ["-- ", "Ada"] == lines[-2:]


def test_wrapping_twice_changes_nothing() -> None:
    """What was wrapped once is stable, so that an unedited draft can be told from an edited one."""
    once = text_of(replace(DRAFT, body="Wörter " * 100))

    assert once == text_of(replace(DRAFT, body=once))


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: eve@evil.example", "\nBcc: eve@evil.example", "\r\n\r\nbody", "\x00\x0bx", "\u2028Bcc: x"]
)
def test_nothing_can_be_smuggled_into_the_headers(evil: str) -> None:
    """Text of a stranger's mail stays in its place, whatever line ends it brings along."""
    message = opened(replace(DRAFT, subject="Hello" + evil, to_name="Runa" + evil))

    assert opened(DRAFT).keys() == message.keys()
    assert ["runa@falk.example"] == [address.addr_spec for address in message["To"].addresses]
    assert "thank you." in message.get_content()


def test_letters_cannot_change_direction() -> None:
    """A name that would be shown in another order than it is written loses the marks that do it."""
    message = opened(replace(DRAFT, to_name="Runa \u202eklaF\u202c", subject="\u2066Hello\u2069", body="a\u202eb\n"))

    assert ("Runa klaF", "Hello", "ab\n") == (
        message["To"].addresses[0].display_name,
        message["Subject"],
        message.get_content().replace("\r\n", "\n"),
    )


@pytest.mark.parametrize(
    "email",
    [
        "no address",
        "a@b@c.example",
        "a b@c.example",
        "<a@c.example>",
        "a@c.example, d@c.example",
        "jörg@c.example",
        "@",
        "a@",
    ],
)
def test_what_is_no_address_is_left_out(email: str) -> None:
    """Better an empty field that the owner fills than a header that means something else."""
    assert "To" not in opened(replace(DRAFT, to_email=email))


def test_a_domain_of_other_letters_is_written_in_ascii() -> None:
    """Every server takes the ASCII form of an international domain."""
    assert "Runa Falk <runa@xn--bcher-kva.example>" == opened(replace(DRAFT, to_email="runa@bücher.example"))["To"]


@pytest.mark.parametrize(
    "name", ['Falk, Runa "Ru" (HR)', "Falk, Jörg", "=?utf-8?q?x?=", "a\\b", "runa@falk.example, HR", "x" * 150]
)
def test_names_come_through(name: str) -> None:
    """Commas, quotes, backslashes and what looks like an encoded word are part of the name, not of the syntax."""
    (address,) = opened(replace(DRAFT, to_name=name))["To"].addresses

    assert (name, "runa@falk.example") == (address.display_name, address.addr_spec)


@settings(deadline=None)
@given(name=st.text(max_size=250), subject=st.text(max_size=300), body=st.text(max_size=500))
def test_any_text_gives_a_proper_message(name: str, subject: str, body: str) -> None:
    """Whatever the words are: these headers, one recipient, the subject up to white space, lines within limits."""
    raw = compose(replace(DRAFT, to_name=name, subject=subject, body=body), OWNER, NOW)

    message = message_from_bytes(raw, policy=policy.default)
    assert opened(DRAFT).keys() == message.keys()
    assert ["runa@falk.example"] == [address.addr_spec for address in message["To"].addresses]
    read_back = str(make_header(decode_header(message_from_bytes(raw)["Subject"].replace("\r\n", ""))))
    visible = re.sub(
        r"[\x00-\x20\x7f-\xa0\u2028\u2029]+",
        " ",
        re.sub(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", subject),
    )
    assert visible.strip() == read_back
    assert 998 >= max(map(len, raw.split(b"\r\n")))


@pytest.mark.parametrize("message_id", ["", "7f3a@winter.example", "<a b@c>", "<a>\r\nX: <b>"])
def test_a_draft_without_a_proper_id_is_a_bug(message_id: str) -> None:
    """The id is ours: a broken one must not be written, since the draft could never be found again."""
    with pytest.raises(ValueError, match="Message-ID"):
        compose(replace(DRAFT, message_id=message_id), OWNER, NOW)


def test_a_date_without_a_zone_is_a_bug() -> None:
    """So is an owner without an address."""
    with pytest.raises(ValueError, match="aware"):
        compose(DRAFT, OWNER, datetime(2026, 3, 2))  # noqa: DTZ001 (that is the point)
    with pytest.raises(ValueError, match="address"):
        compose(DRAFT, replace(OWNER, addresses=()), NOW)
