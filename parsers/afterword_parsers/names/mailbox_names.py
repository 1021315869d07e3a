"""What the part of an address before the "@" tells: a human's name, a task, nobody."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from afterword_parsers.words.lexicon import word_set

_SEPARATORS = re.compile(r"[._\-+=~]+")
_RELAY = re.compile(r"^(?:reply|r|inbound|inmail|msg|message|conversation|thread|m|c|u)[-+._=][\w\-+=]*\d")
_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}")


@lru_cache(maxsize=8192)
def is_role_mailbox(email: str) -> bool:
    """Whether nobody in particular reads this mailbox: a task's (careers@), a machine's, or a random token's.

    An address without a local part counts as one, since nobody can be written to there.
    """
    local = email.rpartition("@")[0].lower()
    if not local or is_no_reply_mailbox(email) or is_token(local):
        return True
    roles = word_set("mailbox_names", "role_words")
    untagged = local.partition("+")[0]
    words = local_words(untagged)
    if len(words) < 2:
        words = local_words(local)
        roles = roles | word_set("mailbox_names", "role_names")
    return "".join(words) in roles or any(word in roles for word in words)


def is_no_reply_mailbox(email: str) -> bool:
    """Whether the address itself says that answers go nowhere (no-reply@, jobs-noreply@, bounces@)."""
    local = email.rpartition("@")[0].lower()
    squashed = "".join(local_words(local))
    if any(part in squashed for part in word_set("mailbox_names", "no_reply_parts")):
        return True
    words = word_set("mailbox_names", "no_reply_words")
    return any(word in words for word in local_words(local))


def is_token(local: str) -> bool:
    """Whether the local part was made by a machine: letters and digits mixed, or a relay's tag with a number."""
    local = local.lower()
    if _UUID.search(local) or _RELAY.match(local):
        return True
    first = local.partition("+")[0]
    changes = sum(a.isdigit() != b.isdigit() for a, b in pairwise(first) if a.isalnum() and b.isalnum())
    digits = sum(character.isdigit() for character in first)
    return digits > 6 or (digits >= 3 and changes >= 3) or (len(first) > 40)


@lru_cache(maxsize=8192)
def local_words(local: str) -> tuple[str, ...]:
    """The words of a local part or address in lower case: no separators, no numbers behind a word.

    What follows a "+" is a tag; it tells a machine's box from a human's, so it is kept.
    """
    local = local.rpartition("@")[0] if "@" in local else local
    words = (word.strip("0123456789'\"") for word in _SEPARATORS.split(local.lower()))
    return tuple(word for word in words if word)
