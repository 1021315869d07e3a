"""`afterword templates`: every mistake at once, and one that ships to start from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from daemon.homes import Home, Said

Say = Callable[..., Said]
OWN_KIND = "follow_ups:\n  - {id: two_weeks, after: applied, wait: 14 days}\n"


def write(home: Home, name: str, text: str) -> str:
    path = home.config / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_templates_that_ship_are_well_written(home: Home, say: Say) -> None:
    """Sample letters of every kind in every language pass."""
    said = Said(0, f"{home.config / 'templates'}: 0 templates of yours; every letter can be written.\n", "")

    assert said == say("templates", "check")


def test_all_mistakes_are_told_at_once(home: Home, say: Say) -> None:
    """Syntax, an unknown value, a value that is not always known, a letter that is too long, a file nobody uses."""
    syntax = write(home, "en/outreach.txt.j2", "Subject: x\n\n{{ greeting }}\n{% if %}\n")
    unknown = write(home, "de/thank_you.txt.j2", "Subject: x\n\n{{ greeting }}\n{{ rolle }}\n")
    sometimes = write(home, "fr/thank_you.txt.j2", "Subject: x\n\n{{ greeting }}\n{{ role }}\n")
    long = write(home, "es/thank_you.txt.j2", "Subject: x\n\n" + "palabra " * 150)
    misnamed = write(home, "en/thankyou.txt.j2", "Subject: x\n\nx\n")
    foreign = write(home, "eng/thank_you.txt.j2", "Subject: x\n\nx\n")
    said = say("templates", "check")

    assert (1, "") == (said.code, said.out)
    lines = said.err.splitlines()
    for place, words in [
        (f"{syntax}:4:1: ", "Expected an expression"),
        (f"{unknown}:4:4: ", "'rolle' is undefined"),
        (f"{sometimes}:4:4: ", "'role' is not known for this letter"),
        (f"{long}:1:1: ", "150 words"),
        (f"{misnamed}:1:1: ", 'did you mean "thank_you"?'),
        (f"{foreign}:1:1: ", 'did you mean "en"?'),
    ]:
        assert 1 == sum(place in line and words in line for line in lines), (place, words)
    assert 6 == len(lines)


def test_kind_of_the_owners_needs_a_letter(home: Home, say: Say) -> None:
    """Told once, with the file to write; with the file all is well."""
    home.write("follow_ups.yaml", OWN_KIND)
    missing = say("templates", "check")
    path = write(home, "en/two_weeks.txt.j2", "Subject: x\n\n{{ greeting }}\n\nStill interested.\n\n{{ signature }}\n")

    assert [f"{path}:1:1: there is no template for 'two_weeks'; write this file"] == missing.err.splitlines()
    assert 0 == say("templates", "check").code


def test_show_prints_one_that_ships(home: Home, say: Say) -> None:
    """Saved under its name it is the same letter."""
    shown = say("templates", "show", "thank_you", "--lang", "de")
    write(home, "de/thank_you.txt.j2", shown.out)

    assert shown.out.startswith("Subject: Vielen Dank")
    assert 0 == say("templates", "check").code


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("thanks",), 'did you mean "thank_you"?'), (("thank_you", "--lang", "it"), "one of: de, en, es, fr")],
)
def test_what_does_not_ship_is_told(say: Say, arguments: tuple[str, ...], words: str) -> None:
    """With the nearest that does."""
    said = say("templates", "show", *arguments)

    assert 1 == said.code
    assert words in said.err
