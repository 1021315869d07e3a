"""The one promise: nothing in here can send mail."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.gmail_service import ALLOWED, GmailService
from afterword.oauth.google_credentials import TokenCredentials
from afterword.secrets import Secret
from servers.gmail import GMAIL, GmailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parent.parent
SOURCE_ROOTS = ("daemon", "parsers", "rules")
SENDING_MODULES = {"aiosmtplib", "mailgun", "sendgrid", "smtpd", "smtplib", "twisted", "yagmail"}
SENDING_METHODS = {"send", "send_mail", "send_message", "sendmail"}
# The sending scope and end points of Gmail, and the program every Unix mailer hides behind.
SENDING_WORDS = re.compile(r"gmail\.send|\b(?:messages|drafts)[/.]send\b|\bsendmail\b|\bmsmtp\b", re.IGNORECASE)

# Methods of this name that are no sending of mail: one byte to another thread of ours, and the end of an IMAP IDLE.
OTHER_SENDING = {"daemon/afterword/running/waker.py": [".send"], "daemon/afterword/mailboxes/imap_wire.py": [".send"]}


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
    found = [way.partition(": ")[2] for way in ways_to_send(path.read_text(encoding="utf-8"))]

    assert OTHER_SENDING.get(path.relative_to(PROJECT).as_posix(), []) == found


def test_nothing_imports_smtplib() -> None:
    """Not even a test or a tool speaks SMTP."""
    guilty = [
        path
        for path in python_files(*SOURCE_ROOTS, "tests", ".ci")
        if "smtplib" in {module for _, module in imports(ast.parse(path.read_text(encoding="utf-8")))}
    ]

    assert [] == guilty


def test_nothing_within_reach_imports_smtp() -> None:
    """With every module of ours and every library they use loaded, none that speaks SMTP is."""
    packages = "afterword, afterword_parsers, afterword_rules"
    libraries = (
        "dateparser, googleapiclient.discovery, google_auth_httplib2, holidays, icalendar, imapclient, jinja2, keyring,"
        " regex, rich, selectolax, yaml"
    )
    everything = (
        f"import importlib, pkgutil, sys, {packages}, {libraries}\n"
        f"for package in ({packages}):\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not found.name.endswith('__main__'):\n"
        "            importlib.import_module(found.name)\n"
        f"print(*sorted({SENDING_MODULES!r}.intersection(name.partition('.')[0] for name in sys.modules)))"
    )
    loaded = subprocess.run([sys.executable, "-c", everything], capture_output=True, text=True, check=False)

    assert (0, "\n") == (loaded.returncode, loaded.stdout), loaded.stderr


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


# Gmail's scope for drafts would let us send. Three fences stand before it: no file but one builds the service, that one
# lets through only the methods it names, and none of the requests of all the tests against Gmail was another.


def test_only_one_file_reaches_gmail() -> None:
    """Whatever asks Gmail's API passes its gate; Google's library is imported nowhere else but for the calendar."""
    users = {
        str(path.relative_to(PROJECT))
        for path in python_files(*SOURCE_ROOTS)
        if {module for _, module in imports(ast.parse(path.read_text(encoding="utf-8")))}
        & {"googleapiclient", "google_auth_httplib2", "httplib2"}
    }

    assert {"daemon/afterword/calendars/google.py", "daemon/afterword/mailboxes/gmail_service.py"} == users


def test_the_gate_lets_through_nothing_that_sends() -> None:
    """It reads, and it makes and deletes drafts. Nothing else stands in it, and nothing that the description lacks."""
    writing = {name for name in ALLOWED if GMAIL.verb(name) != "GET"}

    assert {"gmail.users.drafts.create", "gmail.users.drafts.delete"} == writing
    assert set() == ALLOWED - GMAIL.names()


@pytest.mark.parametrize("name", sorted(GMAIL.names() - ALLOWED))
def test_the_gate_stops_every_other_method_of_gmail(name: str) -> None:
    """Sending, importing, inserting, changing settings: stopped before a byte leaves, alone and in a batch."""
    with GmailServer() as server:
        service = service_at(server)
        for ask in (service.read, service.write, lambda request: list(service.read_many([request]))):
            with pytest.raises(ValueError, match="is never asked of Gmail"):
                ask(SimpleNamespace(methodId=name))
        service.close()

        assert [] == server.requests


def test_the_gate_stops_what_the_library_makes() -> None:
    """Real requests, as a mistake of ours would make them."""
    with GmailServer() as server:
        service = service_at(server)
        messages, drafts = service.users.messages(), service.users.drafts()
        body = {"raw": "eA=="}
        for request in (
            messages.send(userId="me", body=body),
            messages.insert(userId="me", body=body),
            messages.import_(userId="me", body=body),
            drafts.send(userId="me", body={"id": "r1"}),
        ):
            with pytest.raises(ValueError, match="is never asked of Gmail"):
                service.write(request)
        service.close()

        assert [] == server.requests


@pytest.mark.parametrize("name", ["messages.send", "messages.insert", "messages.import", "drafts.send"])
def test_the_server_of_the_tests_would_notice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the gate open, the request arrives, is refused and noted; every test against Gmail looks at what was noted."""
    monkeypatch.setattr("afterword.mailboxes.gmail_service.ALLOWED", GMAIL.names())
    with GmailServer() as server:
        service = service_at(server)
        resource, method = name.replace("import", "import_").split(".")
        body = {"id": "r1"} if resource == "drafts" else {"raw": "eA=="}
        request: Any = getattr(getattr(service.users, resource)(), method)(userId="me", body=body)
        with pytest.raises(WorldError):
            service.write(request)
        service.close()

        assert [f"gmail.users.{name}"] == server.refused


def service_at(server: GmailServer) -> GmailService:
    return GmailService(
        "home",
        lambda: TokenCredentials(lambda: Secret("token"), lambda: Secret("token")),
        server.url,
        sleep=lambda _: None,
    )
