"""Who can be asked for consent: what ships, what the owner adds, and the owner's own client."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.oauth.client import Client, client_of
from afterword.oauth.providers import Flow, providers
from afterword.oauth.wanted import of_account, of_calendar, under
from afterword.owner.accounts import AccountEntry, GmailEntry, ImapEntry, OauthEntry
from afterword.owner.calendars import CalendarEntry, GoogleEntry
from afterword.secrets import Secret
from daemon.oauth.consents import GMAIL, wanted

CLIENT_FILE = '{"installed": {"client_id": "client-1", "client_secret": "hush"}}'
OUTLOOK = AccountEntry(
    "office",
    imap=ImapEntry("outlook.office365.com", "nell@contoso.example", oauth=OauthEntry("microsoft", "c", "contoso")),
)


def shipped(tmp_path: Path) -> None:
    """As if the owner had no file of providers."""
    (tmp_path / "providers.yaml").unlink()


def test_least_is_asked_of_google(tmp_path: Path) -> None:
    """Reading mail, drafts, reading events; nothing that would change mail, settings or calendars."""
    shipped(tmp_path)
    google = providers()["google"]
    gmail = {scope.rpartition("/")[2] for scope in google.scopes["gmail"]}

    assert ({"gmail.readonly", "gmail.compose"}, [Flow.LOOPBACK]) == (gmail, list(google.flows))
    assert ("https://www.googleapis.com/auth/calendar.events.readonly",) == google.scopes["calendar"]


def test_microsofts_addresses_are_those_of_the_tenant(tmp_path: Path) -> None:
    """An organisation's own, or the one that serves everybody."""
    shipped(tmp_path)
    office = of_account(OUTLOOK)
    home = of_account(replace(OUTLOOK, imap=ImapEntry("o", "n", oauth=OauthEntry("microsoft", "c"))))

    assert office is not None
    assert home is not None
    assert "https://login.microsoftonline.com/contoso/oauth2/v2.0/token" == office.provider.token
    assert "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode" == home.provider.device
    assert "https://outlook.office.com/IMAP.AccessAsUser.All offline_access" == office.all_scopes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {name: A}", 'providers.yaml:1:4: the key "authorise" is missing'),
        ("a: {name: A, authorise: 'http://a.example/', token: 'https://a.example/', scopes: {}}", ":1:25: only https"),
        ("a: {name: A, authorise: 'https://a.example/', token: 'no', scopes: {}}", ":1:54: this is no address"),
        (
            "a: {name: A, authorise: 'https://a/', token: 'https://a/', scopes: {}, flows: [devise]}",
            'did you mean "device"?',
        ),
        ("a: {name: A, authorise: 'https://a/', token: 'https://a/', scopes: {}, flows: [device]}", "needs an address"),
    ],
)
def test_a_wrong_file_of_providers_is_told(tmp_path: Path, text: str, said: str) -> None:
    """With its line."""
    (tmp_path / "providers.yaml").write_text(text)

    with pytest.raises(OwnersError) as caught:
        providers()

    assert said in str(caught.value)


def test_an_account_and_a_calendar_of_one_name_are_consented_to_at_once() -> None:
    """The owner sees one page; each then uses no more than it needs."""
    calendar = CalendarEntry("diary", google=GoogleEntry(account="work"))
    same = CalendarEntry("work", google=GoogleEntry(client="~/client.json"))

    for one in (calendar, same):
        both = under("work", [GMAIL], [one])
        assert both is not None
        assert ("mail.read", "mail.compose", "events.read") == both.scopes
        assert ("~/client.json", "nell@gmail.example") == (both.client_file, both.user)
    alone = of_calendar(calendar)
    assert alone is not None
    assert ("work", ("events.read",)) == (alone.name, alone.scopes)


def test_one_name_for_two_clients_is_told() -> None:
    """One item of the keyring holds one of them."""
    other = CalendarEntry("work", google=GoogleEntry(client="~/another.json"))

    with pytest.raises(OwnersError, match="give the calendar another id"):
        under("work", [GMAIL], [other])


def test_what_needs_no_consent_wants_none() -> None:
    """Maildirs, passwords, and calendars whose token lies in a file."""
    assert of_account(AccountEntry("home", maildir="/mail")) is None
    assert of_account(AccountEntry("home", imap=ImapEntry("i.example", "nell"))) is None
    assert of_calendar(CalendarEntry("home", google=GoogleEntry(token="/t"))) is None
    assert under("work", [], []) is None


def test_the_client_is_read_from_the_file_google_gives(tmp_path: Path) -> None:
    """Its secret, which for programs on the owner's machine is none, is shown to nobody all the same."""
    path = tmp_path / "client.json"
    path.write_text(CLIENT_FILE)
    found = client_of(wanted(AccountEntry("work", gmail=GmailEntry("n@g.example", str(path)))))

    assert Client("client-1", Secret("hush")) == found
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hush", "this is no client as Google's console gives it"),
        ("[]", "this is no client as Google's console gives it"),
        ('{"installed": {}}', "this is no client as Google's console gives it"),
        ('{"web": {"client_id": "hush"}}', 'this is no client of the kind "Desktop app"'),
        (None, 'the client of "work" cannot be read: No such file or directory'),
    ],
)
def test_a_file_that_is_no_client_is_told(tmp_path: Path, text: str | None, said: str) -> None:
    """With its place, and nothing that stands in it."""
    path = tmp_path / "client.json"
    if text is not None:
        path.write_text(text)

    with pytest.raises(OwnersError) as caught:
        client_of(wanted(AccountEntry("work", gmail=GmailEntry("n@g.example", str(path)))))

    assert f"{path}: {said}" in str(caught.value)
    assert "hush" not in str(caught.value)
