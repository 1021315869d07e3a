"""Microsoft's way to IMAP: consent once in a browser, tokens for XOAUTH2 from then on; a real Dovecot takes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from afterword.errors import WorldError
from afterword.mailboxes.imap_link import ImapLink
from afterword.oauth.client import Client, client_of
from afterword.oauth.device import consent_by_device
from afterword.oauth.keeping import Kept, keep
from afterword.oauth.tokens import Tokens, access_token
from afterword.oauth.wanted import of_account
from afterword.owner.accounts import AccountEntry, OauthEntry
from afterword.secrets import Secret
from daemon.keyrings import MemoryKeyring, use_memory_keyring
from servers.dovecot import Dovecot
from servers.http_loopback import Loopback, Reply, Request
from servers.oauth import OauthServer

OAUTH = OauthEntry("microsoft", "client-1", "contoso")


@pytest.fixture(name="provider", scope="module")
def _provider() -> Iterator[OauthServer]:
    with OauthServer() as server:
        yield server


@pytest.fixture(name="dovecot", scope="module")
def _dovecot(provider: OauthServer) -> Iterator[Dovecot]:
    """It asks at the provider whether a token is good (RFC 7662)."""

    def look(request: Request) -> Reply:
        token = parse_qs(request.body.decode()).get("token", [""])[0]
        found = {"active": token == provider.access, "username": "runa"}
        return Reply(body=json.dumps(found).encode(), headers={"Content-Type": "application/json"})

    with Loopback(look) as introspection, Dovecot(tokens=f"{introspection.url}/introspect") as server:
        yield server


@pytest.fixture(name="ring")
def _ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    return use_memory_keyring(monkeypatch)


@pytest.fixture(name="account")
def _account(
    provider: OauthServer, dovecot: Dovecot, ring: MemoryKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AccountEntry:
    """An account whose owner typed the code."""
    monkeypatch.setenv("AFTERWORD_CONFIG_DIR", str(tmp_path))
    provider.write_provider(tmp_path, "microsoft", always="offline_access")
    provider.rotates = True
    provider.pending = 1
    entry = AccountEntry("office", imap=dovecot.entry(oauth=OAUTH))
    wanted = of_account(entry)
    assert wanted is not None
    client = client_of(wanted)
    grant = consent_by_device(wanted, client, lambda _: None, sleep=lambda _: None)
    assert grant.refresh is not None
    keep("office", Kept(client.id, grant.refresh, scopes=grant.scopes))
    return entry


def listed(account: AccountEntry, tokens: Tokens) -> int:
    """How many messages there are, asked over a new connection."""
    assert account.imap is not None
    link = ImapLink("office", account.imap, tokens, renewed=tokens.renew)
    try:
        with link.session() as client:
            return int(client.select_folder("INBOX", readonly=True)[b"EXISTS"])
    finally:
        link.close()


@pytest.mark.server
def test_consent_lets_in(account: AccountEntry, provider: OauthServer) -> None:
    """With one token for several connections, of the one scope that is needed."""
    provider.forms.clear()
    tokens = access_token(account)

    assert [0, 0] == [listed(account, tokens), listed(account, tokens)]
    assert ["imap.all offline_access"] == [form["scope"] for form in provider.forms]


@pytest.mark.server
def test_a_token_that_ended_early_is_renewed(account: AccountEntry, provider: OauthServer) -> None:
    """The server says no, the next token says yes; the refresh token that came with it is kept."""
    tokens = access_token(account)
    listed(account, tokens)
    provider.access = "another"

    assert 0 == listed(account, tokens)
    assert 0 == listed(account, access_token(account))


@pytest.mark.server
def test_consent_that_is_over_is_told(account: AccountEntry, provider: OauthServer) -> None:
    """Not as a wrong password, and with the command that helps."""
    provider.withdraw()

    with pytest.raises(WorldError, match="run `afterword login office`") as caught:
        listed(account, access_token(account))

    assert not caught.value.retry


def test_a_client_of_ones_own_has_no_secret(account: AccountEntry) -> None:
    """Microsoft calls it a public client."""
    wanted = of_account(account)
    assert wanted is not None

    assert Client("client-1", Secret("")) == client_of(wanted)
