"""The documents' pictures: there, small, and told in words to whoever does not see them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
SHOWN = [
    (document.name, *found)
    for document in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
    for found in PICTURE.findall(document.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("document", "words", "file"), SHOWN)
def test_picture_is_small_and_told_in_words(document: str, words: str, file: str) -> None:
    """`python tests/pictures.py` takes them anew."""
    picture = (ROOT / document).parent / file

    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size <= 150_000
    assert len(words.split()) > 5


def test_every_picture_is_shown() -> None:
    """None lies there for nothing."""
    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} == {Path(file).name for _, _, file in SHOWN}
