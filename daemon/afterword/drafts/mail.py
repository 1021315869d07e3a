"""A draft as a message that mail clients open for editing (RFC 5322).

Why it looks as it does, all seen in real clients:

- No header of ours and no name of the program: mutt sends unknown headers on to the recipient.
- In-Reply-To and References always together, the parent last: Thunderbird drops the first without the second and makes
  it anew from the last id of the second.
- Without a recipient there is no To line at all. RFC 5322 allows no empty one, mail servers and libraries refuse or
  mangle it, and every client shows an empty field to fill either way.
- Plain text with hard line ends at 72 columns, not `format=flowed`: mutt's user edits the raw lines, and Thunderbird
  re-wraps at 72 itself, so that a draft saved again without a change compares equal to what was placed.
- ASCII as it is, everything else as quoted-printable: readable in the file, and safe whatever server carries it.
"""

from __future__ import annotations

import re
import textwrap
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from afterword_rules.follow_up import Draft
from afterword_rules.owner import Owner

_WIDTH = 72
_LONGEST_LINE = 998
_MOST_NAME = 200
_MOST_SUBJECT = 500
_MOST_REFERENCES = 50

_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029")
# They turn the order in which a reader sees letters, so that "ten.live@moc.knab" may look like something else.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_LIST_ITEM = re.compile(r"\s*(?:[-*\N{BULLET}]|\d{1,2}[.)])\s+|\s*")


def compose(draft: Draft, owner: Owner, now: datetime, sender: str | None = None) -> bytes:
    """The draft as bytes with CRLF line ends.

    `now` (aware) becomes the Date, in the owner's zone. `sender` is the address it is written from, the owner's first
    one by default. What cannot stand in a header (line ends, controls, an address that is none, a broken Message-ID of
    a parent) is left out.

    :raises ValueError: the draft has no proper Message-ID, there is no address to write from, or `now` is naive.
    """
    if not _MESSAGE_ID.fullmatch(draft.message_id):
        raise ValueError(f"{draft.message_id!r} is no Message-ID")
    own_address = _address(sender or next(iter(owner.addresses), ""))
    if own_address is None or now.tzinfo is None:
        raise ValueError("a draft needs an address to come from and an aware date")
    lines = [_mailbox("From", owner.name, own_address)]
    if (recipient := _address(draft.to_email)) is not None:
        lines.append(_mailbox("To", draft.to_name, recipient))
    lines.append(f"Subject: {_words(draft.subject, 'Subject', _MOST_SUBJECT)}")
    lines.append(f"Date: {format_datetime(now.astimezone(owner.zone))}")
    lines.append(f"Message-ID: {draft.message_id}")
    if thread := _thread(draft):
        lines.append(f"In-Reply-To: {thread[-1]}")
        # One to a line: the library's own folding would encode an id that is longer than a line.
        lines.append("References: " + "\r\n ".join(thread))
    return "".join(f"{line}\r\n" for line in lines).encode("ascii") + _body(draft.body)


def _body(text: str) -> bytes:
    text = _CONTROLS.sub("", _DIRECTIONS.sub("", _LINE_END.sub("\n", text)))
    text = _without_surrogates("\n".join(_wrapped(line) for line in text.strip("\n").split("\n")) + "\n")
    plain = text.isascii() and max(map(len, text.split("\n"))) <= _LONGEST_LINE
    part = EmailMessage(policy=SMTP)
    part.set_content(text, charset="utf-8", cte="7bit" if plain else "quoted-printable")
    return part.as_bytes()


def _wrapped(line: str) -> str:
    if line == "-- ":
        return line
    line = line.rstrip()
    if len(line) <= _WIDTH:
        return line
    item = _LIST_ITEM.match(line)
    indent = " " * len(item[0]) if item else ""
    return "\n".join(
        textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    )


def _mailbox(header: str, name: str, address: str) -> str:
    """A header line with one mailbox (RFC 5322 section 3.4)."""
    phrase = _one_line(name, _MOST_NAME)
    if not phrase or phrase.casefold() == address.casefold():
        return f"{header}: {address}"
    if _needs_encoding(phrase):
        phrase = Header(phrase, "utf-8", header_name=header).encode(linesep="\r\n")
    elif not _ATOMS.fullmatch(phrase):
        phrase = '"' + phrase.replace("\\", "\\\\").replace('"', '\\"') + '"'
    last = f"{header}: {phrase}".rpartition("\r\n")[2]
    between = " " if len(last) + len(address) + 3 <= 78 else "\r\n "
    return f"{header}: {phrase}{between}<{address}>"


def _words(text: str, header: str, most: int) -> str:
    """The value of a header of free text, encoded where needed (RFC 2047) and folded."""
    text = _one_line(text, most)
    return Header(text, "utf-8" if _needs_encoding(text) else "us-ascii", header_name=header).encode(linesep="\r\n")


def _needs_encoding(text: str) -> bool:
    # "=?" in plain text would be read as the beginning of an encoded word.
    return not text.isascii() or "=?" in text


def _one_line(text: str, most: int) -> str:
    return _without_surrogates(_SPACES.sub(" ", _DIRECTIONS.sub("", text)).strip()[:most].rstrip())


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _address(email: str) -> str | None:
    """An address that every server takes: its domain in ASCII (RFC 5890); None for what is no address."""
    local, _, domain = email.strip().rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return address if _ADDRESS.fullmatch(address) else None


def _thread(draft: Draft) -> tuple[str, ...]:
    """The ids of the conversation, each once, the parent last; empty for a letter that answers none.

    A long thread keeps its first id and the latest ones (RFC 5537 section 3.4.4 advises the same for news).
    """
    parent = draft.in_reply_to
    ids = dict.fromkeys(one for one in draft.references if one != parent and _MESSAGE_ID.fullmatch(one))
    if parent is not None and _MESSAGE_ID.fullmatch(parent):
        ids[parent] = None
    thread = tuple(ids)
    return thread if len(thread) <= _MOST_REFERENCES else (thread[0], *thread[1 - _MOST_REFERENCES :])
