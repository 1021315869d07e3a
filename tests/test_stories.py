"""The stories: whole job searches, replayed and judged. One that does not pass yet is named here with its reason."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

STORIES = Path(__file__).parent / "stories"

NOT_YET: dict[str, str] = {}
"""Stories that fail, each with its reason in one line. Strict: one that begins to pass must be taken out."""


def _judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judge", STORIES / "judge.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _stories() -> list[object]:
    found = sorted(story.parent for story in STORIES.glob("[0-9]*/story.yaml"))
    return [
        pytest.param(
            story,
            id=story.name,
            marks=[pytest.mark.xfail(reason=NOT_YET[story.name], strict=True)] if story.name in NOT_YET else [],
        )
        for story in found
    ]


@pytest.mark.parametrize("story", _stories())
def test_the_program_makes_of_a_story_what_a_careful_person_would(story: Path) -> None:
    """`afterword replay --json` gives the applications, stages and drafts that the story expects, and no others."""
    ran = subprocess.run(
        [sys.executable, "-m", "afterword", "replay", "--json", str(story)], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert [] == _judge().judge(story, json.loads(ran.stdout))


def test_every_expected_failure_names_a_story() -> None:
    """The list of stories that do not pass holds only stories that are there."""
    assert set() == set(NOT_YET) - {story.parent.name for story in STORIES.glob("[0-9]*/story.yaml")}
