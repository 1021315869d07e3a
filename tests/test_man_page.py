"""The manual page: up to date with the command line, and well written in the eyes of those who show it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from afterword.cli.group import COMMANDS
from man_page import ENVIRONMENT, PAGE, page, without_date
from servers.debian import Program, debian_program

ROOT = Path(__file__).parents[1]


def test_page_is_up_to_date() -> None:
    """`python tests/man_page.py` writes it."""
    assert without_date(page()) == without_date(PAGE.read_text(encoding="utf-8"))


def test_page_holds_every_command_and_option() -> None:
    """None is left out; hyphens can be copied."""
    text = PAGE.read_text(encoding="utf-8")

    assert [] == [name for name in COMMANDS if f"\\fBafterword {name}\\fR" not in text]
    assert "\\fB\\-\\-dry\\-run\\fR" in text


def test_environment_is_the_programs() -> None:
    """What the page names, the code asks for."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "daemon").rglob("*.py"))

    assert [] == [name for name in ENVIRONMENT if f'"{name}"' not in code]


@pytest.mark.server
def test_mandoc_has_nothing_to_complain_of() -> None:
    """Neither an error nor a matter of style."""
    mandoc = debian_program("mandoc")
    said = output_of(mandoc, "-T", "lint", "-W", "style", str(PAGE))

    assert "" == said


@pytest.mark.server
def test_groff_has_nothing_to_complain_of() -> None:
    """`man --warnings` asks it to tell everything."""
    groff = debian_program("groff", "groff-base")
    share = groff.root / "usr" / "share" / "groff" if groff.root else None
    version = next((path for path in share.iterdir() if (path / "tmac").is_dir()), None) if share else None
    places = {"GROFF_TMAC_PATH": f"{version}/tmac", "GROFF_FONT_PATH": f"{version}/font"} if version else {}
    said = output_of(groff, "-man", "-T", "utf8", "-ww", "-z", str(PAGE), **places)

    assert "" == said


def output_of(program: Program, *arguments: str, **environment: str) -> str:
    """What it says on both streams, at whatever code it ends."""
    done = subprocess.run(
        [program.path, *arguments],
        env={**os.environ, **program.environment(**environment), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout
