"""Consent by a code that is typed into any browser."""

from __future__ import annotations

import pytest

from afterword.errors import WorldError
from afterword.oauth.client import Client
from afterword.oauth.device import DeviceCode, consent_by_device
from afterword.oauth.grant import Grant
from afterword.secrets import Secret
from daemon.oauth.consents import SCOPES, wanted
from servers.http_loopback import Reply
from servers.oauth import OauthServer


def consent(naps: list[float], shown: list[DeviceCode] | None = None) -> Grant:
    return consent_by_device(wanted(), Client("client-1"), (shown if shown is not None else []).append, naps.append)


def test_the_owner_types_the_code(provider: OauthServer) -> None:
    """The owner is told where and what; the provider is asked as often as it said, until it is done."""
    naps: list[float] = []
    shown: list[DeviceCode] = []
    provider.pending = 2

    grant = consent(naps, shown)

    assert [DeviceCode(f"{provider.url}/type-it-here", "WDJB-MJHT")] == shown
    assert (Secret(provider.access), SCOPES, [5.0, 5.0, 5.0]) == (grant.access, grant.scopes, naps)


def test_who_is_told_to_slow_down_does(provider: OauthServer) -> None:
    """Five seconds more between two questions (RFC 8628 section 3.5)."""
    naps: list[float] = []
    provider.errors = [Reply(400, b'{"error": "slow_down"}')]

    consent(naps)

    assert [5.0, 10.0, 10.0] == naps


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([Reply(400, b'{"error": "expired_token"}')], 'the code for "work" was not used in time'),
        ([Reply(400, b'{"error": "authorization_pending"}')] * 20, 'the code for "work" was not used in time'),
        ([Reply(400, b'{"error": "access_denied"}')], "was refused, so nothing is stored"),
    ],
)
def test_a_code_that_is_not_used_is_given_up(provider: OauthServer, replies: list[Reply], said: str) -> None:
    """After the time it was given, or when the owner refuses."""
    provider.errors = replies
    provider.interval = 60
    naps: list[float] = []

    with pytest.raises(WorldError, match=said) as caught:
        consent(naps)

    assert not caught.value.retry
    assert sum(naps) <= 600


def test_a_provider_without_codes_is_told(provider: OauthServer) -> None:
    """A client that it does not know gets none."""
    provider.client = "another"

    with pytest.raises(WorldError, match="does not know the client"):
        consent([])
