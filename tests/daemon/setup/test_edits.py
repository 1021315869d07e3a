"""Changing a YAML file of the owner's: single values, and every line and comment stays."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.errors import OwnersError
from afterword.owner.yaml_text import Value
from afterword.setup.edits import Change, edited
from afterword_rules.yaml_files.source import read_yaml

BY_HAND = """\
# mine
owner:   # me
    name:    Runa Holt     # as on my passport
    addresses: [runa@home.example]   # two soon
    timezone: Europe/London

accounts:
- id: home            # the old one
  imap: {host: imap.home.example, user: runa} # never mind the braces
- id: work
  imap:
    host: "imap.work.example"
    user: holt

  # a comment between
  folders: {sent: Gesendet}
# calendars come later
calendars:
review_note: false
"""
ACCOUNT: dict[str, Value] = {
    "id": "new",
    "imap": {"host": "imap.new.example", "user": "runa@new.example", "password_command": ["pass", "x y"]},
}
CHANGES = [
    Change(("owner", "name"), "Runa Holt-Åberg"),
    Change(("owner", "country"), "GB"),
    Change(("owner", "addresses"), "runa@new.example", adds=True),
    Change(("accounts", 0, "imap", "host"), "mail.home.example"),
    Change(("accounts", 0, "imap", "port"), 1143),
    Change(("accounts", 1, "imap", "security"), "starttls"),
    Change(("accounts", 1, "folders", "trash"), "Müll: alt"),
    Change(("accounts",), ACCOUNT, adds=True),
    Change(("calendars",), {"id": "home", "ics": "~/.calendars/home"}, adds=True),
    Change(("review_note",), True),
    Change(("holidays",), "2026-12-24", adds=True),
]


def value_of(text: str) -> Any:
    data, _, problems = read_yaml(text, "config.yaml")
    assert [] == problems
    return data


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: ".".join(map(str, change.path)))
def test_a_change_touches_nothing_else(change: Change) -> None:
    """All lines but the one that changes stay as they are, and the file means what was wanted."""
    now = edited(BY_HAND, "config.yaml", [change])
    before, after = BY_HAND.splitlines(), now.splitlines()
    lost = [line for line in before if line not in after]

    assert len(lost) <= 1
    assert all(word in now for line in lost for word in line.partition("#")[2].split())
    data = value_of(now)
    for part in change.path:
        data = data[part]
    assert (data[-1] if change.adds else data) == change.value


def test_all_changes_at_once() -> None:
    """One after the other in one file; each comment is still there."""
    now = edited(BY_HAND, "config.yaml", CHANGES)

    comments = [line.partition("#")[2] for line in BY_HAND.splitlines() if "#" in line]
    assert all(comment in now for comment in comments)
    assert ["home", "work", "new"] == [one["id"] for one in value_of(now)["accounts"]]
    assert now == edited(now, "config.yaml", [])


@pytest.mark.parametrize("text", ["", "# only a comment", "owner:\n", "owner: # to come\n  # soon\n"])
def test_a_file_that_is_nearly_empty(text: str) -> None:
    """What is missing on the way is made."""
    now = edited(
        text, "config.yaml", [Change(("owner", "name"), "Runa"), Change(("calendars",), {"id": "a"}, adds=True)]
    )

    assert {"owner": {"name": "Runa"}, "calendars": [{"id": "a"}]} == value_of(now)
    assert all(line in now.splitlines() for line in text.splitlines())


def test_ends_of_lines_stay_as_they_are() -> None:
    """A file from another system."""
    text = BY_HAND.replace("\n", "\r\n")
    now = edited(text, "config.yaml", CHANGES)

    assert now.replace("\r\n", "\n") == edited(BY_HAND, "config.yaml", CHANGES)
    assert "\n" not in now.replace("\r\n", "")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("signature: |\n  a\n  b\n", Change(("signature",), "c")),
        ("name: long\n  words\n", Change(("name",), "short")),
        ("accounts: [\n  {id: a}, # mine\n  {id: b} # yours\n]\n", Change(("accounts",), {"id": "c"}, adds=True)),
    ],
)
def test_what_is_not_safe_is_left_to_the_owner(text: str, change: Change) -> None:
    """With the words to write."""
    with pytest.raises(OwnersError) as raised:
        edited(text, "profile.yaml", [change])

    assert "cannot be changed without risk; nothing was changed" in str(raised.value)
    assert str(change.path[0]) in raised.value.problems[-1] + raised.value.problems[-2]


WORDS = st.text(max_size=20)


@given(name=WORDS, host=WORDS, lines=st.lists(WORDS, max_size=3))
def test_any_words_are_read_again(name: str, host: str, lines: list[str]) -> None:
    """Colons, quotes, control characters, nothing at all: what was put in comes out, or nothing was changed."""
    changes = [
        Change(("owner", "name"), name),
        Change(("accounts",), {"id": "x", "imap": {"host": host, "more": lines}}, adds=True),
        Change(("signature",), "\n".join(lines)),
    ]
    wanted = copy.deepcopy(value_of(BY_HAND))
    now = value_of(edited(BY_HAND, "config.yaml", changes))

    wanted["owner"]["name"], wanted["signature"] = name, "\n".join(lines)
    wanted["accounts"].append({"id": "x", "imap": {"host": host, "more": lines}})
    assert wanted == now
