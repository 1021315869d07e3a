"""The one promise: nothing in here can send mail."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parent.parent
SOURCE_ROOTS = ("daemon", "parsers", "rules")
SENDING_MODULES = {"aiosmtplib", "mailgun", "sendgrid", "smtpd", "smtplib", "twisted", "yagmail"}
SENDING_METHODS = {"send", "send_mail", "send_message", "sendmail"}
# The sending scope and end points of Gmail, and the program every Unix mailer hides behind.
SENDING_WORDS = re.compile(r"gmail\.send|\b(?:messages|drafts)[/.]send\b|\bsendmail\b|\bmsmtp\b", re.IGNORECASE)


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (PROJECT / folder).rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module.partition(".")[0]


def docstrings(tree: ast.AST) -> set[ast.expr]:
    """Prose about sending is no sending."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    return {body[0].value for body in bodies if body and isinstance(body[0], ast.Expr)}


def spells_sending(value: object) -> bool:
    return isinstance(value, str) and (value in SENDING_METHODS or SENDING_WORDS.search(value) is not None)


def ways_to_send(source: str) -> list[str]:
    """Each line of `source` that could send mail, with what it uses; empty is the promise kept."""
    tree = ast.parse(source)
    prose = docstrings(tree)
    found = [(line, f"import {module}") for line, module in imports(tree) if module in SENDING_MODULES]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in SENDING_METHODS:
            found.append((node.lineno, f".{node.attr}"))
        elif isinstance(node, ast.Constant) and node not in prose and spells_sending(node.value):
            found.append((node.lineno, repr(node.value)))
    return [f"line {line}: {what}" for line, what in sorted(found)]


@pytest.mark.parametrize("path", python_files(*SOURCE_ROOTS), ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_source_file_can_send(path: Path) -> None:
    """No source file imports a sending module, names a sending method, or spells a sending address."""
    assert [] == ways_to_send(path.read_text(encoding="utf-8"))


def test_nothing_imports_smtplib() -> None:
    """Not even a test or a tool speaks SMTP."""
    guilty = [
        path
        for path in python_files(*SOURCE_ROOTS, "tests", ".ci")
        if "smtplib" in {module for _, module in imports(ast.parse(path.read_text(encoding="utf-8")))}
    ]

    assert [] == guilty


@pytest.mark.parametrize(
    "source",
    [
        "import smtplib",
        "from smtplib import SMTP",
        "service.users().messages().send(userId='me', body=body).execute()",
        "service.users().drafts().send",
        "server.sendmail(sender, to, text)",
        "getattr(drafts, 'send')()",
        "SCOPE = 'https://www.googleapis.com/auth/gmail.send'",
        "post('https://gmail.googleapis.com/gmail/v1/users/me/drafts/send')",
        "run(['/usr/sbin/sendmail', '-t'])",
    ],
)
def test_a_way_to_send_is_noticed(source: str) -> None:
    """The scan above sees each known way to send."""
    assert ways_to_send(source)


@pytest.mark.parametrize("source", ['"""Never calls sendmail."""', "sent = mailbox.sent", "link.sendall(data)"])
def test_what_only_speaks_of_sending_is_let_be(source: str) -> None:
    """Prose, the Sent folder and raw sockets are no way to send mail."""
    assert [] == ways_to_send(source)
