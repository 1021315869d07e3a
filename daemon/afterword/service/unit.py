"""The texts of the unit files, made of what is shipped and of the facts of this machine. Nothing is written here."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

NAME = "afterword.service"
STRICT = "afterword-strict.conf"
OLD_TIMER = "afterword.timer"
_OURS = (
    "# Afterword as a user service.",
    "# Lies over afterword.service where",
    # Those of version 0.1.0, which looked every five minutes.
    "# One pass over your mail and calendars; afterword.timer starts it.",
    "# A thank-you is due half an hour after an interview: five minutes",
)
_PLAIN = re.compile(r"[\w@/.,:+=-]+", re.ASCII)
_TEMPORARY = ("/tmp", "/var/tmp")  # noqa: S108 (what PrivateTmp= hides)
_SECRET_FOLDERS = (".ssh", ".gnupg", ".password-store")


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """What the service of this owner on this machine needs.

    `program` is the command that runs Afterword, without its subcommand. `environment` is set for it. It may change the
    folders `writable`, and reads the files and folders `needed`. `runtime` is $XDG_RUNTIME_DIR, `gnupg` GnuPG's home.
    `commands` are the programs of every `password_command`, which run inside the service.
    """

    program: tuple[str, ...]
    version: str
    home: str
    environment: tuple[tuple[str, str], ...] = ()
    writable: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    runtime: str = ""
    gnupg: str = ""
    commands: tuple[str, ...] = ()


def shipped(name: str) -> str:
    """The text of a unit file as it comes with the program: inside the wheel, or beside the sources in a checkout."""
    packed = importlib.resources.files("afterword") / "systemd" / name
    beside = Path(__file__).parents[3] / "systemd" / name
    return (packed if packed.is_file() else beside).read_text(encoding="utf-8")


def is_ours(text: str) -> bool:
    """Whether a unit file is one that Afterword brought, in any version."""
    return text.startswith(_OURS)


def unit_text(facts: ServiceFacts) -> str:
    """afterword.service for this machine.

    :raises ValueError: a path cannot be written into a unit file; the text names it.
    """
    if set(facts.program[0]) & set("\"'\\"):
        # systemd takes no such path for a program, however it is escaped.
        raise ValueError(f"{facts.program[0]!r} cannot be written into a unit file; rename it")
    command = " ".join(quoted(word, dollar=i > 0) for i, word in enumerate((*facts.program, "run")))
    lines: list[str] = []
    for line in shipped(NAME).splitlines():
        if line.startswith("ExecStart="):
            lines += (f"Environment={quoted(f'{name}={value}')}" for name, value in facts.environment)
            line = f"ExecStart={command}"  # noqa: PLW2901
        elif line.startswith("MemoryDenyWriteExecute=") and facts.commands:
            # Programs that compile as they run (Bitwarden's is one) would not start.
            continue
        lines.append(line)
    lines.insert(
        1, f"# Written by Afterword {facts.version}; changes of yours belong into `systemctl --user edit {NAME}`."
    )
    return "\n".join(lines) + "\n"


def strict_text(facts: ServiceFacts) -> str:
    """The drop-in that leaves the service nothing to write to but the mail, its own state and what the facts name.

    :raises ValueError: a path cannot be written into a unit file; the text names it.
    """
    return shipped(STRICT) + "".join(f"{line}\n" for line in _own_lines(facts))


def strict_properties() -> tuple[str, ...]:
    """The settings of the drop-in that hold on every machine, as `systemd-run --property=` takes them."""
    return tuple(line for line in shipped(STRICT).splitlines() if line[:1] not in {"", "#", "["})


def _own_lines(facts: ServiceFacts) -> Iterable[str]:
    # A folder that is missing when the service starts would keep it from starting, hence the "-"; it then stays
    # read-only, which the program tells.
    writable = [*facts.writable]
    if facts.commands:
        # GnuPG locks files in its home while it decrypts, and makes its sockets below the runtime folder if nobody did.
        writable += [facts.gnupg or f"{facts.home}/.gnupg", f"{facts.runtime}/gnupg"]
    yield from (f"ReadWritePaths={quoted(f'-{path}')}" for path in dict.fromkeys(writable))
    used = (*facts.writable, *facts.needed, *facts.program)
    if any(_lies_in(path, folder) for path in used for folder in _TEMPORARY):
        yield "PrivateTmp=no"
    if not facts.commands:
        hidden = [f"{facts.home}/{name}" for name in _SECRET_FOLDERS]
        yield from (
            f"InaccessiblePaths={quoted(f'-{path}')}"
            for path in hidden
            if not any(_lies_in(one, path) or _lies_in(path, one) for one in facts.writable + facts.needed)
        )


def _lies_in(path: str, folder: str) -> bool:
    return PurePosixPath(path).is_relative_to(folder)


def quoted(word: str, *, dollar: bool = False) -> str:
    """One word of a unit file as systemd.syntax(7) wants it. `dollar`: of a command's arguments, where "$" counts.

    :raises ValueError: the file format has no way to write it.
    """
    if any(ord(letter) < 32 or letter == "\x7f" or "\udc80" <= letter <= "\udcff" for letter in word):
        raise ValueError(f"{word!r} cannot be written into a unit file; rename it")
    text = word.replace("%", "%%")
    if dollar:
        text = text.replace("$", "$$")
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
