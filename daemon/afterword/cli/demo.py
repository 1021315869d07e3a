"""`afterword demo`: a small invented job search, played in seconds, whose drafts stay for the reader to open."""

from __future__ import annotations

import importlib.resources
import shlex
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from afterword.errors import OwnersError
    from afterword.world import World

_PAUSE = 0.12


@click.command("demo")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to play it (default: a folder in your cache).",
)
@click.option("--fast", is_flag=True, help="Do not pause between the lines.")
def command(folder: Path | None, *, fast: bool) -> int:
    """Play an invented job search of four employers over six weeks, and leave its drafts in a Maildir.

    Nothing of yours is read, and nothing outside the folder is touched.

    \b
    Example:
      afterword demo
    """
    from afterword.cli.table import print_table
    from afterword.cli.timeline import Timeline
    from afterword.cli.wording import counted, spoken
    from afterword.paths import cache_folder, make_private
    from afterword.replay import mail_folder, replay
    from afterword.story import load_story

    stage = (folder or cache_folder() / "demo").absolute()
    _clear(stage)
    make_private(stage)
    _mark(stage)
    with importlib.resources.as_file(importlib.resources.files("afterword") / "demo_search") as search:
        story = load_story(search)
        timeline = Timeline(story, pause=0.0 if fast else _PAUSE)
        result = replay(story, stage, timeline.show, partial(_report, now=story.until, file=stage / _PAGE))
    standing = [draft for draft in result.drafts if draft.removed is None]
    drafts = mail_folder(stage) / "Drafts"
    click.secho(f"\nHere are your {counted(len(standing), 'draft')}", bold=True, nl=False)
    click.echo(f" ({len(result.drafts) - len(standing)} more came and went):\n")
    rows = [(spoken(d.kind), d.company, ", ".join(d.to) or "(To is empty: you choose)") for d in standing]
    print_table(("", "", ""), rows)
    mail = mail_folder(stage)
    click.echo(f"\nThey lie in  {drafts}")
    settings = f"set folder={shlex.quote(str(mail))} postponed={shlex.quote(str(drafts))}"
    click.echo(f"with mutt    mutt -n -F /dev/null -e {shlex.quote(settings)} -f {shlex.quote(str(drafts))}")
    click.echo("             press m, then y, and choose one: it opens for editing")
    click.echo(f"as text      less {shlex.quote(str(drafts))}/cur/*")
    click.echo(f"\nThe search on one page, for your browser:  {stage / _PAGE}")
    return 0


_MARK = ".afterword-demo"
_PAGE = "report.html"


def _report(world: World, now: datetime, file: Path) -> None:
    """Leave the page that `afterword report` makes."""
    from afterword.report.making import make_report
    from afterword.report.page import page
    from afterword.report.writing import write_page

    write_page(page(make_report(world, now)), file)


def _clear(stage: Path) -> None:
    """Make room for a new performance; a folder that is not a demo's own is left alone."""
    from afterword.errors import OwnersError

    try:
        if not stage.exists() or not any(stage.iterdir()):
            return
        if not (stage / _MARK).exists():
            msg = f"{stage}: is not empty and holds no demo; give another --folder"
            raise OwnersError(msg)
        shutil.rmtree(stage)
    except OSError as error:
        raise _unusable(stage, error) from error


def _mark(stage: Path) -> None:
    """Say whose folder it is, so that it may be cleared the next time."""
    try:
        (stage / _MARK).touch()
    except OSError as error:
        raise _unusable(stage, error) from error


def _unusable(stage: Path, error: OSError) -> OwnersError:
    from afterword.errors import OwnersError

    return OwnersError(f"{stage}: cannot be used for the demo ({error.strerror}); give another --folder")
