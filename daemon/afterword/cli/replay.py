"""`afterword replay FOLDER`: the whole program over recorded mail, outside the owner's mailbox."""

from __future__ import annotations

import tempfile
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from afterword.replay import Replayed
    from afterword.story import Story


@click.command("replay")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with applications and drafts.")
def command(folder: Path, *, as_json: bool) -> int:
    """Play the job search in FOLDER, with the clock running through its time, in a temporary folder.

    FOLDER holds a story.yaml, or just mail/ and calendar/. Your mailbox is not touched.

    \b
    Example:
      afterword replay tests/stories/101-happy-path-to-offer --json
    """
    from afterword.cli.json_output import print_json
    from afterword.cli.timeline import Timeline
    from afterword.replay import replay

    story = _story(folder)
    with tempfile.TemporaryDirectory(prefix="afterword-replay-") as stage:
        if as_json:
            result = replay(story, Path(stage))
            print_json(as_object(result, story.owner.zone))
        else:
            timeline = Timeline(story)
            result = replay(story, Path(stage), timeline.show)
            timeline.close(result)
    for problem in result.problems:
        click.echo(problem, err=True)
    return 0


def _story(folder: Path) -> Story:
    from afterword.errors import OwnersError
    from afterword.owner.configuration import load_configuration
    from afterword.paths import config_folder
    from afterword.story import load_story, story_of_folder

    if (folder / "story.yaml").exists():
        return load_story(folder)
    if not (folder / "mail").is_dir():
        msg = f"{folder}: holds neither story.yaml nor mail/; give a folder that holds one of them"
        raise OwnersError(msg)
    return story_of_folder(folder, load_configuration(config_folder()).owner)


def as_object(result: Replayed, zone: tzinfo) -> dict[str, Any]:
    """What design.md gives for `replay --json`."""
    return {
        "applications": [
            {
                "company": application.company,
                "role": application.role,
                "stage": application.stage,
                "history": [
                    {"stage": step.stage, "at": step.at.astimezone(zone).isoformat()} for step in application.history
                ],
            }
            for application in result.applications
        ],
        "drafts": [
            {
                "kind": draft.kind,
                "company": draft.company,
                "to": list(draft.to),
                "appeared": draft.appeared.astimezone(zone).isoformat(),
                "removed": draft.removed.astimezone(zone).isoformat() if draft.removed else None,
                "removed_because": draft.removed_because,
                "message_id": draft.message_id,
                "in_reply_to": draft.in_reply_to,
                "references": list(draft.references),
                "subject": draft.subject,
                "body": draft.body,
            }
            for draft in result.drafts
        ],
    }
