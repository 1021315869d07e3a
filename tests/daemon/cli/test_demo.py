"""`afterword demo`: an invented job search whose drafts stay for the reader to open."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest

from daemon.homes import Home, Said

Say = Callable[..., Said]


@pytest.fixture(name="played", scope="module")
def _played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    folder = tmp_path_factory.mktemp("demo")
    stage = folder / "a stage"
    return Home(folder / "home").run("demo", "--fast", "--folder", stage), stage


def test_demo_shows_a_timeline_and_leaves_its_drafts(played: tuple[Said, Path]) -> None:
    """As many drafts as it says, each in the Drafts folder as an editable one."""
    said, stage = played
    told = re.search(r"^Here are your (\d+) drafts \(\d+ more came and went\):$", said.out, re.MULTILINE)
    drafts = list((stage / "Mail" / "Drafts" / "cur").iterdir())

    assert (0, "") == (said.code, said.err)
    assert told is not None
    assert int(told[1]) == len(drafts) > 1
    assert all(draft.name.endswith(":2,DS") for draft in drafts)
    assert all(message_from_bytes(draft.read_bytes())["Subject"] for draft in drafts)
    assert "Mon 13 Apr  10:12  stage  Marram Instruments" in said.out


def test_demo_tells_the_line_that_opens_them(played: tuple[Said, Path]) -> None:
    """The line can be pasted into a shell, whatever the folder is called."""
    said, stage = played
    line = next(line for line in said.out.splitlines() if line.startswith("with mutt"))
    words = shlex.split(line.removeprefix("with mutt"))

    assert ["mutt", "-n", "-F", "/dev/null", "-e"] == words[:5]
    assert ["-f", str(stage / "Mail" / "Drafts")] == words[6:]


def test_demo_leaves_the_search_on_one_page(played: tuple[Said, Path]) -> None:
    """The page that `report` makes, with the employers of the search."""
    said, stage = played
    page = stage / "report.html"

    assert str(page) == said.out.splitlines()[-1].partition("browser:  ")[2]
    assert "Marram Instruments" in page.read_text("utf-8")


def test_list_of_drafts_is_aligned(played: tuple[Said, Path]) -> None:
    """Kinds, employers and addresses stand in columns."""
    said, _ = played
    block = said.out.partition("came and went):\n\n")[2].partition("\n\n")[0].splitlines()
    columns = [[match.start() for match in re.finditer(r"(?:^|  )\S", line)] for line in block]

    assert len(block) > 1
    assert all(columns[0] == one for one in columns)


def test_demo_can_be_played_again(played: tuple[Said, Path], say: Say) -> None:
    """The folder of an earlier demo is used again, and the same comes out."""
    said, stage = played

    assert said.out == say("demo", "--fast", "--folder", stage).out


def test_demo_leaves_other_folders_alone(say: Say, tmp_path: Path) -> None:
    """A folder that holds anything else is not cleared."""
    (tmp_path / "precious").write_text("mine", encoding="utf-8")
    said = say("demo", "--fast", "--folder", tmp_path)

    assert Said(1, "", f"{tmp_path}: is not empty and holds no demo; give another --folder\n") == said
    assert "mine" == (tmp_path / "precious").read_text(encoding="utf-8")


def test_folder_that_cannot_be_used_is_told(home: Home) -> None:
    """A folder below a file: one line and the next step."""
    said = home.run("demo", "--fast", "--folder", home.config / "config.yaml" / "demo")

    assert 1 == said.code
    assert "Traceback" not in said.err


def test_demo_reads_nothing_of_the_owners(home: Home, say: Say, tmp_path: Path) -> None:
    """A broken configuration does not matter to it, and the owner's mail stays as it is."""
    home.write("config.yaml", "broken: [")
    before = home.mailbox()

    assert 0 == say("demo", "--fast", "--folder", tmp_path / "stage").code
    assert before == home.mailbox()
    assert not home.state.exists()


def test_without_a_folder_the_cache_is_used(home: Home, say: Say) -> None:
    """It lies where things lie that can be made again."""
    said = say("demo", "--fast")

    assert f"They lie in  {home.folder}/cache/demo/Mail/Drafts" in said.out.splitlines()
