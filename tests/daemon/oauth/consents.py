"""Accounts and what they want, for the tests of consent."""

from __future__ import annotations

from afterword.oauth.wanted import Wanted, of_account
from afterword.owner.accounts import AccountEntry, GmailEntry

GMAIL = AccountEntry("work", gmail=GmailEntry("nell@gmail.example", "~/client.json"))
SCOPES = ("mail.read", "mail.compose")


def wanted(entry: AccountEntry = GMAIL) -> Wanted:
    found = of_account(entry)
    assert found is not None
    return found
