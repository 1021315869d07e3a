"""Access tokens: when they are renewed, what is stored again, and what the owner is told when consent is over."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest

from afterword.errors import WorldError
from afterword.oauth.keeping import Kept, forget_consent, keep, kept_consent
from afterword.oauth.tokens import Tokens, access_token
from afterword.owner.accounts import AccountEntry
from afterword.secrets import Secret
from daemon.keyrings import MemoryKeyring
from daemon.oauth.consents import GMAIL, SCOPES, wanted
from servers.http_loopback import Reply
from servers.oauth import OauthServer


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="tokens")
def _tokens(provider: OauthServer, ring: MemoryKeyring, clock: Clock) -> Tokens:
    """Of an account whose owner gave consent."""
    keep("work", Kept("client-1", Secret(provider.refresh_token()), scopes=SCOPES))
    return Tokens(wanted(), clock)


def trouble(tokens: Tokens) -> WorldError:
    with pytest.raises(WorldError) as caught:
        tokens()
    return caught.value


def test_a_token_is_asked_for_once_and_held(provider: OauthServer, tokens: Tokens, clock: Clock) -> None:
    """Until two minutes before its end; and with no more scopes than this use needs."""
    first = tokens()
    clock.now = 3400

    assert Secret(provider.access) == first == tokens()
    assert 1 == len(provider.forms)
    assert "mail.read mail.compose" == provider.forms[0]["scope"]

    clock.now = 3500
    assert first != tokens()
    assert 2 == len(provider.forms)


def test_a_short_lived_token_is_used_for_half_its_life(provider: OauthServer, tokens: Tokens, clock: Clock) -> None:
    """Never is each request a new token."""
    provider.lifetime = 60
    tokens()
    clock.now = 25
    tokens()

    assert 1 == len(provider.forms)


def test_a_refused_token_is_renewed_at_once(provider: OauthServer, tokens: Tokens) -> None:
    """When a server says no before the time is over."""
    first = tokens()

    assert first != tokens.renew() == tokens()


def test_refresh_tokens_that_rotate_are_stored_again(
    provider: OauthServer, tokens: Tokens, clock: Clock, ring: MemoryKeyring
) -> None:
    """Each is good for once; a program that is started anew finds the latest."""
    provider.rotates = True
    for hour in range(3):
        clock.now = hour * 3600
        tokens()

    assert Secret(provider.access) != Tokens(wanted(), clock)()
    assert 4 == len({form["refresh_token"] for form in provider.forms})
    assert (SCOPES, "client-1") == (kept_consent("work").scopes, kept_consent("work").client_id)


def test_two_programs_share_refresh_tokens_that_rotate(provider: OauthServer, tokens: Tokens, clock: Clock) -> None:
    """The one that comes second takes what the first has stored."""
    provider.rotates = True
    other = Tokens(wanted(), clock)
    tokens()
    other()

    clock.now = 4000
    assert tokens() != other()


def test_a_refresh_token_that_another_program_used_meanwhile_is_no_end(
    provider: OauthServer, tokens: Tokens, clock: Clock, ring: MemoryKeyring
) -> None:
    """Read before the other stored its own, it is refused; the one that is stored by then is asked with."""
    provider.rotates = True
    stale = dict(ring.items)
    Tokens(wanted(), clock)()
    look = ring.get_password

    def looked_too_early(service: str, username: str) -> str | None:
        ring.get_password = look  # type: ignore[method-assign]
        return stale[username]

    ring.get_password = looked_too_early  # type: ignore[method-assign]

    assert tokens() == Secret(provider.access)


def test_a_keyring_that_locks_loses_no_token(
    provider: OauthServer, tokens: Tokens, clock: Clock, ring: MemoryKeyring
) -> None:
    """What could not be stored is held, used, and stored when it can be."""
    provider.rotates = True
    before = dict(ring.items)
    store = ring.set_password
    ring.set_password = _locked  # type: ignore[method-assign]
    tokens()
    assert before == ring.items

    ring.set_password = store  # type: ignore[method-assign]
    clock.now = 4000
    tokens()
    assert Secret(provider.access) != Tokens(wanted(), clock)()


def _locked(service: str, username: str, password: str) -> None:
    raise RuntimeError


def test_a_locked_keyring_is_waited_for(tokens: Tokens, ring: MemoryKeyring) -> None:
    """It may be open the next time."""
    ring.locked = True

    assert trouble(tokens).retry

    ring.locked = False
    tokens()


def test_consent_that_is_over_is_told_once_and_for_all(provider: OauthServer, tokens: Tokens) -> None:
    """No retrying; the command to run; nothing of what the provider quotes."""
    provider.withdraw()
    error = trouble(tokens)

    text = 'Google no longer accepts the consent for "work"; run `afterword login work`'
    assert (text, False, None) == (str(error), error.retry, error.__cause__)


def test_a_login_meanwhile_counts_at_once(provider: OauthServer, tokens: Tokens) -> None:
    """The program need not be started anew."""
    provider.withdraw()
    trouble(tokens)
    keep("work", Kept("client-1", Secret(provider.refresh_token()), scopes=SCOPES))

    tokens()


def test_no_consent_is_told(ring: MemoryKeyring) -> None:
    """With the command that asks for it."""
    error = trouble(Tokens(wanted()))

    assert ('no consent is stored for "work"; run `afterword login work`', False) == (str(error), error.retry)


@pytest.mark.parametrize("item", ["hush", "[]", '{"client_id": "hush"}', "7"])
def test_an_item_that_is_none_is_told_without_its_words(ring: MemoryKeyring, item: str) -> None:
    """Somebody else may have stored it."""
    ring.items["work/token"] = item
    error = trouble(Tokens(wanted()))

    assert "is no consent; run `afterword login work`" in str(error)
    assert "hush" not in f"{error} {error.__cause__}"


def test_consent_that_does_not_reach_is_told_before_anything_is_asked(provider: OauthServer, tokens: Tokens) -> None:
    """A calendar was added later."""
    more = Tokens(replace(wanted(), scopes=(*SCOPES, "events.read")))

    assert 'more is wanted now than "work" has consent for' in str(trouble(more))
    assert [] == provider.forms


@pytest.mark.parametrize("reply", [Reply(500), Reply(429), Reply(200, b"<html>Log in to the hotel</html>")])
def test_a_provider_in_trouble_is_tried_again_later(provider: OauthServer, tokens: Tokens, reply: Reply) -> None:
    """The next call may have it."""
    provider.errors = [reply]

    assert trouble(tokens).retry
    tokens()


def test_a_provider_that_is_not_there_is_tried_again_later(provider: OauthServer, tokens: Tokens) -> None:
    """No network, no login page."""
    provider.close()
    error = trouble(tokens)

    assert "localhost cannot be reached" in str(error)
    assert error.retry


def test_what_is_kept_can_be_forgotten(tokens: Tokens, ring: MemoryKeyring) -> None:
    """One item, named for the account, holding the client as well: nothing else is needed to go on."""
    kept = json.loads(ring.items["work/token"])

    assert {"client_id", "client_secret", "refresh_token", "scopes"} == set(kept)
    assert [True, False] == [forget_consent("work"), forget_consent("work")]
    assert {} == ring.items


def test_nothing_secret_is_shown(
    provider: OauthServer, tokens: Tokens, caplog: pytest.LogCaptureFixture, ring: MemoryKeyring
) -> None:
    """Not in a log, a repr or an error, and not in a pickle."""
    with caplog.at_level(0):
        tokens()
        shown = f"{tokens!r} {tokens.__dict__} {kept_consent('work')!r} {wanted()!r}"
        provider.withdraw()
        with pytest.raises(WorldError) as caught:
            tokens.renew()

    told = f"{shown} {caught.value!r} {caplog.text}"
    assert not any(token in told for token in provider.issued)
    with pytest.raises(TypeError):
        pickle.dumps(kept_consent("work"))


def test_an_account_with_a_password_has_no_token() -> None:
    """Asking for one is a mistake of ours."""
    with pytest.raises(ValueError, match="takes a token"):
        access_token(AccountEntry("home", maildir="/mail"))
    assert access_token(GMAIL).api("gmail")
