"""`calendars:` in config.yaml: which calendar is opened, and which mistakes are named where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from afterword.calendars.caldav import CaldavCalendar
from afterword.calendars.google import GoogleCalendar
from afterword.calendars.vdir import VdirCalendar
from afterword.calendars.web import WebCalendar
from afterword.errors import OwnersError
from afterword.owner.configuration import load_configuration
from afterword.world import calendars_of

HEAD = """\
owner:
  name: Nell Hopper
  addresses: [nell@home.example]
  timezone: Europe/London
accounts:
  - id: home
    maildir: /mail
calendars:
  - id: work
"""


DOCUMENT = Path(__file__).parents[3] / "docs" / "calendars.md"


def problems(folder: Path, entry: str) -> str:
    """What is wrong with a calendar written like this, indented as it must be; its first line is config.yaml's tenth."""
    write(folder, entry)
    with pytest.raises(OwnersError) as caught:
        load_configuration(folder)
    return str(caught.value)


def write(folder: Path, entry: str) -> None:
    (folder / "config.yaml").write_text(HEAD + "".join(f"    {line}\n" for line in entry.splitlines()))


@pytest.mark.parametrize(
    ("entry", "kind", "place"),
    [
        ("ics: ~/calendar.ics", VdirCalendar, "~/calendar.ics"),
        ("ics: https://cal.example/secret-part/basic.ics", WebCalendar, "published at cal.example"),
        ("ics: http://localhost:8080/a.ics", WebCalendar, "published at localhost"),
        ("caldav: {url: 'https://dav.example/', user: nell}", CaldavCalendar, "CalDAV at dav.example"),
        (
            "caldav:\n  url: http://127.0.0.1:5232/\n  user: nell\n  password_command: [pass, dav]",
            CaldavCalendar,
            "CalDAV at 127.0.0.1",
        ),
        ("google: {token: ~/token.json}", GoogleCalendar, "Google, primary"),
        ("google: {account: home}", GoogleCalendar, "Google, primary"),
        ("google: {client: ~/client.json}", GoogleCalendar, "Google, primary"),
        ("google: {token: ~/token.json, calendar: team@group.calendar.example}", GoogleCalendar, "Google, team@group"),
    ],
)
def test_each_entry_opens_its_kind_of_calendar(tmp_path: Path, entry: str, kind: type, place: str) -> None:
    """Nothing is read or asked yet, and nothing secret is shown."""
    write(tmp_path, entry)
    configuration = load_configuration(tmp_path)

    (calendar,) = calendars_of(configuration)
    assert (kind, "work") == (type(calendar), calendar.name)
    assert configuration.calendars[0].place.startswith(place)
    assert "secret" not in configuration.calendars[0].place


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("", "config.yaml:9:5: say where the calendar lies: ics, caldav or google"),
        ("isc: /a", 'config.yaml:10:5: unknown key "isc" - did you mean "ics"?'),
        ("ics: ''", 'config.yaml:10:10: "ics" is empty'),
        ("ics: 7", 'config.yaml:10:10: "ics" must be text, not 7'),
        ("ics: http://cal.example/a.ics", "config.yaml:10:10: only https: keeps what you read"),
        ("ics: webcal://cal.example/a.ics", "config.yaml:10:10: write https: instead of webcal:"),
        ("ics: webcal:cal.example/a.ics", "config.yaml:10:10: write https: instead of webcal:"),
        ("ics: ftp://cal.example/a.ics", "config.yaml:10:10: this is no address; write it like https://"),
        ("ics: https:///a.ics", "config.yaml:10:10: this is no address"),
        ("ics: 'https://[::1/a.ics'", "config.yaml:10:10: this is no address"),
        ("ics: https://cal.example:port/a.ics", "config.yaml:10:10: this is no address"),
        ("ics: https://cal.example/a b.ics", "config.yaml:10:10: there is a blank in the address"),
        ("ics: https://nell:hush@cal.example/", "config.yaml:10:10: there is no place for a name or a password"),
        ("ics: /a\ngoogle: {token: /t}", 'config.yaml:11:5: "google" beside "ics": one calendar lies in one place'),
        ("caldav: https://dav.example/", 'config.yaml:10:13: "caldav" must be a mapping, not "https://dav.example/"'),
        ("caldav: {url: 'https://dav.example/'}", 'config.yaml:10:13: the key "user" is missing'),
        ("caldav: {usr: nell, url: 'https://d.example/'}", '10:14: unknown key "usr" - did you mean "user"?'),
        ("caldav: {url: 'http://dav.example/', user: nell}", "config.yaml:10:19: only https: keeps"),
        ("caldav: {url: 'https://dav.example/', user: ''}", 'config.yaml:10:49: "user" is empty'),
        ("caldav: {url: 'https://dav.example/', user: 'a:b'}", "config.yaml:10:49: a user name cannot hold a colon"),
        (
            "caldav:\n  url: https://dav.example/\n  user: nell\n  password: hush",
            'config.yaml:13:7: unknown key "password" - did you mean "password_command"?',
        ),
        (
            "caldav:\n  url: https://dav.example/\n  user: nell\n  password_command: pass dav",
            'config.yaml:13:25: "password_command" must be a list, not "pass dav" - put it in [brackets]',
        ),
        (
            "caldav:\n  url: https://dav.example/\n  user: nell\n  password_command: []",
            "config.yaml:13:25: name the program that prints your password, like [pass, calendar]",
        ),
        ("google: {}", "config.yaml:10:13: say whose consent lets it be read: account, client or token"),
        ("google: {account: a, token: /t}", 'config.yaml:10:26: "token" beside "account": one of them lets'),
        ("google: {acount: a}", 'config.yaml:10:14: unknown key "acount" - did you mean "account"?'),
        ("google: {token: ''}", 'config.yaml:10:21: "token" is empty'),
        ("google: {token: /t, calendar: ' '}", 'config.yaml:10:35: "calendar" is empty'),
    ],
)
def test_each_mistake_is_named_at_its_place(tmp_path: Path, entry: str, expected: str) -> None:
    """File, line, column, and what to write instead; never a password."""
    told = problems(tmp_path, entry)

    assert expected in told
    assert "hush" not in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Three in one entry: three lines."""
    entry = "ics: http://cal.example/\ncaldav:\n  url: http://dav.example/\n  user: ''"

    assert 4 == len(problems(tmp_path, entry).splitlines())


def test_every_calendar_in_the_document_can_be_opened(tmp_path: Path) -> None:
    """Copied into a configuration, each block is right in every word."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    opened: list[type] = []
    for block in blocks:
        (tmp_path / "config.yaml").write_text(HEAD.partition("calendars:")[0] + block)
        opened += map(type, calendars_of(load_configuration(tmp_path)))

    assert [VdirCalendar, WebCalendar, CaldavCalendar, *[GoogleCalendar] * 3] == opened
