"""A few weeks of a simulated year on a real Dovecot, with everything going wrong that may. `run.py` plays longer ones."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from year.run import play
from year.story import story
from year.troubles import Kind, troubles


@pytest.mark.server
@pytest.mark.slow
def test_troubled_weeks_come_to_the_drafts_of_undisturbed_ones(tmp_path: Path) -> None:
    """Kills, cuts, stalls, restarts and sleep change nothing of the drafts, and what the owner edited stands."""
    verdict, run = play(3, 21, tmp_path, applications=180, noise=1)

    assert () == verdict.wrong
    assert verdict.drafts > 5
    assert run.struck.total() > 5
    assert "" == (tmp_path / "troubled" / "errors").read_text()


def test_same_seed_tells_the_same_story() -> None:
    """So that a year that went wrong can be played again."""
    assert story(5, 40) == story(5, 40)
    assert list(troubles(5, 40)) == list(troubles(5, 40))


def test_troubles_do_not_overlap_and_every_kind_comes() -> None:
    """One at a time, so that each is over when it is told to be."""
    found = list(troubles(5, 120))

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert {*Kind} == {one.kind for one in found}
