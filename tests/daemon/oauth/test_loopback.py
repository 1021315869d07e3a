"""Consent in a browser on this machine: what is asked, what comes back, and what strangers on the port achieve."""

from __future__ import annotations

import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from afterword.errors import WorldError
from afterword.oauth.client import Client
from afterword.oauth.grant import Grant
from afterword.oauth.loopback import consent_by_loopback
from afterword.secrets import Secret
from daemon.oauth.consents import SCOPES, wanted
from servers.http_loopback import Reply
from servers.oauth import OauthServer

CLIENT = Client("client-1")


def consent(provider: OauthServer, patience: float = 10.0) -> Grant:
    """The owner consents at once, in a browser of its own thread; what it shows at the end is kept for no one."""
    return consent_by_loopback(wanted(), CLIENT, in_browser(provider.consent), patience)


def in_browser(open_address: Callable[[str], object]) -> Callable[[str], None]:
    return lambda address: threading.Thread(target=open_address, args=(address,), daemon=True).start()


def refused(provider: OauthServer, patience: float = 10.0) -> WorldError:
    with pytest.raises(WorldError) as caught:
        consent(provider, patience)
    return caught.value


def get(url: str) -> int:
    """The status that a stranger's request gets."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as page:
            return int(page.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_the_owner_consents(provider: OauthServer) -> None:
    """Tokens come, with the scopes that were given; the proof key was the one that was announced."""
    grant = consent(provider)

    assert (Secret(provider.access), SCOPES) == (grant.access, grant.scopes)
    assert grant.refresh is not None
    assert 3600 == grant.seconds


def test_only_what_is_needed_is_asked_for(provider: OauthServer) -> None:
    """The scopes of mail and no more, for the owner's address, back to this machine only; each request its own secrets."""
    consent(provider)
    first = provider.asked
    consent(provider)

    assert ("mail.read mail.compose", "nell@gmail.example") == (first["scope"], first["login_hint"])
    back = urlsplit(first["redirect_uri"])
    assert ("http", "127.0.0.1", "") == (back.scheme, back.hostname, back.path)
    for key in ("state", "code_challenge"):
        assert first[key] != provider.asked[key]
        assert len(first[key]) >= 43


def test_a_client_with_a_secret_shows_it(provider: OauthServer) -> None:
    """In the form, to the token endpoint alone."""
    provider.secret = "the-client's-secret"
    client = Client("client-1", Secret("the-client's-secret"))

    consent_by_loopback(wanted(), client, in_browser(provider.consent), 10)

    assert "the-client's-secret" not in str(provider.asked)


def test_the_page_in_the_end_holds_nothing_secret(provider: OauthServer) -> None:
    """The owner is told to close it."""
    pages: queue.SimpleQueue[str] = queue.SimpleQueue()
    consent_by_loopback(wanted(), CLIENT, in_browser(lambda one: pages.put(provider.consent(one))), 10)
    page = pages.get(timeout=10)

    assert "You can close this page" in page
    assert provider.issued
    assert [] == [token for token in provider.issued if token in page]


def test_a_refusal_is_told(provider: OauthServer) -> None:
    """Nothing is stored, and nothing is asked again by itself."""
    provider.refuses = True
    error = refused(provider)

    assert ('consent for "work" was refused, so nothing is stored', False) == (str(error), error.retry)


def test_an_unticked_box_is_told(provider: OauthServer) -> None:
    """Google lets the owner consent to a part; drafts need both scopes."""
    provider.ungranted = {"mail.compose"}
    error = refused(provider)

    assert "missing: mail.compose" in str(error)
    assert "run `afterword login work` and leave every box ticked" in str(error)
    assert not error.retry


def test_consent_that_does_not_last_is_told(provider: OauthServer) -> None:
    """Without a refresh token it would be over within the hour."""
    provider.lasting = False

    assert "no lasting consent" in str(refused(provider))
    assert "https://provider.example/consents" in str(refused(provider))


def test_an_owner_who_does_nothing_is_not_waited_for_for_ever() -> None:
    """The port is closed again."""
    seen: list[str] = []
    with pytest.raises(WorldError, match="no answer came from the browser"):
        consent_by_loopback(wanted(), CLIENT, seen.append, 0.2)

    back = parse_qs(urlsplit(seen[0]).query)["redirect_uri"][0]
    with pytest.raises(OSError):
        get(back)


def test_strangers_on_the_port_achieve_nothing(provider: OauthServer) -> None:
    """A wrong state, another path, or half an answer: turned away, and the real answer still counts."""
    statuses: list[int] = []

    def browse(address: str) -> None:
        asked = parse_qs(urlsplit(address).query)
        back, state = asked["redirect_uri"][0], asked["state"][0]
        queries = ("/", "/?code=x", "/?code=x&state=guess", f"/other?code=x&state={state}", f"/?state={state}")
        statuses.extend(get(back + query) for query in queries)
        provider.consent(address)

    grant = consent_by_loopback(wanted(), CLIENT, in_browser(browse), 10)

    assert [404] * 5 == statuses
    assert Secret(provider.access) == grant.access


@pytest.mark.parametrize(
    ("reply", "said", "retry"),
    [
        (Reply(503), "Google is in trouble", True),
        (Reply(200, b"<html>"), "Google gives no token", True),
        (Reply(401, b'{"error": "invalid_client"}'), "Google does not know the client", False),
        (Reply(400, b'{"error": "<script>hush</script>"}'), 'gives no token for "work" (400)', False),
        (Reply(302, headers={"Location": "http://trap.example/"}), 'gives no token for "work" (302)', False),
        (Reply(200, b'{"access_token": "hush", "token_type": "mac"}'), "in no way we know", False),
    ],
)
def test_a_token_endpoint_in_trouble_is_told(provider: OauthServer, reply: Reply, said: str, retry: bool) -> None:
    """In our words: what it says may quote what it was sent."""
    provider.errors = [reply]
    error = refused(provider)

    assert said in str(error)
    assert retry == error.retry
    assert "hush" not in str(error)


def test_nothing_secret_is_shown(provider: OauthServer, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in a repr nor in a log."""
    with caplog.at_level(0):
        grant = consent(provider)

    assert not any(token in f"{grant!r} {caplog.text}" for token in provider.issued)
