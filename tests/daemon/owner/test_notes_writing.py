"""Adding to notes.yaml: the owner's own lines stay as they are."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.errors import OwnersError, WorldError
from afterword.owner.notes_file import NotesFile, owners_word
from afterword.owner.notes_writing import add_entry, with_entry
from afterword_rules.application import Stage
from afterword_rules.yaml_files.source import read_and_validate

NOTE = {"at": "2026-03-10T14:50:00+00:00", "company": "Larkspur Atlas", "text": "the heron"}
BY_HAND = """\
# mine
notes:
- at: "2026-03-09T10:00:00+00:00"   # Monday
  company: Larkspur Atlas
  text: |
    two lines
    of mine

# stages I know
stages:
    - {at: "2026-03-09T10:00:00+00:00", company: Osprey, stage: rejected} # phone

mutes: []
"""


def read(text: str) -> NotesFile:
    """The file, which must be well written."""
    file, positions, problems = read_and_validate(text, "notes.yaml", NotesFile)
    assert not problems
    assert file is not None
    assert not owners_word(file, positions)[1]
    return file


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("notes", NOTE),
        ("stages", {"at": "2026-03-10T14:50:00+00:00", "company": "no", "stage": "offer"}),
        ("mutes", {"company": "Larkspur: Atlas #1", "muted": False}),
        ("merges", {"company": "A", "into": {"company": "“B” {c}, [d]", "role": "x"}}),
        ("contacts", {"company": "A", "name": "Zoë Åberg", "function": "interviewer"}),
        ("messages", {"message": "x@y"}),
    ],
)
def test_every_line_of_the_owners_stays(section: str, entry: dict[str, str]) -> None:
    """The entry is the section's last, and nothing is moved, re-written or lost."""
    written = with_entry(BY_HAND, section, entry)
    before, after = read(BY_HAND), read(written)

    assert len(getattr(before, section)) + 1 == len(getattr(after, section))
    assert getattr(before, section) == getattr(after, section)[:-1]
    left = [line for line in BY_HAND.splitlines() if line != "mutes: []" or section != "mutes"]
    kept = iter(written.splitlines())
    assert all(line in kept for line in left)


@given(st.text(max_size=60), st.text(min_size=1, max_size=30))
def test_whatever_is_said_is_read_back(text: str, company: str) -> None:
    """Quotes, colons, line breaks, letters of every script."""
    words = " ".join(text.split())
    file, _, problems = read_and_validate(
        with_entry(BY_HAND, "notes", {**NOTE, "text": words, "company": company}), "notes.yaml", NotesFile
    )
    if problems:
        # YAML forbids some characters (YAML 1.2.2 section 5.1); adding them is refused, not mangled.
        assert not all(one.isprintable() for one in words + company)
        return
    assert file is not None
    assert (words, company) == (file.notes[-1].text, file.notes[-1].company)


def test_the_file_is_made_for_the_owner_alone(tmp_path: Path) -> None:
    """It is private, and says what it is."""
    add_entry(tmp_path, "stages", {"at": "2026-03-10T14:50:00+00:00", "company": "Larkspur", "stage": "offer"})
    path = tmp_path / "notes.yaml"

    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert path.read_text().startswith("# What only you know")
    assert Stage.OFFER == read(path.read_text()).stages[0].stage


def test_mode_and_link_of_the_owners_file_stay(tmp_path: Path) -> None:
    """A folder of dotfiles keeps its file."""
    real = tmp_path / "dotfiles.yaml"
    real.write_text(BY_HAND)
    real.chmod(0o640)
    (tmp_path / "notes.yaml").symlink_to(real)
    add_entry(tmp_path, "notes", NOTE)

    assert (tmp_path / "notes.yaml").is_symlink()
    assert (0o640, 2) == (stat.S_IMODE(real.stat().st_mode), len(read(real.read_text()).notes))
    assert ["dotfiles.yaml", "notes.yaml"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("text", ["notes: [{at: '2026-03-09T10:00:00+00:00', company: A, text: b}]\n", "{notes: []}\n"])
def test_what_stands_in_brackets_is_left_to_the_owner(tmp_path: Path, text: str) -> None:
    """They read what to add, and where."""
    (tmp_path / "notes.yaml").write_text(text)
    with pytest.raises(OwnersError, match="add this to it by hand") as raised:
        add_entry(tmp_path, "notes", NOTE)

    assert "the heron" in str(raised.value)
    assert text == (tmp_path / "notes.yaml").read_text()


def test_a_file_with_mistakes_is_not_written_to(tmp_path: Path) -> None:
    """Every mistake is named with its line."""
    (tmp_path / "notes.yaml").write_text("notez: []\n")
    with pytest.raises(OwnersError, match=r'^notes\.yaml:1:1: unknown key "notez"'):
        add_entry(tmp_path, "notes", NOTE)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    """The file stays as it was, and nothing half-written is left."""
    (tmp_path / "notes.yaml").mkdir()
    with pytest.raises((OwnersError, WorldError)):
        add_entry(tmp_path, "notes", NOTE)

    assert ["notes.yaml"] == [path.name for path in tmp_path.iterdir()]


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    """The next step is named."""
    path = tmp_path / "notes.yaml"
    path.write_text(BY_HAND)
    path.chmod(0o440)
    with pytest.raises(WorldError, match=r"write-protected; `chmod u\+w "):
        add_entry(tmp_path, "notes", NOTE)

    assert BY_HAND == path.read_text()


def test_of_many_commands_at_one_moment_every_word_is_kept(tmp_path: Path) -> None:
    """None writes over what another has just added."""
    code = (
        "import sys; from pathlib import Path; from afterword.owner.notes_writing import add_entry;"
        "add_entry(Path(sys.argv[1]), 'mutes', {'company': sys.argv[2]})"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, tmp_path, f"Company {i}"]) for i in range(8)]

    assert [0] * 8 == [one.wait() for one in running]
    assert 8 == len(read((tmp_path / "notes.yaml").read_text()).mutes)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("notes:\n- {at: '2026-03-09', company: A, text: b}\n", 'notes.yaml:2:8: "2026-03-09" is no moment'),
        (f"notes:\n- {{at: '{NOTE['at']}', company: '', text: b}}\n", 'notes.yaml:2:46: "company" is empty'),
        (f"notes:\n- {{at: '{NOTE['at']}', company: A, text: ' '}}\n", '"text" is empty'),
        ("messages:\n- {message: '', company: A}\n", '"message" is empty'),
        ("messages:\n- {message: x@y, role: A}\n", 'the key "company" is missing'),
        ("merges:\n- {company: A, into: {company: ''}}\n", '"company" is empty'),
        ("merges:\n- {company: A}\n", 'the key "into" is missing'),
        ("contacts:\n- {company: A, name: B, address: 'B <b@a.example>'}\n", "is no mail address"),
        ("contacts:\n- {company: A, name: '', function: boss}\n", 'unknown function "boss"'),
        (f"stages:\n- {{at: '{NOTE['at']}', company: A, stage: hired}}\n", 'unknown stage "hired"'),
        ("mutes:\n- {company: A, muted: maybe}\n", '"muted" must be true or false'),
        ("mutes: {company: A}\n", '"mutes" must be a list'),
    ],
)
def test_every_mistake_is_named_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    """Line, column, and what to write instead."""
    (tmp_path / "notes.yaml").write_text(text)
    with pytest.raises(OwnersError) as raised:
        add_entry(tmp_path, "notes", NOTE)

    assert problem in str(raised.value)
    assert str(raised.value).startswith("notes.yaml:2:" if "\n-" in text else "notes.yaml:1:")
