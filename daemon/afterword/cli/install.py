"""`afterword install`: the systemd user service, put in place and started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from afterword.service.systemd import UserSystemd
    from afterword.service.unit import ServiceFacts


# Two seconds in all.
_TRIES, _BETWEEN = 10, 0.2


@click.command("install")
@click.option("--linger", is_flag=True, help="Let it run from boot to shutdown, also while you are not logged in.")
@click.option("--dry-run", is_flag=True, help="Show the files and commands, and change nothing.")
def command(*, linger: bool, dry_run: bool) -> int:
    """Run Afterword in the background: writes its systemd user service, starts it, and shows it.

    Run it again after you have moved your Maildir, added an account or upgraded: what is right stays as it is.

    \b
    Examples:
      afterword install --dry-run
      afterword install --linger
    """
    import os
    import sys

    from afterword.errors import OwnersError
    from afterword.owner.configuration import load_configuration
    from afterword.paths import config_folder, make_private, state_folder
    from afterword.service.facts import service_facts
    from afterword.service.files import changes, files_for, unit_folder
    from afterword.service.hardening import hardening
    from afterword.service.own_program import own_program
    from afterword.service.systemd import user_systemd
    from afterword_rules.letters.templates import Templates

    if os.getuid() == 0 and os.environ.get("SUDO_USER"):
        raise OwnersError("run `afterword install` as yourself, without sudo: the service reads your mail and is yours")
    configuration = load_configuration(config_folder())
    if wrong := Templates(configuration.templates).problems():
        raise OwnersError(*map(str, wrong))
    program = own_program(sys.argv[0], sys.executable, os.environ)
    manager = user_systemd()
    facts = service_facts(configuration, program, manager.runtime, os.environ)
    chosen = hardening(manager, facts)
    folder = unit_folder(manager)
    changed = changes(folder, files_for(facts, strict=chosen.strict))
    if dry_run:
        _show_what_would_be_done(folder, changed, linger=linger)
        click.echo(f"Hardening would be {chosen.why}.")
        return 0
    make_private(state_folder())
    _put_in_place(manager, folder, changed)
    click.echo(f"Hardening is {chosen.why}.")
    for name in _unknown_to(manager, facts):
        click.echo(
            f"The service will not find `{name}`, which your shell may: write its whole path in config.yaml", err=True
        )
    _start(manager, facts, anew=bool(changed))
    return _lingering(manager, wanted=linger)


def _show_what_would_be_done(folder: Path, changed: Mapping[str, str | None], *, linger: bool) -> None:
    from afterword.service.unit import NAME, OLD_TIMER

    for name, text in changed.items():
        if text is not None:
            click.echo(f"would write {folder / name}:\n")
            click.echo("".join(f"    {line}\n" if line else "\n" for line in text.splitlines()))
        elif (folder / name).exists():
            if name == OLD_TIMER:
                click.echo(f"would run systemctl --user disable --now {OLD_TIMER}")
            click.echo(f"would remove {folder / name}")
    commands = ["systemctl --user daemon-reload"] if changed else []
    commands += [f"systemctl --user enable {NAME}", f"systemctl --user {'restart' if changed else 'start'} {NAME}"]
    commands += ["loginctl enable-linger"] if linger else []
    for one in commands:
        click.echo(f"would run {one}")


def _put_in_place(manager: UserSystemd, folder: Path, changed: Mapping[str, str | None]) -> None:
    from afterword.service.files import carry_out
    from afterword.service.unit import OLD_TIMER

    if OLD_TIMER in changed and (folder / OLD_TIMER).exists():
        manager.control("disable", "--now", OLD_TIMER)
        click.echo(f"{OLD_TIMER}, which looked every five minutes, is no longer needed: stopped and removed.")
    carry_out(folder, changed)
    for name, text in changed.items():
        if text is not None:
            click.echo(f"{folder / name} is written.")
    if changed:
        manager.control("daemon-reload")


def _unknown_to(manager: UserSystemd, facts: ServiceFacts) -> list[str]:
    """Programs of a `password_command` that lie where the user manager does not look."""
    import shutil

    told = manager.control("show-environment").out.splitlines()
    path = next((line.partition("=")[2] for line in told if line.startswith("PATH=")), None)
    names = (name for name in facts.commands if "/" not in name)
    return [name for name in names if path and shutil.which(name, path=path) is None]


def _start(manager: UserSystemd, facts: ServiceFacts, *, anew: bool) -> None:
    """Answers when the service has said that it is ready.

    :raises OwnersError: it did not; with the last lines of its journal.
    """
    from afterword.errors import OwnersError
    from afterword.paths import state_folder
    from afterword.running.restart_pause import forget_starts
    from afterword.service.unit import NAME

    # What failed before is mended, or else is told at once: no pause.
    forget_starts(state_folder())
    running = manager.control("is-active", "--quiet", NAME).code == 0
    manager.control("reset-failed", NAME)
    for step in (("enable", NAME), ("restart" if anew or not running else "start", NAME)):
        answer = manager.control(*step)
        if answer.code != 0:
            said = manager.run(
                "journalctl", "--user", "--unit", NAME, "--lines", "8", "--output", "cat", "--no-pager"
            ).out
            manager.control("stop", NAME)
            raise OwnersError(
                f"{NAME} did not start: {answer.why}",
                *(f"    {line}" for line in said.splitlines()),
                f"It is stopped. `{facts.program[0]} run` shows it here; then run `afterword install` again.",
            )
    status = _status(manager)
    click.echo(
        f"{NAME} {'runs' if anew or not running else 'ran already, and goes on'}{f': {status}' if status else ''}."
    )
    click.echo(
        "See it with `systemctl --user status afterword`, and what it did with `journalctl --user -u afterword`."
    )


def _status(manager: UserSystemd) -> str:
    """What the service says that it is doing; it needs a moment for its first word."""
    import time

    from afterword.service.unit import NAME

    for _ in range(_TRIES):
        if status := manager.shown(NAME, "StatusText"):
            return status
        time.sleep(_BETWEEN)
    return ""


def _lingering(manager: UserSystemd, *, wanted: bool) -> int:
    """Tell, and where it is wanted, see to it that the service runs without a session."""
    import getpass

    user = getpass.getuser()
    if manager.run("loginctl", "show-user", user, "--property=Linger", "--value").out.strip() == "yes":
        click.echo("It runs from boot to shutdown, also while you are not logged in.")
        return 0
    if not wanted:
        click.echo(
            "It runs while you are logged in. For a machine that stays on without you: `afterword install --linger`"
            " (a keyring stays locked until you log in; the service then waits for it)."
        )
        return 0
    answer = manager.run("loginctl", "enable-linger", user)
    if answer.code != 0:
        click.echo(
            f"It runs while you are logged in only: {answer.why}; try `sudo loginctl enable-linger {user}`", err=True
        )
        return 1
    click.echo(
        "From now on it runs from boot to shutdown, also while you are not logged in."
        f" Undo it with `loginctl disable-linger {user}`."
    )
    return 0
