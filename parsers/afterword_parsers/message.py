"""The value types of a message: what one piece of mail says, free of MIME and of any mail library."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from afterword_parsers.invitation import Invitation


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox (RFC 5322 section 3.4): `name` decoded and maybe empty, `email` in lower case."""

    name: str
    email: str

    @property
    def domain(self) -> str:
        """The part behind the last "@"; empty when there is none."""
        return self.email.rpartition("@")[2] if "@" in self.email else ""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink with the words that carried it (the bare address where the text had no other words)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a message, taken apart. Nothing is thrown away: the parts together are the whole.

    `own` is what the sender wrote for this message, without signature, quotes and forwarded parts; a post scriptum
    that follows the signature is still `own`.
    """

    own: str = ""
    signature: str = ""
    quoted: str = ""
    forwarded: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """How the message came to be, as its headers tell.

    `auto_reply`: an automatic answer to mail of the owner (RFC 3834, holiday notices). `generated`: a machine wrote it
    without being asked (`Auto-Submitted: auto-generated`, calendar notices). `bulk`: sent to many
    (`List-*`, `Precedence: bulk`). `no_reply`: nobody reads the sender's mailbox. `bounce`: a delivery report.
    """

    auto_reply: bool = False
    generated: bool = False
    bulk: bool = False
    no_reply: bool = False
    bounce: bool = False


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the owner's own mail server found (RFC 8601): pass, fail, none ... in lower case; empty = not said."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the program sees it.

    `message_id` keeps its angle brackets; a message without one gets a digest of its content under `.invalid`.
    `sent` is the Date header (always aware; None when it cannot be read), `received` the date of the topmost Received
    header, which the owner's own server wrote. `references` are In-Reply-To and References
    merged, oldest first, the parent last. `text` is the best readable text; `other` is the other alternative of the
    same message where both were there (the HTML one, as a rule), since some vendors name the employer in one only.
    `language` is an ISO 639-1 code, `en` where nothing tells.
    """

    message_id: str
    sent: datetime | None
    sender: Address
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    received: datetime | None = None
    subject: str = ""
    references: tuple[str, ...] = ()
    text: Words = field(default_factory=Words)
    other: Words | None = None
    links: tuple[Link, ...] = ()
    language: str = "en"
    marks: Marks = field(default_factory=Marks)
    authentication: Authentication = field(default_factory=Authentication)
    invitations: tuple[Invitation, ...] = ()
    attachments: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
