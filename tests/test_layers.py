"""What may import what, and what the command line must not wait for."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
HEAVY = (
    "dateparser",
    "googleapiclient",
    "holidays",
    "icalendar",
    "imapclient",
    "jinja2",
    "keyring",
    "selectolax",
)
# Runs the program as its script would, then says which of the named modules that brought in.
PROBE = """
import contextlib, io, json, sys
from afterword.__main__ import main

heavy = json.loads(sys.argv.pop(1))
with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.suppress(SystemExit):
    main()
print(json.dumps({"printed": printed.getvalue(), "loaded": [name for name in heavy if name in sys.modules]}))
"""


def test_imports_go_from_daemon_to_rules_to_parsers() -> None:
    """No module imports against the one direction: daemon, rules, parsers."""
    lint_imports = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([lint_imports, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_quick_answer_loads_no_heavy_module(option: str, tmp_path: Path) -> None:
    """`--version` and `--help` answer without any of the libraries that take long to import."""
    command = [sys.executable, "-c", PROBE, json.dumps(HEAVY), option]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert "afterword" in answer["printed"]
    assert [] == answer["loaded"]


@pytest.mark.parametrize("name", HEAVY)
def test_the_heavy_modules_exist(name: str) -> None:
    """A misspelt name above would prove nothing: each is a module that is installed."""
    assert importlib.util.find_spec(name) is not None
