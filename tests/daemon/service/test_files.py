"""The unit files on disk: written, left alone and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from afterword.errors import OwnersError
from afterword.service.files import carry_out, changes, files_for, ours_in, remove
from afterword.service.unit import NAME, OLD_TIMER, STRICT, ServiceFacts

FACTS = ServiceFacts(program=("/usr/bin/afterword",), version="0.1.0", home="/home/nell", writable=("/home/nell/Mail",))
STRICT_FILE = f"{NAME}.d/{STRICT}"
TIMER = "# A thank-you is due half an hour after an interview: five minutes are close enough.\n[Timer]\n"


def install(folder: Path, *, strict: bool = True) -> dict[str, str | None]:
    changed = changes(folder, files_for(FACTS, strict=strict))
    carry_out(folder, changed)
    return changed


def test_files_are_written_once(tmp_path: Path) -> None:
    """The second time there is nothing to do, and nothing half-written lies about."""
    assert {NAME, STRICT_FILE} == set(install(tmp_path))
    assert {} == install(tmp_path)
    assert {NAME, STRICT} == {path.name for path in tmp_path.rglob("*") if path.is_file()}


def test_strict_set_is_taken_back_where_it_does_not_hold(tmp_path: Path) -> None:
    """The machine no longer allows user namespaces."""
    install(tmp_path)

    assert {STRICT_FILE: None} == install(tmp_path, strict=False)
    assert not (tmp_path / STRICT_FILE).exists()


def test_old_timer_goes(tmp_path: Path) -> None:
    """One that was copied from an earlier version."""
    (tmp_path / OLD_TIMER).write_text(TIMER)

    assert OLD_TIMER in install(tmp_path)
    assert not (tmp_path / OLD_TIMER).exists()


def test_timer_of_the_owners_stays(tmp_path: Path) -> None:
    """It only has the same name."""
    (tmp_path / OLD_TIMER).write_text("[Timer]\n")
    install(tmp_path)

    assert "[Timer]\n" == (tmp_path / OLD_TIMER).read_text()


@pytest.mark.parametrize("masked", [True, False])
def test_unit_of_the_owners_is_not_replaced(tmp_path: Path, masked: bool) -> None:
    """Nor a masked one; the line names the file and the next step."""
    if masked:
        (tmp_path / NAME).symlink_to("/dev/null")
    else:
        (tmp_path / NAME).write_text("[Service]\nExecStart=/bin/true\n")

    with pytest.raises(OwnersError, match=f"{NAME} is a unit of yours .* move it away"):
        install(tmp_path)
    assert () == ours_in(tmp_path)


def test_what_is_ours_is_removed_and_the_owners_override_stays(tmp_path: Path) -> None:
    """With what is left in the folder of drop-ins."""
    install(tmp_path)
    (tmp_path / f"{NAME}.d" / "override.conf").write_text("[Service]\nNice=5\n")
    remove(ours_in(tmp_path))

    assert [tmp_path / f"{NAME}.d" / "override.conf"] == [path for path in tmp_path.rglob("*") if path.is_file()]


def test_nothing_is_left_where_nothing_is_the_owners(tmp_path: Path) -> None:
    """Not even an empty folder."""
    install(tmp_path)
    remove(ours_in(tmp_path))

    assert [] == list(tmp_path.iterdir())
