"""The owner sits down with the drafts each evening at 20:00 UTC, and does with each what its name and the seed say.

So the same draft meets the same fate in every run, whatever happened to the program in between.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import random
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from afterword.mailboxes.contract import Role
from year.boxes import Box, message_id
from year.wording import ME, NAME, Employer

EDITION = "PS: written by my own hand"
_FATES = {"leaves": 30, "sends": 22, "edits": 12, "edits and sends": 14, "bins": 10, "erases": 6, "writes": 6}


class Owner:
    """`edited` are the drafts the owner has edited and that must stand, by the name the program gave them."""

    def __init__(self, seed: int, box: Box, employers: tuple[Employer, ...]) -> None:
        self._seed, self._box, self._employers = seed, box, employers
        self._visits: dict[str, int] = {}
        self._first_name: dict[str, str] = {}
        self.edited: dict[str, bytes] = {}
        self.acts = 0

    def first_name(self, name: str) -> str:
        """The Message-ID the program gave to what the client has saved under another."""
        return self._first_name.get(name, name)

    def sits_down(self, now: datetime) -> None:
        drafts = self._box.stored(Role.DRAFTS)
        names = {handle: self.first_name(message_id(raw)) for handle, raw in drafts.items()}
        for handle in sorted(drafts, key=lambda one: names[one]):
            name = names[handle]
            self._visits[name] = visit = self._visits.get(name, 0) + 1
            self._act(self._fate(name), visit, handle, drafts[handle], name, now)

    def _fate(self, name: str) -> str:
        digest = hashlib.sha256(f"{self._seed} {name}".encode()).hexdigest()
        return random.Random(digest).choices(list(_FATES), list(_FATES.values()))[0]

    def _act(self, fate: str, visit: int, handle: str, raw: bytes, name: str, now: datetime) -> None:
        box = self._box
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        if fate.startswith("edits") and visit == 1:
            self.acts += 1
            self._edit(message, name, now)
            box.remove(handle, raw)
        elif fate == "sends" or (fate == "edits and sends" and visit > 1):
            self.acts += 1
            self.edited.pop(name, None)
            box.deliver(Role.SENT, self._addressed(message, name, now, new_name=fate != "sends"), now)
            box.remove(handle, raw)
        elif fate in {"bins", "erases"}:
            self.acts += 1
            if fate == "bins":
                box.deliver(Role.TRASH, raw, now)
            box.remove(handle, raw)
        elif fate == "writes" and visit == 1 and message["To"]:
            self.acts += 1
            box.deliver(Role.SENT, self._own_words(message, name, now), now)

    def _edit(self, message: EmailMessage, name: str, now: datetime) -> None:
        """Saved anew, by some clients under another name."""
        message.set_content(f"{message.get_content().rstrip()}\n\n{EDITION}.\n")
        if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2:
            self._rename(message, name, "edited")
        raw = message.as_bytes()
        self.edited[name] = raw
        self._box.deliver(Role.DRAFTS, raw, now)

    def _addressed(self, message: EmailMessage, name: str, now: datetime, *, new_name: bool) -> bytes:
        """As it is sent: with a date, and with the address that the owner looked up."""
        del message["Date"]
        message["Date"] = format_datetime(now)
        if not message["To"]:
            text = f"{message['Subject']}\n{message.get_content()}"
            employer = next(
                (one for one in self._employers if one.name.split(maxsplit=1)[0] in text), self._employers[0]
            )
            del message["To"]
            message["To"] = f"{employer.recruiter.name} <{employer.recruiter.email}>"
        if new_name:
            self._rename(message, name, "sent")
        return message.as_bytes()

    def _own_words(self, draft: EmailMessage, name: str, now: datetime) -> bytes:
        message = EmailMessage()
        message["From"], message["To"] = f"{NAME} <{ME}>", str(draft["To"])
        message["Subject"], message["Date"] = str(draft["Subject"]), format_datetime(now)
        message["Message-ID"] = _digest_id("own", name)
        for header in ("In-Reply-To", "References"):
            if draft[header]:
                message[header] = str(draft[header])
        message.set_content("Hello,\n\nhere are the two papers I spoke of, as a small sign of life.\n\nNell\n")
        return message.as_bytes()

    def _rename(self, message: EmailMessage, name: str, why: str) -> None:
        del message["Message-ID"]
        message["Message-ID"] = new = _digest_id(why, name)
        self._first_name[new] = name


def _digest_id(why: str, name: str) -> str:
    return f"<{why}.{hashlib.sha256(name.encode()).hexdigest()[:16]}@home.example>"
