"""`afterword doctor`: everything checked, one line each, with the next step for what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from afterword.doctor.finding import Finding

_COLOURS = {"ok": "green", "warn": "yellow", "bad": "red"}


@click.command("doctor")
@click.option("--write", is_flag=True, help="Place a draft in each account, and remove it again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--patience", type=click.FloatRange(0.1), default=40.0, show_default=True, help="Seconds for each check.")
def command(*, write: bool, as_json: bool, patience: float) -> int:
    """Check accounts, folders, calendars, keyring, clock, rules, ledger and service. Nothing is changed.

    Exit code 1 when something is bad.

    \b
    Examples:
      afterword doctor
      afterword doctor --write
    """
    from afterword.doctor.checks import checks
    from afterword.doctor.files import load
    from afterword.doctor.running import run_checks
    from afterword.paths import config_folder, state_folder

    configuration, found = load(config_folder())
    found += run_checks(list(checks(configuration, state_folder(), write=write)), patience)
    if as_json:
        from afterword.cli.json_output import print_json

        print_json({"findings": [_as_object(one) for one in found], "total": _counts(found)})
    else:
        _show(found)
    return 1 if any(one.verdict == "bad" for one in found) else 0


def _show(found: Sequence[Finding]) -> None:
    width = max(len(one.name) for one in found)
    for one in found:
        mark = click.style(f"{one.verdict:<4}", fg=_COLOURS[one.verdict])
        click.echo(f"{one.name:<{width}}  {mark}  {one.what}")
        if one.next_step:
            click.echo(f"{'':<{width}}        → {one.next_step}")
    click.echo(", ".join(f"{number} {verdict}" for verdict, number in _counts(found).items()))


def _counts(found: Sequence[Finding]) -> dict[str, int]:
    return {verdict: sum(one.verdict == verdict for one in found) for verdict in _COLOURS}


def _as_object(one: Finding) -> dict[str, str]:
    return {"name": one.name, "verdict": one.verdict, "what": one.what, "next_step": one.next_step}
