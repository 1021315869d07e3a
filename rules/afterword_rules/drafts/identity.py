"""The names of a follow-up and of its draft: the same follow-up gets the same names on every machine, at any time."""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import quote


def follow_up_key(kind: str, occasion: str, *recipient: str) -> str:
    """A stable text key, such as "thank_you/2026-03-10T16:15:00Z/ada@quarry.example".

    `recipient` is whatever tells one addressee from the next (an address; else company and name). Case and spacing of
    the parts do not matter, and no part can be mistaken for two: a slash within one is written %2F.
    """
    return "/".join(_settled(part) for part in (kind, occasion, *recipient))


def draft_message_id(key: str, owner_address: str) -> str:
    """The Message-ID (RFC 5322 section 3.6.4) of the draft for `key`, with its angle brackets.

    An opaque digest on the owner's own domain: the recipient sees it, so nothing in it tells what made it. An address
    without a usable domain gives "localhost.invalid" (RFC 2606).
    """
    address = owner_address.strip().casefold()
    digest = hashlib.sha256(f"{address}\n{key}".encode("utf-8", "replace")).hexdigest()
    return f"<{digest[:40]}@{_domain(address)}>"


def _settled(part: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", part).casefold().split())
    return quote(words, safe="@<>+:;,=!*'() ", errors="replace")


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2] if "@" in address else ""
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return "localhost.invalid"
    usable = ascii_domain and all(char.isalnum() or char in "-." for char in ascii_domain)
    return ascii_domain if usable else "localhost.invalid"
