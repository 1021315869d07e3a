"""docs/troubleshooting.md quotes the program: each message that stands there is one that the code can say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^#+ .*$", DOCUMENT, re.MULTILINE)
QUOTED = [
    line.strip()
    for block in re.findall(r"^ *```text\n(.*?)^ *```", DOCUMENT, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]
# What the program puts into its messages: names, numbers, paths, and the words of servers and libraries.
VALUES = """
    robin@mailbox.example robin@gmail.com other@gmail.com mailbox.example caldav.example personal work home pass mypass
    Google Microsoft Testing invalid_client KeyringLocked larkspr larkspur config.yaml afterword.service afterword at
    rules.yaml:12:5
    /home/robin/Mail /home/robin/.calendars /home/robin/.local/state/afterword /run/user/1000 /tmp/venv/bin/afterword /tmp
    /home/robin/.local/state/afterword/ledger.sqlite3
    /home/robin/.local/state/afterword/crashes/crash-0f1e2d3c.txt 0f1e2d…
    sent drafts Sent Mail Archive Drafts INBOX Europe/Berln Europe/Berlin Mars/Olympus sinal signal
    thank you for Larkspur Atlas due Tue Mar
    AUTHENTICATIONFAILED Authentication failed UNAVAILABLE Too many connections No such file or directory
    database disk image is malformed
"""
# A value that the code puts in is written as this character; no source has one.
_HOLE = "\0"
# Less is in every message.
_LEAST = 8


def texts() -> Iterator[str]:
    """Every text in the code, with `_HOLE` where a value comes in."""
    for folder in ("daemon", "rules", "parsers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    yield "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value.replace("{}", _HOLE)
    providers = (ROOT / "daemon" / "afterword" / "oauth" / "providers.yaml").read_text(encoding="utf-8")
    yield from (str(one["ends"]) for one in yaml.safe_load(providers).values())


PARTS = [
    text.split(_HOLE)
    for text in sorted(set(texts()), key=len, reverse=True)
    if " " in text.strip() and "\n" not in text and len(text.replace(_HOLE, "")) >= _LEAST
]


def left_of(line: str) -> str:
    """What is left of a quoted line when every text of the code that it holds, whole and in order, is taken out."""
    left = line
    for parts in PARTS:
        at = 0
        found: list[tuple[int, int]] = []
        for part in parts:
            at = left.find(part, at)
            if at < 0:
                break
            found.append((at, at := at + len(part)))
        else:
            for start, end in found:
                left = left[:start] + " " * (end - start) + left[end:]
    return left


@pytest.mark.parametrize("line", QUOTED)
def test_quoted_message_is_the_programs(line: str) -> None:
    """Word for word, but for the values in it."""
    words = (word.strip("\"'.,:;()[]") for word in left_of(line).split())

    assert [] == [word for word in words if word and word not in VALUES.split() and not re.fullmatch(r"[\d:.]+", word)]


def test_links_within_the_document_lead_somewhere() -> None:
    """GitHub makes the address of a heading from its words."""
    headings = {re.sub(r"[^\w -]", "", line.strip("# ").lower()).replace(" ", "-") for line in HEADINGS}

    assert set() == set(re.findall(r"\]\(#([^)]+)\)", DOCUMENT)) - headings
