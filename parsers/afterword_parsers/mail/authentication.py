"""What the owner's mail server found out about the sender (Authentication-Results, RFC 8601)."""

from __future__ import annotations

import re

from afterword_parsers.message import Authentication

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?:^|[;\s])(spf|dkim|dmarc)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_MAX_FIELD = 10_000


def read_authentication(topmost: str) -> Authentication:
    """The results in one Authentication-Results field.

    Give the topmost field of the message: those further down may have been written by the sender (RFC 8601 section 5).
    A message with several signatures passes DKIM when one of them does.
    """
    text = topmost[:_MAX_FIELD]
    for _ in range(3):
        text = _COMMENT.sub(" ", text)
    found: dict[str, str] = {}
    for method, result in _RESULT.findall(text):
        name = method.lower()
        if found.get(name) != "pass":
            found[name] = result.lower() if name not in found or result.lower() == "pass" else found[name]
    return Authentication(spf=found.get("spf", ""), dkim=found.get("dkim", ""), dmarc=found.get("dmarc", ""))
