"""`afterword preview`: a draft on the terminal before it is due."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from daemon.homes import NOON, Home, Said, confirmation

Say = Callable[..., Said]


@pytest.fixture(name="applied")
def _applied(home: Home, say: Say) -> Home:
    """Applied at noon: the note is due tomorrow morning."""
    home.deliver(confirmation(NOON), NOON)
    say("run", "--once")
    return home


def test_preview_shows_a_letter_that_is_not_due(applied: Home, say: Say) -> None:
    """To, subject and body; nothing is placed."""
    said = say("preview", "outreach", "larkspur")

    assert (0, "") == (said.code, said.err)
    assert ["outreach, due Wed 11 Mar 09:00", "To: nobody known (no address yet)"] == said.out.splitlines()[:2]
    assert "Subject: Application for Map Librarian at Larkspur Atlas" in said.out
    assert "Nell Hopper" in said.out
    assert [] == applied.drafts()


def test_preview_shows_a_letter_that_lies_in_drafts(applied: Home, say: Say) -> None:
    """As it would be written now."""
    say("run", "--once", at=NOON.replace(day=11))

    assert 1 == len(applied.drafts())
    assert 0 == say("preview", "outreach", "larkspur", at=NOON.replace(day=11)).code


def test_preview_as_json(applied: Home, say: Say) -> None:
    """For scripts."""
    (told,) = json.loads(say("preview", "outreach", "larkspur", "--json").out)["letters"]

    assert ("outreach", "2026-03-11T09:00:00+00:00") == (told["kind"], told["due"])
    assert {"subject", "body"} <= told.keys()


@pytest.mark.usefixtures("applied")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("outreech", "larkspur"), 'unknown follow-up "outreech" - did you mean "outreach"?'),
        (("thank_you", "larkspur"), "no thank you comes for Map Librarian at Larkspur Atlas, which stands at applied"),
        (("outreach", "nobody"), 'no application fits "nobody"'),
    ],
)
def test_what_cannot_be_shown_is_told(say: Say, arguments: tuple[str, ...], words: str) -> None:
    """Code 1, and what there is instead."""
    said = say("preview", *arguments)

    assert 1 == said.code
    assert words in said.err


def test_letter_that_fails_is_told_with_its_place(applied: Home, say: Say) -> None:
    """File, line and column of the owner's template."""
    folder = applied.config / "templates" / "en"
    folder.mkdir(parents=True)
    (folder / "outreach.txt.j2").write_text("Subject: x\n\n{{ greeting }} {{ compny }}\n", encoding="utf-8")
    said = say("preview", "outreach", "larkspur")

    assert 1 == said.code
    assert f"{folder / 'outreach.txt.j2'}:3:19: 'compny' is undefined" in said.err
