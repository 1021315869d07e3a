"""The owner's files: well written, there, and nobody else's to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from afterword.doctor.finding import Finding, bad, ok, warn
from afterword.errors import OwnersError, shown
from afterword.owner.configuration import Configuration
from afterword_rules.owner import Profile

NAME = "configuration"


def load(folder: Path) -> tuple[Configuration | None, list[Finding]]:
    """The configuration, where it is whole, and what is to be said of it."""
    from afterword.owner.configuration import load_configuration

    try:
        configuration = load_configuration(folder)
    except OwnersError as error:
        step = "" if (folder / "config.yaml").exists() else "run `afterword setup`"
        return None, [bad(NAME, problem, step) for problem in error.problems]
    return configuration, [*_files(folder, configuration)]


def _files(folder: Path, configuration: Configuration) -> Iterator[Finding]:
    from afterword_rules.letters.templates import Templates

    wrong = [str(one) for one in Templates(configuration.templates).problems()]
    yield from (bad(NAME, line) for line in wrong)
    open_to_others = [path for path in (folder, folder / "config.yaml") if path.stat().st_mode & 0o077]
    if open_to_others:
        names = " and ".join(shown(path) for path in open_to_others)
        yield warn(
            NAME, f"others on this machine can read {names}", f"chmod go= {' '.join(map(shown, open_to_others))}"
        )
    if configuration.owner.profile == Profile():
        step = f"write into {shown(folder / 'profile.yaml')}, or run `afterword setup`"
        yield warn("profile", "it says nothing of you: letters have blanks to fill", step)
    if not wrong and not open_to_others:
        yield ok(NAME, f"{shown(folder)}: every file is well written")


def rules(configuration: Configuration) -> Iterator[Finding]:
    """How much the program understands; what is wrong with rules is a problem of the configuration."""
    signals, kinds = len(configuration.rules.rules), len(configuration.cadences)
    yield ok("rules", f"{signals} rules read your mail; {kinds} kinds of follow-ups")
