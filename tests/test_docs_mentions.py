"""What the documents name exists: files, commands with their options, and what `make` is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from afterword.cli.group import cli

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
ROOTS = ("daemon", "parsers", "rules", "systemd", "tests", "docs", "man", ".ci")
PATH = re.compile(rf"(?<![\w./~-])(?:{'|'.join(map(re.escape, ROOTS))})/[\w./-]*\w/?")
MODULE = re.compile(r"`((?:[a-z_]+/)?[a-z_]+\.py)`")
KEPT = re.compile(r"~/\.(?:config|local/state|cache)/afterword/([\w./-]*\w)")
LINK = re.compile(r"\]\(([^)#:]+)\)")
COMMAND = re.compile(r"(?:^|`)afterword ((?:[a-z|]+|--?[a-z-]+)(?: [^`\n#>]*)?)", re.MULTILINE)
MAKE = re.compile(r"(?:^|`|/python3\.\d+ )make ([a-z]+)(?= {2,}|`|\n)", re.MULTILINE)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_are_named_exist(document: str) -> None:
    """Paths from the project's root, links from the document, and modules by their name, with or without their folder."""
    text = text_of(document)
    sources = [path for root in ROOTS[:3] for path in (ROOT / root).rglob("*.py")]
    modules = {path.name for path in sources} | {f"{path.parent.name}/{path.name}" for path in sources}
    modules |= {f"tests/{path.name}" for path in (ROOT / "tests").glob("*.py")}
    # Named for not being there.
    modules.add("utils.py")

    assert [] == [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    assert [] == [link for link in LINK.findall(text) if not (ROOT / document).parent.joinpath(link).exists()]
    assert [] == [name for name in MODULE.findall(text) if name not in modules]


@pytest.mark.parametrize("document", [*DOCUMENTS, "man/afterword.1"])
def test_files_in_the_owners_folders_are_called_so(document: str) -> None:
    """The code knows the name of each; letters and clients of Google's are called as the owner likes."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "daemon").rglob("*.py"))
    named = KEPT.findall(text_of(document).replace("\\(ti", "~"))

    assert [] == [name for name in named if not name.endswith((".json", ".j2")) and f'"{name}"' not in code]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_that_are_named_exist(document: str) -> None:
    """Each `afterword ...` is a command, and has the options it is given."""
    assert [] == [words for words in COMMAND.findall(text_of(document)) if not _is_known(words.split())]


def test_what_make_is_asked_for_it_can_do() -> None:
    """Each `make ...` in a document has its target, and the overview names every one but `help`."""
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))

    assert set() == {one for document in DOCUMENTS for one in MAKE.findall(text_of(document))} - targets
    assert targets - {"help"} == set(re.findall(r"^make ([a-z]+) ", text_of("CONTRIBUTING.md"), re.MULTILINE))


def _is_known(words: list[str]) -> bool:
    """Follows the words down the commands; "a|b" must be fitting values of an argument."""
    command: click.Command = cli
    context = click.Context(cli)
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return False
        command, words = found, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    known |= {"--help", "-h"}
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    choices = next((one.type.choices for one in arguments if isinstance(one.type, click.Choice)), None)
    fits = choices is None or not words or set(words[0].split("|")) <= set(map(str, choices))
    return fits and all(word.partition("=")[0] in known for word in words if word.startswith("-"))
