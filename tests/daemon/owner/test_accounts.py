"""Accounts as the owner writes them: one place each, and every mistake with its line."""

from __future__ import annotations

import pytest

from afterword.owner.accounts import AccountEntry, ImapEntry, Security, account_problems
from afterword_rules.yaml_files.source import Positions, read_and_validate

IMAP = "id: work\nimap:\n  host: imap.mail.example\n  user: ada\n"


def problems(text: str) -> list[str]:
    """What is said of one entry."""
    entry, positions, wrong = read_and_validate(text, "config.yaml", AccountEntry)
    found = [*wrong, *(account_problems(entry, (), positions) if entry else ())]
    return [str(problem) for problem in found]


def test_a_server_needs_only_its_name_and_a_user() -> None:
    """TLS on its usual port is what is meant when nothing is said."""
    entry, _, wrong = read_and_validate(IMAP, "config.yaml", AccountEntry)

    assert not wrong
    assert entry is not None
    assert ImapEntry("imap.mail.example", "ada") == entry.imap
    assert entry.imap is not None
    assert (993, Security.TLS) == (entry.imap.port_used, entry.imap.security)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id: work\n", "config.yaml:1:1: say where the mail lies"),
        (IMAP + "maildir: /mail\n", 'config.yaml:2:1: "imap" beside "maildir"'),
        ("id: work\nmaildir: ''\n", 'config.yaml:2:10: "maildir" is empty'),
        (IMAP.replace("ada", "''"), 'config.yaml:4:9: "user" is empty'),
        (IMAP + "  port: 99999\n", "config.yaml:5:9: 99999 is no port"),
        (IMAP + "  security: plain\n", "config.yaml:5:13: without TLS everybody on the way reads your mail"),
        (IMAP + "  security: ssl\n", "config.yaml:5:13:"),
        (IMAP + "  password_command: []\n", "config.yaml:5:21: name the program"),
        (IMAP + "  certificate: abc\n", "config.yaml:5:16: this is no SHA-256 fingerprint"),
        (IMAP + f"  ca: a.pem\n  certificate: {'ab' * 32}\n", 'config.yaml:6:3: "certificate" beside "ca"'),
        (
            IMAP + "  oauth: {provider: microsoft, client_id: c}\n  password_command: [pass]\n",
            'config.yaml:6:3: "password_command"',
        ),
        (
            IMAP + "  oauth: {provider: micro, client_id: c}\n",
            'config.yaml:5:21: unknown provider "micro" - did you mean',
        ),
        (IMAP + "  oauth: {provider: google}\n", "config.yaml:5:10: name the client of your own"),
        (
            IMAP + "  oauth: {provider: google, client_id: c, client: /f}\n",
            "config.yaml:5:10: name the client of your own",
        ),
        ("id: g\ngmail: {user: ada, client: ''}\n", 'config.yaml:2:28: "client" is empty'),
    ],
)
def test_each_mistake_is_named_with_its_place(text: str, line: str) -> None:
    """The owner reads where to look and what to write there."""
    (problem,) = problems(text)

    assert problem.startswith(line)


def test_this_machine_may_do_without_tls() -> None:
    """A bridge on the loopback is nobody's way."""
    for host in ("127.0.0.1", '"::1"', "localhost"):
        assert [] == problems(IMAP.replace("imap.mail.example", host) + "  security: plain\n")


def test_a_fingerprint_may_hold_colons() -> None:
    """That is how OpenSSL prints it."""
    colons = ":".join(["AB"] * 32)
    entry, _, _ = read_and_validate(IMAP + f'  certificate: "{colons}"\n', "config.yaml", AccountEntry)

    assert entry is not None
    assert entry.imap is not None
    assert "ab" * 32 == entry.imap.fingerprint
    assert [] == list(account_problems(entry, (), Positions("config.yaml")))
