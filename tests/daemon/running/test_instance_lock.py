"""One program at a time on one state folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from afterword.errors import OwnersError, WorldError
from afterword.running.instance_lock import only_instance

HOLD = """
import sys, time
from pathlib import Path
from afterword.running.instance_lock import only_instance
with only_instance(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_instance_is_told_who_runs(tmp_path: Path) -> None:
    """The line names the process, the folder and the next step; when the first was killed without warning, the next may start."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as first:
        try:
            assert first.stdout is not None
            assert b"held\n" == first.stdout.readline()
            with pytest.raises(OwnersError) as raised, only_instance(tmp_path):
                pass
        finally:
            first.send_signal(signal.SIGKILL)

    who = f"another afterword (pid {first.pid}) is already running on {tmp_path}"
    assert (f"{who}: wait until it is done, or stop it and try again",) == raised.value.problems
    with only_instance(tmp_path):
        assert f"{os.getpid()}\n" == (tmp_path / "lock").read_text()


def test_the_lock_is_let_go_at_the_end(tmp_path: Path) -> None:
    """Also when the block ends with an error; the file stays, for the owner's eyes only."""
    with pytest.raises(RuntimeError), only_instance(tmp_path):
        raise RuntimeError

    with only_instance(tmp_path):
        assert 0o600 == (tmp_path / "lock").stat().st_mode & 0o777


def test_two_folders_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    """A replay in a temporary folder runs beside the daemon."""
    (tmp_path / "other").mkdir()

    with only_instance(tmp_path), only_instance(tmp_path / "other"):
        assert (tmp_path / "other" / "lock").exists()


@pytest.mark.parametrize("folder", ["missing", "linked"])
def test_a_lock_that_cannot_be_made_is_named(tmp_path: Path, folder: str) -> None:
    """A folder that is not there, or a lock that somebody linked elsewhere, is told with its path."""
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "lock").symlink_to(tmp_path / "target")

    with (
        pytest.raises(WorldError, match=f"cannot make the lock {tmp_path / folder / 'lock'}"),
        only_instance(tmp_path / folder),
    ):
        pass
    assert not (tmp_path / "target").exists()
