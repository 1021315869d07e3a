"""`afterword demo`: a small invented job search, played in seconds, whose drafts stay for the reader to open."""

from __future__ import annotations

import importlib.resources
import shlex
import shutil
from pathlib import Path

import click

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
    from afterword.cli.timeline import Timeline
    from afterword.paths import cache_folder, make_private
    from afterword.replay import mail_folder, replay
    from afterword.story import load_story

    stage = (folder or cache_folder() / "demo").absolute()
    _clear(stage)
    make_private(stage)
    (stage / _MARK).touch()
    with importlib.resources.as_file(importlib.resources.files("afterword") / "demo_search") as search:
        story = load_story(search)
        timeline = Timeline(story, pause=0.0 if fast else _PAUSE)
        result = replay(story, stage, timeline.show)
    standing = [draft for draft in result.drafts if draft.removed is None]
    drafts = mail_folder(stage) / "Drafts"
    click.secho(f"\nHere are your {len(standing)} drafts", bold=True, nl=False)
    click.echo(f" ({len(result.drafts) - len(standing)} more came and went):\n")
    for draft in standing:
        click.echo(
            f"  {draft.kind.replace('_', ' '):<17} {draft.company:<22} {', '.join(draft.to) or '(To is empty: you choose)'}"
        )
    mail = mail_folder(stage)
    click.echo(f"\nThey lie in  {drafts}")
    settings = f"set folder={shlex.quote(str(mail))} postponed={shlex.quote(str(drafts))}"
    click.echo(f"with mutt    mutt -n -F /dev/null -e {shlex.quote(settings)} -f {shlex.quote(str(drafts))}")
    click.echo("             then press m, and y to recall one for editing")
    click.echo(f"as text      less {shlex.quote(str(drafts))}/cur/*")
    return 0


_MARK = ".afterword-demo"


def _clear(stage: Path) -> None:
    """Make room for a new performance; a folder that is not a demo's own is left alone."""
    from afterword.errors import OwnersError

    if not stage.exists() or not any(stage.iterdir()):
        return
    if not (stage / _MARK).exists():
        msg = f"{stage}: is not empty and holds no demo; give another --folder"
        raise OwnersError(msg)
    shutil.rmtree(stage)
