"""Templates: the owner's over ours, and what is told when one is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from afterword_rules.letters.check import check_letter
from afterword_rules.letters.templates import Templates
from rules.letter_cases import APPLICATION, follow_up, written


def own(folder: Path, name: str, text: str) -> Templates:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Templates(folder)


def test_the_owners_template_lies_over_ours(tmp_path: Path) -> None:
    """A file of the same name in the owner's folder is used, and read again when it changes."""
    templates = own(tmp_path, "en/outreach.txt.j2", "Subject: Hello {{ company }}\n\n{{ greeting }}\n\nOne.\n")
    assert written(follow_up("outreach"), templates=templates).body == "Dear Jane,\n\nOne.\n"
    (tmp_path / "en/outreach.txt.j2").write_text("Subject: Hi\n\nTwo, and more.\n", encoding="utf-8")
    assert written(follow_up("outreach"), templates=templates).body == "Two, and more.\n"


def test_a_kind_of_the_owners_needs_only_an_english_template(tmp_path: Path) -> None:
    """New kinds work in every language, by the English file."""
    templates = own(tmp_path, "en/missed_call.txt.j2", "Subject: Your call\n\n{{ greeting }}\n\nI missed your call.\n")
    letter = written(follow_up("missed_call", language="de"), templates=templates)
    assert letter.problems == ()
    assert "Guten Tag Jane Abbott" in letter.body


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        ("Subject: x\n\n{{ greting }}\n", ":3:4", "greting"),
        ("Subject: x\n\nHello {% if %}\n", ":3:7", "Expected"),
        ("Subject: x\n\n{{ agenda }}\n", ":3:4", "not known"),
        (
            "Subject: x\n\n{% for a in range(900) %}{% for b in range(900) %}{% endfor %}{% endfor %}\n",
            ":3:",
            "without end",
        ),
        ("Subject: x\n\n{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}\n", "", ""),
        ("Subject: x\n\n{{ 'a' * 1000000000 }}\n", ":3:", "small numbers"),
        ("Subject: x\n\n{{ '%1000000000d' % 1 }}\n", ":3:", "small numbers"),
        ("Subject: x\n\n{{ ''.__class__ }}\n", ":3:", "unsafe"),
        ("Subject: x\n\n{{ lipsum() }}\n", ":3:4", "lipsum"),
        ("Subject: x\n\n{{ cycler }}\n", ":3:4", "cycler"),
        ("Subject: x\n\n{% include '../../../etc/passwd' %}\n", "", "passwd"),
        ("Subject: x\n\n{{ '' }}\n", ":3:", "empty"),
        ("Subject: x\n\n{{ 1 / 0 }}\n", ":3:", "zero"),
        ("No subject\n\nHello\n", ":1:1", "Subject"),
        ("Subject:\n\nHello\n", ":1:1", "Subject"),
        ("Subject: x\n\n", ":1:1", "empty"),
        ("Subject: x\n\nI am just checking in.\n", ":1:1", "checking in"),
        ("Subject: x\n\nHello None.\n", ":1:1", "None"),
        ("Subject: x\n\n{{ '{' }}{{ '{' }} company }}\n", ":1:1", "{{"),
        ("Subject: x\n\n" + "word " * 150, ":1:1", "150 words"),
    ],
)
def test_a_bad_template_is_told_with_its_place(tmp_path: Path, template: str, place: str, words: str) -> None:
    """File, line and column of what is wrong; no draft; nothing raised and nothing without end."""
    templates = own(tmp_path, "en/outreach.txt.j2", template)
    letter = written(follow_up("outreach"), templates=templates)
    assert (letter.subject, letter.body) == ("", "")
    assert f"{tmp_path / 'en/outreach.txt.j2'}{place}" in str(letter.problems[0])
    assert words in letter.problems[0].what


def test_all_broken_templates_are_told_at_once(tmp_path: Path) -> None:
    """The check of the owner's templates names each file."""
    own(tmp_path, "en/outreach.txt.j2", "Subject: x\n{% if %}")
    (tmp_path / "en/thank_you.txt.j2").write_bytes(b"Subject: \xff\xfe")
    templates = own(tmp_path, "de/mine.txt.j2", "Subject: x\n{% wrong %}")
    assert [Path(problem.where.partition(":")[0]).name for problem in templates.problems()] == [
        "mine.txt.j2",
        "outreach.txt.j2",
        "thank_you.txt.j2",
    ]


@pytest.mark.parametrize("kind", ["nowhere", "../../secret", "", "Ünknown"])
def test_a_kind_without_template_is_told(kind: str) -> None:
    """A missing template is a problem with the place where to write it."""
    problem = written(follow_up(kind)).problems[0]
    assert "no template" in problem.what


def test_an_employer_called_none_is_an_employer() -> None:
    """Words from mail are not taken for leftovers of a template."""
    case = replace(APPLICATION, company="None Such Records")
    assert written(follow_up("outreach", company="None Such Records"), application=case).problems == ()
    assert check_letter("x", "Hello None", where="t:1:1") != ()


def test_a_letter_about_no_known_employer_is_not_written() -> None:
    """Quiet before wrong: a field that is needed and empty stops the letter."""
    letter = written(
        follow_up("outreach", company="", role=None), application=replace(APPLICATION, company="", role=None)
    )
    assert "company" in letter.problems[0].what
