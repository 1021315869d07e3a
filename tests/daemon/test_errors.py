"""The errors that are nobody's bug."""

from __future__ import annotations

import os
from pathlib import Path

from afterword.errors import OwnersError, WorldError, world_error


def test_the_owner_is_told_everything_at_once() -> None:
    """Every problem is a line of its own."""
    error = OwnersError("rules.yaml:3:1: first", "rules.yaml:9:1: second")

    assert ("rules.yaml:3:1: first", "rules.yaml:9:1: second") == error.problems
    assert "rules.yaml:3:1: first\nrules.yaml:9:1: second" == str(error)


def test_the_world_is_tried_again_unless_told_otherwise() -> None:
    """A hint for the loop; trying again is the rule."""
    assert [True, False] == [WorldError("down").retry, WorldError("wrong password", retry=False).retry]


def test_a_path_that_is_no_text_can_be_printed() -> None:
    """The line names any file, whatever bytes its name is made of."""
    path = Path(os.fsdecode(b"/mail/caf\xe9"))

    assert "cannot read /mail/caf\\xe9: No such file or directory" == str(
        world_error("read", path, FileNotFoundError(2, "No such file or directory"))
    )
