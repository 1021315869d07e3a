"""How a message came to be: answered by a machine, made by one, sent to many, from a box that nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from afterword_parsers.message import Marks
from afterword_parsers.names.mailbox_names import is_no_reply_mailbox
from afterword_parsers.words.lexicon import word_set

if TYPE_CHECKING:
    from afterword_parsers.mail.headers import Headers

# A sentence about replies stands at the top or at the foot of a mail, never in the middle of a long one.
_LOOKED_AT = 6000


def read_marks(
    headers: Headers, *, email: str = "", subject: str = "", body: str = "", calendar: bool = False
) -> Marks:
    """The marks of one message.

    `email` is the sender's address, `body` the text without quoted parts. `calendar` tells that an invitation lies in
    the message: Google marks those `Auto-Submitted: auto-generated`, and they are no answer to anything (RFC 3834).
    """
    submitted = headers.text("auto-submitted").lower().partition(";")[0].strip()
    precedence = headers.text("precedence").lower().strip()
    title = subject.lower().strip()
    bounce = _is_bounce(headers, email, title)
    answered = (
        submitted.startswith("auto-replied")
        or precedence in {"auto_reply", "auto-reply"}
        or _is_report(headers, "disposition-notification")
        or _has_any(headers, "auto_reply_headers")
        or title.startswith(tuple(word_set("marks", "auto_reply_subjects")))
    )
    return Marks(
        auto_reply=answered and not calendar and not bounce,
        generated=submitted.startswith(("auto-generated", "auto-notified")) or _has_any(headers, "generated_headers"),
        bulk=precedence in {"bulk", "list", "junk"} or _has_any(headers, "bulk_headers"),
        no_reply=is_no_reply_mailbox(email) or _says_no_reply(body),
        bounce=bounce,
    )


def _has_any(headers: Headers, names: str) -> bool:
    return any(
        name in headers and headers.text(name).lower() not in {"", "no", "none", "false"}
        for name in word_set("marks", names)
    )


def _is_report(headers: Headers, kind: str) -> bool:
    """Whether the whole message is a report of this kind (RFC 6522)."""
    content_type = headers.raw("content-type").lower()
    return "multipart/report" in content_type and kind in content_type


def _is_bounce(headers: Headers, email: str, title: str) -> bool:
    if "x-failed-recipients" in headers or _is_report(headers, "delivery-status"):
        return True
    from_daemon = email.partition("@")[0] in word_set("marks", "bounce_senders")
    return from_daemon and any(words in title for words in word_set("marks", "bounce_subjects"))


def _says_no_reply(body: str) -> bool:
    text = body if len(body) <= 2 * _LOOKED_AT else f"{body[:_LOOKED_AT]} {body[-_LOOKED_AT:]}"
    text = " ".join(text.lower().replace("’", "'").split())
    return any(sentence in text for sentence in word_set("marks", "no_reply_sentences"))
