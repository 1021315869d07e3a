"""One hostile case, and how hostile mail is written: by hand, since no library would."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from daemon.homes import ME
from hostile.victim import ATTACK


@dataclass(frozen=True, slots=True)
class Case:
    """Mail that tries something.

    `tries` is one sentence: what it tries, and what must not happen. By default nothing at all may change. With `adds`
    it is an employer's real mail in hostile clothes: it may have applications and drafts of its own, and the others stay.
    `says` are words that `explain` shows of the first mail; `distrust` is the rule of "trust." by which the application it
    reached does not believe the last one. No draft may hold one of `never`. `events` come to the owner's calendar at the
    same time. `fails` is the reason why the program does not stand it yet.
    """

    name: str
    tries: str
    mails: tuple[bytes, ...]
    says: str = ""
    distrust: str = ""
    events: tuple[str, ...] = ()
    adds: bool = False
    never: tuple[str, ...] = ()
    fails: str = ""


def mail(
    sender: str,
    subject: str,
    text: str,
    *,
    to: str = ME,
    more: str = "",
    kind: str = "text/plain; charset=utf-8",
    at: datetime = ATTACK,
    message_id: str = "",
) -> bytes:
    """A message whose header fields stand as they are given; `more` are further ones, each with its line end."""
    digest = hashlib.sha256(repr((sender, subject, text, to, more, kind, at)).encode("utf-8", "surrogateescape"))
    head = (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {format_datetime(at)}\n"
        f"Message-ID: {message_id or f'<{digest.hexdigest()[:16]}@post.example>'}\nMIME-Version: 1.0\n{more}"
        f"Content-Type: {kind}\n\n"
    )
    return (head + text).encode("utf-8", "surrogateescape")


def in_thread(*ids: str) -> str:
    """The header fields of an answer to the message whose id stands last."""
    return f"In-Reply-To: {ids[-1]}\nReferences: {' '.join(ids)}\n"
