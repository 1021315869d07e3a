"""The table of mail providers: whole, and without contradictions."""

from __future__ import annotations

from collections import Counter

import pytest

from afterword.calendars.http_exchange import url_problem
from afterword.oauth.providers import providers
from afterword.owner.accounts import AccountEntry, ImapEntry, Security, account_problems
from afterword.owner.providers import MailProvider, PasswordKind, mail_providers, provider_of
from afterword_rules.yaml_files.source import Positions

EVERY = mail_providers()


def test_a_domain_has_one_provider() -> None:
    """None stands twice, and all are written as they are looked up."""
    domains = Counter(domain for one in EVERY.values() for domain in one.domains)

    assert [] == [domain for domain, number in domains.items() if number > 1 or domain != domain.lower()]


@pytest.mark.parametrize("one", EVERY.values(), ids=list(EVERY))
def test_what_stands_there_can_be_used(one: MailProvider) -> None:
    """Server and calendar as config.yaml takes them; who has no IMAP has no server, but a reason."""
    entry = AccountEntry("x", imap=ImapEntry(one.host or "none", "x", one.port, one.security))

    assert [] == list(account_problems(entry, (), Positions("config.yaml")))
    assert bool(one.host) == one.has_imap
    assert one.page
    assert [] == [url for url in (one.address, one.caldav) if url and url_problem(url)]
    assert (one.password is PasswordKind.OAUTH) == (one.oauth in providers()) == bool(one.oauth)
    assert one.security is not Security.PLAIN


@pytest.mark.parametrize(
    ("address", "name", "user", "calendar_user"),
    [
        ("Runa@Fastmail.com", "Fastmail", "Runa@Fastmail.com", "Runa@Fastmail.com"),
        ("runa@me.com", "iCloud", "runa", "runa@me.com"),
        ("runa@web.de", "WEB.DE", "runa", "runa@web.de"),
    ],
)
def test_the_name_at_the_server(address: str, name: str, user: str, calendar_user: str) -> None:
    """Some want the whole address, some what stands before it."""
    one = provider_of(address)

    assert one is not None
    assert (name, user, calendar_user) == (one.name, one.user_of(address), one.calendar_user_of(address))


@pytest.mark.parametrize("address", ["runa@home.example", "runa@yahoo.co.jp", "runa", ""])
def test_others_are_nobodys(address: str) -> None:
    """A domain of one's own is not guessed at."""
    assert provider_of(address) is None
