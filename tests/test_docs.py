"""What the documents show is true: every YAML block is loaded, and what is generated is up to date."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from afterword.oauth.providers import Provider
from afterword.owner.configuration import ConfigFile, ProfileFile
from afterword.owner.notes_file import NotesFile
from afterword_rules.follow_ups.cadence_rules import load_cadences
from afterword_rules.letters.template_check import check_templates
from afterword_rules.signal import SignalKind
from afterword_rules.signals.rule_check import check_rules
from afterword_rules.signals.rule_schema import vocabulary
from afterword_rules.signals.signal_rule import Topic
from afterword_rules.yaml_files.source import read_and_validate, read_yaml
from daemon.homes import CONFIG
from generated_docs import RULES, written_anew

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/**/*.md")])
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
LETTER = re.compile(r"^```jinja\n(\{# templates/(\w+)/(\w+)\.txt\.j2 #\}\n.*?)^```", re.DOTALL | re.MULTILINE)


def shaped(model: type[Any]) -> Callable[[str], tuple[object, ...]]:
    return lambda text: tuple(read_and_validate(text, "block.yaml", model)[2])


# By its keys a block tells which file it belongs to.
FILES: dict[frozenset[str], Callable[[str], tuple[object, ...]]] = {
    frozenset({"signals", "vendors"}): check_rules,
    frozenset({"follow_ups", "disable"}): lambda text: load_cadences(text)[1],
    # A configuration with other calendars; what is wrong with a place of one, tests/daemon/owner/test_calendars.py sees.
    frozenset({"calendars"}): lambda text: shaped(ConfigFile)(
        CONFIG.format(mail="/mail", calendar="").partition("calendars:")[0] + text
    ),
    # A configuration with other accounts; tests/daemon/test_accounts_document.py sees more.
    frozenset({"accounts"}): lambda text: shaped(ConfigFile)(
        CONFIG.format(mail="/mail", calendar="").partition("accounts:")[0] + text
    ),
    frozenset({"owner", "accounts", "calendars", "review_note"}): shaped(ConfigFile),
    # What is added to a configuration.
    frozenset({"quiet", "holidays", "notify"}): lambda text: shaped(ConfigFile)(
        CONFIG.format(mail="/mail", calendar="/calendar") + text
    ),
    # A provider of consent.
    frozenset({"example"}): shaped(dict[str, Provider]),
    frozenset({"headline", "highlights", "signature"}): shaped(ProfileFile),
    frozenset({"notes", "stages", "contacts", "mutes", "merges", "messages"}): shaped(NotesFile),
}


def blocks() -> list[tuple[str, str]]:
    """Each block with its document."""
    return [
        (str(path.relative_to(ROOT)), block)
        for path in DOCUMENTS
        for block in BLOCK.findall(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("document", "block"), blocks())
def test_yaml_in_a_document_is_well_written(document: str, block: str) -> None:
    """It could be copied into the file that it is for."""
    data, _, problems = read_yaml(block, document)
    assert [] == problems
    load = next((load for keys, load in FILES.items() if keys.issuperset(data)), None)

    assert load is not None, f"{document}: of which file is this? {sorted(data)}"
    assert () == load(block)


def test_every_letter_in_a_document_can_be_written(tmp_path: Path) -> None:
    """Saved under the names in their first lines, they pass `afterword templates check`."""
    found = [letter for path in DOCUMENTS for letter in LETTER.findall(path.read_text(encoding="utf-8"))]
    for text, language, name in found:
        path = tmp_path / language / f"{name}.txt.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert found
    assert () == check_templates(tmp_path, {name: name for _, _, name in found})


def test_tables_are_up_to_date() -> None:
    """`python tests/generated_docs.py` writes them."""
    text = RULES.read_text(encoding="utf-8")

    assert written_anew(text) == text


def test_every_signal_and_topic_is_explained() -> None:
    """The tables leave out none."""
    assert set(SignalKind) == set(vocabulary()["signal"])
    assert set(Topic) == set(vocabulary()["topic"])
