"""`afterword completion`: the shell completes commands and options."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from afterword.cli.group import COMMANDS
from daemon.homes import Home


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_is_printed(home: Home, shell: str) -> None:
    """Each shell gets a script that asks the program."""
    said = home.run("completion", shell)

    assert 0 == said.code
    assert "_AFTERWORD_COMPLETE" in said.out


def test_bash_takes_the_script(home: Home) -> None:
    """The script is valid in the shell it is for."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    done = subprocess.run(
        [bash, "-n"], input=home.run("completion", "bash").out, text=True, capture_output=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize(("words", "expected"), [("afterword sta", "status"), ("afterword status --j", "--json")])
def test_commands_and_options_are_completed(home: Home, words: str, expected: str) -> None:
    """What the script asks, the program answers."""
    said = home.run(_AFTERWORD_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))

    assert f"plain,{expected}" in said.out.splitlines()


def test_every_command_is_completed(home: Home) -> None:
    """A new one needs no word about it in the script."""
    said = home.run(_AFTERWORD_COMPLETE="bash_complete", COMP_WORDS="afterword ", COMP_CWORD="1")

    assert [f"plain,{name}" for name in COMMANDS] == said.out.splitlines()
