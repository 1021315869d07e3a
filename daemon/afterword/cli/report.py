"""`afterword report`: one page that shows where the search stands."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import click

_LOOK_EVERY = 2.0


@click.command("report")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it (default: report.html beside the ledger).",
)
@click.option("--open", "show", is_flag=True, help="Open it in your browser.")
@click.option("--watch", is_flag=True, help="Write it anew after each pass of the running program, until Ctrl-C.")
def command(output: Path | None, *, show: bool, watch: bool) -> int:
    """Write one HTML page: timeline, what is next, how far applications came, and what proves each step.

    The page needs no network and runs no script. It holds your mail's words, so only you can read the file. A browser
    that comes as a snap or flatpak may not look into hidden folders: then give --output a file in your home folder.

    \b
    Example:
      afterword report --open
      afterword report --watch --output ~/job-search.html
    """
    from afterword.paths import at_home, make_private, state_folder

    file = output or make_private(state_folder()) / "report.html"
    file = at_home(file).absolute()
    click.echo(_written(file))
    if show:
        _open(file)
    if watch:
        _watch(file)
    return 0


def _written(file: Path) -> str:
    """Write the page as things stand; what was written, for the owner."""
    from afterword.cli.opened import current_moment, opened_world
    from afterword.cli.stale_calendars import stale_calendars, stale_line
    from afterword.cli.troubles import account_line, troubles_beside, unread_accounts
    from afterword.cli.wording import counted, day_and_time
    from afterword.errors import shown
    from afterword.report.making import make_report
    from afterword.report.page import page
    from afterword.report.writing import write_page

    with opened_world(alone=False) as world:
        zone = world.configuration.owner.zone
        accounts = [account_line(one, zone) for one in unread_accounts(world)]
        calendars = [stale_line(one, zone) for one in stale_calendars(world)]
        trouble = (*accounts, *troubles_beside(world), *calendars)
        report = make_report(world, current_moment(), trouble)
    write_page(page(report), file)
    if report.last_pass is None:
        return f"{shown(file)}: empty, for no pass was made yet; `afterword run --once` makes one"
    return f"{shown(file)}: {counted(len(report.rows), 'application')}, as of {day_and_time(report.last_pass, zone)}"


def _open(file: Path) -> None:
    import webbrowser

    if not webbrowser.open(file.as_uri()):
        click.echo(f"no browser was found; open {file.as_uri()} yourself", err=True)


def _watch(file: Path) -> None:
    """Write the page anew whenever a pass has ended or the owner's files have changed.

    A file of the owner's that is wrong meanwhile, or a disk that is full, leaves the page as it was, and is told.
    """
    from afterword.errors import OwnersError, WorldError

    click.echo("Watching; Ctrl-C ends it.")
    seen = written = _state()
    try:
        while True:
            time.sleep(_LOOK_EVERY)
            before, seen = seen, _state()
            # A pass writes several times, an editor too: only what has come to rest is shown.
            if seen in {before} - {written}:
                written = seen
                try:
                    click.echo(_written(file))
                except (OwnersError, WorldError) as error:
                    click.echo(str(error), err=True)
    except KeyboardInterrupt:
        click.echo()


def _state() -> tuple[tuple[str, int, int, int], ...]:
    """What tells that the ledger or one of the owner's files is not what it was."""
    from afterword.paths import config_folder, state_folder

    files = [state_folder() / "ledger.sqlite3", *sorted(config_folder().glob("*.yaml"))]
    found: list[tuple[str, int, int, int]] = []
    for file in files:
        with suppress(OSError):
            told = file.stat()
            found.append((file.name, told.st_ino, told.st_size, told.st_mtime_ns))
    return tuple(found)
