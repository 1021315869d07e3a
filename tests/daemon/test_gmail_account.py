"""A whole pass over an account at Gmail, with its calendar, by the commands an owner types."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from daemon.homes import DAY, NOON, Home, Said, confirmation
from daemon.keyrings import MemoryKeyring, use_memory_keyring
from servers.gmail import GmailServer
from servers.google_calendar import GoogleCalendarServer
from servers.oauth import OauthServer

CONFIG = """\
owner:
  name: Nell Hopper
  addresses: [nell@home.example]
  timezone: Europe/London
accounts:
  - id: home
    gmail: {{user: nell@gmail.example, client: {client}}}
calendars:
  - id: diary
    google: {{account: home}}
"""


@pytest.fixture(name="google")
def _google() -> Iterator[tuple[OauthServer, GmailServer, GoogleCalendarServer]]:
    """Consent, mail and calendar of one owner; in the end none may have been asked for what it should not give."""
    with OauthServer() as provider, GmailServer() as gmail, GoogleCalendarServer() as calendar:
        yield provider, gmail, calendar
    assert [[], []] == [gmail.refused, calendar.refused]


@pytest.fixture(name="ring")
def _ring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    return use_memory_keyring(monkeypatch)


def test_login_run_and_draft(
    home: Home,
    say: Callable[..., Said],
    google: tuple[OauthServer, GmailServer, GoogleCalendarServer],
    ring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One consent opens mail and calendar; the draft answers in the thread; a second pass makes no second one."""
    provider, gmail, calendar = google
    client = home.config / "client.json"
    client.write_text(json.dumps({"installed": {"client_id": provider.client}}))
    home.write("config.yaml", CONFIG.format(client=client))
    provider.write_provider(home.config, api=gmail.url)
    text = (home.config / "providers.yaml").read_text()
    (home.config / "providers.yaml").write_text(text.replace(f"{gmail.url}/calendar", f"{calendar.url}/calendar"))
    note = provider._note

    def issue(kind: str) -> str:
        token = note(kind)
        if kind == "access":
            gmail.token = calendar.token = token
        return token

    provider._note = issue  # type: ignore[method-assign]
    monkeypatch.setattr("webbrowser.open", lambda one: threading.Thread(target=provider.consent, args=(one,)).start())
    came = NOON - DAY
    letter = confirmation(came).replace(b"no-reply@", b"runa.falk@")
    confirmed = gmail.deliver(letter, {"INBOX", "UNREAD"}, int(came.timestamp() * 1000))

    assert 0 == say("login", "home").code
    first = say("run", "--once", at=NOON)
    second = say("run", "--once", at=NOON + timedelta(hours=1))

    assert (0, 0) == (first.code, second.code), first.err + second.err
    assert "1 new message read, 1 application known." in first.out
    (draft,) = gmail.drafts.values()
    assert "INBOX" not in gmail.messages[draft].labels
    assert {"UNREAD", "INBOX"} == confirmed.labels
    assert "1 draft placed" in first.out
    assert "Review them in Drafts of nell@gmail.example" in first.out
    assert calendar.requests


def test_consent_that_is_over_is_one_line(
    home: Home,
    say: Callable[..., Said],
    google: tuple[OauthServer, GmailServer, GoogleCalendarServer],
    ring: MemoryKeyring,
) -> None:
    """What to run, and no traceback; the program goes on with all else."""
    provider, gmail, _ = google
    home.write("config.yaml", CONFIG.format(client="~/client.json"))
    provider.write_provider(home.config, api=gmail.url)
    ring.items["home/token"] = json.dumps({"client_id": provider.client, "refresh_token": "stale"})

    said = say("run", "--once", at=NOON)

    assert 1 == said.code
    assert 'Google no longer accepts the consent for "home"; run `afterword login home`' in said.err
    assert "Traceback" not in said.err
    assert "stale" not in said.err
