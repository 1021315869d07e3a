"""Messages out of bytes: headers, bodies, attachments, and everything that can be wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword_parsers.mail.mime import MAX_BYTES, read_message
from afterword_parsers.message import Address, Message

ZONE = ZoneInfo("Europe/Berlin")
HEAD = (
    "From: Rita Blom <rita.blom@foxglove.example>\n"
    "To: Sam Rivera <sam.rivera@mailbox.example>\n"
    "Subject: Your interview\n"
    "Date: Mon, 02 Mar 2026 10:00:00 +0100\n"
    "Message-ID: <one@foxglove.example>\n"
)
ICS = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:e1@foxglove.example\n"
    "DTSTAMP:20260301T100000Z\nSEQUENCE:0\nDTSTART:20260305T100000Z\nDTEND:20260305T110000Z\nSUMMARY:Talk\n"
    "END:VEVENT\nEND:VCALENDAR\n"
)


def read(text: str | bytes) -> Message:
    return read_message(text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text, zone=ZONE)


def with_header(line: str) -> Message:
    return read(f"{line}\nDate: Mon, 02 Mar 2026 10:00:00 +0100\nMessage-ID: <a@b.example>\n\nhello\n")


def test_a_plain_message_is_read_whole() -> None:
    """Sender, recipients, subject, dates, text and signature come out of a simple message."""
    message = read(HEAD + "\nHi Sam,\n\nsee you on Thursday.\n\nBest,\nRita Blom\nRecruiter, Foxglove\n")

    assert Address("Rita Blom", "rita.blom@foxglove.example") == message.sender
    assert (Address("Sam Rivera", "sam.rivera@mailbox.example"),) == message.to
    assert "Your interview" == message.subject
    assert datetime(2026, 3, 2, 9, 0, tzinfo=UTC) == message.sent
    assert "Hi Sam,\n\nsee you on Thursday.\n\nBest," == message.text.own
    assert "Rita Blom\nRecruiter, Foxglove" == message.text.signature
    assert () == message.problems


@pytest.mark.parametrize(
    ("field", "name", "email"),
    [
        ('"Fox, Dana" <Dana.Fox@Foxglove.example>', "Fox, Dana", "dana.fox@foxglove.example"),
        ("Fox, Dana <dana@foxglove.example>", "Fox, Dana", "dana@foxglove.example"),
        ("dana@foxglove.example (Dana Fox)", "Dana Fox", "dana@foxglove.example"),
        ("Dana Fox dana@foxglove.example", "Dana Fox", "dana@foxglove.example"),
        ("<dana@foxglove.example", "", "dana@foxglove.example"),
        ("'dana@foxglove.example'", "", "dana@foxglove.example"),
        ('"dana@foxglove.example" <dana@foxglove.example>', "", "dana@foxglove.example"),
        ("=?utf-8?q?J=C3=BCrgen_Fox?= <j@foxglove.example>", "Jürgen Fox", "j@foxglove.example"),
        ('"=?utf-8?q?J=C3=BCrgen_Fox?=" <j@foxglove.example>', "Jürgen Fox", "j@foxglove.example"),
        ("=?utf-8?q?Fox,_Dana?= <dana@foxglove.example>", "Fox, Dana", "dana@foxglove.example"),
        ("=?utf-8?q?Dana_Fox_=3Cdana=40foxglove=2Eexample=3E?=", "Dana Fox", "dana@foxglove.example"),
        ("Undisclosed: Dana <dana@foxglove.example>;", "Dana", "dana@foxglove.example"),
        ("Dana Fox", "Dana Fox", ""),
        ("O'Neil <sean.o'neil@foxglove.example>", "O'Neil", "sean.o'neil@foxglove.example"),
        ("Dana (HR) Fox <dana@foxglove.example>, Lee <lee@foxglove.example>", "Dana (HR) Fox", "dana@foxglove.example"),
    ],
)
def test_addresses_are_read_however_they_are_written(field: str, name: str, email: str) -> None:
    """Quotes, commas, comments, encoded words and missing brackets do not hide who wrote."""
    assert Address(name, email) == with_header(f"From: {field}").sender


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?= aus =?utf-8?Q?K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n =?utf-8?Q?_aus?=", "Grüße aus"),
        ("=?x-unknown?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?utf-8?Q?broken", "broken"),
        ("a\n folded\n\tsubject", "a folded subject"),
        ("in\u200bvisi\u202eble", "invisible"),
    ],
)
def test_subjects_are_decoded(raw: str, subject: str) -> None:
    """Encoded words, folding, lost padding and invisible characters come out as text."""
    assert subject == with_header(f"Subject: {raw}").subject


def test_raw_bytes_in_a_header_are_text() -> None:
    """A header in bare UTF-8 or Windows-1252 is read, though it is forbidden."""
    assert "Grüße" == with_header("Subject: Grüße").subject
    assert "Grüße" == read(b"Subject: Gr\xfc\xdfe\n\nx").subject


def test_references_end_with_the_parent() -> None:
    """References and In-Reply-To are one list without repetition, the parent last."""
    message = with_header("References: <a@x> <b@x>\n <c@x>\nIn-Reply-To: <b@x>")

    assert ("<a@x>", "<c@x>", "<b@x>") == message.references
    assert ("<p@x>",) == with_header("In-Reply-To: Dana's mail <p@x>").references
    assert ("<a@x>", "<b@x>") == with_header("References: <a@x> <b@x>").references


def test_a_missing_message_id_is_a_digest_of_the_content() -> None:
    """The same mail has the same digest, whatever servers put above it and however its lines end."""
    text = "From: a@b.example\nSubject: x\n\nhello\n"
    first = read(text)
    second = read("Received: by mx.example; Mon, 02 Mar 2026 10:00:00 +0100\n" + text)
    third = read(text.replace("\n", "\r\n"))

    assert first.message_id.endswith("@missing.invalid>")
    assert first.message_id == second.message_id == third.message_id
    assert read(text.replace("hello", "bye")).message_id != first.message_id


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mon, 02 Mar 2026 10:00:00 -0000", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:00:00", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:00:00 XYZ", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 10:00:00 +9999", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2 Mar 26 10:00 EST", datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=-5)))),
        ("2026-03-02T10:00:00+01:00", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("someday", None),
        ("Mon, 02 Mar 9999 10:00:00 +0000", None),
        ("", None),
    ],
)
def test_the_date_is_aware_or_none(raw: str, expected: datetime | None) -> None:
    """A zone that is missing or unknown is UTC; what is no date is None."""
    assert expected == read(f"From: a@b.example\nDate: {raw}\n\nx").sent


def test_received_is_the_topmost_field() -> None:
    """The owner's own server wrote the first Received field."""
    message = with_header(
        "Received: from a by b; Tue, 03 Mar 2026 08:00:00 +0000\nReceived: from c by d; Tue, 03 Mar 2026 07:00:00 +0000"
    )

    assert datetime(2026, 3, 3, 8, tzinfo=UTC) == message.received


@pytest.mark.parametrize(
    ("charset", "body"),
    [("utf-8", "Grüße".encode()), ("iso-8859-1", b"Gr\xfc\xdfe"), ("x-nonsense", "Grüße".encode()), ("us-ascii", b"Gr\xfc\xdfe"),
     ("utf-8", b"Gr\xfc\xdfe"), ("", "Grüße".encode()), ("idna", "Grüße".encode()), ("utf-16", "Grüße".encode("utf-16"))],
)  # fmt: skip
def test_text_is_decoded_by_what_it_is(charset: str, body: bytes) -> None:
    """A wrong, missing or nonsensical character set does not cost the text."""
    head = f"{HEAD}Content-Type: text/plain; charset={charset}\n\n".encode()

    assert "Grüße" == read(head + body).text.own


def alternative(plain: str, html: str) -> str:
    return (
        f'{HEAD}Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n{plain}\n'
        f"--b\nContent-Type: text/html\n\n{html}\n--b--\n"
    )


def test_plain_text_is_preferred_and_the_html_kept() -> None:
    """Both alternatives are there: `text` the plain one, `other` the HTML, links out of the HTML."""
    message = read(alternative("hello Sam", '<p>hello Sam, <a href="https://foxglove.example/j">apply</a></p>'))

    assert "hello Sam" == message.text.own
    assert message.other is not None
    assert "hello Sam, apply" == message.other.own
    assert [("apply", "https://foxglove.example/j")] == [(link.text, link.href) for link in message.links]


@pytest.mark.parametrize(
    "plain", ["", "   \n", "Please view this email in your browser.", "https://foxglove.example/v", "-----"]
)
def test_html_is_read_where_the_plain_text_says_nothing(plain: str) -> None:
    """An empty part, or one that only points to the HTML, is not the letter."""
    assert "the letter" == read(alternative(plain, "<p>the letter</p>")).text.own


def test_flowed_text_is_unfolded() -> None:
    """Soft line breaks of format=flowed are undone, quotes stay apart, stuffed spaces go."""
    message = read(HEAD + "Content-Type: text/plain; format=flowed\n\none \ntwo\n  - three\n\n> four \n> five\n")

    assert "one two\n - three" == message.text.own
    assert "> four five" == message.text.quoted


def test_flowed_text_with_delsp_joins_words() -> None:
    """With DelSp=yes the trailing space is no part of the text."""
    message = read(HEAD + "Content-Type: text/plain; format=flowed; delsp=yes\n\nsyn \ntax\n")

    assert "syntax" == message.text.own


def test_an_attached_message_is_forwarded_text() -> None:
    """A message inside a message is labelled as forwarded, not as the sender's words."""
    message = read(
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\n'
        "From: Lee <lee@x.example>\nSubject: old\n\ninner words\n--b--\n"
    )

    assert "see below" == message.text.own
    assert "From: Lee <lee@x.example>\nSubject: old\n\ninner words" == message.text.forwarded


def test_an_invitation_that_comes_twice_is_read_once() -> None:
    """The calendar part and the attached file hold the same event."""
    message = read(
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nhello\n--b\nContent-Type: text/calendar; method=REQUEST\n\n{ICS}'
        f'--b\nContent-Type: application/ics; name="invite.ics"\nContent-Disposition: attachment; filename="invite.ics"\n\n{ICS}--b--\n'
    )

    assert ["e1@foxglove.example"] == [invitation.uid for invitation in message.invitations]
    assert ("invite.ics",) == message.attachments


def test_attachments_are_names_only() -> None:
    """Names of files are kept, decoded; their content is not text of the message."""
    message = read(
        f'{HEAD}Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nhello\n--b\nContent-Type: application/pdf\n'
        "Content-Disposition: attachment; filename*=utf-8''Lebenslauf%20M%C3%BCller.pdf\n\n%PDF secret\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n\nsecret\n--b--\n"
    )

    assert ("Lebenslauf Müller.pdf", "notes.txt") == message.attachments
    assert "hello" == message.text.own


def test_a_lost_boundary_is_found_in_the_text() -> None:
    """A multipart that names no boundary, or the wrong one, is read by the one its lines show."""
    for field in ("multipart/mixed", 'multipart/mixed; boundary="wrong"'):
        message = read(f"{HEAD}Content-Type: {field}\n\n--real\nContent-Type: text/plain\n\nhello\n--real--\n")

        assert "hello" == message.text.own
        assert any("boundary" in problem for problem in message.problems)


def test_a_multipart_without_parts_is_text() -> None:
    """Where no boundary can be found, the payload is the text."""
    assert "just words" == read(f"{HEAD}Content-Type: multipart/alternative\n\njust words\n").text.own


def test_a_huge_message_is_read_to_a_limit() -> None:
    """What is too long is cut, and the message says so."""
    message = read((HEAD + "\nhello\n").encode() + b"x" * (MAX_BYTES + 10))

    assert message.text.own.startswith("hello")
    assert any("only the first" in problem for problem in message.problems)
    cut = read((HEAD + CUT).encode() + b"x" * (MAX_BYTES + 10))
    assert ["only the first" in problem for problem in cut.problems] == [True]


def test_a_structure_too_deep_leaves_the_headers() -> None:
    """Parts nested without measure cost the body, never the message."""
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(3000))
    message = read(HEAD + deep)

    assert "Your interview" == message.subject
    assert any("headers only" in problem for problem in message.problems)


PLAIN = "Content-Type: text/plain; charset="
BASE64 = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
CUT = "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nhello\n--x\n"


@pytest.mark.parametrize(
    ("rest", "problem", "text"),
    [
        (f'{PLAIN}"x-nonsense"\n\nhello', 'names an unknown character set, "x-nonsense": another was tried', "hello"),
        (
            f"{PLAIN}utf-8\n\nGr\udcfc\udcdfe",
            'is not in the character set it names, "utf-8": another was tried',
            "Grüße",
        ),
        (f"{PLAIN}utf-8\n\nGrüße aus K\udcc3", "ends within a letter: it is cut off", "Grüße aus K"),
        (f"{BASE64}!!!not base64\n", "is broken base64: it was read as far as it goes", "!!!not base64"),
        (f"{BASE64}SGVsb\n", "is broken base64: it was read as far as it goes", "Hel"),
        (f"{BASE64}aGVsbG8=\n", None, "hello"),
        ("\nGr\udcfc\udcdfe", None, "Grüße"),
        (f"{CUT.replace('--x', '--y')}", "a multipart without its boundary was read as text", "hello"),
        (f"{CUT}Content-Type: text/html\n\n<p>Hel", "part 2 is cut off: the message is truncated", "hello"),
        (f"{CUT}Content-Type: application/pdf\n\n%PD", "part 2 is cut off: the message is truncated", "hello"),
        (f"{CUT}Content-Type: text/html\n\n<p>Hello</p>\n--x--", None, "hello"),
    ],
)
def test_a_part_that_could_not_be_read_whole_is_named(rest: str, problem: str | None, text: str) -> None:
    """Unknown or wrong character sets, broken base64 and a missing end are told; what is whole is not."""
    message = read(HEAD + rest)

    assert text in message.text.own
    assert ([] if problem is None else [problem]) == [told.removeprefix("part 1 ") for told in message.problems]


@pytest.mark.parametrize("raw", [b"\x7fELF\x02\x01\xff\n\n\x00", b"\x00" * 500, b"\n\nhello", b"From hr@foxglove.ex"])
def test_what_is_no_message_is_named(raw: bytes) -> None:
    """Some other file, or what is left of a letter: no header field says who wrote what."""
    assert any("hardly a message" in problem for problem in read(raw).problems)
    assert not any("hardly a message" in problem for problem in read(b"Subject: x\n\n" + raw).problems)


def test_an_inner_multipart_without_its_end_lost_nothing() -> None:
    """Where the outer boundary goes on, only a line is missing, and nobody is told."""
    inner = "Content-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain\n\nhello\n"

    assert () == read(f"{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n{inner}--x--\n").problems


def test_a_long_text_is_cut_between_letters() -> None:
    """The limit falls at a line's end, so the character set is still recognised."""
    message = read(f"{HEAD}{PLAIN}utf-8\n\n" + "Grüße\n" * 200_000)

    assert {"Grüße"} == set(message.text.own.split())
    assert () == message.problems


def test_a_forwarded_mail_is_not_quoted_text() -> None:
    """Under a "FW:" subject the copied header begins a forwarded part."""
    message = read(
        "From: a@b.example\nSubject: FW: x\n\nlook\n\nFrom: Lee <lee@x.example>\nSent: Monday\nTo: Dana\nSubject: old\n\nwords\n"
    )

    assert "look" == message.text.own
    assert "" == message.text.quoted
    assert message.text.forwarded.endswith("words")


def test_the_first_of_two_senders_is_believed() -> None:
    """A second From is named as a problem."""
    message = read("From: a@b.example\nFrom: evil@c.example\n\nx")

    assert "a@b.example" == message.sender.email
    assert any("more than one From" in problem for problem in message.problems)


MALFORMED: list[bytes] = [
    b"", b"\n", b"\n\n\n", b"\x00" * 50, b"\xff\xfe\xfd", b"no colon here", b": value\n\nx", b"From\n\nx", b"From:\n\n",
    b"From: <>\n\nx", b"From: @\n\nx", b"From: a@\n\nx", b'From: "unclosed <a@b.example>\n\nx', b"From: (((a@b.example\n\nx",
    b"Subject: =?utf-8?B?!!!!?=\n\nx", b"Subject: =?utf-8?Q?=GG?=\n\nx", b"Subject: =??Q?x?=\n\nx", b"Subject: =?utf-8?X?x?=\n\nx",
    b"Date: 99 Foo 20266\n\nx", b"Date: Mon, 31 Feb 2026 10:00:00 +0000\n\nx", b"Received: no date\n\nx", b"Received: ;;;;\n\nx",
    b"Message-ID: broken\n\nx", b"Message-ID: <\n\nx", b"References: <a\n b> c>\n\nx", b"Content-Type: ;;;\n\nx", b"Content-Type: text\n\nx",
    b'Content-Type: text/plain; charset="\n\nx', b"Content-Type: text/plain; charset*=x''%ZZ\n\nx", b"Content-Type: text/plain; charset=a\0b\n\nx",
    b"Content-Transfer-Encoding: base64\n\n!!!not base64!!!", b"Content-Transfer-Encoding: base64\n\nYQ", b"Content-Transfer-Encoding: quoted-printable\n\n=ZZ=",
    b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\nnonsense\nend\n", b"Content-Transfer-Encoding: nonsense\n\nx",
    b"Content-Type: multipart/mixed; boundary=\n\nx", b"Content-Type: multipart/mixed; boundary=b\n\n--b--\n", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"Content-Type: message/rfc822\n\n", b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogYQ==", b"Content-Type: message/delivery-status\n\nx",
    b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR", b"Content-Type: text/html\n\n<html><p><b><table><tr>", b"Content-Type: text/html\n\n" + b"<div>" * 3000,
    b"Content-Disposition: attachment; filename*0*=utf-8''a; filename*2=b\n\nx", b"From: a@b.example\r\rSubject: x\r\rbody\r", b" leading\nFrom: a@b.example\n\nx",
    b"Subject: " + b"x" * 200_000 + b"\n\nx", b"To: " + b"a@b.example," * 2000 + b"\n\nx", b"X: y\n" * 5000 + b"\nx",
]  # fmt: skip


@pytest.mark.parametrize("raw", MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_messages_give_a_message(raw: bytes) -> None:
    """Nothing that arrives in a mailbox raises, and every message has an id."""
    message = read_message(raw, zone=ZONE)

    assert message.message_id.startswith("<")
    assert message.message_id.endswith(">")


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_message(raw: bytes) -> None:
    """No bytes at all can make the reader raise."""
    assert read_message(raw, zone=ZONE).message_id


_FIELDS = st.sampled_from(
    ["From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Received", "Content-Type",
     "Content-Transfer-Encoding", "Content-Disposition", "Authentication-Results", "Auto-Submitted", "Precedence", "List-Id"]
)  # fmt: skip
_VALUES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["text/html", "multipart/mixed; boundary=b", "multipart/alternative; boundary=b", "message/rfc822", "text/calendar",
                     "base64", "quoted-printable", "8bit", "attachment; filename=a.ics", "=?utf-8?q?a?=", "text/plain; format=flowed"]),
)  # fmt: skip


@given(
    st.lists(st.tuples(_FIELDS, _VALUES), max_size=8),
    st.lists(st.one_of(st.just("--b"), st.just("--b--"), st.text(max_size=60)), max_size=12),
)
def test_any_header_and_body_give_a_message(fields: list[tuple[str, str]], lines: list[str]) -> None:
    """Neither can any mixture of known fields with nonsense in them."""
    head = "".join(f"{name}: {value}\n" for name, value in fields)

    assert read_message((head + "\n" + "\n".join(lines)).encode("utf-8", "replace"), zone=ZONE).message_id
