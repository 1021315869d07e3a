"""That a simulated year notices when something went wrong: the verdict is worth no more than this."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from afterword.mailboxes.contract import Role
from year.comparison import compare
from year.player import Player
from year.story import story
from year.undisturbed import play_undisturbed

_DAYS = 9


def played(folder: Path) -> Player:
    return play_undisturbed(story(4, _DAYS, applications=300, noise=0), 4, folder)


@pytest.mark.slow
def test_comparison_notices_what_is_missing_late_double_or_changed(tmp_path: Path) -> None:
    """Two runs that are the same agree; each thing that is done to the second is told."""
    calm, other = played(tmp_path / "calm"), played(tmp_path / "other")
    agreed = compare(calm, other, ())
    first, second, third, *_ = other.drafts
    del other.drafts[first]
    other.drafts[second].at += timedelta(days=1)
    (handle, raw), *_ = other.box.stored(Role.DRAFTS).items()
    other.owner.edited["<never@home.example>"] = b"what I wrote"
    other.box.deliver(Role.DRAFTS, calm.drafts[third].raw, other.now)
    other.look()
    other.box.remove(handle, raw)
    other.delivered += 1

    told = "\n".join(compare(calm, other, ()).wrong)

    assert () == agreed.wrong
    assert agreed.drafts >= 3
    for words in (
        "missing: ",
        f"at {other.drafts[second].at:%d %b %H:%M}: ",
        "a second time",
        "an edited draft is not as it was",
        "drafts: ",
        "were read",
    ):
        assert words in told
