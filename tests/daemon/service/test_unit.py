"""The unit files: what stands in them for whom, and what systemd itself says of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from afterword.service.unit import (
    NAME,
    STRICT,
    ServiceFacts,
    is_ours,
    quoted,
    shipped,
    strict_properties,
    strict_text,
    unit_text,
)

FACTS = ServiceFacts(
    program=("/home/nell/.local/bin/afterword",),
    version="0.1.0",
    home="/home/nell",
    writable=("/home/nell/.local/state/afterword", "/home/nell/Mail"),
    needed=("/home/nell/.config/afterword",),
    runtime="/run/user/1000",
)
OWN = "MALLOC_ARENA_MAX=1"


def lines(text: str, key: str) -> list[str]:
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{key}=")]


def test_program_is_where_it_was_found() -> None:
    """The shipped unit with its own line for the command, and nothing else changed."""
    text = unit_text(FACTS)

    assert ["/home/nell/.local/bin/afterword run"] == lines(text, "ExecStart")
    assert [OWN] == lines(text, "Environment")
    assert set(shipped(NAME).splitlines()) - set(text.splitlines()) == {"ExecStart=%h/.local/bin/afterword run"}


def test_python_can_be_the_program() -> None:
    """Where there is no script, the interpreter with its module."""
    text = unit_text(replace(FACTS, program=("/opt/my $env/bin/python", "-m", "afterword")))

    assert ['"/opt/my $env/bin/python" -m afterword run'] == lines(text, "ExecStart")


def test_folders_of_the_owners_are_handed_over() -> None:
    """What the shell says and the user manager does not know, with its spaces and percent signs."""
    text = unit_text(replace(FACTS, environment=(("AFTERWORD_CONFIG_DIR", "/my 100% own"),)))

    assert {OWN, '"AFTERWORD_CONFIG_DIR=/my 100%% own"'} == set(lines(text, "Environment"))


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/home/nell/Mail", "/home/nell/Mail"),
        ("/home/nell/My Mail", '"/home/nell/My Mail"'),
        ("/50%", '"/50%%"'),
        ('/a"b\\c', '"/a\\"b\\\\c"'),
        ("/a'b", '"/a\'b"'),
        ("/é", '"/é"'),
        ("", '""'),
    ],
)
def test_words_are_written_as_systemd_reads_them(word: str, written: str) -> None:
    """Quotes where they are needed, and no specifier where none is meant."""
    assert written == quoted(word)


def test_dollar_counts_in_arguments_only() -> None:
    """systemd fills in variables there."""
    assert '"$$HOME"' == quoted("$HOME", dollar=True)
    assert '"$HOME"' == quoted("$HOME")


@pytest.mark.parametrize("word", ["/a\nb", "/a\x00", "/caf\udce9"])
def test_what_cannot_be_written_is_named(word: str) -> None:
    """A unit file is lines of UTF-8."""
    with pytest.raises(ValueError, match="cannot be written into a unit file"):
        quoted(word)


@pytest.mark.parametrize("program", ['/a"b/afterword', "/a'b/afterword", "/a\\b/afterword"])
def test_program_that_systemd_would_ignore_is_named(program: str) -> None:
    """It takes no quotes and no backslash in a program's path."""
    with pytest.raises(ValueError, match="rename it"):
        unit_text(replace(FACTS, program=(program,)))


def test_strict_service_writes_to_mail_and_state_only() -> None:
    """Missing folders do not keep it from starting; keys and passwords of the owner's are out of reach."""
    text = strict_text(FACTS)

    assert ["-/home/nell/.local/state/afterword", "-/home/nell/Mail"] == lines(text, "ReadWritePaths")
    assert ["-/home/nell/.ssh", "-/home/nell/.gnupg", "-/home/nell/.password-store"] == lines(text, "InaccessiblePaths")
    assert ["yes"] == lines(text, "PrivateTmp")
    assert text.startswith(shipped(STRICT))


def test_command_that_prints_a_password_keeps_what_it_needs() -> None:
    """GnuPG's home and sockets may be written, nothing is hidden, and a program may compile as it runs."""
    facts = replace(FACTS, commands=("pass",))
    text = strict_text(facts)

    assert ["-/home/nell/.gnupg", "-/run/user/1000/gnupg"] == lines(text, "ReadWritePaths")[2:]
    assert [] == lines(text, "InaccessiblePaths")
    assert [] == lines(unit_text(facts), "MemoryDenyWriteExecute")
    assert ["yes"] == lines(unit_text(FACTS), "MemoryDenyWriteExecute")
    assert ["-/keys", "-/run/user/1000/gnupg"] == lines(strict_text(replace(facts, gnupg="/keys")), "ReadWritePaths")[
        2:
    ]


def test_what_is_used_is_not_hidden() -> None:
    """Mail in /tmp, or a calendar among the keys: odd, and the owner's choice."""
    text = strict_text(replace(FACTS, writable=("/tmp/mail",), needed=("/home/nell/.ssh/calendar.ics",)))

    assert ["yes", "no"] == lines(text, "PrivateTmp")
    assert ["-/home/nell/.gnupg", "-/home/nell/.password-store"] == lines(text, "InaccessiblePaths")


def test_our_files_are_known_for_ours() -> None:
    """So that nothing of the owner's is ever replaced or removed."""
    assert all(is_ours(text) for text in (unit_text(FACTS), strict_text(FACTS)))
    assert not is_ours("[Unit]\nDescription=Afterword, my way\n")
    assert not is_ours("")


def test_probe_asks_for_what_the_drop_in_sets() -> None:
    """Every setting of it that is the same on each machine."""
    assert {line for line in shipped(STRICT).splitlines() if re.match(r"\w+=", line)} == set(strict_properties())


@pytest.fixture(name="analyze")
def _analyze(tmp_path: Path) -> list[str]:
    """`systemd-analyze` for a user's units; it wants a runtime folder and no running systemd."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd-analyze here")
    return [program, "--user", "--no-pager"]


def written(folder: Path, facts: ServiceFacts, *, strict: bool) -> Path:
    """The unit in a folder, with the drop-in beside it; the runtime folder is made too."""
    (folder / "run").mkdir(mode=0o700)
    (folder / f"{NAME}.d").mkdir()
    (folder / NAME).write_text(unit_text(facts))
    if strict:
        (folder / f"{NAME}.d" / STRICT).write_text(strict_text(facts))
    return folder / NAME


def said(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder / "run"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("commands", [("pass",), ()])
def test_systemd_finds_nothing_to_say_of_it(
    analyze: list[str], tmp_path: Path, strict: bool, commands: tuple[str, ...]
) -> None:
    """Not a word, so no key that this version would ignore; names with spaces and percent signs among it."""
    program = tmp_path / "my 100% own" / "afterword"
    program.parent.mkdir()
    program.touch(0o755)
    facts = replace(
        FACTS,
        program=(str(program),),
        writable=("/home/nell/My 100% Mail", '/home/nell/a"b'),
        environment=(("AFTERWORD_CONFIG_DIR", "/home/nell/50% here"),),
        commands=commands,
    )
    done = said([*analyze, "verify", "--man=no", str(written(tmp_path, facts, strict=strict))], tmp_path)

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


def test_systemd_finds_a_mistake(analyze: list[str], tmp_path: Path) -> None:
    """The test above proves something: a key of a later version is told."""
    unit = written(tmp_path, replace(FACTS, program=("/bin/true",)), strict=False)
    unit.write_text(unit.read_text().replace("[Install]", "RestartSteps=5\nNonsense=1\n[Install]"))

    assert "Nonsense" in said([*analyze, "verify", "--man=no", str(unit)], tmp_path).stderr


@pytest.mark.parametrize("commands", [("pass",), ()])
def test_strict_service_is_little_exposed(analyze: list[str], tmp_path: Path, commands: tuple[str, ...]) -> None:
    """At most 2.5 of 10 in systemd's own judgement."""
    unit = written(tmp_path, replace(FACTS, commands=commands), strict=True)
    done = said([*analyze, "security", "--offline=true", str(unit)], tmp_path)
    found = re.search(r"Overall exposure level for afterword.service: ([\d.]+)", done.stdout)

    assert found, done.stderr
    assert 2.5 >= float(found[1])
