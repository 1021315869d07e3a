"""Which account is meant, and which options are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.owner.accounts import AccountEntry, GmailEntry, ImapEntry
from afterword.owner.configuration import ConfigFile, OwnerEntry
from afterword.secrets import Secret
from afterword.setup.existing import Existing, OwnersFile
from afterword.setup.given import AccountOptions, Given, OwnerOptions, account_meant, missing_options

ACCOUNTS = (
    AccountEntry("files", maildir="~/Mail"),
    AccountEntry("work", imap=ImapEntry("imap.work.example", "nell")),
    AccountEntry("fast", imap=ImapEntry("imap.fastmail.com", "nell@fastmail.com")),
    AccountEntry("gmail", gmail=GmailEntry("nell@gmail.com", "client.json")),
)
SETTINGS = ConfigFile(OwnerEntry("Nell", ("nell@home.example",)), ACCOUNTS)
NOTHING = Existing(OwnersFile(Path("a")), OwnersFile(Path("b")))
EXISTING = Existing(OwnersFile(Path("a"), ""), OwnersFile(Path("b")), SETTINGS)


@pytest.mark.parametrize(
    ("address", "options", "meant"),
    [
        ("", AccountOptions(), "files"),
        ("", AccountOptions(id="gmail"), "gmail"),
        ("", AccountOptions(id="other"), None),
        ("", AccountOptions(maildir="~/Mail"), "files"),
        ("", AccountOptions(maildir="~/Other"), None),
        ("Nell@Fastmail.com", AccountOptions(), "fast"),
        ("nell@fastmail.com", AccountOptions(host="proxy.example"), "fast"),
        ("nell@gmail.com", AccountOptions(), "gmail"),
        ("nell@gmail.com", AccountOptions(host="imap.gmail.com"), None),
        ("nell@work.example", AccountOptions(host="imap.work.example"), "work"),
        ("nell@work.example", AccountOptions(), None),
        ("nell@else.example", AccountOptions(host="imap.else.example", user="nell"), None),
    ],
)
def test_the_account_that_is_meant(address: str, options: AccountOptions, meant: str | None) -> None:
    """By its id, its place, or who the owner is there; "nell" at two servers is two accounts."""
    found = account_meant(address, options, EXISTING)

    assert meant == (found.id if found is not None else None)


@pytest.mark.parametrize(
    ("given", "existing", "has_secret", "missing"),
    [
        (Given(), NOTHING, False, ["--address", "--name", "--host", "--password-stdin or --password-command"]),
        (Given(), EXISTING, True, []),
        (Given(account=AccountOptions(id="work")), EXISTING, False, ["--password-stdin or --password-command"]),
        (Given(OwnerOptions("a@b.example", "A"), AccountOptions(maildir="x")), NOTHING, False, []),
        (Given(OwnerOptions("a@gmail.com", "A"), AccountOptions(gmail=True)), NOTHING, False, ["--client"]),
        (Given(OwnerOptions("a@outlook.com", "A")), NOTHING, False, ["--client-id"]),
        (Given(OwnerOptions("a@tuta.com", "A"), AccountOptions(password=Secret("x"))), NOTHING, False, ["--host"]),
    ],
)
def test_what_is_missing(given: Given, existing: Existing, has_secret: bool, missing: list[str]) -> None:
    """All of it, and nothing that is known."""
    assert missing == missing_options(given, existing, has_secret=has_secret)
